"""The waveform of a recording as a player draws it: the loudest sample of each slice, both channels."""

from typing import Any

import numpy as np
import numpy.typing as npt

SLICES_PER_SECOND = 50
_RATE = 48000


def peaks(left: npt.NDArray[np.int16], right: npt.NDArray[np.int16]) -> dict[str, Any]:
    """`{"seconds", "per_second", "adviser": [0…1], "customer": [0…1]}`, values rounded to three digits."""
    return {
        "seconds": len(left) / _RATE,
        "per_second": SLICES_PER_SECOND,
        "adviser": _loudest(left),
        "customer": _loudest(right),
    }


def _loudest(samples: npt.NDArray[np.int16]) -> list[float]:
    size = _RATE // SLICES_PER_SECOND
    padded = np.pad(samples, (0, -len(samples) % size))
    slices = padded.reshape(-1, size)
    loudest = np.maximum(slices.max(axis=1), -slices.min(axis=1).astype(np.int32)) / 32768
    return [round(float(value), 3) for value in loudest]
