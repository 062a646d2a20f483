"""RTCP from a telephone in a recorded call, on its own port (RFC 3550 §6)."""

import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.call import a_call
from fuzz.target import Door, Target

_REPORT = struct.pack("!IIIIII", 1, (5 << 24) | 3, 70_000, 80, 0xAABBCCDD, 65536)
_SENDER = struct.pack("!BBHI", 0x81, 200, 12, 9) + struct.pack("!QIII", 2**63, 160, 4, 640) + _REPORT
_NAMED = struct.pack("!BBHI", 0x81, 202, 3, 9) + b"\1\4lea@\0\0"

SEEDS = (
    _SENDER + _NAMED,
    struct.pack("!BBHI", 0x81, 201, 7, 9) + _REPORT + _NAMED,
    struct.pack("!BBHI", 0x80, 201, 1, 9),
    struct.pack("!BBHI", 0x81, 203, 1, 9),
    struct.pack("!BBHIIHH", 0x81, 205, 3, 9, 1, 7, 0xFFFF),
    struct.pack("!BBHI", 0x9F, 200, 6, 9) + b"\0" * 20,
    struct.pack("!BBHI", 0x80, 204, 2, 9) + b"name",
    struct.pack("!BBHI", 0x80, 207, 3, 9) + struct.pack("!BBHII", 4, 0, 2, 1, 2),
)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    with TemporaryDirectory(prefix="fuzz-rtcp-") as folder:
        async with a_call(Path(folder)) as call:

            def feed(data: bytes) -> None:
                leg = call.phone
                if leg.rtp is not None:
                    leg.rtp.datagram_received(data, ("127.0.0.1", 40000))
                    leg.figures()

            yield Door(feed, renew=call.again)


TARGET = Target("rtcp", door, SEEDS, (b"\x80\xc8", b"\x81\xc9", b"\xff\xff", b"\0\0", b"\x9f"), longest=1500)
