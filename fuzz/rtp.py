"""RTP from the address of a telephone in a recorded call, its keys and what else comes on that port."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fuzz.call import a_call
from fuzz.target import Door, Target


def packet(payload_type: int, sequence: int, payload: bytes, first: int = 0x80, timestamp: int = 0) -> bytes:
    return (
        bytes((first, payload_type))
        + sequence.to_bytes(2, "big")
        + timestamp.to_bytes(4, "big")
        + b"\0\0\0\1"
        + payload
    )


SEEDS = (
    packet(8, 1, b"\xd5" * 160),
    packet(0, 65535, b"\xff" * 160, timestamp=2**32 - 160),
    packet(101, 3, b"\x05\x0a\x00\xa0"),
    packet(101, 4, b"\x05\x8a\x03\x20", timestamp=7),
    packet(13, 5, b"\x40"),
    packet(8, 6, b"\xbe\xde\x00\x01\x10\x85\0\0" + b"\xd5" * 80, first=0x90),
    packet(8, 7, b"\0\0\0\2" + b"\xd5" * 80 + b"\0\0\0\4", first=0xB1),
    packet(200, 8, b"\0" * 20),
)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    with tempfile.TemporaryDirectory(prefix="fuzz-rtp-") as folder:
        async with a_call(Path(folder)) as call:

            def feed(data: bytes) -> None:
                leg = call.phone
                if leg.rtp is not None:
                    leg.rtp.datagram_received(data, ("127.0.0.1", 40000))

            yield Door(feed, renew=call.again)


TARGET = Target(
    "rtp", door, SEEDS, (b"\x80\x08", b"\x90", b"\xbe\xde", b"\x7f\xff\xff\xff", b"\0\0\0\0"), longest=1500
)
