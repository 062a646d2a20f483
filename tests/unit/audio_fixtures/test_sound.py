"""Loudness, ceiling, band, pauses: measured on sounds whose answer is known."""

import numpy as np
import pytest

from audio_fixtures.opus import write_opus
from audio_fixtures.phrases import LONGEST, phrases
from audio_fixtures.sound import (
    RATE,
    at_loudness,
    gain,
    loudness,
    peak_dbfs,
    resample,
    silence,
    telephone_band,
    trim,
)


def tone(frequency: float, seconds: float, level_dbfs: float, rate: int = RATE) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    return (10 ** (level_dbfs / 20) * np.sin(2 * np.pi * frequency * time)).astype(np.float32)


def test_the_reference_tone_of_the_loudness_standard_reads_right() -> None:
    """EBU Tech 3341: a 1 kHz sine at −23 dBFS in both channels reads −23 LUFS; one channel reads 3 less."""
    assert loudness(tone(997, 5, -20)) == pytest.approx(-23.0, abs=0.1)
    assert loudness(np.concatenate([tone(997, 5, -20), silence(20)])) == pytest.approx(-23.0, abs=0.2)
    assert loudness(silence(3)) == -120.0


def test_a_sound_is_brought_to_the_target_without_clipping() -> None:
    rng = np.random.default_rng(7)
    spiky = (rng.standard_normal(4 * RATE) ** 5 * 0.001).astype(np.float32)
    made = at_loudness(spiky)
    assert peak_dbfs(made) <= -1.99
    assert peak_dbfs(at_loudness(tone(997, 3, -40))) == pytest.approx(-16, abs=0.2)


def test_resampling_keeps_a_tone_and_its_length() -> None:
    moved = resample(tone(440, 1, -6, 24000), 24000, RATE)
    assert len(moved) == RATE
    assert np.abs(moved - tone(440, 1, -6))[2000:-2000].max() < 0.01


def test_trimming_leaves_the_sound_and_a_short_margin() -> None:
    kept = trim(np.concatenate([silence(1), tone(440, 0.5, -12), silence(2)]))
    assert len(kept) / RATE == pytest.approx(0.54, abs=0.01)
    assert len(trim(silence(1))) == 0


def test_a_telephone_line_stops_what_is_low_and_what_is_high() -> None:
    for frequency, passes in ((80, False), (1000, True), (6000, False)):
        lost = peak_dbfs(tone(frequency, 1, -6)) - peak_dbfs(telephone_band(tone(frequency, 1, -6))[9600:-9600])
        assert (lost < 1) if passes else (lost > 25)


def test_the_same_sound_gives_the_same_bytes(tmp_path) -> None:
    sound = gain(tone(300, 1, -6), -6)
    for name in ("one.opus", "two.opus"):
        write_opus(tmp_path / name, sound)
    assert (tmp_path / "one.opus").read_bytes() == (tmp_path / "two.opus").read_bytes()


def test_short_sentences_join_the_next_and_long_ones_are_cut_at_a_comma() -> None:
    assert phrases("Oui. Je vous écoute depuis un moment. Merci !") == [
        "Oui. Je vous écoute depuis un moment. Merci !"
    ]
    assert phrases("Je vous ai déjà écrit deux fois. Et vous ne m’avez jamais répondu !") == [
        "Je vous ai déjà écrit deux fois.",
        "Et vous ne m’avez jamais répondu !",
    ]
    long = ", ".join(["une proposition qui se répète"] * 20) + "."
    assert all(len(piece) <= LONGEST for piece in phrases(long))
    assert " ".join(phrases(long)) == long
