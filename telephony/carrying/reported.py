"""What the other end says it heard of us: loss and jitter on the way down, and the round trip (RFC 3550 §6.4)."""

from .reception import Interval, SentNumbers
from .rtcp import ReportBlock

LONGEST_ROUND_TRIP = 30.0
"""Seconds; a greater figure is a report block that answers nothing of ours."""

ENOUGH_MISSING = 25
"""Packets (half a second) after which a report that names no new one says that nothing arrives."""


class Reported:
    """Report blocks about one stream of ours, as they come. `clock`: timestamp units per second.

    Blocks count from the first packet; each is held against the one before. What we ourselves left out (lost on its
    way to us, and passed on as a gap) is not counted.
    """

    def __init__(self, sent: SentNumbers, clock: int) -> None:
        self.clock = clock
        self._sent = sent
        self._highest: int | None = None
        self._lost = self._left_out = self._presumed = 0
        self._at: float | None = None
        self._fresh: Interval | None = None

    def heard(self, block: ReportBlock, now: float, began: float) -> None:
        """`now` in seconds; `began`: when the first packet went, on the same clock."""
        first = self._sent.first
        if first is None:
            return
        highest = self._sent.extended(block.highest & 0xFFFF)
        before = first - 1 if self._highest is None else self._highest
        over = max(0.0, now - (self._at if self._at is not None else began))
        jitter = block.jitter / self.clock
        if highest <= before:
            self._nothing_arrived(before, jitter, over, now)
            return
        left_out = self._sent.left_out_until(highest)
        counted = left_out - self._left_out + self._presumed
        expected, lost = highest - before - counted, block.lost - self._lost - counted
        self._highest, self._lost, self._left_out, self._presumed, self._at = highest, block.lost, left_out, 0, now
        if expected > 0:
            self._keep(Interval(expected, min(max(lost, 0), expected), jitter, over))

    def look(self) -> Interval | None:
        """What was reported since the last look; None when nothing was."""
        fresh, self._fresh = self._fresh, None
        return fresh

    def _nothing_arrived(self, before: int, jitter: float, over: float, now: float) -> None:
        """The other end still talks to us and has heard nothing new, of all that we sent: what is not on its way."""
        left_out = self._sent.left_out_until(self._sent.highest) - self._left_out
        missing = self._sent.highest - before - left_out - self._presumed
        if missing >= ENOUGH_MISSING:
            self._presumed, self._at = self._presumed + missing, now
            self._keep(Interval(missing, missing, jitter, over))

    def _keep(self, fresh: Interval) -> None:
        known = self._fresh
        if known is not None:
            expected, lost = known.expected + fresh.expected, known.lost + fresh.lost
            fresh = Interval(expected, lost, fresh.jitter_seconds, known.over_seconds + fresh.over_seconds)
        self._fresh = fresh


def round_trip(block: ReportBlock, middle_of_now: int) -> float | None:
    """Seconds since our report that this block names; both times are the middle 32 bits of NTP (§6.4.1)."""
    if not block.last_report:
        return None
    units = (middle_of_now - block.last_report - block.since_report) & 0xFFFFFFFF
    if units >= 1 << 31:
        units = 0
    seconds = units / 65536
    return seconds if seconds <= LONGEST_ROUND_TRIP else None
