"""A hole in a voice is bridged at the voice's own pitch."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from telephony.concealment import LONGEST_SECONDS, Concealer, bridge
from tests.sound import read_stereo

Wave = np.ndarray
VOICE = Path(__file__).parents[3] / "audio_fixtures" / "voices" / "adviser-a.opus"


def tone(rate: int, pitch: float, seconds: float = 0.5) -> Wave:
    t = np.arange(int(seconds * rate)) / rate
    return (8000 * (np.sin(2 * np.pi * pitch * t) + 0.5 * np.sin(4 * np.pi * pitch * t + 1))).astype(np.int16)


def likeness(true: Wave, made: Wave) -> float:
    """Correlation, −1 to 1."""
    norm = np.linalg.norm(true.astype(float)) * np.linalg.norm(made.astype(float))
    return float(np.dot(true.astype(float), made.astype(float)) / (norm + 1e-9))


def snr(true: Wave, made: Wave) -> float:
    """Signal to error, dB."""
    error = true.astype(float) - made.astype(float)
    return float(10 * np.log10(np.mean(true.astype(float) ** 2) / (np.mean(error**2) + 1e-9)))


@pytest.mark.parametrize("rate", [8000, 16000, 48000])
@pytest.mark.parametrize("pitch", [80, 133, 210, 350])
def test_a_voiced_sound_goes_on_in_its_own_phase(rate: int, pitch: int) -> None:
    whole = tone(rate, pitch)
    cut, frame = len(whole) // 2, rate // 50
    concealer = Concealer(rate)
    for start in range(0, cut, frame):
        concealer.heard(whole[start : min(cut, start + frame)])
    assert snr(whole[cut : cut + rate // 100], concealer.missing(frame)[: rate // 100]) > 12


def test_it_fades_and_falls_silent() -> None:
    concealer = Concealer(8000)
    concealer.heard(tone(8000, 120))
    made = concealer.missing(800)
    loud = [float(np.sqrt(np.mean(made[at : at + 80].astype(float) ** 2))) for at in range(0, 800, 80)]
    assert loud[0] > 5000
    assert all(after < before for before, after in itertools.pairwise(loud[1:6]))
    assert not made[round(LONGEST_SECONDS * 8000) + 1 :].any()


def test_nothing_clicks_where_sound_ends_and_where_it_comes_back() -> None:
    whole = tone(8000, 120)
    concealer = Concealer(8000)
    out = [concealer.heard(whole[:1600]), concealer.missing(160), concealer.heard(whole[1760:2400])]
    usual = np.abs(np.diff(whole[:1600].astype(int))).max()
    assert np.abs(np.diff(np.concatenate(out).astype(int))).max() < 1.6 * usual


def test_silence_is_continued_as_silence_and_what_is_not_lost_is_left_alone() -> None:
    concealer = Concealer(16000)
    assert not concealer.missing(320).any()
    fresh = Concealer(16000)
    sound = tone(16000, 200)
    assert np.array_equal(fresh.heard(sound), sound)


def test_what_is_invented_in_a_real_voice_is_like_what_was_said() -> None:
    """Holes of one packet in a French voice; a fading repeat of the packet before is like it by chance only."""
    voice, _ = read_stereo(VOICE)
    voice = (voice[: 20 * 48000] * 32767).astype(np.int16)
    live, bridged, repeated = [], [], []
    for start in range(48000, len(voice) - 48000, 4800):
        said, before, after = voice[start : start + 960], voice[start - 2880 : start], voice[start + 960 :][:2880]
        if np.sqrt(np.mean(said.astype(float) ** 2)) < 600:
            continue
        concealer = Concealer(48000)
        concealer.heard(before)
        live.append(likeness(said, concealer.missing(960)))
        bridged.append(likeness(said, bridge(before, after, 960, 48000)))
        repeated.append(likeness(said, before[-960:]))
    print(f"live {np.mean(live):.2f}, bridged {np.mean(bridged):.2f}, repeated {np.mean(repeated):.2f}")
    assert len(live) > 50
    assert np.mean(live) > 0.35
    assert np.mean(bridged) > 0.6
    assert abs(np.mean(repeated)) < 0.15
