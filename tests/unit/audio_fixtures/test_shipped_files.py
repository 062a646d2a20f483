"""What is in the repository is what the manifest says, says what the YAML says, and can be heard and understood."""

import wave
from pathlib import Path

import numpy as np
import pytest

from audio_fixtures import decode_to_wav, read_samples
from audio_fixtures.manifest import WORST_WER, Made, file_sha256, read_manifest
from audio_fixtures.script import ROOT, Script, sequences, utterances
from audio_fixtures.sound import RATE, TARGET_LUFS, loudness, peak_dbfs
from tests.sound import find

VOICES = utterances()
CALLS = sequences()
SCRIPTS = {script.audio: script for script in [*VOICES, *CALLS]}
MADE = read_manifest()
REMAKE = "run `make fixtures`"


def test_the_manifest_names_exactly_the_files_that_scripts_ask_for() -> None:
    assert sorted(MADE) == sorted(SCRIPTS), REMAKE


def test_no_opus_file_is_shipped_without_a_script() -> None:
    shipped = [*ROOT.glob("audio_fixtures/voices/*.opus"), *ROOT.glob("scenarios/packs/*/audio/*.opus")]
    assert {path.relative_to(ROOT).as_posix() for path in shipped} == set(SCRIPTS)


@pytest.mark.parametrize("audio", sorted(SCRIPTS))
def test_a_file_is_the_one_that_was_checked_and_was_made_from_the_current_text(audio: str) -> None:
    made = MADE[audio]
    assert file_sha256(ROOT / audio) == made.sha256, f"{audio} has changed since it was checked: {REMAKE}"
    assert made.script_sha256 == SCRIPTS[audio].sha256, f"{audio} says an older text: {REMAKE}"
    assert made.wer <= WORST_WER


@pytest.mark.parametrize("made", MADE.values(), ids=sorted(MADE))
def test_a_file_decodes_is_loud_enough_never_clips_and_lasts_what_the_manifest_says(made: Made) -> None:
    samples = read_samples(ROOT / made.audio)
    assert len(samples) / RATE == pytest.approx(made.duration, abs=0.02)
    assert loudness(samples) == pytest.approx(TARGET_LUFS, abs=1.0)
    assert peak_dbfs(samples) < -0.1
    assert _longest_silence(samples) < 2.0


@pytest.mark.parametrize("script", VOICES, ids=[script.audio for script in VOICES])
def test_a_test_voice_lasts_12_to_25_seconds(script: Script) -> None:
    assert 12 <= MADE[script.audio].duration <= 25


@pytest.mark.parametrize("script", CALLS, ids=[script.audio for script in CALLS])
def test_a_recorded_sequence_lasts_30_to_90_seconds_and_is_mostly_the_customer(script: Script) -> None:
    assert 30 <= MADE[script.audio].duration <= 90
    customer = sum(len(line.text) for line in script.lines if line.speaker == "customer")
    assert customer > len(script.text) / 2


def test_the_test_voices_are_at_least_six_different_people() -> None:
    assert len({MADE[script.audio].voice for script in VOICES}) >= 6


def test_one_customer_keeps_one_voice_through_a_case_study() -> None:
    for group in {script.group for script in CALLS}:
        assert len({MADE[script.audio].voice for script in CALLS if script.group == group}) == 1


def test_no_voice_can_be_taken_for_another_by_correlation() -> None:
    heard = [read_samples(ROOT / script.audio, 8000) for script in VOICES]
    for i, one in enumerate(heard):
        assert find(one, one, 8000).score > 0.99
        for other in heard[i + 1 :]:
            assert find(one, other, 8000).score < 0.2


def test_a_voice_becomes_the_wav_file_that_a_browser_takes_for_a_microphone(tmp_path: Path) -> None:
    source = ROOT / VOICES[0].audio
    with wave.open(str(decode_to_wav(source, tmp_path / "voice.wav", rate=16000))) as wav:
        assert (wav.getframerate(), wav.getnchannels(), wav.getsampwidth()) == (16000, 1, 2)
        pcm = np.frombuffer(wav.readframes(wav.getnframes()), "<i2")
    assert len(pcm) / 16000 == pytest.approx(MADE[VOICES[0].audio].duration, abs=0.02)
    assert find(pcm / np.float32(32768), read_samples(source, 16000), 16000).score > 0.99


def _longest_silence(samples: np.ndarray) -> float:
    """Seconds below −50 dBFS without a break, by blocks of 50 ms."""
    block = RATE // 20
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    quiet = np.abs(blocks).max(axis=1) < 10 ** (-50 / 20)
    longest = current = 0
    for is_quiet in quiet:
        current = current + 1 if is_quiet else 0
        longest = max(longest, current)
    return longest / 20
