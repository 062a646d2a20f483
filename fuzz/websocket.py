"""The live connection of a desk: whatever text comes, the desk is answered and the others go on."""

import asyncio
import itertools
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.websockets import WebSocketDisconnect

from fuzz.target import Door, Escaped, Target
from simulator.accounts.live_rights import LiveRight
from simulator.desk.feed import DeskFeed
from simulator.desk.live import serve_desk
from simulator.desk.pacing import Pace
from simulator.facts.fact import Actor
from simulator.live_messages import commands
from tests.integration.simulator.ground import Centre, a_centre


class Socket:
    """As starlette's, without a network. What is sent is read back: it must be JSON."""

    def __init__(self) -> None:
        self.incoming: asyncio.Queue[str | None] = asyncio.Queue()
        self.sent = 0

    async def accept(self) -> None: ...

    async def close(self, code: int = 1000, reason: str = "") -> None: ...

    async def receive_text(self) -> str:
        text = await self.incoming.get()
        if text is None:
            raise WebSocketDisconnect
        return text

    async def send_text(self, text: str) -> None:
        json.loads(text)
        self.sent += 1


def _say(**message: Any) -> bytes:
    return json.dumps(message).encode()


SEEDS = (
    _say(type="ping", sent_ms=1.0, last_event=0),
    _say(type="call.dial", id="a1", number="06 12 34 56 78"),
    _say(type="call.mute", id="a2", muted=True),
    _say(type="chat.send", id="a3", message_id="m1", text="Bonjour é\u202e\U0001f600"),
    _say(type="notes.save", id="a4", text="x"),
    _say(type="line.offer", id="a5", sdp="v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"),
    _say(type="mark.place", id="a6", mark_id="k", run_id="r", criterion="CP2.1", sign="note", at_seconds=1e308),
    _say(type="exchange.start", id="a7", run_id="r"),
    _say(type="file.change", id="a8", customer_id="morel", field="motif", value="x"),
    b"[1, {}]", b"null", b"{", b'{"type": "ping", "sent_ms": NaN}', b'"' + b"x" * 3000 + b'"',
)  # fmt: skip
WORDS = (
    b'"type":',
    b'"id":',
    b"1e999",
    b"-0",
    b"null",
    b"\\ud800",
    b"[[[[[[[[",
    b"NaN",
    b"{}",
    b"99999999999999999999",
)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    with tempfile.TemporaryDirectory(prefix="fuzz-live-") as folder:
        async with a_centre(Path(folder), sip=False) as centre:
            place = await centre.place()
            room = await centre.services.rooms.room(place.seat_id)
            actor = await _juror(centre, place.seat_id)
            desks: list[tuple[DeskFeed, Any]] = [(room.candidate, commands.candidate_up), (actor, commands.jury_up)]
            sockets = [Socket(), Socket()]

            seconds = itertools.count()

            async def serve(socket: Socket, desk: DeskFeed, reads: Any) -> None:
                while True:
                    socket.incoming.put_nowait('{"type": "hello"}')
                    # A second passes between two messages: a desk that is shut for flooding would be fed no more.
                    desk.pace = Pace(lambda: float(next(seconds)))
                    right = LiveRight("whoever", place.seat_id, _always)
                    await serve_desk(socket, centre.services.live_rights, room, desk, reads, right)  # type: ignore[arg-type]  a socket in memory

            tasks = [
                asyncio.create_task(serve(socket, desk, reads))
                for socket, (desk, reads) in zip(sockets, desks, strict=True)
            ]
            turn = 0

            def feed(data: bytes) -> None:
                nonlocal turn
                for task in tasks:
                    if task.done():
                        raise Escaped("the desk is served no more") from task.exception()
                turn += 1
                sockets[turn % 2].incoming.put_nowait(data.decode("utf-8", errors="replace"))

            async def drained() -> None:
                async with asyncio.timeout(30):
                    while any(not socket.incoming.empty() for socket in sockets):
                        await asyncio.sleep(0.001)

            yield Door(feed, renew=drained, renew_every=20)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _always() -> None:
    """The right of a desk that nobody shows out."""


async def _juror(centre: Centre, seat_id: str) -> DeskFeed:
    room = await centre.services.rooms.room(seat_id)
    return room.desks.juror_desk(Actor.of_person(centre.ids["roy"], "Nadia Roy"), may_mark=True)


TARGET = Target("websocket", door, SEEDS, WORDS, longest=120_000)
