"""One exchange at one seat, folded from its facts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chat import Closed, Conversation, Delivered, Happening, Read, Sent, Side
from scenarios.models import Customer, Exchange
from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.ids import CallId, RunId
from simulator.seat.phases import Phase, next_phase

RecordingState = Literal["none", "live", "finishing", "ready", "failed"]


@dataclass
class Consultation:
    """The candidate with the supervisor, while the customer of a call waits. Times are UTC."""

    consultation_id: CallId
    supervisor_id: str
    supervisor: str
    is_same_person: bool
    asked_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    seconds: float | None = None


@dataclass
class CallRecord:
    """A call of this exchange, as its facts tell it. Times are UTC."""

    call_id: CallId
    caller: kinds.Player
    number: str
    name: str
    rang_at: datetime
    connected_at: datetime | None = None
    answer_seconds: float | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    ended_by: kinds.Party | None = None
    seconds: float | None = None
    holds: list[tuple[datetime, datetime | None]] = field(default_factory=list[tuple[datetime, datetime | None]])
    held_by: kinds.Party | None = None
    muted: dict[kinds.Party, bool] = field(default_factory=lambda: {"candidate": False, "customer": False})
    lost_side: kinds.Party | None = None
    consultations: list[Consultation] = field(default_factory=list[Consultation])
    transferred_at: datetime | None = None
    """Since when the supervisor has the customer."""
    recording: RecordingState = "none"
    is_transcribed: bool = False

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def consultation(self) -> Consultation | None:
        """The one that rings or runs."""
        return next((one for one in self.consultations if one.ended_at is None), None)

    @property
    def supervisor_id(self) -> str | None:
        """Who has taken the call over."""
        return self.consultations[-1].supervisor_id if self.transferred_at and self.consultations else None

    @property
    def candidates_end(self) -> datetime | None:
        """When the candidate's part was over."""
        return self.transferred_at or self.ended_at


@dataclass
class Confirmation:
    medium: Literal["mail", "letter"]
    subject: str
    body: str
    saved_at: datetime | None = None
    sent_at: datetime | None = None
    recipient: str = ""


