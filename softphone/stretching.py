"""Sound that lasts a little too long or not long enough, made to fit at the pitch of the voice, without clicks.

A voiced sound repeats itself every 2.5 to 10 ms. Leaving out or repeating one such period changes how long it lasts
and not how it sounds.
"""

import numpy as np
import numpy.typing as npt

from .sound import RATE, Samples

_SHORTEST = RATE // 400
_LONGEST = RATE // 100
_COMPARED = RATE // 100

Floats = npt.NDArray[np.float32]


def shortened(frame: Samples) -> Samples:
    """The same sound without one period (2.5 to 10 ms less); too short a frame stays as it is."""
    lag = _period(frame)
    if lag is None:
        return frame
    width = min(_COMPARED, len(frame) - lag)
    return np.concatenate((_mixed(frame[:width], frame[lag : lag + width]), frame[lag + width :]))


def lengthened(frame: Samples) -> Samples:
    """The same sound with one period twice (2.5 to 10 ms more)."""
    lag = _period(frame)
    if lag is None:
        return frame
    width = min(_COMPARED, len(frame) - lag)
    return np.concatenate((frame[:lag], _mixed(frame[lag : lag + width], frame[:width]), frame[width:]))


def _period(frame: Samples) -> int | None:
    """The lag at which the beginning of a frame comes again."""
    longest = min(_LONGEST, len(frame) - _COMPARED)
    if longest <= _SHORTEST:
        return None
    sound = frame.astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(sound[: longest + _COMPARED], _COMPARED)[_SHORTEST:]
    return _SHORTEST + _likest(windows, sound[:_COMPARED])


def _likest(windows: Floats, wanted: Floats) -> int:
    energy = np.sqrt(np.einsum("ij,ij->i", windows, windows)) + 1.0
    return int(np.argmax(windows @ wanted / energy))


def _mixed(before: Samples, after: Samples) -> Samples:
    rise = np.linspace(0, 1, len(before), dtype=np.float32)
    return (before * (1 - rise) + after * rise).astype(np.int16)
