"""The one form of sound inside the client: mono, 48 kHz, signed 16 bits, in blocks of 10 ms."""

import threading
from collections import deque

import numpy as np
import numpy.typing as npt

RATE = 48000
BLOCK = 480
"""Samples of one block: what devices bring and take at a time."""

FRAME = 960
"""Samples of one packet: 20 ms."""

SILENT_DB = -90.0

Samples = npt.NDArray[np.int16]


def silence(samples: int = BLOCK) -> Samples:
    return np.zeros(samples, np.int16)


def peak_db(samples: Samples) -> float:
    """The loudest sample in dB below full scale."""
    peak = int(np.abs(samples.astype(np.int32)).max()) if len(samples) else 0
    return 20 * float(np.log10(peak / 32768)) if peak else SILENT_DB


class BlockRing:
    """A bounded queue of blocks between a device's thread and ours; neither side ever waits.

    A full ring forgets its oldest block, so that sound never grows old in it; what was forgotten is counted, since
    the clock of what is sent goes on over it.
    """

    def __init__(self, blocks: int) -> None:
        self._blocks: deque[Samples] = deque()
        self._most = blocks
        self._forgotten = 0
        # Held for a few instructions only: a device's thread may take it.
        self._lock = threading.Lock()

    def put(self, block: Samples) -> None:
        with self._lock:
            if len(self._blocks) >= self._most:
                self._blocks.popleft()
                self._forgotten += 1
            self._blocks.append(block)

    def take(self) -> Samples | None:
        """The oldest block; None when there is none."""
        with self._lock:
            return self._blocks.popleft() if self._blocks else None

    def forgotten(self) -> int:
        """How many blocks were lost since the last question."""
        with self._lock:
            count, self._forgotten = self._forgotten, 0
            return count

    def clear(self) -> None:
        with self._lock:
            self._blocks.clear()
            self._forgotten = 0

    def __len__(self) -> int:
        return len(self._blocks)
