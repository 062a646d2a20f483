"""A telephone made of text that is registered and rung: it answers what a test wants, and nothing by itself."""

import asyncio
import itertools
import re
import secrets
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telephony import Role
from telephony.sip import CallerId
from tests.sip.phones import CUSTOMER, Exchange
from tests.sip.ports import ACCOUNTS, Wire, authorization, crlf

HEADER = struct.Struct("!BBHII")


class Sound(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.reports: list[bytes] = []
        self.transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def open(cls) -> "Sound":
        loop = asyncio.get_running_loop()
        _, made = await loop.create_datagram_endpoint(cls, local_addr=("127.0.0.1", 0))
        return made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  a datagram endpoint's

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        (self.reports if 64 <= data[1] & 0x7F <= 95 else self.packets).append(data)

    @property
    def port(self) -> int:
        assert self.transport is not None
        return int(self.transport.get_extra_info("sockname")[1])

    def payload_types(self) -> set[int]:
        return {data[1] & 0x7F for data in self.packets}

    def send(self, data: bytes, port: int) -> None:
        assert self.transport is not None
        self.transport.sendto(data, ("127.0.0.1", port))

    def close(self) -> None:
        assert self.transport is not None
        self.transport.close()


class OddPhone:
    def __init__(self, wire: Wire, port: int, user: str, sound: Sound, password: str) -> None:
        self.wire, self.port, self.user, self.sound = wire, port, user, sound
        self._password = password
        self.invite = ""
        self.tag = secrets.token_hex(4)
        self.there = 0
        """The server's port of sound."""
        self._numbers = itertools.count(1)
        self._call_id = secrets.token_hex(6)

    @classmethod
    async def at(cls, port: int, user: str, password: str = "") -> "OddPhone":
        """`password`: of an account of the product's own; else that of the tests'."""
        return cls(await Wire.to(port), port, user, await Sound.open(), password or ACCOUNTS[user].password)

    def close(self) -> None:
        self.wire.close()
        self.sound.close()

    async def until(self, begins: str, seconds: float = 6) -> str:
        async with asyncio.timeout(seconds):
            while True:
                text = await self.wire.received.get()
                if text.startswith(begins):
                    return text

    async def register(self, contact: str = "", expires: int = 60) -> str:
        contact = contact or f"<sip:{self.user}@127.0.0.1:{self.wire.port}>"

        def one(proof: str = "") -> str:
            number = next(self._numbers)
            return crlf(f"""REGISTER sip:127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:{self.wire.port};branch=z9hG4bKr{number}{self._call_id};rport
                Max-Forwards: 70
                From: <sip:{self.user}@127.0.0.1>;tag=f1
                To: <sip:{self.user}@127.0.0.1>
                Call-ID: reg-{self._call_id}
                CSeq: {number} REGISTER
                Contact: {contact}
                Expires: {expires}
                User-Agent: Odd/1.0
                {proof}Content-Length: 0

                """)

        self.wire.send(one())
        asked = await self.until("SIP/2.0 401")
        self.wire.send(one(authorization(asked, self.user, self._password)))
        return await self.until("SIP/2.0 200")

    def sdp(self, media: str = "", more: str = "", host: str = "127.0.0.1", direction: str = "sendrecv") -> str:
        """`media`: payload types and what follows them; `more`: lines before the sound's own."""
        media = media or "8 101\na=rtpmap:101 telephone-event/8000"
        head = f"v=0\no=x 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 {host}\nt=0 0\n{more}"
        return crlf(f"{head}m=audio {self.sound.port} RTP/AVP {media}\na={direction}\n")

    def reply(self, request: str, status: str, body: str = "", contact: str = "") -> None:
        vias = "".join(f"{line}\r\n" for line in request.splitlines() if line.startswith("Via:"))
        to = field(request, "To")
        to += "" if ";tag=" in to else f";tag={self.tag}"
        contact = contact or f"<sip:{self.user}@127.0.0.1:{self.wire.port}>"
        kind = "Content-Type: application/sdp\r\n" if body else ""
        self.wire.send(
            f"SIP/2.0 {status}\r\n{vias}From: {field(request, 'From')}\r\nTo: {to}\r\n"
            f"Call-ID: {field(request, 'Call-ID')}\r\nCSeq: {field(request, 'CSeq')}\r\nContact: {contact}\r\n"
            f"{kind}Content-Length: {len(body)}\r\n\r\n{body}"
        )

    async def rung(self) -> str:
        self.invite = await self.until("INVITE ")
        self.there = int(re.search(r"^m=audio (\d+)", self.invite, re.MULTILINE)[1])  # type: ignore[index]  an INVITE always describes its sound
        return self.invite

    async def answer(self, body: str = "", contact: str = "") -> str:
        self.reply(self.invite, "200 OK", body or self.sdp(), contact)
        return await self.until("ACK ")

    def request(self, method: str, body: str = "", more: str = "") -> str:
        """Within the dialog that its INVITE began."""
        target = re.search(r"^Contact: <([^>]+)>", self.invite, re.MULTILINE)
        assert target is not None
        number = next(self._numbers) + 100
        kind = "Content-Type: application/sdp\r\n" if body else ""
        head = crlf(f"""{method} {target[1]} SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:{self.wire.port};branch=z9hG4bK{method}{number}{self._call_id};rport
            Max-Forwards: 70
            From: {field(self.invite, "To")};tag={self.tag}
            To: {field(self.invite, "From")}
            Call-ID: {field(self.invite, "Call-ID")}
            CSeq: {number} {method}
            Contact: <sip:{self.user}@127.0.0.1:{self.wire.port}>
            {more}{kind}Content-Length: {len(body)}

            """)
        return head + body

    async def ask(self, method: str, body: str = "", more: str = "") -> str:
        """Its final answer, acknowledged where it is to an INVITE."""
        text = self.request(method, body, more)
        self.wire.send(text)
        async with asyncio.timeout(6):
            while True:
                told = await self.wire.received.get()
                if told.startswith("SIP/2.0 ") and not told.startswith("SIP/2.0 1") and f" {method}" in told:
                    return told

    def acknowledge(self, answer: str, body: str = "") -> None:
        number = field(answer, "CSeq").split()[0]
        text = self.request("ACK", body)
        self.wire.send(re.sub(r"^CSeq: .*$", f"CSeq: {number} ACK", text, flags=re.MULTILINE))

    async def speak(self, packets: list[tuple[int, bytes]], first: int = 0, ssrc: int = 7) -> None:
        """(payload type, payload of 20 ms of an 8 kHz clock), in real time; numbered from `first`."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number, (payload_type, payload) in enumerate(packets, first):
            self.sound.send(HEADER.pack(0x80, payload_type, number, number * 160, ssrc) + payload, self.there)
            await asyncio.sleep(max(0.0, began + (number - first + 1) * 0.02 - loop.time()))


def field(message: str, name: str) -> str:
    found = re.search(rf"^{name}:\s*(.*?)\r?$", message, re.MULTILINE)
    return found[1] if found else ""


@asynccontextmanager
async def two_odd_phones(exchange: Exchange) -> AsyncIterator[tuple[OddPhone, OddPhone]]:
    """The adviser's (lea, registered, rung) and the customer's (roy, picked up): what lea answers is the test's."""
    lea, roy = await OddPhone.at(exchange.port, "lea"), await OddPhone.at(exchange.port, "roy")
    try:
        await lea.register()
        await roy.register()
        shown = CallerId("600", "Essai")
        picking = asyncio.create_task(exchange.board.pick_up(exchange.board.phones("roy"), shown, 6))
        await roy.rung()
        await roy.answer(roy.sdp("8 0 101\na=rtpmap:101 telephone-event/8000"))
        leg = await picking
        assert leg is not None
        exchange.ring(Role.CUSTOMER)
        exchange.board.summoned_call("c1", Role.CUSTOMER, leg)
        exchange.board.ring_phones("c1", Role.ADVISER, exchange.board.phones("lea"), CUSTOMER, only_phone=True)
        await lea.rung()
        yield lea, roy
    finally:
        lea.close()
        roy.close()
