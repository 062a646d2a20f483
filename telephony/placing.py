"""Where each packet of a leg belongs on the call's clock: by RTP timestamp, anchored on arrival.

Arrival is noisy (stalls, bursts), the sample clock is not. Arrival therefore only anchors each source, through the
earliest arrivals of successive windows (what was delayed least), and measures the drift between the two clocks. A
lasting step (the sender's clock stood still while a device was changed) opens a new anchor. How one source is placed
as its packets come: placing_source.py.
"""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from .codecs import Codec
from .placing_source import EARLIEST_SECONDS, PlacedPacket, SourcePlacer
from .rtpdump import RtpRecord

RESET_SECONDS = 10.0
"""Timestamps that jump by so much against arrival belong to a clock that was set anew (RFC 3550 §5.1)."""


class LegPlacer:
    """A leg as it comes. What is placed, and when, depends on its packets alone, not on how they were fed."""

    def __init__(self) -> None:
        self._running: dict[tuple[int, Codec], SourcePlacer] = {}
        """One for each sender's clock: a telephone may change its codec within a call, or begin its clock anew."""
        self._drift = 0.0
        self._placed: list[PlacedPacket] = []

    @property
    def drift_ppm(self) -> float:
        """Of the last source that was heard for long enough; parts per million."""
        for source in reversed(self._running.values()):
            if source.drift:
                return source.drift * 1e6
        return self._drift * 1e6

    def feed(self, records: Sequence[RtpRecord]) -> None:
        """In the order of arrival."""
        for record in records:
            if not record.payload:
                continue
            codec = Codec.of_payload_type(record.payload_type)
            key = (record.ssrc, codec)
            source = self._running.get(key)
            if source is None or _is_another_clock(source.last, record, codec):
                if source is not None:
                    self._ended(source)
                    del self._running[key]
                source = self._running[key] = SourcePlacer(codec, record)
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

    def _ended(self, source: SourcePlacer) -> None:
        self._placed += source.end()
        self._drift = source.drift or self._drift


def place(records: Sequence[RtpRecord]) -> tuple[list[PlacedPacket], float]:
    """Places all packets of a leg, duplicates left out, in order; and its drift in parts per million."""
    placer = LegPlacer()
    placer.feed(records)
    placer.end()
    return placer.take(float("inf")), placer.drift_ppm


def _is_another_clock(before: RtpRecord, record: RtpRecord, codec: Codec) -> bool:
    """The timestamps moved by what cannot have passed: no stall and nothing sent again is that far off."""
    moved = ((record.timestamp - before.timestamp + (1 << 31)) % (1 << 32) - (1 << 31)) / codec.clock
    return abs(moved - (record.arrived - before.arrived)) > RESET_SECONDS


__all__ = ["LegPlacer", "PlacedPacket", "place"]
