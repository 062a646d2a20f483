"""What desks are told: answers, and the numbered events."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from simulator.facts.kinds import Player
from simulator.ids import RunId
from simulator.live_messages.candidate_view import (
    CandidateDesk,
    CandidateExchange,
    MissedCall,
    PhaseReceipt,
    SharedFeedback,
)
from simulator.live_messages.jury_view import (
    CandidatePresence,
    JuryConsultation,
    JuryDesk,
    JuryExchange,
    JurySeatStep,
    MarkingView,
    MatrixCell,
    MeasuredView,
)
from simulator.live_messages.message import Message
from simulator.live_messages.network_view import NetworkView
from simulator.live_messages.shared_view import (
    CallView,
    CaptionsView,
    ChatMessageView,
    ClockView,
    ConversationView,
    LineView,
    Step,
)

# Down, to both.


class Welcome(Message):
    type: Literal["welcome"] = "welcome"
    epoch: str
    server_now: datetime


class Pong(Message):
    type: Literal["pong"] = "pong"
    sent_ms: float
    server_now: datetime


class Problem(Message):
    """Why a command was refused, in French, with a way out."""

    code: str
    message: str
    remedy: str = ""


class Ack(Message):
    """Answers one command. `sdp` only for `line.offer`."""

    type: Literal["ack"] = "ack"
    id: str
    ok: bool
    problem: Problem | None = None
    sdp: str | None = None


class Typing(Message):
    type: Literal["typing"] = "typing"
    run_id: RunId
    by: Player


class Closing(Message):
    """This connection ends: signed out, replaced by another tab (`superseded`), the server stops, or it sent more
    than a person can (`too_fast`: come back after some seconds)."""

    type: Literal["closing"] = "closing"
    reason: Literal["signed_out", "superseded", "server_stops", "seat_closed", "too_fast"]


class Event(Message):
    """Base of numbered events."""

    n: int


class ClockEvent(Event):
    type: Literal["clock"] = "clock"
    clock: ClockView


class LineEvent(Event):
    type: Literal["line"] = "line"
    line: LineView


class CallEvent(Event):
    """None: no call, and the last one has been acknowledged by what follows (wrap-up, next exchange)."""

    type: Literal["call"] = "call"
    call: CallView | None


class ConversationEvent(Event):
    type: Literal["conversation"] = "conversation"
    conversation: ConversationView | None


class ChatMessageEvent(Event):
    """A new message, or a new mark (delivered, read) on one already known: replace it by its `message_id`."""

    type: Literal["chat.message"] = "chat.message"
    run_id: RunId
    message: ChatMessageView
    waiting_since: datetime | None


class CaptionsEvent(Event):
    type: Literal["captions"] = "captions"
    captions: CaptionsView | None


class NoticeEvent(Event):
    """A sentence for the person, in French, with a way out: lost call found again, disk full, sound cut…"""

    type: Literal["notice"] = "notice"
    level: Literal["info", "warning", "error"]
    code: str
    message: str
    remedy: str = ""


# Down, to the candidate.


class CandidateSnapshot(Event):
    type: Literal["snapshot"] = "snapshot"
    desk: CandidateDesk


class PhasesEvent(Event):
    type: Literal["phases"] = "phases"
    phases: tuple[ClockView, ...]


class ReceiptsEvent(Event):
    type: Literal["receipts"] = "receipts"
    receipts: tuple[PhaseReceipt, ...]


class CandidateStepsEvent(Event):
    type: Literal["steps"] = "steps"
    steps: tuple[Step, ...]


class CandidateExchangeEvent(Event):
    type: Literal["exchange"] = "exchange"
    exchange: CandidateExchange | None


class NotesEvent(Event):
    type: Literal["notes"] = "notes"
    notes: str
    notes_saved_at: datetime | None


class MissedCallsEvent(Event):
    type: Literal["missed_calls"] = "missed_calls"
    missed_calls: tuple[MissedCall, ...]


class JuryPresentEvent(Event):
    type: Literal["jury_present"] = "jury_present"
    jury_present: bool


class FeedbackEvent(Event):
    type: Literal["feedback"] = "feedback"
    feedback: tuple[SharedFeedback, ...]


CandidateDown = Annotated[
    Welcome | Pong | Ack | Typing | Closing | CandidateSnapshot | ClockEvent | LineEvent | CallEvent
    | ConversationEvent | ChatMessageEvent | NoticeEvent | CandidateStepsEvent | CandidateExchangeEvent | NotesEvent
    | MissedCallsEvent | JuryPresentEvent | FeedbackEvent | CaptionsEvent | PhasesEvent
    | ReceiptsEvent,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a candidate's desk can be told."""


# Down, to the jury.


class JurySnapshot(Event):
    type: Literal["snapshot"] = "snapshot"
    desk: JuryDesk


class JuryStepsEvent(Event):
    type: Literal["steps"] = "steps"
    steps: tuple[JurySeatStep, ...]


class JuryExchangeEvent(Event):
    type: Literal["exchange"] = "exchange"
    exchange: JuryExchange | None


class ConsultationEvent(Event):
    type: Literal["consultation"] = "consultation"
    consultation: JuryConsultation | None


class PresenceEvent(Event):
    type: Literal["presence"] = "presence"
    presence: CandidatePresence


class JurorsEvent(Event):
    type: Literal["jurors"] = "jurors"
    jurors: tuple[str, ...]


class MeasuredEvent(Event):
    type: Literal["measured"] = "measured"
    measured: MeasuredView | None


class MarkingEvent(Event):
    type: Literal["marking"] = "marking"
    marking: MarkingView


class MatrixEvent(Event):
    type: Literal["matrix"] = "matrix"
    matrix: tuple[MatrixCell, ...]


class ListeningEvent(Event):
    type: Literal["listening"] = "listening"
    listening: bool


class NetworkEvent(Event):
    type: Literal["network"] = "network"
    network: NetworkView | None


class CandidateNotesEvent(Event):
    type: Literal["candidate_notes"] = "candidate_notes"
    candidate_notes: str


JuryDown = Annotated[
    Welcome | Pong | Ack | Typing | Closing | JurySnapshot | ClockEvent | LineEvent | CallEvent | ConversationEvent
    | ChatMessageEvent | NoticeEvent | JuryStepsEvent | JuryExchangeEvent | ConsultationEvent | PresenceEvent
    | JurorsEvent | MeasuredEvent | MarkingEvent | MatrixEvent | ListeningEvent | CandidateNotesEvent | CaptionsEvent
    | NetworkEvent,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a jury's desk can be told."""
