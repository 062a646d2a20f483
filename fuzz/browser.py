"""RTP and RTCP of a browser in a call, as they are once decrypted: a browser that means harm has the keys."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aioice.ice import StunProtocol
from aiortc import RTCDtlsTransport

from fuzz.line import a_line
from fuzz.rtcp import SEEDS as RTCP
from fuzz.rtp import SEEDS as RTP
from fuzz.target import Door, Escaped, Target
from telephony import srtp_way

OPUS = 96
SEEDS = (
    *(struct.pack("!BB", 0x80, OPUS) + one[2:] for one in RTP[:2]),
    struct.pack("!BBHIIHH", 0x90, 0x80 | OPUS, 3, 960, 5, 0xBEDE, 1) + b"\x10\x85\x21\x30" + b"\xfc\xff\xfe",
    *RTCP,
    *RTP[4:],
)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    async with a_line(RTCDtlsTransport, StunProtocol) as (switch, peer, made):
        theirs = peer.connection.getTransceivers()[0].sender.transport
        transport = next(one for one in made if isinstance(one, RTCDtlsTransport) and one is not theirs)
        (socket,) = transport.transport._connection._protocols
        tasks: set[asyncio.Task[None]] = set()

        def feed(data: bytes) -> None:
            if switch.line_state("adviser") != "connected":
                raise Escaped("the line fell")
            if len(data) > 1 and 192 <= data[1] <= 223:
                task = asyncio.create_task(transport._handle_rtcp_data(data))
                tasks.add(task)
                task.add_done_callback(done)
            elif data and data[0] & 0xC0 == 0x80:
                socket.datagram_received(data, ("127.0.0.1", 40001))

        def done(task: asyncio.Task[None]) -> None:
            tasks.discard(task)
            if not task.cancelled():
                task.result()

        decrypt, srtp_way._unprotect = srtp_way._unprotect, lambda *_: 0
        try:
            yield Door(feed)
        finally:
            srtp_way._unprotect = decrypt


TARGET = Target(
    "browser", door, SEEDS, (b"\xbe\xde", b"\x81\xcd", b"\x8f\xce", b"\xff\xff", b"\0\0\0\0"), longest=1500
)
