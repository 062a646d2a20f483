"""Voices with a pitch: like noise they are found again anywhere, and like speech they can be continued when lost."""

from functools import cache

import numpy as np
from scipy.signal import lfilter

from tests.sound import RATE, Samples


@cache
def voiced(seed: int, seconds: float) -> Samples:
    """Vowels that glide in pitch and colour, with short pauses. No two seconds are alike."""
    random = np.random.default_rng(seed)
    length = int(seconds * RATE)
    syllable = RATE // 5
    count = length // syllable + 2
    at = np.arange(length) / syllable
    pitch = np.interp(at, np.arange(count), random.uniform(95, 240, count))
    phase = np.cumsum(pitch) / RATE
    pulses = np.diff(np.floor(phase), prepend=0.0)
    vowels = random.uniform((300, 900, 2200), (800, 2000, 3000), (count, 3))
    sound = np.zeros(length)
    for number in range(count - 1):
        start, stop = number * syllable, min(length, (number + 2) * syllable)
        if stop <= start:
            break
        window = np.hanning(2 * syllable)[: stop - start]
        piece = pulses[start:stop]
        for formant in vowels[number]:
            radius = np.exp(-np.pi * 90 / RATE)
            angle = 2 * np.pi * formant / RATE
            piece = lfilter([1 - radius], [1, -2 * radius * np.cos(angle), radius**2], piece)
        loud = 0.05 if random.random() < 0.12 else random.uniform(0.5, 1.0)
        sound[start:stop] += loud * piece / (np.abs(piece).max() + 1e-9) * window
    return (0.4 * sound / np.abs(sound).max()).astype(np.float32)
