"""The one WebSocket per desk: who it is, what it may say, what it is told; a cut loses nothing.

Opening: cookie and origin are checked before the socket is accepted. Then `Hello`, `Welcome`, the missed events or a
snapshot. A desk silent for `SILENCE_SECONDS` (pings come every few seconds) counts as gone.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog
from fastapi import APIRouter, WebSocket
from pydantic import TypeAdapter, ValidationError
from starlette.websockets import WebSocketDisconnect

from simulator.accounts.actors import actor_of
from simulator.accounts.live_rights import LiveRight, LiveRights, Reason
from simulator.conduct.doors import UseDoors
from simulator.desk.desk_rights import candidates_right, jurors_right
from simulator.desk.feed import DeskFeed
from simulator.desk.outbox import Outbox
from simulator.desk.seat_room import SeatRoom
from simulator.errors import SimulatorError
from simulator.ids import SeatId
from simulator.live_messages import commands, events
from simulator.parts import UseLiveRights, UseRooms, UseSignIns
from simulator.seat.refusals import Refused
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

router = APIRouter()

NO_SEAT = SeatId("")

SILENCE_SECONDS = 15.0
HELLO_SECONDS = 10.0
"""From the connection to its Hello; a page says it at once."""

MOST_WITHOUT_HELLO = 4
"""Connections of one desk that have said nothing yet; one more, and the oldest is ended."""

SEND_SECONDS = 10.0
"""How long one message may wait for a reader that takes nothing."""

CLOSE_SECONDS = 2.0
GOODBYE_SECONDS = 1.0
"""How long a connection whose right is lost may take to be told so."""

MOST_PER_SECOND = 40
"""Commands; far above what a person types. What is beyond is refused, and the page sends it again a little later.

Everything a desk sends, commands or not, has its bounds in `pacing.py`; what is longer than `serving.LONGEST_MESSAGE`
is never read."""

TOO_FAST = (
    french_spaces(
        "Votre poste envoie plus de messages qu’une personne n’en écrit : ils sont traités plus lentement."
    ),
    french_spaces("Si rien ne l’explique (touche bloquée, extension du navigateur), rechargez la page."),
)

NOT_A_MEASURE = {"finite_number", "greater_than_equal", "less_than_equal", "int_parsing_size"}
"""What pydantic calls a number that is none, or that nothing can measure."""


@router.websocket("/api/candidate/live")
async def candidate_live(
    socket: WebSocket, sign_ins: UseSignIns, live_rights: UseLiveRights, rooms: UseRooms
) -> None:
    """The candidate's desk."""
    try:
        who = await sign_ins.of(socket, "candidate")
        room = await rooms.room(who.seat_id or SeatId(""))
    except SimulatorError as error:
        await _turn_away(socket, error)
        return
    right = candidates_right(sign_ins, live_rights, who)
    await serve_desk(socket, live_rights, room, room.candidate, commands.candidate_up, right)


@router.websocket("/api/staff/live")
async def staff_live(
    socket: WebSocket,
    sign_ins: UseSignIns,
    live_rights: UseLiveRights,
    doors: UseDoors,
    rooms: UseRooms,
    seat: SeatId = NO_SEAT,
) -> None:
    """A juror's desk at one seat."""
    try:
        who = await sign_ins.of(socket, "staff")
        row = await doors.may_see_seat(who, seat)
        room = await rooms.room(seat)
        may_mark = await doors.is_marker(who, row)
    except SimulatorError as error:
        await _turn_away(socket, error)
        return
    desk = room.desks.juror_desk(actor_of(who), may_mark)
    right = jurors_right(sign_ins, doors, live_rights, who, room, desk)
    await serve_desk(socket, live_rights, room, desk, commands.jury_up, right)


async def _turn_away(socket: WebSocket, error: SimulatorError) -> None:
    """4401: sign in first; 4403: not yours."""
    await socket.accept()
    await socket.close(4401 if error.status == 401 else 4403, error.code)


async def serve_desk(
    socket: WebSocket,
    live_rights: LiveRights,
    room: SeatRoom,
    desk: DeskFeed,
    reads: TypeAdapter[Any],
    right: LiveRight,
) -> None:
    """One connection, until either side ends it, or its right is lost. `reads`: what this desk may say.

    Cancelled, it leaves the desk as if the network had been cut.
    """
    await socket.accept()
    outbox = Outbox()
    with live_rights.holding(right):
        # It may have been lost after the door looked and before it was held.
        right.doubt()
        await _serve(socket, room, desk, outbox, reads, right)


