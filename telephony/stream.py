"""One outgoing stream of packets to a browser, fed from whatever sounds there: the other leg, a tone, an echo."""

from dataclasses import dataclass, field
from typing import Protocol

OPUS_CLOCK = 48000
FRAME = 960
"""Samples of 20 ms at 48 kHz, the usual Opus packet."""


class Sends(Protocol):
    """What a leg offers to send a packet (WebRTC today; SIP and headset legs have the same)."""

    async def send(self, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes) -> None: ...


@dataclass(slots=True)
class OutgoingStream:
    """Keeps sequence and timestamp continuous whatever the source.

    Gaps of a source are kept as they are (renumbering would hide loss). When the source changes (another SSRC, a
    tone, resume after hold) numbering goes on from the last packet, and the timestamp moves by the time that passed.
    """

    sender: Sends
    clock: "Clock"
    _source: object = None
    _sequence_shift: int = 0
    _timestamp_shift: int = 0
    _last_sequence: int = 0
    _last_timestamp: int = 0
    _last_at: float = field(default=-1.0)

    async def send(
        self, source: object, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes
    ) -> None:
        """`source` names where the packet comes from; `sequence` and `timestamp` are that source's own."""
        now = self.clock()
        if source != self._source:
            self._source = source
            passed = max(FRAME, int((now - self._last_at) * OPUS_CLOCK)) if self._last_at >= 0 else 0
            self._sequence_shift = (self._last_sequence + 1 - sequence) & 0xFFFF
            self._timestamp_shift = (self._last_timestamp + passed - timestamp) & 0xFFFFFFFF
            marker = 1
        sequence = (sequence + self._sequence_shift) & 0xFFFF
        timestamp = (timestamp + self._timestamp_shift) & 0xFFFFFFFF
        if ((sequence - self._last_sequence) & 0xFFFF) < 0x8000:
            self._last_sequence, self._last_timestamp, self._last_at = sequence, timestamp, now
        await self.sender.send(sequence, timestamp, marker, level, payload)


class Clock(Protocol):
    """Seconds that never go back."""

    def __call__(self) -> float: ...
