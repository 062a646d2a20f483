"""A seat while somebody is at it: its state, the desks connected to it, and the one order in which things happen.

Whatever happens here is handed to the seat's inbox, which one task empties: it is decided on (`simulator.seat`), its
facts are kept, then applied, its effects follow, and the desks hear of it. Nobody's cancelling stops it half-way.
"""

import itertools
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from simulator.accounts.live_rights import LiveRight
from simulator.desk.captions import Captions
from simulator.desk.feed import DeskFeed, Outbox
from simulator.desk.inbox import Inbox
from simulator.desk.network import ShownNetwork
from simulator.desk.own_telephone import OwnTelephone
from simulator.desk.performing import Performing
from simulator.desk.seat_owner import MOST_OVERTAKEN, SeatOwner, own_command
from simulator.desk.seat_parts import SeatParts
from simulator.desk.views import SeatViews
from simulator.errors import SimulatorError
from simulator.facts import kinds
from simulator.facts.fact import SYSTEM, Actor, NewFact
from simulator.facts.log import AlreadyDone, Beside, Overtaken
from simulator.live_messages import commands, events
from simulator.seat import effects
from simulator.seat.decide import CANDIDATE, Rules, decide, jury_rules
from simulator.seat.deciding import call_events, calls, chats, clocks
from simulator.seat.deciding.disk import said_of_the_disk
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere, Here
from simulator.seat.measuring import Speech
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.storage.not_kept import NotKept
from telephony import (
    CallEnded,
    LineConnected,
    LineLost,
    RecordingRecovered,
    RecordingReport,
    RecordingTrouble,
    SwitchEvent,
    TelephonyError,
)
from telephony.sip import CallerId, IncomingCall, SipLeg
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
        self.candidate = DeskFeed(self.here.candidate.key, self.here.candidate.actor)
        self.jurors: dict[str, DeskFeed] = {}
        self.captions = Captions()
        self.network = ShownNetwork()
        self.inbox = Inbox(f"seat {state.seat.id}")
        self.views = SeatViews(self)
        performing = Performing(self, parts.media, parts.recordings, parts.ring_seconds)
        self.owner = SeatOwner(parts, state, self.here, self, performing)
        self._own_telephone = OwnTelephone(parts.media.phones)
        self._jury_rules = jury_rules(parts.referential)

    @property
    def seat_id(self) -> str:
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

    # Desks.

    def juror_desk(self, actor: Actor, may_mark: bool) -> DeskFeed:
        """The desk of this juror here. What they may do is what this visit says, whatever the last one said."""
        key = f"{actor.id}@{self.seat_id}"
        if key not in self.jurors:
            self.jurors[key] = DeskFeed(key, actor)
            self.here.jurors[key] = DeskHere(key, actor)
        self.here.jurors[key].may_mark = may_mark
        return self.jurors[key]

    def feeds(self) -> Sequence[DeskFeed]:
        return [self.candidate, *self.jurors.values()]

    def desk_of(self, feed: DeskFeed) -> DeskHere:
        """Who sits there."""
        return self.here.candidate if feed is self.candidate else self.here.jurors[feed.key]

    def takes_part(self, actor_id: str) -> bool:
        """Whether this member of the staff, or partner, has a part in the exchange that runs."""
        active = self.state.active
        if active is None:
            return False
        asked = active.call.consultation if active.call is not None else None
        if actor_id in (active.played_by, active.call and active.call.supervisor_id, asked and asked.supervisor_id):
            return True
        desk = self.here.of_actor(actor_id)
        return desk is not None and desk.is_connected and (desk.may_mark or desk.listening)

    def tell_everybody(self) -> None:
        """Sends each desk what has changed for it."""
        for feed in self.feeds():
            if feed.is_connected or feed.last_seen_at is not None:
                feed.refresh(self.views.of(self.desk_of(feed)))

    def show_captions(self) -> None:
        """Sends the words alone: they come several times a second."""
        captions = self.views.captions()
        for desk in self.jurors.values():
            desk.push(events.CaptionsEvent, captions=captions)
        if self.state.seat.captions and not self.captions.is_transferred:
            self.candidate.push(events.CaptionsEvent, captions=captions)

    def notice(self, key: str | None, level: str, code: str, message: str, remedy: str = "") -> None:
        """A sentence to one desk, or to all of them."""
        for feed in self.feeds():
            if key in (None, feed.key):
                feed.push(events.NoticeEvent, level=level, code=code, message=message, remedy=remedy)

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

    async def handle(self, feed: DeskFeed, command: commands.Command, right: LiveRight) -> events.Ack:
        """Carries a command out once, however often it comes, if its right still holds when its turn has come.

        Cancelled, it is carried out or was never begun.
        """
        known = feed.answer_to(command.id)
        if known is not None and right.lost is None:
            return known
        ack = events.Ack(id=command.id, ok=True)
        try:
            if isinstance(command, commands.LineOffer):
                ack = events.Ack(id=command.id, ok=True, sdp=await self._connect_sound(feed, command.sdp, right))
            else:
                rules = CANDIDATE if feed is self.candidate else self._jury_rules
                await self.inbox.do(lambda: self._command(feed.key, rules, command, right))
        except SimulatorError as error:
            problem = events.Problem(code=error.code, message=error.message, remedy=error.remedy)
            ack = events.Ack(id=command.id, ok=False, problem=problem)
            if error.status in (401, 403, 503):
                # Passing (a full disk, a database that is away, a right that is given back): it may come again.
                return ack
        feed.answers.append((command.id, ack))
        return ack

    async def command_by_page(
        self, feed: DeskFeed, command: commands.Command, right: LiveRight, during_replay: bool
    ) -> None:
        """The same from a page that asks over HTTP. Raises Refused, NotKept, and what `right.must_hold` raises."""
        rules = jury_rules(self.parts.referential, during_replay)
        await self.inbox.do(lambda: self._command(feed.key, rules, command, right))

    async def received(self, feed: DeskFeed, last_event: int) -> None:
        """The desk has everything up to this event: its messages are delivered. Cancelled, they may be still."""

        def decide_delivered() -> Decision:
            return chats.delivered(self.owner.scene(self.desk_of(feed)), feed.message_events, last_event)

        if decide_delivered().facts:
            try:
                await self.inbox.do(lambda: self.owner.carry(decide_delivered, of_command=False))
            except NotKept:
                # The next ping says it again.
                return

    def typing(self, feed: DeskFeed) -> None:
        """Passes a hint on to the other side of the conversation."""
        run, desk = self.state.active, self.here.desk(feed.key)
        if run is None or run.conversation is None or run.conversation.closed_at is not None or desk is None:
            return
        if not chats.has_part(desk, run):
            return
        hint = events.Typing(run_id=run.run_id, by=chats.side_of(desk).value)
        for other in self.jurors.values() if desk.is_candidate else [self.candidate]:
            other.hint(hint)

    async def decide(self, actor: Actor, make: Callable[[Scene], Decision]) -> None:
        """What a page asks for that is no desk's command. Raises what `make` raises, NotKept.

        Cancelled, it is carried out all the same.
        """
        desk = self.here.of_actor(actor.id) or DeskHere(f"{actor.id}@{self.seat_id}", actor)

        async def work() -> None:
            await self.owner.catch_up()
            await self.owner.carry(lambda: make(self.owner.scene(desk)))

        await self.inbox.do(work)

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
            self.tell_everybody()

        await self.inbox.do(work)

    def happened(self, event: SwitchEvent) -> None:
        """What the switch tells of this seat: taken in its order, kept as soon as it can be, never dropped."""
        if isinstance(event, RecordingTrouble | RecordingRecovered):
            # Said at once: a disk that takes no sound takes no fact either, and the fact waits.
            said = said_of_the_disk(event)
            self.notice(said.desk, said.level, said.code, said.message, said.remedy)
        if isinstance(event, CallEnded):
            self.here.ending.add(event.call_id)
        self.inbox.put(lambda: self._happened(event))

    def caption(self, caption: Caption) -> None:
        """Something was said in the running call."""
        self.captions.add(caption)
        self.show_captions()

    def captions_fell_behind(self) -> None:
        """This machine cannot keep up: the words come after the call's end."""
        self.captions.fell_behind()
        self.tell_everybody()

    def line_changed(self, event: LineConnected | LineLost) -> None:
        """The page's sound of one of the desks has come, or is cut."""

        async def work() -> None:
            if isinstance(event, LineLost):
                words = "La page le rétablit toute seule ; si cela dure, vérifiez le réseau, puis rechargez la page."
                self.notice(event.line_id, "warning", "line_lost", "Votre son est coupé.", words)
            await self.owner.look_and_tell()

        self.inbox.put(work)

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
            for key in self.jurors:
                self.notice(
                    key, "warning", "clock_stepped", said, "Faites vérifier l’heure du serveur après la session."
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

    async def phone_dials(self, call: IncomingCall) -> None:
        """The candidate dials on their telephone, and is told there when it leads nowhere."""
        await self.inbox.do(lambda: self._phone_dials(call))

    async def phone_listens(self, actor: Actor, on: bool) -> None:
        """A telephone of the staff listens to this desk from now on, call after call, or no more."""
        await self.inbox.do(lambda: self._phone_listens(actor, on))

    def tick(self, measure: bool) -> None:
        """Once a second. `measure`: what is measured in a running call is due to the desks."""
        active = self.state.active
        on_call = active is not None and active.call is not None and not active.call.is_over
        is_due = clocks.time_is_up(self.state, self.now).facts or self.owner.has_unkept or on_call
        if is_due and self.inbox.is_empty:
            self.inbox.put(lambda: self._tick(measure and on_call))

    def is_needed(self) -> bool:
        """Whether something goes on here that memory must hold: desks, a running exam, what is not kept yet."""
        clock_runs = self.state.training.kind == "exam" and any(it.state == "running" for it in self.state.clocks)
        return (
            not self.inbox.is_empty
            or self.owner.has_unkept
            or any(feed.is_connected for feed in self.feeds())
            or bool(self.here.phone_listeners)
            or self.here.picking_up is not None
            or self.state.active is not None
            or any(not call.is_over for run in self.state.runs.values() for call in run.calls)
            or (clock_runs and self.state.training.closed_at is None)
        )

    async def close(self) -> None:
        """The server stops, or nobody needs the room: what was handed in is carried out first."""
        self._own_telephone.stop()
        await self.inbox.drain()

    # The owner's work: all below runs in the inbox, one after the other.

    async def _enter(self, feed: DeskFeed, outbox: Outbox, last_event: int | None) -> None:
        feed.attach(outbox)
        self._mark_presence(feed)
        self.owner.look()
        missed = feed.missed_since(last_event) if last_event is not None else None
        view = self.views.of(self.desk_of(feed))
        for event in missed if missed is not None else [feed.snapshot(view)]:
            outbox.put(event)
        kind = "candidate" if feed is self.candidate else "jury"
        await self._note(kinds.DeskConnected(desk=kind), feed.actor)
        self.tell_everybody()

    async def _leave(self, feed: DeskFeed, outbox: Outbox) -> None:
        if feed.detach(outbox, self.now):
            self._mark_presence(feed)
            kind = "candidate" if feed is self.candidate else "jury"
            await self._note(kinds.DeskLost(desk=kind), feed.actor)
            self.tell_everybody()

    def _mark_presence(self, feed: DeskFeed) -> None:
        desk = self.here.desk(feed.key)
        if desk is not None:
            desk.is_connected, desk.last_seen_at = feed.is_connected, feed.last_seen_at

    async def _note(self, data: kinds.AnyFact, actor: Actor) -> None:
        """Kept if it can be: a full disk keeps nobody from their desk."""
        try:
            await self.owner.keep([NewFact(data, None, actor)])
        except Overtaken:
            await self.parts.read_again(self.state)
        except NotKept as error:
            log.warning("presence_not_kept", seat=self.seat_id, fact=data.kind, why=str(error.__cause__))

    async def _command(self, key: str, rules: Rules, command: commands.Command, right: LiveRight) -> None:
        desk = self.here.desk(key)
        assert desk is not None
        await right.must_hold()
        if own_command(self.seat_id, desk.actor, command.id) in self.state.commands:
            return
        await self.owner.catch_up()
        try:
            await self.owner.carry(
                lambda: decide(rules, self.owner.scene(desk), command), command_of=(desk.actor, command.id)
            )
        except AlreadyDone:
            # Kept by another process before this one knew it.
            await self.parts.read_again(self.state)

    async def _happened(self, event: SwitchEvent) -> None:
        await self.owner.in_order(lambda: self._take(event))

    async def _take(self, event: SwitchEvent) -> None:
        run = None if isinstance(event, LineConnected | LineLost) else self.state.run_of_call(event.call_id)
        comes_again = False
        try:
            if run is None:
                log.warning("event_of_no_call", seat=self.seat_id, event_kind=type(event).__name__)
                return
            await self.owner.carry(
                lambda: call_events.happened(self.owner.scene(self.here.candidate), run, event), of_command=False
            )
        except NotKept:
            comes_again = True
            raise
        finally:
            if isinstance(event, CallEnded) and not comes_again:
                # Kept, or impossible to keep: then the call is one left alone.
                self.here.ending.discard(event.call_id)

    async def _phone_dials(self, call: IncomingCall) -> None:
        try:
            await self.owner.carry(
                lambda: calls.dialled(self.owner.scene(self.here.candidate), call.dialled, by_phone=True),
                telephone=call,
            )
        except SimulatorError as refusal:
            call.refuse({"unknown_number": 404, "not_now": 486, "line_busy": 486}.get(refusal.code, 480))

    async def _phone_listens(self, actor: Actor, on: bool) -> None:
        if on:
            self.here.phone_listeners.append(actor)
        else:
            self.here.phone_listeners.remove(actor)
        active = self.state.active
        call = active.call if active is not None else None
        # Kept of a running call only: between calls there is nothing to hear.
        if active is not None and call is not None and not call.is_over and call.connected_at is not None:
            kind = kinds.ListeningStarted if on else kinds.ListeningStopped
            fact = NewFact(kind(call_id=call.call_id, by_phone=True), active.run_id, actor)
            await self.owner.carry(lambda: Decision([fact]))
        self.tell_everybody()

    async def _tick(self, measure: bool) -> None:
        try:
            await self.owner.catch_up()
        except NotKept:
            return
        await self.owner.carry(lambda: clocks.time_is_up(self.state, self.now), of_command=False)
        await self.owner.close_what_nobody_carries("lost")
        if measure:
            await self.owner.look_and_tell()

    async def _connect_sound(self, feed: DeskFeed, sdp: str, right: LiveRight) -> str:
        await right.must_hold()
        right.opens_line(feed.key)
        try:
            answer = await self.parts.media.switch.connect_line(feed.key, sdp)
            if right.lost is not None and right.has_line(feed.key):
                # Lost while the line was being made: whoever ends lines had none to end yet.
                await self.parts.media.switch.disconnect_line(feed.key)
        except TelephonyError as error:
            raise Refused(error.code) from error
        finally:
            self.look_again()
        await right.must_hold()
        return answer

    # One's own telephone first.

    def ring_own_telephone(self, effect: effects.PickUpFirst) -> None:
        """Called by the performing of the effect."""
        run = self.state.runs[effect.run_id]
        caller = self.here.desk(effect.player) if effect.caller == "customer" else self.here.candidate
        assert caller is not None
        self.here.picking_up = caller.key
        shown = CallerId(run.customer.phone, f"{run.customer.display_name} : décrochez")
        owner, seconds = caller.actor.id, self.parts.ring_seconds

        async def picked_up(leg: SipLeg | None) -> None:
            await self.inbox.do(lambda: self._picked_up(effect, caller, leg))

        self._own_telephone.ring(owner, self.state.training.id, shown, seconds, picked_up)

    def stop_picking_up(self) -> None:
        self._own_telephone.stop()
        self.here.picking_up = None

    async def _picked_up(self, effect: effects.PickUpFirst, caller: DeskHere, leg: SipLeg | None) -> None:
        self.here.picking_up = None
        if leg is None:
            words = ("Votre téléphone n’a pas été décroché.", "Relancez l’appel.")
            self.notice(caller.key, "warning", "phone_not_picked_up", *words)
            await self.owner.look_and_tell()
            return
        try:
            await self.owner.carry(
                lambda: calls.picked_up(self.owner.scene(caller), effect.run_id, effect.player, effect.caller),
                telephone=leg,
            )
        except SimulatorError:
            leg.hang_up()
            self.notice(caller.key, "warning", "not_now", "L’appel n’a pas pu partir.", "Relancez-le.")
