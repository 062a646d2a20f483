"""Sounds of our own: a ring for the loudspeaker, the tones of the network for the headset. Blocks without end."""

from collections.abc import Iterator

import numpy as np

from .sound import BLOCK, RATE, Samples, silence

_EDGE = RATE // 100


def ring() -> Iterator[Samples]:
    """Two soft notes, twice, then silence: 1.6 s of every 4."""
    chime = np.concatenate([_note(659.3, 0.2), _note(880.0, 0.2), _note(659.3, 0.2), _note(880.0, 1.0)])
    return _blocks(np.concatenate((chime, silence(int(2.4 * RATE)))))


def ring_back() -> Iterator[Samples]:
    """What a caller hears while it rings at the other end, in France: 440 Hz, 1.5 s of every 5."""
    return _blocks(np.concatenate((_tone(440, 1.5), silence(int(3.5 * RATE)))))


def busy() -> Iterator[Samples]:
    """440 Hz, half a second on, half a second off."""
    return _blocks(np.concatenate((_tone(440, 0.5), silence(RATE // 2))))


def key_press(key: str) -> Samples:
    """The two frequencies of a telephone key (ITU-T Q.23), 80 ms, to hear what was pressed."""
    row, column = divmod("123A456B789C*0#D".index(key), 4)
    low, high = (697, 770, 852, 941)[row], (1209, 1336, 1477, 1633)[column]
    time = np.arange(RATE * 8 // 100) / RATE
    return _shaped(0.05 * (np.sin(2 * np.pi * low * time) + np.sin(2 * np.pi * high * time)))


def _tone(frequency: float, seconds: float) -> Samples:
    time = np.arange(int(seconds * RATE)) / RATE
    return _shaped(0.08 * np.sin(2 * np.pi * frequency * time))


def _note(frequency: float, seconds: float) -> Samples:
    time = np.arange(int(seconds * RATE)) / RATE
    sound = np.sin(2 * np.pi * frequency * time) + 0.3 * np.sin(4 * np.pi * frequency * time)
    return _shaped(0.2 * sound * np.exp(-3.0 * time))


def _shaped(sound: np.ndarray) -> Samples:
    """Without clicks at its ends, in whole blocks."""
    rise = np.minimum(1.0, np.arange(len(sound)) / _EDGE)
    shaped = (sound * rise * rise[::-1] * 32767).astype(np.int16)
    return np.concatenate((shaped, silence(-len(shaped) % BLOCK)))


def _blocks(sound: Samples) -> Iterator[Samples]:
    while True:
        for start in range(0, len(sound) - BLOCK + 1, BLOCK):
            yield sound[start : start + BLOCK]
