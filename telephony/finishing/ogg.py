"""Ogg pages (RFC 3533) with Opus in them (RFC 7845): the stereo file that browsers, players and archives all read.

Written by ourselves because the file grows page by page while a call runs, is heard meanwhile, and is gone on with
after a crash; libraries write a file from its beginning to its end.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

RATE = 48000
_HEAD = struct.Struct("<4sBBqIIIB")
_SERIAL = 0x434F4D42
"""Any number: there is one stream in the file, and the same sound makes the same bytes."""

_CHECKSUM_AT = 22
_BEGINS, _ENDS = 2, 4
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
VENDOR = b"Combin\xc3\xa9"


def opening(skip: int, channels: int = 2) -> bytes:
    """The two pages that open a file. `skip`: samples of the coder's delay, which players leave out."""
    head = struct.pack("<8sBBHIhB", b"OpusHead", 1, channels, skip, RATE, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", len(VENDOR)) + VENDOR + struct.pack("<I", 0)
    return page([head], 0, 0, _BEGINS) + page([tags], 0, 1, 0)


OPENING_PAGES = 2


def pages(packets: Sequence[bytes], first_page: int, position: int, frame: int, each: int) -> Iterator[bytes]:
    """Packets of `frame` samples as pages of `each` packets. `position`: samples before the first one."""
    for number, start in enumerate(range(0, len(packets), each)):
        some = packets[start : start + each]
        yield page(some, position + (start + len(some)) * frame, first_page + number, 0)


def ending(packets: Sequence[bytes], number: int, position: int) -> bytes:
    """The last page. `position`: where the sound ends, with the coder's delay: what is beyond is not played."""
    return page(packets, position, number, _ENDS)


def page(packets: Sequence[bytes], position: int, number: int, kind: int) -> bytes:
    """One page. Raises ValueError for more than fits in one (255 segments, some 60 kB)."""
    lacing = bytearray()
    for packet in packets:
        lacing += b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))
    if len(lacing) > 255:
        raise ValueError("too much for one page")
    head = _HEAD.pack(b"OggS", 0, kind, position, _SERIAL, number, 0, len(lacing))
    whole = bytearray(head + lacing + b"".join(packets))
    struct.pack_into("<I", whole, _CHECKSUM_AT, _checksum(whole))
    return bytes(whole)


def until(data: bytes, seconds: float) -> bytes:
    """The pages of a whole file that end within so many seconds of its sound: a file that ends there.

    Raises ValueError for what are no Ogg pages.
    """
    at, number = 0, 0
    skip = struct.unpack_from("<H", data, data.index(b"OpusHead") + 10)[0] if b"OpusHead" in data else 0
    limit = round(seconds * RATE) + skip
    while at < len(data):
        if data[at : at + 4] != b"OggS" or len(data) < at + _HEAD.size:
            raise ValueError(f"no Ogg page at byte {at}")
        *_, segments = _HEAD.unpack_from(data, at)
        lacing = data[at + _HEAD.size : at + _HEAD.size + segments]
        (position,) = struct.unpack_from("<q", data, at + 6)
        if number >= OPENING_PAGES and position > limit:
            break
        at += _HEAD.size + segments + sum(lacing)
        number += 1
    return data[:at]


def _checksum(data: bytes | bytearray) -> int:
    """RFC 3533 §6: as zlib's CRC-32, from the other end of each byte, and begun and ended with zeros."""
    found = zlib.crc32(data.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{found:032b}"[::-1], 2)
