"""A stretch of one leg as samples, short holes concealed; and what is counted of a leg from stretch to stretch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from telephony.concealment import bridge

from .decoding import CONCEALED_SAMPLES, RATE, Piece, Samples, decode
from .placing import PlacedPacket

BEFORE_SECONDS = 0.5
"""Sound that is decoded ahead of a stretch and thrown away: decoders find their way within 80 ms (RFC 7845 §4.6)."""

AFTER_SECONDS = 0.25
"""Sound that is decoded behind it, for a hole at its end."""

ROUNDING_SAMPLES = RATE // 1000
"""A hole no longer than this is drift between two clocks, a sample now and then: the last one is held."""

_AROUND = int(0.06 * RATE)

DTX_SECONDS = 0.5
"""A sender in DTX still sends a packet every 0.4 s: after a longer silence something is cut."""

LISTED_SECONDS = 0.008
"""Shorter holes are rounding, not missing sound: the shortest packets in use hold 10 ms."""

_PAUSE_SECONDS = 0.36


@dataclass(frozen=True, slots=True)
class Hole:
    """No sound from `start` to `end` (seconds); `is_dtx`: the sender had nothing to send, nothing was lost."""

    start: float
    end: float
    is_dtx: bool


@dataclass(slots=True)
class LegTally:
    """What was found in a leg so far."""

    packets: int = 0
    undecodable: int = 0
    pauses: int = 0
    """Silences in which the sender sent nothing and nothing is missing."""
    reached: float = 0.0
    """Seconds until which sound came, apart from the holes."""
    ends_at: float = 0.0
    """Seconds at which the last sound ends."""
    last_at: float = -1.0
    """Of the last packet."""
    holes: list[Hole] = field(default_factory=list[Hole])

    @property
    def is_discontinuous(self) -> bool:
        """DTX: time jumps where sequence numbers do not, more than a device change would explain. The sender may
        have been silent at the end as well."""
        return self.pauses > max(3, self.packets // 500)

    def all_holes(self, seconds: float) -> list[Hole]:
        """Where no sound is, from the start to `seconds`."""
        missing = seconds - self.reached
        if missing <= 0.1:
            return self.holes
        return [*self.holes, Hole(self.reached, seconds, self.is_discontinuous and missing < DTX_SECONDS)]

    def count(self, packets: Sequence[PlacedPacket], pieces: Sequence[Piece], undecodable: int) -> None:
        """Another stretch, the next one."""
        for packet in packets:
            if packet.follows and self.last_at >= 0 and packet.at - self.last_at > _PAUSE_SECONDS:
                self.pauses += 1
            self.last_at = packet.at
        self.packets += len(packets)
        self.undecodable += undecodable
        for piece in pieces:
            start, ends = piece.start / RATE, (piece.start + len(piece.samples)) / RATE
            self.ends_at = ends
            if piece.is_concealed:
                continue
            if start - self.reached > LISTED_SECONDS:
                self.holes.append(Hole(self.reached, start, piece.follows))
            self.reached = max(self.reached, ends)

    def figures(self) -> dict[str, Any]:
        """All but the holes, which only grow."""
        return {name: getattr(self, name) for name in _FIGURES}


_FIGURES = ("packets", "undecodable", "pauses", "reached", "ends_at", "last_at")


def lay(
    packets: Sequence[PlacedPacket], begin: int, end: int, warm: int, tally: LegTally, is_last: bool = False
) -> Samples:
    """The samples from `begin - warm` to `end` of the call; the packets and pieces from `begin` on are counted.

    `packets`: all that were placed from BEFORE_SECONDS ahead of `begin` to AFTER_SECONDS behind `end`, in order.
    """
    pieces, undecodable = decode(packets)

    def is_ours(at: int) -> bool:
        return (begin <= at or begin == 0) and (at < end or is_last)

    tally.count(
        [packet for packet in packets if is_ours(round(packet.at * RATE))],
        [piece for piece in pieces if is_ours(piece.start)],
        sum(map(is_ours, undecodable)),
    )
    since = begin - round(BEFORE_SECONDS * RATE)
    laid = _laid(pieces, since, end + round(AFTER_SECONDS * RATE))
    return laid[begin - warm - since : end - since]


def _laid(pieces: Sequence[Piece], since: int, until: int) -> Samples:
    out = np.zeros(until - since, dtype=np.int16)
    reached = 0
    short: list[tuple[int, int]] = []
    for piece in pieces:
        at = piece.start - since
        if at >= len(out):
            break
        if reached and 0 < at - reached <= CONCEALED_SAMPLES:
            short.append((reached, at))
        # A packet that overlaps what is already there by rounding gives way at its head.
        skip = max(0, reached - at)
        end = min(len(out), at + len(piece.samples))
        if end > at + skip:
            out[at + skip : end] = piece.samples[skip : end - at]
        reached = max(reached, end)
    for start, end in short:
        if end - start <= ROUNDING_SAMPLES:
            out[start:end] = out[start - 1]
            continue
        before, after = out[max(0, start - _AROUND) : start], out[end : end + _AROUND]
        out[start:end] = bridge(before, after, end - start, RATE)
    return out
