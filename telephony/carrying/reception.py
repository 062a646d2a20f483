"""What has arrived of one stream of packets: received, lost and jitter, as RTCP wants them (RFC 3550 A.1, A.3, A.8).

Fed with every packet of one source; knows no clock of its own.
"""

from dataclasses import dataclass

MOST_DROPOUT = 3000
"""Packets that may be missing at once; a longer jump is a sender that began anew, once a second packet says so."""

MOST_MISORDER = 100
_NONE = 1 << 16


@dataclass(frozen=True, slots=True)
class Interval:
    """What happened to a stream between two looks. `over_seconds`: how long that was, until now."""

    expected: int
    lost: int
    jitter_seconds: float
    over_seconds: float

    @property
    def loss_percent(self) -> float:
        return 100 * self.lost / self.expected if self.expected else 0.0


class Reception:
    """`clock`: RTP timestamp units per second. Sequence numbers are kept without their wraps."""

    def __init__(self, clock: int) -> None:
        self.clock = clock
        self.received = 0
        self.highest = -1
        """Extended by the number of wraps; -1 before the first packet."""
        self._jitter = 0.0
        self._first = 0
        self._confirming = _NONE
        self._transit: float | None = None
        self._reported = self._looked = (0, 0)

    def arrived(self, sequence: int, timestamp: int, at: float, is_timed: bool = True) -> None:
        """One packet, `at` in seconds. `is_timed` False: its timestamp stands still (RFC 4733 events)."""
        step = (sequence - self.highest) & 0xFFFF
        if step == 1 and self.received:
            self.highest += 1
        elif not self._is_of_this_run(sequence, step):
            return
        self.received += 1
        if is_timed:
            self._time(timestamp, at)

    @property
    def expected(self) -> int:
        return self.highest - self._first + 1 if self.received else 0

    @property
    def lost(self) -> int:
        """May be less than 0: duplicates count as received (RFC 3550 §6.4.1)."""
        return self.expected - self.received

    @property
    def jitter(self) -> int:
        """In timestamp units, as report blocks want it."""
        return int(self._jitter)

    @property
    def jitter_seconds(self) -> float:
        return self._jitter / self.clock

    def lost_of_256(self) -> int:
        """The fraction lost since this was last asked: a field of report blocks."""
        expected, received = self.expected - self._reported[0], self.received - self._reported[1]
        self._reported = (self.expected, self.received)
        lost = expected - received
        return min(255, (lost << 8) // expected) if expected > 0 and lost > 0 else 0

    def interval(self, over_seconds: float) -> Interval | None:
        """What came since this was last asked, so many seconds ago; None when no packet did."""
        expected, received = self.expected - self._looked[0], self.received - self._looked[1]
        self._looked = (self.expected, self.received)
        if received <= 0:
            return None
        expected = max(expected, 0)
        return Interval(expected, min(max(expected - received, 0), expected), self.jitter_seconds, over_seconds)

    def _is_of_this_run(self, sequence: int, step: int) -> bool:
        """Takes a number that is not the next one into account; False for a packet that counts for nothing yet."""
        if not self.received:
            self._begin(sequence)
        elif step < MOST_DROPOUT:
            self.highest += step
        elif step <= 0x10000 - MOST_MISORDER:
            if sequence != self._confirming:
                self._confirming = (sequence + 1) & 0xFFFF
                return False
            self._begin(sequence)
        # What remains is late or twice there: received, and nothing else.
        return True

    def _begin(self, sequence: int) -> None:
        self.received, self.highest, self._first = 0, sequence, sequence
        self._confirming, self._transit = _NONE, None
        self._reported = self._looked = (0, 0)

    def _time(self, timestamp: int, arrived: float) -> None:
        transit = arrived * self.clock - timestamp
        if self._transit is not None:
            moved = abs(transit - self._transit) % (1 << 32)
            moved = min(moved, (1 << 32) - moved)
            # A second at once is no jitter but a sender that set its clock anew.
            if moved < self.clock:
                self._jitter += (moved - self._jitter) / 16
        self._transit = transit


class SentNumbers:
    """The sequence numbers that we have sent, and those that we left out: an upstream loss is passed on as a gap.

    Whoever hears us counts these gaps as lost: they are no loss of the way down.
    """

    KEPT = 512

    def __init__(self) -> None:
        self.first: int | None = None
        self.highest = -1
        self._left_out = 0
        self._gaps: list[tuple[int, int]] = []
        """(number after the gap, how many were left out until there), oldest first."""

    def went(self, sequence: int) -> None:
        step = (sequence - self.highest) & 0xFFFF
        if step == 1:
            self.highest += 1
        elif self.first is not None:
            self._jumped(step)
        if self.first is None:
            self.first = self.highest = sequence

    def left_out_until(self, number: int) -> int:
        """How many numbers up to this one (extended, like `highest`) were never sent."""
        return next((count for after, count in reversed(self._gaps) if after <= number), 0)

    def extended(self, sequence: int) -> int:
        """The number that was sent last with these sixteen bits."""
        return self.highest - ((self.highest - sequence) & 0xFFFF)

    def _jumped(self, step: int) -> None:
        if step >= 0x8000:
            # Out of order: one that was thought left out goes after all.
            self._left_out = max(0, self._left_out - 1)
        else:
            self.highest += step
            self._left_out += step - 1 if step else 0
        self._gaps.append((self.highest, self._left_out))
        del self._gaps[: -self.KEPT]
