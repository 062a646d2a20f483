"""A seat while somebody is at it: its state, the desks connected to it, and the one order in which things happen.

Whatever happens here is handed to the seat's inbox, which one task empties: it is decided on (`simulator.seat`), its
facts are kept, then applied, its effects follow, and the desks hear of it. Nobody's cancelling stops it half-way.
"""

import itertools
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from simulator.desk.captions import Captions
from simulator.desk.commanding import Commanding
from simulator.desk.feed import DeskFeed, Outbox
from simulator.desk.from_switch import FromSwitch
from simulator.desk.inbox import Inbox
from simulator.desk.network import ShownNetwork
from simulator.desk.performing import Performing
from simulator.desk.seat_desks import SeatDesks
from simulator.desk.seat_owner import MOST_OVERTAKEN, SeatOwner
from simulator.desk.seat_parts import SeatParts
from simulator.desk.seat_telephones import SeatTelephones
from simulator.desk.views import SeatViews
from simulator.facts import kinds
from simulator.facts.fact import SYSTEM, Actor, NewFact
from simulator.facts.log import Beside, Overtaken
from simulator.ids import SeatId
from simulator.seat.deciding import clocks
from simulator.seat.here import DeskHere, Here
from simulator.seat.measuring import Speech
from simulator.seat.state import SeatState
from simulator.storage.not_kept import NotKept
from telephony import (
    RecordingReport,
)
from telephony.speech import Caption

log = structlog.get_logger(__name__)

_epochs = itertools.count(1)
_PROCESS = secrets.token_hex(6)


def candidate_of(state: SeatState) -> DeskHere:
    """The candidate's desk, as long as nobody is at it."""
    actor = Actor(f"candidate:{state.seat.id}", state.candidate_name)
    return DeskHere(f"seat:{state.seat.id}", actor, is_candidate=True)