async def _serve(
    socket: WebSocket, room: SeatRoom, desk: DeskFeed, outbox: Outbox, reads: TypeAdapter[Any], right: LiveRight
) -> None:
    too_fast = desk.pace.is_shut
    entered = False
    try:
        hello = None if too_fast else await _first(socket, desk, outbox, reads)
        await right.settle()
        if hello is None or right.lost is not None:
            return
        outbox.put(events.Welcome(epoch=room.epoch, server_now=room.now))
        entered = True
        await room.enter(desk, outbox, hello.last_event if hello.epoch == room.epoch else None)
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(_write(socket, outbox), name="desk-writer")
            reader = tasks.create_task(_read(socket, room, desk, outbox, reads, right), name="desk-reader")
            watcher = tasks.create_task(_watch(right, outbox), name="desk-right")
            await asyncio.wait([writer, reader, watcher], return_when=asyncio.FIRST_COMPLETED)
            too_fast = reader.done() and await reader
            if too_fast:
                outbox.put(events.Closing(reason="too_fast"))
                outbox.end()
                await asyncio.wait([writer], timeout=CLOSE_SECONDS)
            reader.cancel()
            if right.lost is not None:
                # Why it ends goes out first, where the other side still reads.
                await asyncio.wait([writer], timeout=GOODBYE_SECONDS)
            writer.cancel()
            watcher.cancel()
    finally:
        if entered:
            await asyncio.shield(room.leave(desk, outbox))
        await _close(socket, right.lost, too_fast, is_told=entered)


async def _watch(right: LiveRight, outbox: Outbox) -> None:
    """Until the right is lost; then nothing more is told than that. Cancelled, it only stops looking."""
    outbox.end_saying(events.Closing(reason=await right.until_lost()))


async def _first(socket: WebSocket, desk: DeskFeed, outbox: Outbox, reads: TypeAdapter[Any]) -> commands.Hello | None:
    """The Hello, or None: another message, none in time, gone, or too many connections that say nothing."""
    desk.without_hello.append(outbox)
    if len(desk.without_hello) > MOST_WITHOUT_HELLO:
        desk.without_hello[0].end()
    silent = asyncio.create_task(outbox.next(), name="desk-without-hello")
    try:
        async with asyncio.timeout(HELLO_SECONDS):
            verdict = desk.pace.connection()
            if verdict.wait:
                await asyncio.wait([silent], timeout=verdict.wait)
            said = asyncio.create_task(socket.receive_text(), name="desk-hello")
            try:
                await asyncio.wait([said, silent], return_when=asyncio.FIRST_COMPLETED)
                message = reads.validate_json(await said) if said.done() and not silent.done() else None
            finally:
                said.cancel()
    except (ValidationError, TimeoutError, WebSocketDisconnect, KeyError):
        return None
    finally:
        silent.cancel()
        desk.without_hello.remove(outbox)
    return message if isinstance(message, commands.Hello) else None


async def _write(socket: WebSocket, outbox: Outbox) -> None:
    try:
        while (message := await outbox.next()) is not None:
            # Who reads nothing fills the system's buffers; what waits here is bounded by the outbox.
            async with asyncio.timeout(SEND_SECONDS):
                await socket.send_text(message.model_dump_json())
    except (WebSocketDisconnect, RuntimeError, TimeoutError):
        # The other side is gone; the reader sees it as well.
        return


async def _read(
    socket: WebSocket, room: SeatRoom, desk: DeskFeed, outbox: Outbox, reads: TypeAdapter[Any], right: LiveRight
) -> bool:
    """Until the other side is gone or its right is lost (False), or it sends more than a person can (True)."""
    allowed = _Pace()
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                text = await socket.receive_text()
        except (TimeoutError, WebSocketDisconnect, KeyError):
            return False
        if right.lost is not None:
            return False
        verdict = desk.pace.message(len(text) if text.isascii() else len(text.encode()))
        if verdict.end:
            log.warning("desk_ended_for_flooding", desk=desk.key)
            return True
        if verdict.tell:
            room.desks.notice(desk.key, "warning", "too_fast", *TOO_FAST)
        if verdict.wait:
            # Nothing is read meanwhile: what comes stays with the sender.
            await asyncio.sleep(verdict.wait)
        try:
            message = reads.validate_json(text)
        except ValidationError as error:
            is_number = any(one["type"] in NOT_A_MEASURE for one in error.errors(include_input=False))
            outbox.put(_refusal(text, "bad_number" if is_number else "forbidden_message"))
            continue
        match message:
            case commands.Ping(sent_ms=sent_ms, last_event=last_event):
                outbox.put(events.Pong(sent_ms=sent_ms, server_now=room.now))
                await room.commanding.received(desk, last_event)
            case commands.ChatTyping():
                if desk.may_hint():
                    room.desks.typing(desk)
            case commands.Command():
                if allowed():
                    outbox.put(await room.commanding.handle(desk, message, right))
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


async def _close(socket: WebSocket, lost: Reason | None, too_fast: bool, is_told: bool) -> None:
    """4401: signed out meanwhile; 4403: the seat is no longer theirs; 4429: too much, come back in some seconds."""
    code, why = {None: (1000, ""), "signed_out": (4401, "signed_out"), "seat_closed": (4403, "seat_closed")}[lost]
    if too_fast and lost is None:
        code, why = 4429, "too_fast"
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            if too_fast and not is_told:
                await socket.send_text(events.Closing(reason="too_fast").model_dump_json())
            await socket.close(code, why)
    except (RuntimeError, WebSocketDisconnect, TimeoutError):
        # Already closed by the other side, or it reads nothing more: the server ends it (serving/).
        return
