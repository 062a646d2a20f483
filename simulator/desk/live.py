"""The one WebSocket per desk: who it is, what it may say, what it is told; a cut loses nothing.

Opening: cookie and origin are checked before the socket is accepted. Then `Hello`, `Welcome`, the missed events or a
snapshot. A desk silent for `SILENCE_SECONDS` (pings come every few seconds) counts as gone.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog
from fastapi import APIRouter, WebSocket
from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocketDisconnect

from simulator.accounts.actors import actor_of
from simulator.accounts.signing import signed_in
from simulator.conduct.doors import is_marker, may_see_seat
from simulator.desk.feed import DeskFeed, Outbox
from simulator.desk.seat_room import SeatRoom
from simulator.errors import SimulatorError
from simulator.live_messages import commands, events
from simulator.seat.refusals import Refused
from simulator.services import Services, the_services

log = structlog.get_logger(__name__)

router = APIRouter()

SILENCE_SECONDS = 15.0
LARGEST_MESSAGE = 100_000
MOST_PER_SECOND = 40
"""Far above what a person types; a desk that goes beyond is told to slow down."""


@router.websocket("/api/candidate/live")
async def candidate_live(socket: WebSocket) -> None:
    """The candidate's desk."""
    services = the_services(socket)
    try:
        who = await signed_in(services, socket, "candidate")
        room = await services.rooms.room(who.seat_id or "")
    except SimulatorError as error:
        await _turn_away(socket, error)
        return
    await serve_desk(socket, services, room, room.candidate, commands.candidate_up)


@router.websocket("/api/staff/live")
async def staff_live(socket: WebSocket, seat: str = "") -> None:
    """A juror's desk at one seat."""
    services = the_services(socket)
    try:
        who = await signed_in(services, socket, "staff")
        row = await may_see_seat(services, who, seat)
        room = await services.rooms.room(seat)
        may_mark = await is_marker(services, who, row)
    except SimulatorError as error:
        await _turn_away(socket, error)
        return
    actor = actor_of(who)
    await serve_desk(socket, services, room, room.juror_desk(actor, may_mark), commands.jury_up)


async def _turn_away(socket: WebSocket, error: SimulatorError) -> None:
    """4401: sign in first; 4403: not yours."""
    await socket.accept()
    await socket.close(4401 if error.status == 401 else 4403, error.code)


async def serve_desk(
    socket: WebSocket, services: Services, room: SeatRoom, desk: DeskFeed, reads: TypeAdapter[Any]
) -> None:
    """One connection, until either side ends it. `reads`: what this desk may say."""
    await socket.accept()
    outbox = Outbox()
    try:
        hello = await _first(socket, reads)
        if hello is None:
            return
        outbox.put(events.Welcome(epoch=room.epoch, server_now=datetime.now(UTC)))
        await room.enter(desk, outbox, hello.last_event if hello.epoch == room.epoch else None)
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(_write(socket, outbox))
            reader = tasks.create_task(_read(socket, room, desk, outbox, reads))
            await asyncio.wait([writer, reader], return_when=asyncio.FIRST_COMPLETED)
            writer.cancel()
            reader.cancel()
    finally:
        await asyncio.shield(room.leave(desk, outbox))
        await _close(socket)


async def _first(socket: WebSocket, reads: TypeAdapter[Any]) -> commands.Hello | None:
    try:
        async with asyncio.timeout(SILENCE_SECONDS):
            message = reads.validate_json(await socket.receive_text())
    except (ValidationError, TimeoutError, WebSocketDisconnect, KeyError):
        return None
    return message if isinstance(message, commands.Hello) else None


async def _write(socket: WebSocket, outbox: Outbox) -> None:
    try:
        while (message := await outbox.queue.get()) is not None:
            await socket.send_text(message.model_dump_json())
    except (WebSocketDisconnect, RuntimeError):
        # The other side is gone; the reader sees it as well.
        return


async def _read(socket: WebSocket, room: SeatRoom, desk: DeskFeed, outbox: Outbox, reads: TypeAdapter[Any]) -> None:
    allowed = _Pace()
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                text = await socket.receive_text()
        except (TimeoutError, WebSocketDisconnect, KeyError):
            return
        if len(text) > LARGEST_MESSAGE:
            return
        try:
            message = reads.validate_json(text)
        except ValidationError as error:
            is_number = any(one["type"] == "finite_number" for one in error.errors(include_input=False))
            outbox.put(_refusal(text, "bad_number" if is_number else "forbidden_message"))
            continue
        match message:
            case commands.Ping(sent_ms=sent_ms, last_event=last_event):
                outbox.put(events.Pong(sent_ms=sent_ms, server_now=datetime.now(UTC)))
                await room.received(desk, last_event)
            case commands.ChatTyping():
                room.typing(desk)
            case commands.Command():
                if allowed():
                    outbox.put(await room.handle(desk, message))
                else:
                    outbox.put(_refused(message.id, Refused("too_fast")))
            case _:
                pass


def _refusal(text: str, code: str) -> events.Ack:
    """The answer to what is not one of this desk's messages, with the id that it carried if it had one."""
    try:
        carried = TypeAdapter(dict[str, Any]).validate_json(text).get("id")
    except ValidationError:
        carried = None
    return _refused(carried if isinstance(carried, str) and len(carried) <= 64 else "?", Refused(code))


def _refused(command_id: str, refusal: Refused) -> events.Ack:
    problem = events.Problem(code=refusal.code, message=refusal.message, remedy=refusal.remedy)
    return events.Ack(id=command_id, ok=False, problem=problem)


class _Pace:
    """At most so many commands a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._times: deque[float] = deque(maxlen=MOST_PER_SECOND)
        self._clock = clock

    def __call__(self) -> bool:
        now = self._clock()
        if len(self._times) == MOST_PER_SECOND and now - self._times[0] < 1.0:
            return False
        self._times.append(now)
        return True


async def _close(socket: WebSocket) -> None:
    try:
        await socket.close()
    except (RuntimeError, WebSocketDisconnect):
        # Already closed by the other side.
        return
