"""The rooms of the seats at which somebody is; how to read all the others; where what happens outside goes."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts.signing import Kind
from simulator.conduct.loading import SeatLoader
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.conduct.views import Juror
from simulator.conduct.views import SeatState as SeatStateView
from simulator.desk.glance import juror_at_a_glance, seat_at_a_glance
from simulator.desk.seat_parts import SeatParts
from simulator.desk.seat_read import SeatRead
from simulator.desk.seat_room import SeatRoom, candidate_of
from simulator.errors import SimulatorError
from simulator.facts.fact import Actor
from simulator.ids import CallId, PersonId, SeatId, SessionId
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.recordings.reading import reports_of_seat
from simulator.seat.here import DeskHere, Here
from simulator.seat.state import SeatState
from telephony import LineConnected, LineLost, SwitchEvent
from telephony.sip import IncomingCall

log = structlog.get_logger(__name__)

MEASURE_EVERY = 2
"""Seconds between two refreshes of what is measured in a running call."""

KEPT_IDLE = timedelta(seconds=90)
"""How long a room stays that nobody needs: a page that is loaded again finds its numbering."""

MOST_READ = 64
"""Seats whose state is kept for whoever only reads; the least recently read goes first."""

CLOSING_SECONDS = 10.0
"""What seats may take to carry out what was handed in when the server stops."""


class SeatRooms:
    """Loads a seat's room at its first use and lets it go after its last; `async with` owns the tasks."""

    def __init__(self, loader: SeatLoader, sessions: async_sessionmaker[AsyncSession], parts: SeatParts) -> None:
        self._loader, self._sessions, self._parts = loader, sessions, parts
        self._rooms: dict[SeatId, SeatRoom] = {}
        self._unneeded_since: dict[str, float] = {}
        self._loading: dict[str, asyncio.Task[SeatRoom]] = {}
        self._read: OrderedDict[str, SeatRead] = OrderedDict()
        self._reading: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._ticker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "SeatRooms":
        self._ticker = asyncio.create_task(self._tick(), name="seat-ticks")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._ticker is not None:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)
        closing = [asyncio.create_task(room.close()) for room in self._rooms.values()]
        if closing:
            late = (await asyncio.wait(closing, timeout=CLOSING_SECONDS))[1]
            for task in late:
                task.cancel()
            for room in self._rooms.values():
                room.inbox.stop()
            if late:
                log.error("seats_not_closed", seats=len(late))

    async def room(self, seat_id: SeatId) -> SeatRoom:
        """The seat's one room. Raises NotFound. Cancelling it leaves the loading to others who wait for it."""
        known = self._rooms.get(seat_id)
        if known is not None:
            self._unneeded_since.pop(seat_id, None)
            return known
        loading = self._loading.get(seat_id)
        if loading is None:
            loading = asyncio.create_task(self._open(seat_id), name=f"open seat {seat_id}")
            self._loading[seat_id] = loading
            loading.add_done_callback(lambda _: self._loading.pop(seat_id, None))
        return await asyncio.shield(loading)

    @property
    def now(self) -> datetime:
        """By the clock that exams and exchanges are counted in."""
        return self._parts.clock.now()

    async def read(self, seat_id: SeatId) -> SeatRead:
        """The seat for whoever only looks: of its room where there is one, else of its facts. Raises NotFound."""
        room = self._rooms.get(seat_id)
        if room is not None:
            return SeatRead(room.state, room.reports, room.here.calls)
        lock = self._reading.setdefault(seat_id, asyncio.Lock())
        async with lock:
            return await self._read_facts(seat_id)

    async def read_as_of(self, seat_id: SeatId, fact_number: int) -> SeatState:
        """The seat as it was at this fact; nobody changes it any more. Raises NotFound."""
        return await self._loader.load(seat_id, up_to=fact_number)

    async def glance(
        self, seat_id: SeatId, jurors: Sequence[tuple[PersonId, str]]
    ) -> tuple[SeatStateView, tuple[Juror, ...]]:
        """The seat and these jurors of it (identifier and name), whoever is there. Raises NotFound."""
        room, now = self._rooms.get(seat_id), self._parts.clock.now()
        state = (await self.read(seat_id)).state
        here = room.here if room is not None else Here(candidate_of(state))
        desks: list[tuple[PersonId, DeskHere]] = []
        for person_id, name in jurors:
            actor = Actor.of_person(person_id, name)
            desk = here.of_actor(actor.id) or DeskHere(f"{actor.id}@{seat_id}", actor)
            desk.sound = self._parts.media.sound_of(desk.key, actor.id, state.training.id)
            desks.append((person_id, desk))
        if room is None:
            self._parts.media.look(state, here)
        shown = tuple(juror_at_a_glance(state, here, person_id, desk) for person_id, desk in desks)
        return seat_at_a_glance(state, here, now), shown

    async def candidate_view(self, seat_id: SeatId) -> CandidateDesk:
        """The candidate's whole desk. Raises NotFound."""
        return (await self.room(seat_id)).views.candidate()

    async def jury_view(self, seat_id: SeatId, actor: Actor, may_mark: bool) -> JuryDesk:
        """This juror's whole desk, whether it was ever opened or not. Raises NotFound."""
        room = await self.room(seat_id)
        return room.views.jury(room.desks.of(room.desks.juror_desk(actor, may_mark)))

    def open_room(self, seat_id: SeatId) -> SeatRoom | None:
        """The room, if somebody is there."""
        return self._rooms.get(seat_id)

    def all_loaded(self) -> list[SeatRoom]:
        return list(self._rooms.values())

    # What others ask and tell.

    def is_in_exchange(self, kind: Kind, person_id: PersonId, seat_id: SeatId | None) -> bool:
        """Whether a sign-in must not expire now: this very person takes part in an exchange that runs.

        A candidate in their own; a partner and the staff where they play or are consulted, and where they mark or
        listen at an open desk. An exchange of others keeps nobody signed in.
        """
        if kind == "candidate":
            room = self._rooms.get(seat_id or SeatId(""))
            return room is not None and room.state.active is not None
        actor = "partner" if kind == "partner" else Actor.of_person(person_id).id
        return any(room.desks.takes_part(actor) for room in self._rooms.values() if seat_id in (None, room.seat_id))

    def is_on_call(self, owner: str) -> bool:
        """Whether this actor is an end of a call that rings or runs."""
        for room in self._rooms.values():
            active = room.state.active
            call = active.call if active is not None else None
            is_running = call is not None and not call.is_over
            if active is not None and is_running and owner in (room.here.candidate.actor.id, active.played_by):
                return True
        return False

    async def rows_changed(self, seat_id: SeatId) -> None:
        """An attempt was added, or the jury is another: the room, if there is one, learns of it before this ends."""
        room = self._rooms.get(seat_id)
        if room is not None:
            await room.read_again()

    async def opened(self, session_id: SessionId) -> None:
        """The session was changed, its envelopes opened: rooms learn of it. Cancelled, the others learn it later."""
        for room in list(self._rooms.values()):
            if room.state.training.id == session_id:
                await room.read_again()

    async def closing(self, session_id: SessionId) -> None:
        """The session was closed: rooms learn of it, candidates leave; jurors still mark."""
        for room in list(self._rooms.values()):
            if room.state.training.id == session_id:
                await room.read_again()
                room.candidate.close("seat_closed")

    async def forget(self, session_id: SessionId) -> None:
        """Before a session's rows go: its rooms close, whoever still looks is let go. Cancelled, some are left."""
        for seat_id, room in list(self._rooms.items()):
            if room.state.training.id == session_id:
                await self.forget_seat(seat_id)
        for seat_id, read in list(self._read.items()):
            if read.state.training.id == session_id:
                del self._read[seat_id]

    async def forget_seat(self, seat_id: SeatId) -> None:
        """As `forget`, of one seat."""
        self._read.pop(seat_id, None)
        room = self._rooms.pop(seat_id, None)
        if room is None:
            return
        self._unneeded_since.pop(seat_id, None)
        for desk in room.desks.feeds():
            desk.close("seat_closed")
        await room.close()
        room.inbox.stop()

    async def say_goodbye(self, seconds: float = 2.0) -> None:
        """The server stops: every desk is told, and comes back by itself. Waits until they have heard it."""
        desks = [desk for room in self._rooms.values() for desk in room.desks.feeds()]
        for desk in desks:
            desk.close("server_stops")
        try:
            async with asyncio.timeout(seconds):
                while any(desk.is_connected for desk in desks):  # noqa: ASYNC110 - a bounded look at many desks
                    await asyncio.sleep(0.02)
        except TimeoutError:
            log.warning("desks_not_told", desks=sum(desk.is_connected for desk in desks))

    def on_switch_event(self, event: SwitchEvent) -> None:
        """Called by the switch; each seat takes its own in their order, and none waits for another's."""
        if isinstance(event, LineConnected | LineLost):
            seat_id = event.line_id.rpartition(":" if event.line_id.startswith("seat:") else "@")[2]
            room = self._rooms.get(SeatId(seat_id))
            if room is not None:
                room.from_switch.line_changed(event)
            return
        room = self.room_of_call(CallId(event.call_id))
        if room is None:
            # Whatever it was cannot be undone; whoever looks for it finds this line.
            log.error("event_of_unknown_call", call=event.call_id, event_kind=type(event).__name__)
            return
        room.from_switch.happened(event)

    def room_of_call(self, call_id: CallId) -> SeatRoom | None:
        """Of a call or a consultation."""
        return next((room for room in self._rooms.values() if room.state.run_of_call(call_id) is not None), None)

    def on_phone_change(self, owner: str) -> None:
        """A telephone of this actor has come or gone: the desks that show it hear of it."""
        for room in self._rooms.values():
            if owner == room.here.candidate.actor.id or room.here.of_actor(owner) is not None:
                room.look_again()

    async def phone_dials(self, call: IncomingCall, seat_id: SeatId) -> None:
        """A candidate's telephone dials: it reaches the customers of their seat."""
        await (await self.room(seat_id)).telephones.dials(call)

    async def load_running(self) -> None:
        """After a start: an exam's clock runs on the server, and whatever was going on is looked after at once."""
        async with self._sessions() as session:
            query = (
                select(SeatRow.id)
                .join(TrainingSessionRow)
                .where(TrainingSessionRow.kind == "exam", TrainingSessionRow.closed_at.is_(None))
            )
            seats = list(await session.scalars(query))
        for seat_id in seats:
            try:
                await self.room(seat_id)
            except SimulatorError as error:
                log.error("seat_not_loaded", seat=seat_id, why=error.message)
            except Exception:
                # One seat that cannot be read must not keep the centre from opening.
                log.exception("seat_not_loaded", seat=seat_id)

    async def _open(self, seat_id: SeatId) -> SeatRoom:
        state = await self._loader.load(seat_id)
        reports = await reports_of_seat(self._sessions, seat_id)
        self._read.pop(seat_id, None)
        room = SeatRoom(self._parts, state, reports)
        self._rooms[seat_id] = room
        await room.begin()
        return room

    async def _read_facts(self, seat_id: SeatId) -> SeatRead:
        known = self._read.get(seat_id)
        if known is None:
            state = await self._loader.load(seat_id)
        else:
            state = known.state
            await self._loader.bring_up_to_date(state)
        read = SeatRead(state, await reports_of_seat(self._sessions, seat_id))
        self._read[seat_id] = read
        self._read.move_to_end(seat_id)
        while len(self._read) > MOST_READ:
            self._read.popitem(last=False)
        return read

    async def _tick(self) -> None:
        beat = 0
        while True:
            await asyncio.sleep(1.0)
            beat += 1
            try:
                self._look_after_all(beat)
            except Exception:
                # The clocks of all seats hang on this one task: whatever one of them does, it goes on.
                log.exception("seat_ticks_failed")

    def _look_after_all(self, beat: int) -> None:
        """Rooms first, the clock's step and idle rooms after; nothing here waits."""
        step = self._parts.clock.new_step()
        is_counting = False
        for seat_id, room in list(self._rooms.items()):
            try:
                if step is not None:
                    room.clock_stepped(step)
                room.tick(measure=beat % MEASURE_EVERY == 0)
                is_counting = is_counting or room.is_counting
                self._let_go_if_unneeded(seat_id, room)
            except Exception:
                # One seat in trouble must not stop the clocks of all the others.
                log.exception("seat_tick_failed", seat=seat_id)
        if not is_counting:
            self._parts.clock.follow_system()

    def _let_go_if_unneeded(self, seat_id: SeatId, room: SeatRoom) -> None:
        if room.is_needed():
            self._unneeded_since.pop(seat_id, None)
            return
        now = asyncio.get_running_loop().time()
        since = self._unneeded_since.setdefault(seat_id, now)
        if now - since >= KEPT_IDLE.total_seconds():
            del self._rooms[seat_id], self._unneeded_since[seat_id]
            log.info("room_let_go", seat=seat_id)
