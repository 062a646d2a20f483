"""A telephone that changes its network in mid-call: sound follows, whichever way it is told of."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from telephony import CallConnected, Role
from telephony.sip import IncomingCall
from tests.sip.bare_phone import BarePhone
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import Wire

from .desk import Desk
from .hop import Hop
from .voices import voiced

PCMA, SILENCE = 8, bytes([0xD5]) * 160


class Sound:
    """One stream of a telephone, from whichever socket it has just now."""

    def __init__(self, phone: BarePhone) -> None:
        self.socket = phone.rtp
        self.socket.setblocking(False)
        found = re.search(r"m=audio (\d+)", phone.answer)
        assert found
        self.server = ("127.0.0.1", int(found[1]))
        self.ssrc = 0x1234
        self._number = 100

    async def speak(self) -> None:
        while True:
            head = bytes((0x80, PCMA)) + (self._number & 0xFFFF).to_bytes(2, "big")
            stamp = (self._number * 160).to_bytes(4, "big") + self.ssrc.to_bytes(4, "big")
            self.socket.sendto(head + stamp + SILENCE, self.server)
            self._number += 1
            await asyncio.sleep(0.02)

    async def hears(self, seconds: float = 2.0) -> None:
        """Ten packets of sound from now on; those that waited do not count."""
        with suppress(BlockingIOError):
            while True:
                self.socket.recv(2000)
        async with asyncio.timeout(seconds):
            for _ in range(10):
                await asyncio.get_running_loop().sock_recv(self.socket, 2000)

    def moves(self, host: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind((host, 0))


@asynccontextmanager
async def a_call(folder: Path) -> AsyncIterator[tuple[Exchange, BarePhone, Sound]]:
    """A telephone and a browser that talk."""

    def on_dial(exchange: Exchange, call: IncomingCall) -> None:
        exchange.ring(Role.ADVISER)
        exchange.board.dialled_call("c1", Role.ADVISER, call)
        exchange.switch.answer("c1", Role.CUSTOMER)

    async with an_exchange(folder, on_dial=on_dial) as exchange, Hop(3) as hop:
        browser = await Desk.join(exchange.switch, "customer", voiced(2, 1.0), hop)
        phone = await BarePhone.at(exchange.port)
        await phone.dial()
        phone.acknowledge()
        await exchange.told(CallConnected)
        sound = Sound(phone)
        speaking = asyncio.create_task(sound.speak())
        try:
            await sound.hears()
            yield exchange, phone, sound
        finally:
            speaking.cancel()
            sound.socket.close()
            phone.close()
            await browser.leave()


async def test_a_re_invite_with_another_address_takes_the_sound_there(tmp_path: Path) -> None:
    async with a_call(tmp_path) as (_, phone, sound):
        sound.moves("127.0.0.2")
        port = sound.socket.getsockname()[1]
        body = phone.sdp(host="127.0.0.2").replace(f"m=audio {phone.rtp.getsockname()[1]}", f"m=audio {port}")
        answer = await phone.ask("INVITE", body=body)
        assert answer.startswith("SIP/2.0 200")
        phone.acknowledge(3)
        await sound.hears()


async def test_another_port_of_the_same_router_is_followed_without_a_word(tmp_path: Path) -> None:
    async with a_call(tmp_path) as (_, _, sound):
        sound.moves("127.0.0.1")
        await sound.hears()


async def test_sound_from_another_network_is_taken_once_signalling_came_from_there(tmp_path: Path) -> None:
    async with a_call(tmp_path) as (exchange, phone, sound):
        sound.moves("127.0.0.4")
        with suppress(TimeoutError):
            await sound.hears(0.4)
            raise AssertionError("a stranger was believed")
        _, wire = await asyncio.get_running_loop().create_datagram_endpoint(
            Wire, local_addr=("127.0.0.4", 0), remote_addr=("127.0.0.1", exchange.port)
        )
        # Same dialog, from where the telephone is now.
        request = phone.request("INFO", body="Signal=5\r\nDuration=160\r\n", kind="application/dtmf-relay")
        before, phone.wire = phone.wire, wire
        before.close()
        wire.send(request)
        assert (await phone.until("SIP/2.0 200")).startswith("SIP/2.0 200")
        await sound.hears()
