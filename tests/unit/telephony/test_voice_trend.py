"""How a voice changes over a call, on real voices made louder or higher."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from audio_fixtures import read_samples
from telephony.finishing.voice_trend import voice_trend
from telephony.finishing.voices import speech_spans

VOICES = Path(__file__).resolve().parents[3] / "audio_fixtures" / "voices"


@pytest.fixture(scope="module")
def voice() -> npt.NDArray[np.float32]:
    return read_samples(VOICES / "customer-angry.opus", 48000)


def call(*parts: npt.NDArray[np.float32]) -> npt.NDArray[np.int16]:
    """These one after the other, as a channel of a recording."""
    return (np.clip(np.concatenate(parts), -1, 1) * 32767).astype(np.int16)


def higher(samples: npt.NDArray[np.float32], semitones: float) -> npt.NDArray[np.float32]:
    """Read faster: pitch and pace go up together."""
    step = 2 ** (semitones / 12)
    return np.interp(np.arange(0, len(samples) - 1, step), np.arange(len(samples)), samples).astype(np.float32)


def test_an_even_voice_does_not_change(voice: npt.NDArray[np.float32]) -> None:
    channel = call(voice, voice, voice)
    trend = voice_trend(channel, speech_spans(channel))
    assert trend is not None
    assert abs(trend.loudness_db) < 0.7
    assert trend.semitones is not None
    assert abs(trend.semitones) < 0.5


def test_a_voice_that_calms_down_is_softer_and_lower(voice: npt.NDArray[np.float32]) -> None:
    channel = call(voice, higher(voice, -1) * np.float32(0.85), higher(voice, -2) * np.float32(0.5))
    trend = voice_trend(channel, speech_spans(channel))
    assert trend is not None
    assert trend.loudness_db == pytest.approx(-6, abs=1.2)
    assert trend.semitones == pytest.approx(-2, abs=0.6)


def test_too_little_speech_says_nothing(voice: npt.NDArray[np.float32]) -> None:
    short = call(voice[: 6 * 48000])
    assert voice_trend(short, speech_spans(short)) is None
    assert voice_trend(short[:0], []) is None


def test_a_whisper_has_a_level_and_no_pitch() -> None:
    noise = np.random.default_rng(5).standard_normal(48000 * 20).astype(np.float32) * np.float32(0.05)
    channel = call(noise)
    trend = voice_trend(channel, [(0.0, 20.0)])
    assert trend is not None
    assert trend.semitones is None
