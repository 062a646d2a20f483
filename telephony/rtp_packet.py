"""One RTP packet (RFC 3550 §5.1), read once and handed on: header fields, the audio level beside it, the payload."""

import struct
import time
from dataclasses import dataclass, field

HEADER = struct.Struct("!BBHII")
_ONE_BYTE, _TWO_BYTES = 0xBEDE, 0x1000


@dataclass(slots=True)
class RtpPacket:
    """`level`: −dBov, 0 (loud) to 127 (silence), as its sender measured it (RFC 6464); None when it does not say.

    `arrived`: seconds of the clock that never goes back, by which everything about this packet is told.
    """

    payload_type: int
    marker: int
    sequence_number: int
    timestamp: int
    ssrc: int
    payload: bytes
    level: int | None = None
    arrived: float = field(default_factory=time.monotonic)


def read_rtp(data: bytes, level_id: int = 0) -> RtpPacket | None:
    """None for what is no whole packet. `level_id`: the header extension agreed for the audio level, 0 for none."""
    if len(data) < HEADER.size:
        return None
    first, second, sequence, timestamp, ssrc = HEADER.unpack_from(data)
    start, end, level = HEADER.size + 4 * (first & 0x0F), len(data), None
    if first & 0x10:
        begins = start + 4
        start = begins + 4 * int.from_bytes(data[begins - 2 : begins], "big")
        if level_id and start <= end:
            level = _level(data, begins, start, level_id)
    if first & 0x20:
        end -= data[-1]
    if first & 0xC0 != 0x80 or start > end:
        return None
    return RtpPacket(second & 0x7F, second >> 7, sequence, timestamp, ssrc, data[start:end], level, time.monotonic())


def _level(data: bytes, position: int, end: int, level_id: int) -> int | None:
    """Of the elements from `position` to `end` (RFC 8285 §4.2, §4.3), the one with this number."""
    profile = int.from_bytes(data[position - 4 : position - 2], "big")
    if profile != _ONE_BYTE and profile & 0xFFF0 != _TWO_BYTES:
        return None
    while position < end:
        head = data[position]
        if head == 0:
            position += 1
            continue
        if profile == _ONE_BYTE:
            number, length, value = head >> 4, (head & 0x0F) + 1, position + 1
        elif position + 1 < end:
            number, length, value = head, data[position + 1], position + 2
        else:
            return None
        if number == level_id and length and value < end:
            return data[value] & 0x7F
        position = value + length
    return None
