"""A telephone on TCP whose connection breaks while it listens: it is found again, rung and hung up there."""

import asyncio
import re
from pathlib import Path

import pytest

from telephony.sip import CallerId, Flow
from telephony.sip.calling_back import way_back
from telephony.sip.registrar import Binding
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import ACCOUNTS, authorization, register


def binding(contact: str, flow: Flow) -> Binding:
    return Binding(contact, flow, "", 0.0, "", 0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("contact", "flow", "found"),
    [
        ("sip:lea@192.0.2.5:5062;transport=tcp", Flow("TCP", "192.0.2.5", 40000), Flow("TCP", "192.0.2.5", 5062)),
        ("sip:lea@192.0.2.5;transport=TCP", Flow("TCP", "192.0.2.5", 40000), Flow("TCP", "192.0.2.5", 5060)),
        ("sip:lea@[2001:db8::5]:5062;transport=tcp", Flow("TCP", "2001:db8::5", 1), Flow("TCP", "2001:db8::5", 5062)),
        ("sip:lea@10.0.0.9:5062;transport=tcp", Flow("TCP", "192.0.2.5", 40000), None),
        ("sip:lea@phone.example:5062;transport=tcp", Flow("TCP", "192.0.2.5", 40000), None),
        ("sip:lea@192.0.2.5:5062", Flow("TCP", "192.0.2.5", 40000), None),
        ("sips:lea@192.0.2.5:5062;transport=tcp", Flow("TLS", "192.0.2.5", 40000), None),
    ],
)
def test_only_where_a_telephone_registered_from_is_it_called_back(
    contact: str, flow: Flow, found: Flow | None
) -> None:
    assert way_back(binding(contact, flow)) == found


class Listening:
    """A telephone that listens on TCP and registers over a connection of its own."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[str, asyncio.StreamWriter]] = asyncio.Queue()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def __aenter__(self) -> "Listening":
        self._server = await asyncio.start_server(self._read, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    async def registers(self, port: int) -> asyncio.StreamWriter:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        own = int(writer.get_extra_info("sockname")[1])
        contact, proof = f"<sip:lea@127.0.0.1:{self.port};transport=tcp>", ""
        for number in (1, 2):
            asked = register("lea", own, number, contact=contact, more=proof).replace("SIP/2.0/UDP", "SIP/2.0/TCP")
            writer.write(asked.encode())
            told = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 3)).decode()
            proof = authorization(told, "lea", ACCOUNTS["lea"].password) if number == 1 else ""
        assert told.startswith("SIP/2.0 200"), told
        return writer

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = re.search(r"(?im)^content-length:\s*(\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                self.heard.put_nowait((head, writer))
        except (asyncio.IncompleteReadError, OSError):
            writer.close()


def flows(exchange: Exchange) -> list[Flow]:
    return [one.flow for one in exchange.board.phones("lea")]


async def rung_and_busy(exchange: Exchange, phone: Listening) -> asyncio.StreamWriter:
    """The connection over which it was rung, and said that it is busy."""
    ringing = asyncio.create_task(exchange.board.pick_up(exchange.board.phones("lea"), CallerId("600", "Essai"), 5))
    invite, back = await asyncio.wait_for(phone.heard.get(), 3)
    assert invite.startswith(f"INVITE sip:lea@127.0.0.1:{phone.port};transport=tcp")
    kept = [line for line in invite.split("\r\n") if line.lower().startswith(("via:", "from:", "call-id:", "cseq:"))]
    busy = ["SIP/2.0 486 Busy Here", *kept, "To: <sip:lea@x>;tag=1", "Content-Length: 0", "", ""]
    back.write("\r\n".join(busy).encode())
    assert await ringing is None
    return back


async def test_a_telephone_whose_connection_broke_is_rung_over_a_new_one_to_its_contact(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange, Listening() as phone:
        writer = await phone.registers(exchange.port)
        writer.transport.abort()
        there = Flow("TCP", "127.0.0.1", phone.port)
        await exchange.until(lambda: flows(exchange) == [there], "called back")
        back = await rung_and_busy(exchange, phone)
        # It closes what we opened: it is believed, and no longer called.
        back.transport.abort()
        await exchange.until(lambda: flows(exchange) == [], "gone")


async def test_a_telephone_on_tcp_is_rung_at_once_after_a_restart_of_the_server(tmp_path: Path) -> None:
    remembers = tmp_path / "telephones.json"
    async with Listening() as phone:
        async with an_exchange(tmp_path, remembers=remembers) as exchange:
            await phone.registers(exchange.port)
        async with an_exchange(tmp_path, remembers=remembers) as exchange:
            there = Flow("TCP", "127.0.0.1", phone.port)
            await exchange.until(lambda: flows(exchange) == [there], "called back after the restart")
            await rung_and_busy(exchange, phone)
    async with an_exchange(tmp_path, remembers=remembers) as exchange:
        await exchange.until(lambda: flows(exchange) == [], "it no longer listens")


async def test_a_telephone_that_does_not_listen_is_gone(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange:
        async with Listening() as phone:
            writer = await phone.registers(exchange.port)
        writer.transport.abort()
        await exchange.until(lambda: flows(exchange) == [], "gone")
