"""Every sequence at one loudness: EBU R128's reference tone, quiet and loud voices, silent ends, the same bytes."""

import numpy as np
import pytest

from simulator.packs.registry import SHIPPED
from simulator.studio.levelling import CEILING, RATE, TARGET_LUFS, as_heard, encoded, levelled, loudness, read

VOICE = read((SHIPPED / "velambre" / "audio" / "leroux-calme.opus").read_bytes(), 240)[: RATE * 10]


def test_the_reference_tone_is_as_loud_as_the_standard_says() -> None:
    """EBU Tech 3341, case 1: 1 kHz at −23 dBFS on both channels is −23 LUFS; on one, 3 dB less."""
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE * 4) / RATE) * 10 ** (-23 / 20)
    assert loudness(tone.astype(np.float32)) == pytest.approx(-26, abs=0.2)
    assert loudness(np.zeros(RATE * 2, np.float32)) == -70


@pytest.mark.parametrize("gain", [0.02, 0.3, 1.0, 3.0])
def test_quiet_and_loud_voices_come_to_the_same_loudness_below_the_ceiling(gain: float) -> None:
    made = levelled(np.clip(VOICE * gain, -1, 1).astype(np.float32))
    assert loudness(made) == pytest.approx(TARGET_LUFS, abs=0.6)
    assert np.abs(made).max() <= CEILING + 1e-3


def test_silence_before_and_after_is_cut_but_for_a_breath() -> None:
    silence = np.zeros(RATE * 2, np.float32)
    made = levelled(np.concatenate([silence, VOICE, silence]))
    assert len(VOICE) - RATE < len(made) < len(VOICE) + RATE


def test_the_same_sound_is_the_same_bytes_and_reads_back_as_long() -> None:
    sound = encoded(VOICE)
    assert sound == encoded(VOICE)
    assert len(read(sound, 240)) == pytest.approx(len(VOICE), abs=RATE * 0.1)
    assert len(as_heard(VOICE)) == pytest.approx(len(VOICE) / 3, abs=32)
