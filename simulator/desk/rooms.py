"""All seats in memory, and the tasks that look after them: switch events, clocks, live measures."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select

from simulator.accounts.signing import Kind
from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.desk.seat_room import SeatRoom
from simulator.errors import NotFound
from simulator.facts import kinds
from simulator.facts.log import Actor
from simulator.phones.listening import PhoneListening
from simulator.phones.service import LISTENING_PREFIX
from simulator.seat.clock import fold_clock
from simulator.seat.state import SeatState
from simulator.services import Services
from telephony import LineConnected, LineLost, SwitchEvent
from telephony.sip import IncomingCall
from telephony.speech import Caption, FellBehind, Heard, News

log = structlog.get_logger(__name__)

MEASURE_EVERY = 2.0
"""Seconds between two refreshes of what is measured in a running call."""


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """A telephone of this actor has registered, or is no longer there."""

    owner: str


class SeatRooms:
    """Loads a seat's room at its first use; `async with` owns the tasks."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._rooms: dict[str, SeatRoom] = {}
        self.lines: dict[str, str] = {}
        """Which sign-in opened a desk's sound line."""
        self._loading = asyncio.Lock()
        self._events: asyncio.Queue[SwitchEvent | PhoneChanged | News] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._phone_listening = PhoneListening(services)

    async def __aenter__(self) -> "SeatRooms":
        self._tasks = [
            asyncio.create_task(self._take_events(), name="switch-events"),
            asyncio.create_task(self._tick(), name="seat-ticks"),
        ]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._events.empty():
            await self._take(self._events.get_nowait())

    def on_switch_event(self, event: SwitchEvent) -> None:
        """Called by the switch; taken in order, one at a time."""
        self._events.put_nowait(event)

    async def room(self, seat_id: str) -> SeatRoom:
        """Raises NotFound."""
        known = self._rooms.get(seat_id)
        if known is not None:
            return known
        async with self._loading:
            if seat_id not in self._rooms:
                room = await self._load(seat_id)
                self._rooms[seat_id] = room
                async with room.lock:
                    await room.calls.close_orphans()
            return self._rooms[seat_id]

    def is_in_exchange(self, kind: Kind, person_id: str, seat_id: str | None) -> bool:
        """Whether a sign-in must not expire now: this very person takes part in an exchange that runs.

        A candidate in their own; a partner and the staff where they play or are consulted, and where they mark or
        listen at an open desk. An exchange of others keeps nobody signed in.
        """
        if kind == "candidate":
            room = self._rooms.get(seat_id or "")
            return room is not None and room.state.active is not None
        actor = "partner" if kind == "partner" else Actor.of_person(person_id).id
        return any(room.takes_part(actor) for room in self._rooms.values() if seat_id in (None, room.seat_id))

    def is_on_call(self, owner: str) -> bool:
        """Whether this actor is an end of a call that rings or runs."""
        for room in self._rooms.values():
            active = room.state.active
            call = active.call if active is not None else None
            is_running = call is not None and not call.is_over
            if active is not None and is_running and owner in (room.candidate.actor.id, active.played_by):
                return True
        return False

    async def runs_changed(self, seat_id: str) -> None:
        """A new attempt was added: the room learns of it."""
        room = await self.room(seat_id)
        async with self._services.sessions() as session:
            rows = list(await session.scalars(select(ExchangeRunRow).where(ExchangeRunRow.seat_id == seat_id)))
        async with room.lock:
            for row in rows:
                room.state.add_run(row)
            room.tell_everybody()

    async def closing(self, session_id: str) -> None:
        """The session was closed: rooms learn of it, candidates leave; jurors still mark."""
        async with self._services.sessions() as session:
            training = await session.get_one(TrainingSessionRow, session_id)
        for room in self._rooms.values():
            if room.state.training.id == session_id:
                room.state.training = training
                room.candidate.close("seat_closed")

    async def say_goodbye(self, seconds: float = 2.0) -> None:
        """The server stops: every desk is told, and comes back by itself. Waits until they have heard it."""
        desks = [desk for room in self._rooms.values() for desk in (room.candidate, *room.jurors.values())]
        for desk in desks:
            desk.close("server_stops")
        try:
            async with asyncio.timeout(seconds):
                while any(desk.is_connected for desk in desks):  # noqa: ASYNC110 - a bounded look at many desks
                    await asyncio.sleep(0.02)
        except TimeoutError:
            log.warning("desks_not_told", desks=sum(desk.is_connected for desk in desks))

    def all_loaded(self) -> list[SeatRoom]:
        return list(self._rooms.values())

    async def _load(self, seat_id: str) -> SeatRoom:
        services = self._services
        async with services.sessions() as session:
            seat = await session.get(SeatRow, seat_id)
            if seat is None:
                raise NotFound("Ce poste n’existe pas.")
            training = await session.get_one(TrainingSessionRow, seat.session_id)
            person = await session.get_one(PersonRow, seat.person_id)
            rows = list(await session.scalars(select(ExchangeRunRow).where(ExchangeRunRow.seat_id == seat_id)))
        pack = services.packs.get(training.pack_id).pack
        clock = fold_clock(training.minutes, seat.extra_minutes, [])
        state = SeatState(seat, training, pack, person.name, clock)
        for row in rows:
            state.add_run(row)
        for fact in await services.facts.of_seat(seat_id):
            state.apply(fact)
        room = SeatRoom(services, state)
        room.reports = await services.finisher.reports_of_seat(seat_id)
        return room

    async def phone_dials(self, call: IncomingCall, owner: str) -> None:
        """A telephone dials: a candidate's reaches the customers of their seat; a juror's has nobody to dial.

        `owner`: the actor whose telephone it is."""
        kind, _, seat_id = owner.partition(":")
        if call.dialled.startswith(LISTENING_PREFIX):
            await self._phone_listening.dialled(call, owner)
            return
        if kind != "candidate":
            call.refuse(404)
            return
        room = await self.room(seat_id)
        async with room.lock:
            await room.calls.phone_dials(call)
            room.tell_everybody()

    def on_phone_change(self, owner: str) -> None:
        """A telephone of this actor has come or gone: the desks that show it hear of it, in order."""
        self._events.put_nowait(PhoneChanged(owner))

    def on_live_news(self, news: News) -> None:
        """What was just heard of a running call, in order with everything else."""
        self._events.put_nowait(news)

    async def load_running_exams(self) -> None:
        """An exam's clock runs on the server: its seats are looked after from the first second."""
        async with self._services.sessions() as session:
            query = (
                select(SeatRow.id)
                .join(TrainingSessionRow)
                .where(TrainingSessionRow.kind == "exam", TrainingSessionRow.closed_at.is_(None))
            )
            seats = list(await session.scalars(query))
        for seat_id in seats:
            try:
                await self.room(seat_id)
            except NotFound as error:
                log.error("seat_not_loaded", seat=seat_id, why=error.message)

    async def _take_events(self) -> None:
        while True:
            event = await self._events.get()
            try:
                await self._take(event)
            except Exception:
                # One event that cannot be kept must not silence all the others.
                log.exception("switch_event_failed", event_kind=type(event).__name__)

    async def _take(self, event: SwitchEvent | PhoneChanged | News) -> None:
        if isinstance(event, Caption | Heard | FellBehind):
            await self._take_news(event)
            return
        if isinstance(event, PhoneChanged):
            for room in self._rooms.values():
                if event.owner == room.candidate.actor.id or f"{event.owner}@{room.seat_id}" in room.jurors:
                    async with room.lock:
                        room.tell_everybody()
            return
        if isinstance(event, LineConnected | LineLost):
            room = self._rooms.get(event.line_id.rpartition(":" if event.line_id.startswith("seat:") else "@")[2])
            if room is not None:
                async with room.lock:
                    if isinstance(event, LineLost):
                        self._say_lost(room, event.line_id)
                    room.tell_everybody()
            return
        for room in self._rooms.values():
            run = room.state.run_of_call(event.call_id)
            if run is not None:
                async with room.lock:
                    await room.calls.happened(run, event)
                    room.tell_everybody()
                return

    async def _take_news(self, news: News) -> None:
        for room in self._rooms.values():
            run = room.state.run_of_call(news.call_id)
            if run is None:
                continue
            async with room.lock:
                if isinstance(news, Caption):
                    room.captions.add(news)
                    room.show_captions()
                elif isinstance(news, FellBehind):
                    room.captions.fell_behind()
                    self._services.transcriber.recording_ready()
                    room.tell_everybody()
                else:
                    made = await self._services.transcriber.keep_live(news.call_id, news.turns)
                    await room.record(made, run.run_id)
                    room.tell_everybody()
            return

    @staticmethod
    def _say_lost(room: SeatRoom, line_id: str) -> None:
        desk = room.candidate if line_id == room.candidate.key else room.jurors.get(line_id)
        if desk is not None:
            room.notice(
                desk,
                "warning",
                "line_lost",
                "Votre son est coupé.",
                "La page le rétablit toute seule ; si cela dure, vérifiez le réseau, puis rechargez la page.",
            )

    async def _tick(self) -> None:
        beat = 0
        while True:
            await asyncio.sleep(1.0)
            beat += 1
            for room in list(self._rooms.values()):
                try:
                    await self._look_after(room, beat)
                except Exception:
                    # One seat in trouble (a full disk…) must not stop the clocks of all the others.
                    log.exception("seat_tick_failed", seat=room.seat_id)

    async def _look_after(self, room: SeatRoom, beat: int) -> None:
        await self._end_clock(room)
        active = room.state.active
        call = active.call if active is not None else None
        if call is not None and not call.is_over and beat % int(MEASURE_EVERY) == 0:
            async with room.lock:
                room.tell_everybody()

    async def _end_clock(self, room: SeatRoom) -> None:
        clock, now = room.state.clock, datetime.now(UTC)
        if room.state.training.kind != "exam" or clock.state != "running" or clock.remaining(now) > timedelta(0):
            return
        async with room.lock:
            if room.state.clock.state == "running" and room.state.clock.remaining(now) <= timedelta(0):
                running = room.state.active
                await room.record(kinds.ClockEnded())
                if running is not None:
                    overrun = f"Le temps s’est écoulé pendant l’échange {running.position}, qui a pu se conclure."
                    await room.record(kinds.IncidentNoted(text=overrun), running.run_id)
                room.tell_everybody()
                room.notice(
                    None,
                    "warning",
                    "time_is_up",
                    "Le temps des échanges est écoulé.",
                    "L’échange en cours peut se conclure ; aucun autre ne commencera.",
                )
