"""A seat while the server runs: its state, the desks connected to it, and the one order in which things happen.

Every command runs under the seat's lock: it is checked against the state, becomes facts, and only once these are kept
do the desks hear of it. What a command means stands in the `*_control` modules beside this one.
"""

import asyncio
from datetime import UTC, datetime
from hashlib import sha256

import structlog

from simulator.accounts.live_rights import LiveRight
from simulator.conduct.views import Juror
from simulator.conduct.views import SeatState as SeatStateView
from simulator.desk.call_control import CallControl
from simulator.desk.candidate_projection import candidate_desk
from simulator.desk.captions import Captions
from simulator.desk.chat_control import ChatControl
from simulator.desk.consult_control import ConsultControl
from simulator.desk.exchange_control import ExchangeControl
from simulator.desk.feed import DeskFeed, Outbox
from simulator.desk.file_control import FileControl
from simulator.desk.jury_projection import CandidateHere, JurorHere, jury_desk
from simulator.desk.marking_control import MarkingControl
from simulator.desk.network import ShownNetwork
from simulator.desk.shared_projection import call_view
from simulator.errors import SimulatorError
from simulator.facts import kinds
from simulator.facts.kinds import AnyFact
from simulator.facts.log import SYSTEM, Actor, AlreadyDone, Fact, Place
from simulator.live_messages import commands, events
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.live_messages.shared_view import CaptionsView, LineView
from simulator.seat.measuring import Speech
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.services import Services
from telephony import RecordingReport, Role, TelephonyError, VoiceTrend

log = structlog.get_logger(__name__)


class JurorDesk(DeskFeed):
    """A juror's (or partner's) desk at this seat."""

    def __init__(self, key: str, actor: Actor, may_mark: bool) -> None:
        super().__init__(key, actor)
        self.may_mark = may_mark
        self.shown_run: str | None = None
        self.listening = False


