"""What the writer of recordings tells of the disk: that it refuses or stalls, and that it writes again."""

import errno
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DiskTrouble = Literal["full", "read_only", "slow", "reserved", "failing"]
"""full: no room left; read_only; slow: a write takes seconds; reserved: what room is left is kept for the facts;
failing: anything else (disk gone, folder missing, input/output error)."""

_KNOWN: dict[int, DiskTrouble] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
}


@dataclass(frozen=True, slots=True)
class WritingRefused:
    """Sound waits in memory from `since` on (UTC). `reason`: the system's own words."""

    what: DiskTrouble
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WritingAgain:
    """All that waited is on the disk. `seconds`: how long nothing was written; `lost_seconds`: how much sound was
    given up, because it waited for too long."""

    what: DiskTrouble
    since: datetime
    seconds: float
    lost_seconds: float


DiskNews = WritingRefused | WritingAgain


def trouble_of(error: OSError) -> DiskTrouble:
    """Which trouble this refusal is."""
    return _KNOWN.get(error.errno or 0, "failing")
