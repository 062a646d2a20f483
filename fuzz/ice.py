"""Everything that reaches the UDP port of a browser's sound: STUN, DTLS, SRTP, SRTCP, and what pretends to be."""

import re
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aioice import stun
from aioice.ice import StunProtocol

from fuzz.line import a_line
from fuzz.target import Door, Escaped, Target


def _binding(message_class: stun.Class) -> bytes:
    message = stun.Message(message_method=stun.Method.BINDING, message_class=message_class)
    message.attributes["USERNAME"] = "aaaa:bbbb"
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLING"] = 1
    message.add_message_integrity(b"secret")
    return bytes(message)


SEEDS = (
    *(_binding(one) for one in stun.Class),
    b"\x16\xfe\xfd\0\0\0\0\0\0\0\1\0\x40" + b"\1\0\0\x34" + b"\0" * 60,
    b"\x80\x6f\0\1\0\0\3\xc0\0\0\0\1" + b"\0" * 60,
    struct.pack("!BBHII", 0x80, 200, 6, 1, 0) + b"\0" * 36,
    struct.pack("!BBHIIHH", 0x81, 205, 3, 1, 2, 5, 0),
)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    async with a_line(StunProtocol) as (switch, peer, made):
        answered = re.findall(r"candidate:.* (\d+) typ host", peer.connection.remoteDescription.sdp)
        protocol = next(one for one in made if str(one.transport.get_extra_info("sockname")[1]) in answered)

        def feed(data: bytes) -> None:
            if switch.line_state("adviser") != "connected":
                raise Escaped("a stranger cut the line")
            protocol.datagram_received(data, ("127.0.0.1", 40001))

        yield Door(feed)


TARGET = Target(
    "ice", door, SEEDS, (b"\x21\x12\xa4\x42", b"\0\x20\0\x08", b"\0\x08\0\x14", b"\x80\x28\0\4"), longest=2000
)
