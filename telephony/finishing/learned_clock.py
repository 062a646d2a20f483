"""The true time of a source's packets, where its time stamps tell another: learned from what its first packets hold,
from their numbers and from when they came. carrying/sender_clock.py does the same while a call is converted.

What is learned depends on the packets alone, not on how many were read at a time (see placing_source.py).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from telephony.codecs import Codec
from telephony.payload_seconds import payload_seconds
from telephony.recording.rtpdump import RtpRecord

LEARNING_PACKETS = 500
LEARNING_SECONDS = 15.0
"""So many packets, or so long, before a clock is believed or not."""

LEAST_PAIRS = 10
TOLERANCE = 0.05
MOSTLY = 0.7
"""The share of packets that must agree on a wrong speed."""

STANDS_STILL = 0.02
"""Below this share of what it should be, a clock says nothing at all."""

PAUSE_SECONDS = 0.2
"""By numbers alone a pause cannot be seen: one so much longer than the packets before it is taken from arrival."""

STALL_PACKETS = 50
STALL_SECONDS = 5.0
"""A network that stood still has brought what it owes within so many packets, or so long."""

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`speed`: of the time stamps against the sound, 1 for a right clock; 0: they stand still, and each packet lasts
    `packet_seconds`."""

    speed: float = 1.0
    packet_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Timed:
    """A packet, and when it was spoken by its sender's clock, in seconds; its number unwrapped."""

    record: RtpRecord
    clock: float
    number: int


class SenderTime:
    """Of one source: packets go in as they came and come out with their time, the first ones once it is learned."""

    def __init__(self, clock: int, first: RtpRecord) -> None:
        self._rate = clock
        self._begins = first.arrived
        self._before = first
        self._ticks, self._number = 0, 0
        self._learning: list[tuple[RtpRecord, int, int]] = []
        self._verdict: Verdict | None = None
        self._held: deque[tuple[RtpRecord, float, int]] = deque()
        """Of a clock that stands still: until it is known whether a pause was before them."""
        self._since: float | None = None
        self._paused = 0.0

    @property
    def is_wrong(self) -> bool:
        """Not as the time stamps say."""
        return self._verdict is not None and self._verdict != Verdict()

    @property
    def waits_since(self) -> float | None:
        """When the first packet came that is still held back."""
        if self._learning:
            return self._learning[0][0].arrived
        return self._held[0][0].arrived if self._held else None

    def feed(self, record: RtpRecord) -> list[Timed]:
        """A packet has come."""
        out = self.advance(record.arrived)
        self._ticks += (record.timestamp - self._before.timestamp + (1 << 31)) % (1 << 32) - (1 << 31)
        self._number += (record.sequence - self._before.sequence + (1 << 15)) % (1 << 16) - (1 << 15)
        self._before = record
        if self._verdict is not None:
            return out + self._timed(record, self._ticks, self._number)
        self._learning.append((record, self._ticks, self._number))
        return out + self._learn() if len(self._learning) >= LEARNING_PACKETS else out

    def advance(self, now: float) -> list[Timed]:
        """All packets that came before `now` were fed."""
        if self._verdict is None:
            return self._learn() if now > self._begins + LEARNING_SECONDS else []
        out: list[Timed] = []
        while self._held and self._held[0][0].arrived + STALL_SECONDS < now:
            out.append(self._let_go())
        return out

    def end(self) -> list[Timed]:
        """Nothing more will come."""
        out = self._learn() if self._verdict is None else []
        while self._held:
            out.append(self._let_go())
        return out

    def _learn(self) -> list[Timed]:
        learned, self._learning = self._learning, []
        stamps = np.array([ticks for _, ticks, _ in learned]) / self._rate
        self._verdict = judge([record for record, _, _ in learned], stamps) if learned else Verdict()
        return [timed for one in learned for timed in self._timed(*one)]

    def _timed(self, record: RtpRecord, ticks: int, number: int) -> list[Timed]:
        assert self._verdict is not None
        if self._verdict.speed > 0:
            return [Timed(record, ticks / self._rate / self._verdict.speed, number)]
        out: list[Timed] = []
        while self._held and self._held[0][0].arrived + STALL_SECONDS < record.arrived:
            out.append(self._let_go())
        self._held.append((record, number * self._verdict.packet_seconds, number))
        if len(self._held) >= STALL_PACKETS:
            out.append(self._let_go())
        return out

    def _let_go(self) -> Timed:
        """The first that is held: later by all the pauses before it. A stall ends in a burst; a pause stays."""
        until = self._held[0][0].arrived + STALL_SECONDS
        lowest = min(record.arrived - counted for record, counted, _ in self._held if record.arrived <= until)
        if self._since is None:
            self._since = lowest
        if lowest - self._since > PAUSE_SECONDS:
            self._paused += lowest - self._since
            self._since = lowest
        self._since = min(self._since, lowest)
        record, counted, number = self._held.popleft()
        return Timed(record, counted + self._paused, number)


def judge(records: Sequence[RtpRecord], stamps: Seconds) -> Verdict:
    """`stamps`: the time stamps in seconds as the codec counts, unwrapped; `records` in order of arrival."""
    numbers = np.array([record.sequence for record in records], dtype=np.int64)
    steps = (np.diff(numbers) + (1 << 15)) % (1 << 16) - (1 << 15)
    arrived = np.array([record.arrived for record in records])
    lasts = np.array([_seconds(record) or np.nan for record in records])
    between, came = np.diff(stamps), np.diff(arrived)
    follows = (steps == 1) & ~np.isnan(lasts[:-1]) & ~np.isnan(lasts[1:])
    if follows.sum() < LEAST_PAIRS:
        return Verdict()
    speeds = between[follows] / lasts[:-1][follows]
    speed = float(np.median(speeds))
    agree = float(np.mean(np.abs(speeds - speed) <= TOLERANCE * max(1.0, speed)))
    # Sent as slowly as it is counted, a packet may hold less than its time: then the time stamps are right.
    paced = float(np.mean(came[follows])) / float(np.mean(lasts[:-1][follows]))
    if abs(speed - 1) <= TOLERANCE or agree < MOSTLY or abs(paced - speed) < abs(paced - 1) or speed < 0:
        return Verdict()
    return Verdict(speed) if speed >= STANDS_STILL else Verdict(0.0, float(np.nanmedian(lasts)))


def _seconds(record: RtpRecord) -> float | None:
    return payload_seconds(Codec.of_payload_type(record.payload_type), record.payload)
