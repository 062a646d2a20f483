"""RTCP packets as bytes: reports, descriptions, goodbyes (RFC 3550 §6.4–6.6) and generic NACK (RFC 4585 §6.2.1).

What reads takes whatever comes and never raises: what cannot be understood is left out.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SR, RR, SDES, BYE, RTPFB = 200, 201, 202, 203, 205
_GENERIC_NACK = 1

_BLOCK = struct.Struct("!IB3sIIII")
_SENDER = struct.Struct("!QIII")
_BOTH = struct.Struct("!II")
_PAIR = struct.Struct("!HH")
_MOST_BLOCKS = 31


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What one end heard of `source`. `lost` may be less than 0; `since_report` and `last_report` as on the wire."""

    source: int
    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_report: int
    since_report: int

    def write(self) -> bytes:
        lost = min(max(self.lost, -(1 << 23)), (1 << 23) - 1) & 0xFFFFFF
        return _BLOCK.pack(
            self.source,
            self.fraction_lost & 0xFF,
            lost.to_bytes(3, "big"),
            self.highest & 0xFFFFFFFF,
            min(self.jitter, 0xFFFFFFFF),
            self.last_report & 0xFFFFFFFF,
            min(self.since_report, 0xFFFFFFFF),
        )


@dataclass(frozen=True, slots=True)
class SenderInfo:
    """What an end has sent until now; `ntp` is 64 bits, seconds and fractions since 1900."""

    ntp: int
    timestamp: int
    packets: int
    octets: int


@dataclass(frozen=True, slots=True)
class Report:
    """A sender's report (with `sender`) or a receiver's."""

    source: int
    sender: SenderInfo | None
    blocks: tuple[ReportBlock, ...]

    def write(self) -> bytes:
        blocks = self.blocks[:_MOST_BLOCKS]
        body = self.source.to_bytes(4, "big")
        if self.sender is not None:
            info = self.sender
            body += _SENDER.pack(
                info.ntp & 0xFFFFFFFFFFFFFFFF,
                info.timestamp & 0xFFFFFFFF,
                info.packets & 0xFFFFFFFF,
                info.octets & 0xFFFFFFFF,
            )
        body += b"".join(block.write() for block in blocks)
        return _packet(SR if self.sender is not None else RR, len(blocks), body)


def description(source: int, cname: str) -> bytes:
    """SDES with the CNAME, which every compound packet carries (§6.1)."""
    name = cname.encode()[:255]
    chunk = source.to_bytes(4, "big") + bytes((1, len(name))) + name
    # A chunk ends with at least one null octet, on a 32-bit boundary (§6.5).
    return _packet(SDES, 1, chunk + bytes(4 - len(chunk) % 4))


def goodbye(source: int) -> bytes:
    return _packet(BYE, 1, source.to_bytes(4, "big"))


def nack(source: int, media_source: int, sequences: list[int]) -> bytes:
    """`source` asks `media_source` for these of its packets again; their numbers in order."""
    pairs: list[list[int]] = []
    for sequence in sequences:
        behind = (sequence - pairs[-1][0]) & 0xFFFF if pairs else 0
        if pairs and 0 < behind <= 16:
            pairs[-1][1] |= 1 << (behind - 1)
        else:
            pairs.append([sequence, 0])
    body = b"".join(_PAIR.pack(*pair) for pair in pairs)
    return _packet(RTPFB, _GENERIC_NACK, _BOTH.pack(source, media_source) + body)


def read(data: bytes) -> list[Report]:
    """The reports of a compound packet, in order."""
    reports = (_report(body, count, kind == SR) for kind, count, body in _packets(data) if kind in (SR, RR))
    return [report for report in reports if report is not None]


def read_nack(data: bytes, media_source: int) -> list[int]:
    """The sequence numbers that a compound packet asks `media_source` for."""
    asked: list[int] = []
    for kind, count, body in _packets(data):
        if kind == RTPFB and count == _GENERIC_NACK and len(body) >= 8 and _BOTH.unpack_from(body)[1] == media_source:
            for first, more in _PAIR.iter_unpack(body[8:]):
                asked.append(first)
                asked += [(first + 1 + bit) & 0xFFFF for bit in range(16) if more >> bit & 1]
    return asked


def _packets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Kind, count or format, and body of each. One that is cut or lies about its length ends the reading."""
    position = 0
    while position + 8 <= len(data):
        first, kind = data[position], data[position + 1]
        end = position + 4 + 4 * int.from_bytes(data[position + 2 : position + 4], "big")
        if first & 0xC0 != 0x80 or end > len(data):
            return
        yield kind, first & 0x1F, data[position + 4 : end]
        position = end


def _report(body: bytes, count: int, has_sender: bool) -> Report | None:
    start = 4 + (_SENDER.size if has_sender else 0)
    if len(body) < start + count * _BLOCK.size:
        return None
    sender = SenderInfo(*_SENDER.unpack_from(body, 4)) if has_sender else None
    blocks: list[ReportBlock] = []
    for number in range(count):
        source, fraction, lost, highest, jitter, last, since = _BLOCK.unpack_from(body, start + number * _BLOCK.size)
        blocks.append(
            ReportBlock(source, fraction, int.from_bytes(lost, "big", signed=True), highest, jitter, last, since)
        )
    return Report(int.from_bytes(body[:4], "big"), sender, tuple(blocks))


def _packet(kind: int, count: int, body: bytes) -> bytes:
    return bytes((0x80 | count, kind)) + (len(body) // 4).to_bytes(2, "big") + body
