"""Where each packet of a leg belongs on the call's clock: by RTP timestamp, anchored on arrival.

Arrival is noisy (stalls, bursts), the sample clock is not. Arrival therefore only anchors each source, through the
earliest arrivals of successive windows (what was delayed least), and measures the drift between the two clocks. A
lasting step (the sender's clock stood still while a device was changed) opens a new anchor. How one source is placed
as its packets come: placing_source.py; where its time stamps are wrong: learned_clock.py.
"""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from telephony.codecs import COMFORT_NOISE, Codec
from telephony.recording.rtpdump import RtpRecord

from .learned_clock import SenderTime
from .placing_source import EARLIEST_SECONDS, PlacedPacket, SourcePlacer

RESET_SECONDS = 10.0
"""Timestamps that jump by so much against arrival belong to a clock that was set anew (RFC 3550 §5.1)."""

NARROW_CLOCK = 8000
"""Of G.711, G.722 and the comfort noise beside them: one clock, whichever of them a telephone sends just now."""


class LegPlacer:
    """A leg as it comes. What is placed, and when, depends on its packets alone, not on how they were fed."""

    def __init__(self) -> None:
        self._running: dict[tuple[int, int], _Source] = {}
        """One for each sender's clock: a telephone may change its codec within a call, or begin its clock anew."""
        self._drift = 0.0
        self._had_wrong_clock = False
        self._placed: list[PlacedPacket] = []

    @property
    def drift_ppm(self) -> float:
        """Of the last source that was heard for long enough; parts per million."""
        for source in reversed(self._running.values()):
            if source.placer.drift:
                return source.placer.drift * 1e6
        return self._drift * 1e6

    @property
    def has_wrong_clock(self) -> bool:
        """Whether the time stamps of a source were not believed."""
        return self._had_wrong_clock or any(source.time.is_wrong for source in self._running.values())

    def feed(self, records: Sequence[RtpRecord]) -> None:
        """In the order of arrival."""
        for record in records:
            if not record.payload:
                continue
            clock = _clock_of(record)
            key = (record.ssrc, clock)
            source = self._running.get(key)
            if source is None or _is_another_clock(source.last, record, clock):
                if source is not None:
                    self._ended(source)
                    del self._running[key]
                source = self._running[key] = _Source(clock, record)
            self._placed += source.feed(record)

    def advance(self, now: float) -> None:
        """Every packet that arrived before `now` (seconds of the recording) was fed."""
        for source in self._running.values():
            self._placed += source.advance(now)

    def end(self) -> None:
        """Nothing more will come."""
        for source in self._running.values():
            self._placed += source.end()

    def bound(self, now: float) -> float:
        """Seconds of the recording before which nothing more will be placed, as long as packets come after `now`."""
        return min([now - EARLIEST_SECONDS, *(source.bound(now) for source in self._running.values())])

    def take(self, before: float) -> list[PlacedPacket]:
        """What was placed before this second, in order. Whoever asks below the bound has all of it."""
        self._placed.sort(key=attrgetter("at", "payload"))
        number = bisect_left(self._placed, before, key=attrgetter("at"))
        taken = self._placed[:number]
        del self._placed[:number]
        return taken

    def _ended(self, source: "_Source") -> None:
        self._placed += source.end()
        self._drift = source.placer.drift or self._drift
        self._had_wrong_clock = self._had_wrong_clock or source.time.is_wrong


class _Source:
    """The time of its packets first, then their place."""

    def __init__(self, clock: int, first: RtpRecord) -> None:
        self.last = first
        self.time = SenderTime(clock, first)
        self.placer = SourcePlacer(first.arrived)

    def feed(self, record: RtpRecord) -> list[PlacedPacket]:
        self.last = record
        return [placed for timed in self.time.feed(record) for placed in self.placer.feed(timed)]

    def advance(self, now: float) -> list[PlacedPacket]:
        placed = [placed for timed in self.time.advance(now) for placed in self.placer.feed(timed)]
        return placed + self.placer.advance(self._known(now))

    def end(self) -> list[PlacedPacket]:
        placed = [placed for timed in self.time.end() for placed in self.placer.feed(timed)]
        return placed + self.placer.end()

    def bound(self, now: float) -> float:
        return self.placer.bound(self._known(now))

    def _known(self, now: float) -> float:
        """Until when all that came has its time."""
        waits = self.time.waits_since
        return now if waits is None else min(now, waits)


def place(records: Sequence[RtpRecord]) -> tuple[list[PlacedPacket], float]:
    """Places all packets of a leg, duplicates left out, in order; and its drift in parts per million."""
    placer = LegPlacer()
    placer.feed(records)
    placer.end()
    return placer.take(float("inf")), placer.drift_ppm


def _clock_of(record: RtpRecord) -> int:
    return NARROW_CLOCK if record.payload_type == COMFORT_NOISE else Codec.of_payload_type(record.payload_type).clock


def _is_another_clock(before: RtpRecord, record: RtpRecord, clock: int) -> bool:
    """The timestamps moved by what cannot have passed: no stall and nothing sent again is that far off."""
    moved = ((record.timestamp - before.timestamp + (1 << 31)) % (1 << 32) - (1 << 31)) / clock
    return abs(moved - (record.arrived - before.arrived)) > RESET_SECONDS


__all__ = ["LegPlacer", "PlacedPacket", "place"]