@dataclass
class RunState:
    """`exchange` and `customer` come from the pack; everything else from facts."""

    run_id: RunId
    position: int
    attempt: int
    subject_id: str
    exchange: Exchange
    customer: Customer
    phase: Phase = "planned"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    played_by: str | None = None
    """Actor who plays the customer."""
    queued_at: datetime | None = None
    queued_by: str | None = None
    calls: list[CallRecord] = field(default_factory=list[CallRecord])
    conversation: Conversation | None = None
    file_customer_id: str | None = None
    qualification: dict[str, str] = field(default_factory=dict[str, str])
    qualified_at: datetime | None = None
    confirmation: Confirmation | None = None
    wrap_up_since: datetime | None = None
    wrap_up_limit: int = 0
    feedback: tuple[str, datetime] | None = None
    """A trainer's words, and when they were shared."""
    feedback_ready_at: datetime | None = None
    """Since when the exchange has been read without a trainer."""

    @property
    def is_inbound(self) -> bool:
        return self.exchange.candidate.direction == "inbound"

    @property
    def is_phone(self) -> bool:
        return self.exchange.candidate.channel == "phone"

    @property
    def call(self) -> CallRecord | None:
        """The latest call."""
        return self.calls[-1] if self.calls else None

    def consultation(self, consultation_id: CallId) -> tuple[CallRecord, Consultation] | None:
        """With the call whose customer waited."""
        found = ((call, one) for call in self.calls for one in call.consultations)
        return next((pair for pair in found if pair[1].consultation_id == consultation_id), None)

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account; facts come in their order."""
        before = self.phase
        self.phase = next_phase(self.phase, fact.data, self.is_inbound)
        self._moment(fact, before)
        self._call_fact(fact)
        self._chat_fact(fact)
        self._written_fact(fact)

    def _moment(self, fact: Fact, before: Phase) -> None:
        match fact.data:
            case kinds.ExchangeQueued():
                self.queued_at, self.queued_by = fact.at, fact.actor.id
            case kinds.ExchangeUnqueued():
                self.queued_at = None
            case kinds.ExchangeStarted():
                self.started_at = self.started_at or fact.at
                self.played_by, self.queued_at = fact.actor.id, None
                if not self.is_phone and self.conversation is None:
                    self.conversation = Conversation(opened_at=fact.at)
            case kinds.ExchangeTakenOver():
                self.played_by = fact.actor.id
            case kinds.WrapUpStarted(limit_seconds=limit) if before != "wrap_up":
                self.wrap_up_since, self.wrap_up_limit = fact.at, limit
            case kinds.ExchangeEnded() if before != "done":
                self.ended_at = fact.at
            case kinds.FeedbackShared(text=text):
                self.feedback = (text, fact.at)
            case kinds.FeedbackReady():
                self.feedback_ready_at = fact.at
            case _:
                pass

    def _call_fact(self, fact: Fact) -> None:
        data = fact.data
        if isinstance(data, kinds.CallRinging):
            self.calls.append(CallRecord(data.call_id, data.caller, data.number, data.name, fact.at))
            return
        call = next((one for one in self.calls if one.call_id == getattr(data, "call_id", None)), None)
        if call is None:
            return
        match data:
            case kinds.CallConnected(answer_seconds=seconds):
                call.connected_at, call.answer_seconds, call.recording = fact.at, seconds, "live"
            case kinds.CallHeld(by=by):
                call.held_by = by
                call.holds.append((fact.at, None))
            case kinds.CallResumed():
                self._end_hold(call, fact.at)
            case kinds.CallMuted(who=who, muted=muted):
                call.muted[who] = muted
            case kinds.CallLegLost(who=who):
                call.lost_side = who
            case kinds.CallLegBack():
                call.lost_side = None
            case kinds.ConsultationAsked():
                call.consultations.append(
                    Consultation(
                        data.consultation_id, data.supervisor_id, data.supervisor, data.is_same_person, fact.at
                    )
                )
            case kinds.ConsultationAnswered() | kinds.ConsultationEnded():
                self._consultation_fact(call, fact)
            case kinds.CallTransferred():
                call.transferred_at = fact.at
                call.muted["candidate"] = False
                self._end_hold(call, fact.at)
            case kinds.CallEnded(reason=reason, by=by, seconds=seconds):
                self._end_hold(call, fact.at)
                call.ended_at, call.reason, call.ended_by, call.seconds = fact.at, reason, by, seconds
                call.lost_side = None
                if call.recording == "live":
                    call.recording = "finishing"
            case kinds.RecordingInterrupted() if call.recording == "live":
                call.recording = "failed"
            case kinds.RecordingResumed() if call.recording == "failed":
                call.recording = "live" if call.ended_at is None else "finishing"
            case kinds.RecordingFailed():
                call.recording = "failed"
            case kinds.RecordingFinished():
                call.recording = "ready"
            case kinds.TranscriptMade():
                call.is_transcribed = True
            case _:
                pass

    @staticmethod
    def _consultation_fact(call: CallRecord, fact: Fact) -> None:
        for one in call.consultations:
            match fact.data:
                case kinds.ConsultationAnswered(consultation_id=one.consultation_id):
                    one.answered_at = fact.at
                case kinds.ConsultationEnded(consultation_id=one.consultation_id, reason=reason, seconds=seconds):
                    one.ended_at, one.reason, one.seconds = fact.at, reason, seconds
                case _:
                    pass

    @staticmethod
    def _end_hold(call: CallRecord, at: datetime) -> None:
        call.held_by = None
        if call.holds and call.holds[-1][1] is None:
            call.holds[-1] = (call.holds[-1][0], at)

    def _chat_fact(self, fact: Fact) -> None:
        happening = _happening(fact)
        if happening is not None and self.conversation is not None:
            self.conversation = self.conversation.apply(happening)

    def _written_fact(self, fact: Fact) -> None:
        match fact.data:
            case kinds.FileOpened(customer_id=customer_id):
                self.file_customer_id = customer_id
            case kinds.FileChanged(customer_id=customer_id, field=name, value=value):
                self.file_customer_id = customer_id
                self.qualification[name] = value
                self.qualified_at = fact.at
            case kinds.ConfirmationSaved(medium=medium, subject=subject, body=body):
                if self.confirmation is None or self.confirmation.sent_at is None:
                    self.confirmation = Confirmation(medium, subject, body, saved_at=fact.at)
            case kinds.ConfirmationSent(medium=medium, recipient=recipient, subject=subject, body=body):
                self.confirmation = Confirmation(medium, subject, body, fact.at, fact.at, recipient)
            case _:
                pass


def _happening(fact: Fact) -> Happening | None:
    match fact.data:
        case kinds.ChatSent(message_id=message_id, by=by, text=text):
            return Sent(fact.at, message_id, Side(by), text)
        case kinds.ChatDelivered(message_id=message_id):
            return Delivered(fact.at, message_id)
        case kinds.ChatRead(message_id=message_id, by=by):
            return Read(fact.at, message_id, Side(by))
        case kinds.ChatClosed(by=by):
            return Closed(fact.at, by)
        case _:
            return None
