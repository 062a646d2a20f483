"""RTP and RTCP of a browser in a call, as they are once decrypted: a browser that means harm has the keys."""

import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aioice.ice import StunProtocol

from fuzz.line import a_line
from fuzz.rtcp import SEEDS as RTCP
from fuzz.rtp import SEEDS as RTP
from fuzz.target import Door, Escaped, Target
from telephony.carrying import srtp_path
from telephony.carrying.raw_sender import RawSender

OPUS = 96
SEEDS = (
    *(struct.pack("!BB", 0x80, OPUS) + one[2:] for one in RTP[:2]),
    struct.pack("!BBHIIHH", 0x90, 0x80 | OPUS, 3, 960, 5, 0xBEDE, 1) + b"\x10\x85\x21\x30" + b"\xfc\xff\xfe",
    struct.pack("!BBHI", 0x81, 205, 4, 9) + b"\xaa\xaa\xaa\xaa" + struct.pack("!HHHH", 7, 0xFFFF, 900, 1),
    struct.pack("!BBHI", 0x81, 201, 7, 9) + b"\xaa\xaa\xaa\xaa" + struct.pack("!IIIII", 3, 70_000, 80, 9, 65536),
    *RTCP,
    *RTP[4:],
)


OURS = b"\xaa\xaa\xaa\xaa"
"""In what is fed: stands for the SSRC of what goes down to the browser, which is another each time."""


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    async with a_line(StunProtocol, RawSender) as (switch, _, made):
        down = next(one for one in made if isinstance(one, RawSender)).source.to_bytes(4, "big")
        line = switch.line_state

        def feed(data: bytes) -> None:
            if line("adviser") != "connected":
                raise Escaped("the line fell")
            # What begins otherwise is not RTP or RTCP: fuzz/stun.py feeds that.
            if data and data[0] & 0xC0 == 0x80:
                for socket in sockets:
                    socket.datagram_received(data.replace(OURS, down), ("127.0.0.1", 40001))

        sockets = [one for one in made if isinstance(one, StunProtocol) and "datagram_received" in vars(one)]
        plain = {"_unprotect": lambda *_: 0, "_unprotect_rtcp": lambda *_: 0}
        kept = {name: getattr(srtp_path, name) for name in plain}
        vars(srtp_path).update(plain)
        try:
            yield Door(feed)
        finally:
            vars(srtp_path).update(kept)


TARGET = Target(
    "browser", door, SEEDS, (OURS, b"\xbe\xde", b"\x81\xcd", b"\x8f\xce", b"\xff\xff", b"\0\0\0\0"), longest=1500
)
