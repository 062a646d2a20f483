"""One desk floods, the others do not notice: on the real server, with the flood as fast as a bare socket sends it."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from abuse.desk_floods import flood
from abuse.house import a_house
from abuse.saves_without_end import ABUSE as SAVES
from tests.integration.simulator.house import Desk, Room, Server

SECONDS = 3.0


@pytest.mark.parametrize("kind", ["typing", "pings-deaf", "refused", "commands", "reconnect"])
async def test_a_candidate_who_floods_costs_neither_the_neighbour_nor_their_own_juror_anything(
    live_server: Server, kind: str
) -> None:
    async with a_house(live_server) as house:
        seen = await flood(house, kind, SECONDS)
    assert seen.is_right, seen.what


async def test_a_flood_of_saves_does_not_fill_the_disk(own_server: Server) -> None:
    async with a_house(own_server) as house:
        seen = await SAVES.run(house)
    assert seen.is_right, seen.what


async def test_whoever_floods_is_told_once_then_let_go_with_a_reason_and_may_come_back_later(room: Room) -> None:
    desk = room.candidate
    assert await closed_while_sending(desk, '{"type":"chat.typing"}', 40) == 4429
    await desk.until(lambda: desk.closing == "too_fast", "told why")
    assert [one["code"] for one in desk.notices].count("too_fast") == 1
    assert desk.notices[-1]["remedy"]
    assert not await is_let_in(desk), "not at once"
    async with asyncio.timeout(40):
        while not await is_let_in(desk):
            await asyncio.sleep(0.2)
    await desk.do("notes.save", text="de retour")


async def is_let_in(desk: Desk) -> bool:
    """Comes back once: whether the server welcomes it, or turns it away with a reason."""
    await desk.close()
    try:
        async with connect(desk.url, additional_headers=headers(desk), ping_interval=None) as socket:
            await socket.send('{"type":"hello"}')
            first = json.loads(await asyncio.wait_for(socket.recv(), 15))
            await socket.close()
    except ConnectionClosed as closed:
        first = {"type": "closing", "reason": {4429: "too_fast"}.get(code_of(closed) or 0)}
    if first["type"] == "closing":
        assert first["reason"] == "too_fast"
        return False
    await desk.open()
    return True


async def closed_while_sending(desk: Desk, text: str, seconds: float) -> int | None:
    """The code with which the server ends a connection that sends this as fast as it can."""
    assert desk._socket is not None
    try:
        async with asyncio.timeout(seconds):
            while True:
                await desk._socket.send(text)
                await asyncio.sleep(0)
    except ConnectionClosed as closed:
        return code_of(closed)


def code_of(closed: ConnectionClosed) -> int | None:
    return closed.rcvd.code if closed.rcvd is not None else None


def headers(desk: Desk) -> dict[str, str]:
    return {"Cookie": desk.person.cookie, "Origin": desk.person.server.address}


async def test_a_message_too_long_is_refused_by_its_announced_length_and_the_page_comes_back(room: Room) -> None:
    long = json.dumps({"type": "notes.save", "id": "long", "text": "x" * 120_000})
    assert await closed_while_sending(room.candidate, long, 10) == 1009
    await room.candidate.open()
    await room.candidate.do("notes.save", text="de retour")


async def test_connections_that_never_say_hello_are_ended_by_newer_ones_of_the_same_desk(room: Room) -> None:
    desk = room.candidate
    silent = [await connect(desk.url, additional_headers=headers(desk)) for _ in range(8)]
    async with asyncio.timeout(8):
        for one in silent[:4]:
            await one.wait_closed()
    await room.candidate.do("notes.save", text="toujours là")
    for one in silent:
        await one.close()
