"""RTP and RTCP of a browser in a call, as they are once decrypted: a browser that means harm has the keys."""

import asyncio
import struct
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiortc import RTCDtlsTransport

from fuzz.line import a_line
from fuzz.rtcp import SEEDS as RTCP
from fuzz.rtp import SEEDS as RTP
from fuzz.target import Door, Escaped, Target

OPUS = 96
SEEDS = (
    *(struct.pack("!BB", 0x80, OPUS) + one[2:] for one in RTP[:2]),
    struct.pack("!BBHIIHH", 0x90, 0x80 | OPUS, 3, 960, 5, 0xBEDE, 1) + b"\x10\x85\x21\x30" + b"\xfc\xff\xfe",
    *RTCP,
    *RTP[4:],
)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    async with a_line(RTCDtlsTransport) as (switch, peer, made):
        theirs = peer.connection.getTransceivers()[0].sender.transport
        transport = next(one for one in made if one is not theirs)
        tasks: set[asyncio.Task[None]] = set()

        def feed(data: bytes) -> None:
            if switch.line_state("adviser") != "connected":
                raise Escaped("the line fell")
            if len(data) < 2:
                return
            if 192 <= data[1] <= 223:
                task = asyncio.create_task(transport._handle_rtcp_data(data))
            else:
                task = asyncio.create_task(transport._handle_rtp_data(data, int(time.time() * 1000)))
            tasks.add(task)
            task.add_done_callback(done)

        def done(task: asyncio.Task[None]) -> None:
            tasks.discard(task)
            if not task.cancelled():
                task.result()

        yield Door(feed)


TARGET = Target(
    "browser", door, SEEDS, (b"\xbe\xde", b"\x81\xcd", b"\x8f\xce", b"\xff\xff", b"\0\0\0\0"), longest=1500
)
