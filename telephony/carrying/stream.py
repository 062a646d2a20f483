"""One outgoing stream of packets to a leg, fed from whatever sounds there: the other leg, a tone, an echo."""

import asyncio
from typing import Protocol

from telephony.codecs import Codec

from .transcoding import FRAME_SECONDS, TranscodingStream

OPUS_CLOCK = 48000
FRAME = 960
"""Samples of 20 ms at 48 kHz, the usual Opus packet."""

_MOST_BEHIND = 500
"""Packets by which one may come late (sent again after a cut): beyond that its source began anew."""

_MOST_APART = _MOST_BEHIND + 3000
"""…or by which the next may be ahead: a minute of sound."""


class Sends(Protocol):
    """What a leg offers to send a packet (WebRTC, SIP)."""

    def send(self, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes) -> None: ...


class Hears(Protocol):
    """Whatever a side of a call may be sent to: a stream down to a leg, or a telephone that listens."""

    def send(
        self,
        source: object,
        sequence: int,
        timestamp: int,
        marker: int,
        level: int | None,
        payload: bytes,
        codec: Codec = Codec.OPUS,
    ) -> None: ...


class OutgoingStream:
    """Keeps sequence and timestamp continuous whatever the source.

    Gaps of a source are kept as they are (renumbering would hide loss). When the source changes (another SSRC, a
    tone, resume after hold) numbering goes on from the last packet, and the timestamp moves by the time that passed.
    """

    def __init__(
        self, sender: Sends, clock: "Clock", codec: Codec = Codec.OPUS, packet_seconds: float = FRAME_SECONDS
    ) -> None:
        """`packet_seconds`: of sound in a packet, where the other end asked for another length than usual."""
        self.sender, self.clock = sender, clock
        self._packet_seconds = packet_seconds
        self.codec = codec
        """What the leg at the other end understands; what comes in another codec is converted on the way."""
        self._source: object = None
        self._sequence_shift = self._timestamp_shift = 0
        self._last_sequence = self._last_timestamp = 0
        self._last_at = -1.0
        self._conversion: tuple[object, Codec, TranscodingStream] | None = None

    def send(
        self,
        source: object,
        sequence: int,
        timestamp: int,
        marker: int,
        level: int | None,
        payload: bytes,
        codec: Codec = Codec.OPUS,
    ) -> None:
        """`source` names where the packet comes from; `sequence` and `timestamp` are that source's own."""
        if codec is not self.codec or (self._packet_seconds != FRAME_SECONDS and self._is_raw(source)):
            self._convert(source, codec, sequence, timestamp, payload)
            return
        if self._conversion is not None and source is not self._conversion[2]:
            self._end_conversion()
        now = self.clock()
        jump = (sequence + self._sequence_shift - self._last_sequence + _MOST_BEHIND) & 0xFFFF
        # A jump beyond belief: the same source began anew (RFC 3550 §A.1).
        if source != self._source or jump > _MOST_APART:
            self._begin(source, sequence, timestamp, now)
            marker = 1
        sequence = (sequence + self._sequence_shift) & 0xFFFF
        timestamp = (timestamp + self._timestamp_shift) & 0xFFFFFFFF
        if ((sequence - self._last_sequence) & 0xFFFF) < 0x8000:
            self._last_sequence, self._last_timestamp, self._last_at = sequence, timestamp, now
        self.sender.send(sequence, timestamp, marker, level, payload)

    def _is_raw(self, source: object) -> bool:
        """Not yet cut to the length that the other end asked for."""
        return self._conversion is None or source is not self._conversion[2]

    def _begin(self, source: object, sequence: int, timestamp: int, now: float) -> None:
        """Its first packet goes on from our last one, as much later as it is."""
        self._source = source
        clock = self.codec.clock
        passed = max(clock // 50, int((now - self._last_at) * clock)) if self._last_at >= 0 else 0
        self._sequence_shift = (self._last_sequence + 1 - sequence) & 0xFFFF
        self._timestamp_shift = (self._last_timestamp + passed - timestamp) & 0xFFFFFFFF

    def _convert(self, source: object, codec: Codec, sequence: int, timestamp: int, payload: bytes) -> None:
        if self._conversion is None or self._conversion[0] != source or self._conversion[1] is not codec:

            def converted(sequence: int, timestamp: int, payload: bytes) -> None:
                if self._conversion is not None and self._conversion[2] is stream:
                    self.send(stream, sequence, timestamp, 0, None, payload, self.codec)

            stream = TranscodingStream(codec, self.codec, asyncio.get_running_loop(), converted, self._packet_seconds)
            self._end_conversion()
            self._conversion = (source, codec, stream)
        self._conversion[2].put(sequence, timestamp, payload)

    def _end_conversion(self) -> None:
        if self._conversion is not None:
            self._conversion[2].close()
            self._conversion = None


class Clock(Protocol):
    """Seconds that never go back."""

    def __call__(self) -> float: ...