class SeatRoom:
    """Made by SeatRooms from the seat's facts; lives as long as the process."""

    def __init__(self, services: Services, state: SeatState) -> None:
        self.services, self.state = services, state
        self.lock = asyncio.Lock()
        self.reports: dict[str, RecordingReport] = {}
        """Of finished recordings, by call."""
        self.candidate = DeskFeed(f"seat:{state.seat.id}", Actor(f"candidate:{state.seat.id}", state.candidate_name))
        self.jurors: dict[str, JurorDesk] = {}
        self.phone_listeners: list[Actor] = []
        """Who listens over a telephone (*1), once for each."""
        self.captions = Captions()
        self.network = ShownNetwork()
        self.calls = CallControl(self)
        self.consulting = ConsultControl(self)
        self.chat = ChatControl(self)
        self.exchanges = ExchangeControl(self)
        self.file = FileControl(self)
        self.marking = MarkingControl(self)

    @property
    def seat_id(self) -> str:
        return self.state.seat.id

    @property
    def speech(self) -> dict[str, Speech]:
        """Who spoke when in finished recordings, by call."""
        return {call_id: report.speech for call_id, report in self.reports.items()}

    @property
    def customers_voices(self) -> dict[str, VoiceTrend | None]:
        """How the customer's voice changed in finished recordings, by call."""
        return {call_id: report.voices.get(Role.CUSTOMER) for call_id, report in self.reports.items()}

    def juror_desk(self, actor: Actor, may_mark: bool) -> JurorDesk:
        """The desk of this juror here, made at their first visit; `may_mark`: as it is now, at each visit."""
        key = f"{actor.id}@{self.seat_id}"
        if key not in self.jurors:
            self.jurors[key] = JurorDesk(key, actor, may_mark)
        self.jurors[key].may_mark = may_mark
        return self.jurors[key]

    def player_of(self, actor_id: str | None) -> JurorDesk | None:
        """The desk that plays the customers, by the actor who started the exchange."""
        return self.jurors.get(f"{actor_id}@{self.seat_id}") if actor_id else None

    def takes_part(self, actor_id: str) -> bool:
        """Whether this member of the staff, or partner, has a part in the exchange that runs."""
        active = self.state.active
        if active is None:
            return False
        asked = active.call.consultation if active.call is not None else None
        if actor_id in (active.played_by, active.call and active.call.supervisor_id, asked and asked.supervisor_id):
            return True
        desk = self.player_of(actor_id)
        return desk is not None and desk.is_connected and (desk.may_mark or desk.listening)

    # What desks are told.

    def candidate_view(self) -> CandidateDesk:
        present = any(desk.is_connected for desk in self.jurors.values())
        view = candidate_desk(self.state, self.services.switch, self.candidate.key, present, _now())
        captions = self._captions() if self.state.seat.captions and not self.captions.is_transferred else None
        line = self._own_line(view.line, self.candidate)
        return view.model_copy(update={"line": line, "captions": captions})

    def jury_view(self, desk: JurorDesk) -> JuryDesk:
        left = frozenset(run.run_id for run in self.state.runs.values() if self.exchanges.may_take_over(run, desk))
        here = JurorHere(desk.actor, desk.key, desk.may_mark, desk.shown_run, desk.listening, left)
        candidate = CandidateHere(self.candidate.is_connected, self.candidate.last_seen_at, self.candidate.key)
        speech = {**self.speech, **self.calls.live_speech()}
        others = tuple(
            self._doing(other) for other in self.jurors.values() if other.is_connected and other is not desk
        )
        view = jury_desk(
            self.state,
            self.services.referential,
            self.services.switch,
            here,
            candidate,
            others,
            speech,
            _now(),
            self.customers_voices,
        )
        presence = view.presence.model_copy(
            update={
                "line": self._own_line(view.presence.line, self.candidate),
                "listening_number": self.services.phones.listening_number(self.seat_id),
            }
        )
        return view.model_copy(
            update={
                "line": self._own_line(view.line, desk),
                "presence": presence,
                "captions": self._captions(),
                "network": self.network.view(self.calls.running()),
            }
        )

    def _own_line(self, line: LineView, desk: DeskFeed) -> LineView:
        """With what is known of the person's telephones, and whether their network carries the running call badly."""
        line = self.calls.phones.line(line, desk)
        shown = self.network.view(self.calls.running())
        active = self.state.active
        plays = desk is self.candidate or (active is not None and desk is self.player_of(active.played_by))
        if shown is None or not plays:
            return line
        side = shown.candidate if desk is self.candidate else shown.customer
        return line.model_copy(update={"is_unstable": side.level == "bad"})

    def _captions(self) -> CaptionsView:
        return self.captions.view(self.services.live.is_on)

    def view_for(self, desk: DeskFeed) -> CandidateDesk | JuryDesk:
        return self.jury_view(desk) if isinstance(desk, JurorDesk) else self.candidate_view()

    def juror_at_a_glance(self, person_id: str, name: str) -> Juror:
        """This juror's desk here, whether it was ever opened or not."""
        actor = Actor.of_person(person_id, name)
        desk = self.jurors.get(f"{actor.id}@{self.seat_id}") or JurorDesk(f"{actor.id}@{self.seat_id}", actor, False)
        return Juror(
            person_id=person_id,
            name=name,
            connected=desk.is_connected,
            sound=self.services.switch.line_state(desk.key).value,
            phones=self.calls.phones.at_a_glance(desk),
        )

    def state_at_a_glance(self) -> SeatStateView:
        active = self.state.active
        return SeatStateView(
            candidate_connected=self.candidate.is_connected,
            sound=self.services.switch.line_state(self.candidate.key).value,
            phones=self.calls.phones.at_a_glance(self.candidate),
            call=call_view(active),
            current_label=f"{active.position} · {active.exchange.candidate.label}" if active else None,
            phase=active.phase if active else None,
            done=sum(run.phase == "done" for run in self.state.runs.values()),
            clock=self.state.clock.view(_now()),
            listening_number=self.services.phones.listening_number(self.seat_id),
        )

    def tell_everybody(self) -> None:
        """Sends each desk what has changed for it."""
        if self.candidate.is_connected or self.candidate.last_seen_at is not None:
            self.candidate.refresh(self.candidate_view())
        for desk in self.jurors.values():
            desk.refresh(self.jury_view(desk))

    def show_captions(self) -> None:
        """Sends the words alone: they come several times a second."""
        captions = self._captions()
        for desk in self.jurors.values():
            desk.push(events.CaptionsEvent, captions=captions)
        if self.state.seat.captions and not self.captions.is_transferred:
            self.candidate.push(events.CaptionsEvent, captions=captions)

    def notice(self, desk: DeskFeed | None, level: str, code: str, message: str, remedy: str = "") -> None:
        """A sentence to one desk, or to all of them."""
        for one in [desk] if desk is not None else [self.candidate, *self.jurors.values()]:
            one.push(events.NoticeEvent, level=level, code=code, message=message, remedy=remedy)

    # What desks do.

    async def enter(self, desk: DeskFeed, outbox: Outbox, last_event: int | None) -> None:
        """`last_event`: the last one this desk saw in this numbering; None: it needs everything.

        What it missed goes first, before anything new can be numbered.
        """
        async with self.lock:
            desk.attach(outbox)
            missed = desk.missed_since(last_event) if last_event is not None else None
            for event in missed if missed is not None else [desk.snapshot(self.view_for(desk))]:
                outbox.put(event)
            kind = "jury" if isinstance(desk, JurorDesk) else "candidate"
            await self.record(kinds.DeskConnected(desk=kind), actor=desk.actor)
            self.tell_everybody()

    async def leave(self, desk: DeskFeed, outbox: Outbox) -> None:
        """The connection is gone; the sound may well go on."""
        async with self.lock:
            if desk.detach(outbox):
                kind = "jury" if isinstance(desk, JurorDesk) else "candidate"
                await self.record(kinds.DeskLost(desk=kind), actor=desk.actor)
                self.tell_everybody()

    async def handle(self, desk: DeskFeed, command: commands.Command, right: LiveRight) -> events.Ack:
        """Carries a command out once, however often it comes, if its right still holds when its turn comes."""
        known = desk.answer_to(command.id)
        if known is not None and right.lost is None:
            return known
        try:
            sdp = await self._carry_out(desk, command, right)
            ack = events.Ack(id=command.id, ok=True, sdp=sdp)
        except AlreadyDone:
            ack = events.Ack(id=command.id, ok=True)
        except SimulatorError as error:
            problem = events.Problem(code=error.code, message=error.message, remedy=error.remedy)
            ack = events.Ack(id=command.id, ok=False, problem=problem)
        if right.lost is None:
            desk.answers.append((command.id, ack))
        return ack

    async def _carry_out(self, desk: DeskFeed, command: commands.Command, right: LiveRight) -> str | None:
        if isinstance(command, commands.LineOffer):
            return await self._connect_sound(desk, command.sdp, right)
        async with self.lock:
            await right.must_hold()
            if _own_command(self.seat_id, desk.actor, command.id) in self.state.commands:
                return None
            try:
                await self._dispatch(desk, command)
            except TelephonyError as error:
                raise Refused(error.code if error.code in ("line_busy", "bad_offer") else "not_now") from error
            finally:
                self.tell_everybody()
        return None

    async def _dispatch(self, desk: DeskFeed, command: commands.Command) -> None:
        for control in (self.calls, self.consulting, self.chat):
            if await control.handle(desk, command):
                return
        if isinstance(desk, JurorDesk):
            for control in (self.exchanges, self.marking):
                if await control.handle(desk, command):
                    return
        elif await self.file.handle(desk, command):
            return
        raise Refused("forbidden_message")

    async def _connect_sound(self, desk: DeskFeed, sdp: str, right: LiveRight) -> str:
        await right.must_hold()
        if right.sign_in_id is not None:
            self.services.rooms.lines[desk.key] = right.sign_in_id
        try:
            answer = await self.services.switch.connect_line(desk.key, sdp)
        except TelephonyError as error:
            raise Refused(error.code) from error
        if right.lost is not None and self.services.rooms.lines.get(desk.key) in (None, right.sign_in_id):
            # It was lost while the line was being made: whoever ends lines had none to end yet.
            await self.services.switch.disconnect_line(desk.key)
            await right.must_hold()
        return answer

    async def record(
        self, data: AnyFact, run_id: str | None = None, actor: Actor = SYSTEM, command_id: str | None = None
    ) -> Fact:
        """Keeps a fact, then takes it into account. Raises AlreadyDone for a command carried out before."""
        place = Place(self.state.training.id, self.seat_id, run_id)
        kept_id = _own_command(self.seat_id, actor, command_id) if command_id is not None else None
        fact = await self.services.facts.append(place, data, actor, kept_id)
        self.state.apply(fact)
        return fact

    def _doing(self, desk: JurorDesk) -> str:
        active = self.state.active
        if active is not None and active.played_by == desk.actor.id:
            return f"{desk.actor.name} joue le client"
        return f"{desk.actor.name} écoute et note" if desk.listening else f"{desk.actor.name} est présent"


def _own_command(seat_id: str, actor: Actor, command_id: str) -> str:
    """A desk numbers its commands for itself: another desk's command of the same name is another command."""
    return sha256(f"{seat_id} {actor.id} {command_id}".encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
