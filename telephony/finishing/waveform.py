"""The waveform of a recording as a player draws it: the loudest sample of each slice, both channels."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

SLICES_PER_SECOND = 50
_RATE = 48000


def peaks(left: Sequence[int], right: Sequence[int], seconds: float) -> dict[str, Any]:
    """What `loudest` gives of both channels, as the player reads it:
    `{"seconds", "per_second", "adviser": [0…1], "customer": [0…1]}`, values rounded to three digits."""
    return {
        "seconds": seconds,
        "per_second": SLICES_PER_SECOND,
        "adviser": [value / 1000 for value in left],
        "customer": [value / 1000 for value in right],
    }


def loudest(samples: npt.NDArray[np.int16]) -> list[int]:
    """Of each slice, in thousandths of full scale; the last slice may be a part of one."""
    size = _RATE // SLICES_PER_SECOND
    slices = np.pad(samples, (0, -len(samples) % size)).reshape(-1, size)
    found = np.maximum(slices.max(axis=1), -slices.min(axis=1).astype(np.int32)) * 1000 / 32768
    return [round(float(value)) for value in found]
