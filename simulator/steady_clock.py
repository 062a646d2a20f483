"""The time that exams are counted in. A step of the system's clock is noticed and said, and moves no exam.

Dates are those of the system clock at the start, carried on by a clock that nobody sets (CLOCK_BOOTTIME where there
is one: it goes on while the machine sleeps). They are kept in a file, so that another start on the same boot goes on
with them, whatever was done to the system's clock in between. A machine that comes back from a power cut with an old
date, its clock's battery dead, goes on from the newest fact that it knows.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from telephony.durable import write_whole

log = structlog.get_logger(__name__)

NOTICED = timedelta(seconds=2)
"""What the two clocks may differ by before it is called a step: NTP slews both alike."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_seconds() -> float:
    """Seconds since the machine's start, sleep included; never set, never stepped."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def system_now() -> datetime:
    """What the machine's clock says, right or wrong."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class MachineClocks:
    """The two clocks that exams are counted from: the machine's, or those that a rehearsal hands in."""

    system: Callable[[], datetime] = system_now
    steady: Callable[[], float] = boot_seconds


class SteadyClock:
    """`now()` never jumps while the server runs. `kept`: where the anchor is kept; None: nowhere.

    `not_before`: a date that is certainly past; None: none is known. `system`, `steady`: the two clocks, handed in by
    tests.
    """

    def __init__(
        self,
        kept: Path | None = None,
        system: Callable[[], datetime] = system_now,
        steady: Callable[[], float] = boot_seconds,
        not_before: datetime | None = None,
    ) -> None:
        self._system, self._steady, self._kept, self._not_before = system, steady, kept, not_before or _EARLIEST
        self._date, self._at = self._anchor()
        self._said_step = timedelta(0)
        self._write()

    def now(self) -> datetime:
        """UTC."""
        return self._date + timedelta(seconds=self._steady() - self._at)

    def step(self) -> timedelta:
        """By how much the system's clock is ahead of ours (behind: negative)."""
        return self._system() - self.now()

    def new_step(self) -> timedelta | None:
        """A step that was not told yet, once; None while the clocks go together as they did."""
        step = self.step()
        if abs(step - self._said_step) < NOTICED:
            return None
        before, self._said_step = self._said_step, step
        log.warning("system_clock_stepped", seconds=round((step - before).total_seconds(), 1))
        return step - before

    def follow_system(self) -> None:
        """Takes the system's date over, where it differs: only while nothing is counted."""
        if abs(self.step()) >= NOTICED:
            log.info("system_clock_followed", seconds=round(self.step().total_seconds(), 1))
            self._date, self._at, self._said_step = self._system(), self._steady(), timedelta(0)
            self._write()

    def _anchor(self) -> tuple[datetime, float]:
        """The date at an instant of the steady clock: kept on this boot, else the system's now, where it can be."""
        try:
            kept = json.loads(self._kept.read_text()) if self._kept is not None else {}
            at, date = float(kept["at"]), datetime.fromisoformat(kept["date"])
            passed = timedelta(seconds=self._steady() - at)
            if kept["boot"] == _boot_id() != "" and passed >= timedelta(0) and date + passed > _EARLIEST:
                return date, at
        except (OSError, ValueError, KeyError, TypeError, OverflowError):
            # None yet, damaged, or from another machine: the system's clock is all there is.
            pass
        return max(self._system(), self._not_before), self._steady()

    def _write(self) -> None:
        if self._kept is None:
            return
        text = json.dumps({"boot": _boot_id(), "date": self._date.isoformat(), "at": self._at})
        try:
            write_whole(self._kept, text.encode(), 0o600)
        except OSError as error:
            # A full disk: the exam goes on with what this process knows.
            log.warning("clock_anchor_not_kept", why=error.strerror)


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""