class SeatRoom:
    """Made by SeatRooms from the seat's facts, and let go once nobody needs it."""

    def __init__(self, parts: SeatParts, state: SeatState, reports: dict[str, RecordingReport]) -> None:
        self.parts, self.state, self.reports = parts, state, reports
        self.words, self.finisher = parts.words, parts.finisher
        self.epoch = f"{_PROCESS}-{next(_epochs)}"
        """Another room, another numbering of events."""
        self.here = Here(candidate_of(state))
        self.captions = Captions()
        self.network = ShownNetwork()
        self.inbox = Inbox(f"seat {state.seat.id}")
        self.views = SeatViews(self)
        self.desks = SeatDesks(state, self.here, self.views, self.captions)
        self.candidate = self.desks.candidate
        performing = Performing(self, parts.media, parts.recordings, parts.ring_seconds)
        self.owner = SeatOwner(parts, state, self.here, self.desks, performing)
        self.commanding = Commanding(parts, state, self.here, self.desks, self.inbox, self.owner)
        self.from_switch = FromSwitch(state, self.here, self.desks, self.inbox, self.owner)
        self.telephones = SeatTelephones(
            state, self.here, self.desks, self.inbox, self.owner, parts.media.phones, parts.ring_seconds
        )

    @property
    def seat_id(self) -> SeatId:
        return self.state.seat.id

    @property
    def speech(self) -> dict[str, Speech]:
        """Who spoke when, by call: in finished recordings, and so far in running calls."""
        running = {call_id: one.speech for call_id, one in self.here.calls.snapshots.items()}
        return {call_id: report.speech for call_id, report in self.reports.items()} | running

    @property
    def now(self) -> datetime:
        return self.parts.clock.now()

    @property
    def is_counting(self) -> bool:
        """Whether time passes here that a step of the clock would falsify: an exam's, an exchange's."""
        return any(clock.state == "running" for clock in self.state.clocks) or self.state.active is not None

    # What desks do.

    async def enter(self, feed: DeskFeed, outbox: Outbox, last_event: int | None) -> None:
        """`last_event`: the last one this desk saw in this numbering; None: it needs everything.

        What it missed goes first, before anything new can be numbered. Cancelled, the desk enters all the same:
        whoever cancels calls `leave`.
        """
        await self.inbox.do(lambda: self._enter(feed, outbox, last_event))

    async def leave(self, feed: DeskFeed, outbox: Outbox) -> None:
        """The connection is gone; the sound may well go on. Cancelling does not keep the desk here."""
        await self.inbox.do(lambda: self._leave(feed, outbox))

    # What others bring.

    async def keep(
        self, facts: Sequence[NewFact], beside: Beside | None = None, *, then: Callable[[], None] | None = None
    ) -> None:
        """Keeps what was found out elsewhere (a recording is ready, …), with its rows, and tells the desks.

        `then` is called once it is kept. Raises NotKept, AlreadyDone. Cancelled, it is kept all the same.
        """

        async def work() -> None:
            for _ in range(MOST_OVERTAKEN):
                try:
                    await self.owner.keep(facts, beside)
                    break
                except Overtaken:
                    await self.parts.read_again(self.state)
            else:
                raise NotKept
            if then is not None:
                then()
            self.desks.tell_everybody()

        await self.inbox.do(work)

    def caption(self, caption: Caption) -> None:
        """Something was said in the running call."""
        self.captions.add(caption)
        self.desks.show_captions()

    def captions_fell_behind(self) -> None:
        """This machine cannot keep up: the words come after the call's end."""
        self.captions.fell_behind()
        self.desks.tell_everybody()

    def clock_stepped(self, step: timedelta) -> None:
        """The system's clock was set: said where an exam is counted, which goes on as if nothing had happened."""
        if self.state.training.kind != "exam":
            return
        if not any(clock.state in ("running", "paused") for clock in self.state.clocks):
            return
        seconds = round(step.total_seconds())
        moved = f"{'avancée' if seconds > 0 else 'reculée'} de {abs(seconds)}\u00a0s"
        said = f"L’horloge de l’ordinateur serveur a été {moved}\u00a0; le temps de l’épreuve n’en dépend pas."

        async def work() -> None:
            await self._note(kinds.IncidentNoted(text=said), SYSTEM)
            for key in self.desks.jurors:
                self.desks.notice(
                    key, "warning", "clock_stepped", said, "Faites vérifier l’heure du serveur après la session."
                )

        self.inbox.put(work)

    def jury_changed(self, before: Sequence[str], after: Sequence[str]) -> None:
        """Told at the jury's desks; whoever is of it no more is shown out besides."""
        said = (
            f"Le jury de ce poste a changé\u00a0: {', '.join(after) or 'personne'}, au lieu de {', '.join(before)}."
        )

        async def work() -> None:
            for key in self.desks.jurors:
                self.desks.notice(
                    key, "warning", "jury_changed", said, "En cas de doute, voyez le responsable de session."
                )

        self.inbox.put(work)

    async def begin(self) -> None:
        """Once, before anybody enters: calls that no switch knows any more are closed, their recordings kept."""

        async def work() -> None:
            try:
                await self.owner.close_what_nobody_carries("server_restarted")
            except NotKept:
                # The next tick closes them.
                log.warning("calls_not_closed_yet", seat=self.seat_id)

        await self.inbox.do(work)

    async def read_again(self) -> None:
        """Rows or facts of this seat were written elsewhere. Cancelled, they are read all the same."""

        async def work() -> None:
            await self.parts.read_again(self.state)
            await self.owner.look_and_tell()

        await self.inbox.do(work)

    def look_again(self) -> None:
        """Lines or telephones have changed."""
        self.inbox.put(self.owner.look_and_tell)

    def tick(self, measure: bool) -> None:
        """Once a second. `measure`: what is measured in a running call is due to the desks."""
        active = self.state.active
        on_call = active is not None and active.call is not None and not active.call.is_over
        is_due = clocks.time_is_up(self.state, self.now).facts or self.owner.has_unkept or on_call
        if is_due and self.inbox.is_empty:
            self.inbox.put(lambda: self._tick(measure and on_call))

    def is_needed(self) -> bool:
        """Whether something goes on here that memory must hold: desks, a running exam, what is not kept yet."""
        clock_runs = self.state.training.kind == "exam" and any(
            it.state == "running" or it.break_until is not None for it in self.state.clocks
        )
        return (
            not self.inbox.is_empty
            or self.owner.has_unkept
            or any(feed.is_connected for feed in self.desks.feeds())
            or bool(self.here.phone_listeners)
            or self.here.picking_up is not None
            or self.state.active is not None
            or any(not call.is_over for run in self.state.runs.values() for call in run.calls)
            or (clock_runs and self.state.training.closed_at is None)
        )

    async def close(self) -> None:
        """The server stops, or nobody needs the room: what was handed in is carried out first."""
        self.telephones.stop_picking_up()
        await self.inbox.drain()

    # The owner's work: all below runs in the inbox, one after the other.

    async def _enter(self, feed: DeskFeed, outbox: Outbox, last_event: int | None) -> None:
        feed.attach(outbox)
        self.desks.mark_presence(feed)
        self.owner.look()
        missed = feed.missed_since(last_event) if last_event is not None else None
        view = self.views.of(self.desks.of(feed))
        for event in missed if missed is not None else [feed.snapshot(view)]:
            outbox.put(event)
        kind = "candidate" if feed is self.candidate else "jury"
        await self._note(kinds.DeskConnected(desk=kind), feed.actor)
        self.desks.tell_everybody()

    async def _leave(self, feed: DeskFeed, outbox: Outbox) -> None:
        if feed.detach(outbox, self.now):
            self.desks.mark_presence(feed)
            kind = "candidate" if feed is self.candidate else "jury"
            await self._note(kinds.DeskLost(desk=kind), feed.actor)
            self.desks.tell_everybody()

    async def _note(self, data: kinds.AnyFact, actor: Actor) -> None:
        """Kept if it can be: a full disk keeps nobody from their desk."""
        try:
            await self.owner.keep([NewFact(data, None, actor)])
        except Overtaken:
            await self.parts.read_again(self.state)
        except NotKept as error:
            log.warning("presence_not_kept", seat=self.seat_id, fact=data.kind, why=str(error.__cause__))

    async def _tick(self, measure: bool) -> None:
        try:
            await self.owner.catch_up()
        except NotKept:
            return
        await self.owner.carry(lambda: clocks.time_is_up(self.state, self.now), of_command=False)
        await self.owner.close_what_nobody_carries("lost")
        if measure:
            await self.owner.look_and_tell()
