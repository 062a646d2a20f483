"""A real telephone (baresip) whose sound passes through a hop: what it is told and tells of addresses is changed."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import numpy as np

from telephony.codecs import Codec
from tests.sip.baresip import Baresip, account_line
from tests.sip.phones import Exchange
from tests.sip.ports import ACCOUNTS
from tests.sound import RATE, Samples

from .described import sound_address, through
from .ear import Ear
from .hop import Address, Hop, is_rtp


@dataclass
class Telephone:
    phone: Baresip
    hop: Hop
    ear: Ear


class _Signalling:
    """SIP over UDP through us, unharmed but for the address of sound."""

    def __init__(self, hop: Hop, server: Address) -> None:
        self._hop, self._server = hop, server
        self._phone: Address | None = None

    async def open(self) -> int:
        """The port that the telephone takes for ours."""
        loop = asyncio.get_running_loop()
        self.near, _ = await loop.create_datagram_endpoint(lambda: _Taker(self._up), local_addr=("127.0.0.1", 0))
        self.far, _ = await loop.create_datagram_endpoint(lambda: _Taker(self._down), local_addr=("127.0.0.1", 0))
        return int(self.near.get_extra_info("sockname")[1])

    def close(self) -> None:
        self.near.close()
        self.far.close()

    def _up(self, data: bytes, address: Address) -> None:
        self._phone = address
        found = _described(data)
        if found is not None:
            self._hop.peer = found
        self.far.sendto(_rewritten(data, self._hop.far) if found else data, self._server)

    def _down(self, data: bytes, address: Address) -> None:
        found = _described(data)
        if found is not None:
            self._hop.server = found
        if self._phone is not None:
            self.near.sendto(_rewritten(data, self._hop.near) if found else data, self._phone)


class _Taker(asyncio.DatagramProtocol):
    def __init__(self, take: Callable[[bytes, Address], None]) -> None:
        self._take = take

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._take(data, addr)


def _described(data: bytes) -> Address | None:
    _, _, body = data.decode(errors="replace").partition("\r\n\r\n")
    return sound_address(body) if body else None


def _rewritten(data: bytes, hop: Address) -> bytes:
    head, _, body = data.decode().partition("\r\n\r\n")
    body = through(body, hop)
    head = re.sub(r"(?im)^(content-length|l)\s*:\s*\d+", f"Content-Length: {len(body.encode())}", head)
    return f"{head}\r\n\r\n{body}".encode()


@asynccontextmanager
async def a_telephone(
    exchange: Exchange, user: str, voice: Samples, seed: int, codec: Codec = Codec.PCMA
) -> AsyncIterator[Telephone]:
    """Registered; its sound passes through a hop whose weather is still fair."""
    ear = Ear(codec)

    def delivered(_: float, data: bytes) -> None:
        if is_rtp(data) and data[1] & 0x7F == codec.static_payload_type:
            ear.take(time.monotonic(), int.from_bytes(data[2:4], "big"), int.from_bytes(data[4:8], "big"), data[12:])

    async with Hop(seed, delivered) as hop:
        signalling = _Signalling(hop, ("127.0.0.1", exchange.port))
        port = await signalling.open()
        line = account_line(user, ACCOUNTS[user].password, port, more=f";audio_codecs={codec}/8000/1")
        try:
            # It hangs up when its file ends.
            lasting = np.concatenate((voice, np.zeros(20 * RATE, np.float32)))
            async with Baresip(exchange.folder / f"phone-{user}-{seed}", line, lasting) as phone:
                await phone.until_logged("200 OK")
                yield Telephone(phone, hop, ear)
        finally:
            signalling.close()
