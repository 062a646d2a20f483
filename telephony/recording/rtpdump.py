"""The rtpdump file format (rtptools, read by Wireshark): raw packets with their true arrival times.

A file is a text line, a 16-byte start header, then one record a packet: total length, packet length (0 for RTCP),
offset in milliseconds since the start, and the packet itself. Everything is big-endian.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_START = struct.Struct("!IIIHH")
_RECORD = struct.Struct("!HHI")
_RTP = struct.Struct("!BBHII")
_WHOLE = struct.Struct("!HHIBBHII")
"""The two together, as they are written."""


@dataclass(frozen=True, slots=True)
class RtpRecord:
    """One RTP packet: arrival in seconds since the file's start, timestamp in clock units of the codec."""

    arrived: float
    payload_type: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


class NotAnRtpDump(ValueError):
    """The file does not start like an rtpdump file."""


def file_header(started_at: float) -> bytes:
    """The bytes that open a file; `started_at` in seconds since 1970."""
    seconds = int(started_at)
    return b"#!rtpplay1.0 127.0.0.1/0\n" + _START.pack(seconds, int((started_at - seconds) * 1e6), 0x7F000001, 0, 0)


def record(
    arrived: float, payload_type: int, marker: int, sequence: int, timestamp: int, ssrc: int, payload: bytes
) -> bytes:
    """One packet, `arrived` seconds after the file's start."""
    length = _RTP.size + len(payload)
    head = (length + _RECORD.size, length, int(arrived * 1000), 0x80, (marker << 7) | payload_type)
    return _WHOLE.pack(*head, sequence, timestamp, ssrc) + payload


def read(path: Path) -> Iterator[RtpRecord]:
    """Yields the packets; a last record cut by a crash is left out. Raises NotAnRtpDump."""
    data = path.read_bytes()
    begins = parse_header(data)
    if begins is None:
        raise NotAnRtpDump(str(path))
    yield from _records(data, begins)


def parse_header(data: bytes) -> int | None:
    """Where the first record begins; None when this is no rtpdump file, or not enough of one."""
    line_end = data.find(b"\n", 0, 80)
    if not data.startswith(b"#!rtpplay1.0") or line_end < 0:
        return None
    return line_end + 1 + _START.size


def parse(data: bytes, position: int) -> tuple[list[RtpRecord], int]:
    """The whole records from there on, and where the next one will begin: for a file that is still growing."""
    records = list(_records(data, position))
    while position + _RECORD.size <= len(data):
        total = _RECORD.unpack_from(data, position)[0]
        if total < _RECORD.size or position + total > len(data):
            break
        position += total
    return records, position


def _records(data: bytes, position: int) -> Iterator[RtpRecord]:
    while position + _RECORD.size <= len(data):
        total, length, offset_ms = _RECORD.unpack_from(data, position)
        start, end = position + _RECORD.size, position + total
        if total < _RECORD.size or end > len(data):
            return
        position = end
        if length < _RTP.size:
            continue
        first, second, sequence, timestamp, ssrc = _RTP.unpack_from(data, start)
        if first & 0xD0 != 0x80:
            continue
        payload = data[start + _RTP.size + 4 * (first & 0x0F) : end]
        yield RtpRecord(offset_ms / 1000, second & 0x7F, sequence, timestamp, ssrc, payload)


def started_at(path: Path) -> float:
    """When the file was opened, seconds since 1970. Raises NotAnRtpDump."""
    with path.open("rb") as file:
        head = file.read(120)
    line_end = head.find(b"\n")
    if not head.startswith(b"#!rtpplay1.0") or line_end < 0 or len(head) < line_end + 1 + _START.size:
        raise NotAnRtpDump(str(path))
    seconds, microseconds, *_ = _START.unpack_from(head, line_end + 1)
    return seconds + microseconds / 1e6
