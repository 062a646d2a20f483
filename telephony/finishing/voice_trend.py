"""How a side's voice changes over a call: louder or softer, higher or lower, from its first third to its last.

A customer who calms down speaks softer and lower; one who does not, louder and higher. Loudness needs numpy alone;
pitch needs the optional small model that comes with the recogniser (SwiftF0: https://arxiv.org/abs/2508.18440).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

_RATE = 48000
_PITCH_RATE = 16000

FEWEST_SECONDS = 12.0
"""With less speech in all, a third is a sentence or two: its level says nothing."""

SURE = 0.5
"""A frame is voiced from this confidence on (the model's own calibration)."""

FEWEST_VOICED_FRAMES = 60
"""About a second of voiced speech in each third (frames of 16 ms)."""


@dataclass(frozen=True, slots=True)
class VoiceTrend:
    """Last third less first third: decibels, and semitones of the median pitch (None: not measured)."""

    loudness_db: float
    semitones: float | None


def voice_trend(samples: npt.NDArray[np.int16], spans: Sequence[tuple[float, float]]) -> VoiceTrend | None:
    """`samples` at 48 kHz; `spans` of speech in seconds. None when the side spoke too little."""
    first, last = _thirds(samples, spans)
    if first is None or last is None:
        return None
    return VoiceTrend(round(_level(last) - _level(first), 1), _semitones(first, last))


def _thirds(
    samples: npt.NDArray[np.int16], spans: Sequence[tuple[float, float]]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]] | tuple[None, None]:
    """What is spoken in the first and the last third of all speech."""
    parts = [samples[round(start * _RATE) : round(end * _RATE)] for start, end in spans]
    spoken = np.concatenate(parts) if parts else samples[:0]
    if len(spoken) < FEWEST_SECONDS * _RATE:
        return None, None
    third = len(spoken) // 3
    whole = spoken.astype(np.float32) / np.float32(32768)
    return whole[:third], whole[-third:]


def _level(samples: npt.NDArray[np.float32]) -> float:
    return float(10 * np.log10(np.mean(samples * samples) + 1e-10))


def _semitones(first: npt.NDArray[np.float32], last: npt.NDArray[np.float32]) -> float | None:
    if find_spec("swift_f0") is None:
        return None
    from swift_f0 import SwiftF0  # loaded only where it is installed

    detector = SwiftF0(threads=1)
    medians: list[float] = []
    for part in (first, last):
        found = detector.detect(_narrow(part), _PITCH_RATE, fmin=60.0, fmax=500.0)
        voiced = found.pitch_hz[found.confidence >= SURE]
        if len(voiced) < FEWEST_VOICED_FRAMES:
            return None
        medians.append(float(np.median(voiced)))
    return round(12 * float(np.log2(medians[1] / medians[0])), 1)


def _narrow(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """48 to 16 kHz: pitch lies far below, a mean of three samples is filter enough."""
    return samples[: len(samples) - len(samples) % 3].reshape(-1, 3).mean(axis=1)
