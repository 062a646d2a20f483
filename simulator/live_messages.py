"""Every message of the one WebSocket per desk, typed both ways.

Opening: the desk connects to `/api/candidate/live` or `/api/staff/live?seat=ID` and sends `Hello` with the last event
number it saw. It gets a `Welcome`, then either the events it missed or a whole `Snapshot`. Afterwards commands go up,
each with its own id (carried out once however often it is sent), and are answered by one `Ack`; events come down,
numbered per desk. Typing hints and pings are neither numbered nor kept.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from simulator.desk.candidate_view import CandidateDesk, CandidateExchange, MissedCall, SharedFeedback
from simulator.desk.jury_view import (
    CandidatePresence,
    JuryDesk,
    JuryExchange,
    JurySeatStep,
    MarkingView,
    MatrixCell,
    MeasuredView,
)
from simulator.desk.shared_view import CallView, ChatMessageView, ClockView, ConversationView, LineView, Step
from simulator.facts.kinds import Player

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_\-]+$")]


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


# Both desks, up.


class Hello(Message):
    """First message of a connection. `epoch` is the one of the last Welcome: another server, another numbering."""

    type: Literal["hello"] = "hello"
    epoch: str | None = None
    last_event: int = 0


class Ping(Message):
    """Every few seconds, and at once after a chat message: `last_event` says what this desk really has.

    Answered by Pong with the server's time, from which a desk measures its clock offset.
    """

    type: Literal["ping"] = "ping"
    sent_ms: float
    last_event: int = 0


class Command(Message):
    """Base of commands. `id` makes it idempotent."""

    id: Id


class LineOffer(Command):
    """SDP offer of the desk's standing sound connection; the Ack's `sdp` is the answer."""

    type: Literal["line.offer"] = "line.offer"
    sdp: Annotated[str, Field(max_length=60_000)]


class LineEcho(Command):
    """Headset check: hear oneself through the server."""

    type: Literal["line.echo"] = "line.echo"
    on: bool


class CallAnswer(Command):
    type: Literal["call.answer"] = "call.answer"


class CallDecline(Command):
    type: Literal["call.decline"] = "call.decline"


class CallHangUp(Command):
    type: Literal["call.hang_up"] = "call.hang_up"


class CallHold(Command):
    type: Literal["call.hold"] = "call.hold"


class CallResume(Command):
    type: Literal["call.resume"] = "call.resume"


class CallMute(Command):
    type: Literal["call.mute"] = "call.mute"
    muted: bool


class CallDigitsPressed(Command):
    type: Literal["call.digits"] = "call.digits"
    digits: Annotated[str, Field(pattern=r"^[0-9*#]{1,32}$")]


class ChatSend(Command):
    """`message_id` is the desk's own: sent again after a cut, it is still one message."""

    type: Literal["chat.send"] = "chat.send"
    message_id: Id
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class ChatSeen(Command):
    type: Literal["chat.read"] = "chat.read"
    message_id: Id


class ChatTyping(Message):
    """A hint, never kept."""

    type: Literal["chat.typing"] = "chat.typing"


class ChatClose(Command):
    type: Literal["chat.close"] = "chat.close"


# The candidate's desk, up.


class CallDial(Command):
    type: Literal["call.dial"] = "call.dial"
    number: Annotated[str, Field(min_length=2, max_length=24, pattern=r"^[0-9 +.*#]+$")]


class HeadsetReport(Command):
    type: Literal["headset.report"] = "headset.report"
    verdict: Literal["good", "poor", "failed"]
    round_trip_ms: int | None = None
    loss_percent: float | None = None
    jitter_ms: float | None = None
    level_dbfs: float | None = None
    detail: Annotated[str, Field(max_length=400)] = ""


class NotesSave(Command):
    type: Literal["notes.save"] = "notes.save"
    text: Annotated[str, Field(max_length=20_000)]


class FileOpen(Command):
    type: Literal["file.open"] = "file.open"
    customer_id: Id


class FileChange(Command):
    type: Literal["file.change"] = "file.change"
    customer_id: Id
    field: Literal["motif", "statut", "suite", "comment", "appointment", "phone", "second_phone", "email", "address"]
    value: Annotated[str, Field(max_length=4000)]


class ConfirmationSave(Command):
    type: Literal["confirmation.save"] = "confirmation.save"
    medium: Literal["mail", "letter"]
    subject: Annotated[str, Field(max_length=300)]
    body: Annotated[str, Field(max_length=20_000)]


class ConfirmationSend(Command):
    type: Literal["confirmation.send"] = "confirmation.send"
    medium: Literal["mail", "letter"]
    subject: Annotated[str, Field(min_length=1, max_length=300)]
    body: Annotated[str, Field(min_length=1, max_length=20_000)]


class WrapUpFinish(Command):
    """« Terminer l’échange »: the candidate is ready for the next one."""

    type: Literal["wrap_up.finish"] = "wrap_up.finish"


# The jury's desk, up.


class ExchangeStart(Command):
    """Opens the exchange: rings (inbound call), opens the chat, or shows the mission (outbound)."""

    type: Literal["exchange.start"] = "exchange.start"
    run_id: Id


class ExchangeQueue(Command):
    """Starts by itself when the one before it is done; two at most."""

    type: Literal["exchange.queue"] = "exchange.queue"
    run_id: Id


class ExchangeUnqueue(Command):
    type: Literal["exchange.unqueue"] = "exchange.unqueue"
    run_id: Id


class ExchangeEnd(Command):
    """Ends it from the jury's side: hangs up, closes the chat, gives the candidate the wrap-up if it is due."""

    type: Literal["exchange.end"] = "exchange.end"
    run_id: Id


class ExchangeShow(Command):
    """Which card this desk looks at; changes nothing for anybody else."""

    type: Literal["exchange.show"] = "exchange.show"
    run_id: Id | None


class CallPlace(Command):
    """Rings the candidate again as the customer (missed call, lost call)."""

    type: Literal["call.place"] = "call.place"
    run_id: Id


class Listen(Command):
    """Silent listening of the running call and of those that follow, until switched off."""

    type: Literal["listen"] = "listen"
    on: bool


class MarkPlace(Command):
    type: Literal["mark.place"] = "mark.place"
    mark_id: Id
    run_id: Id
    criterion: Annotated[str, Field(pattern=r"^CP[1-7]\.[1-9]$")]
    sign: Literal["favourable", "unfavourable", "note"]
    at_seconds: float | None = None
    """Seconds from the exchange's start; None: now."""
    text: Annotated[str, Field(max_length=2000)] = ""


class MarkRemove(Command):
    type: Literal["mark.remove"] = "mark.remove"
    mark_id: Id


class VerdictSetCommand(Command):
    type: Literal["verdict.set"] = "verdict.set"
    run_id: Id
    criterion: Annotated[str, Field(pattern=r"^CP[1-7]\.[1-9]$")]
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: Annotated[str, Field(max_length=2000)] = ""


class AppreciationSetCommand(Command):
    type: Literal["appreciation.set"] = "appreciation.set"
    competence: Annotated[str, Field(pattern=r"^CP[1-7]$")]
    text: Annotated[str, Field(max_length=4000)]


class MarkingSubmit(Command):
    type: Literal["marking.submit"] = "marking.submit"


class FeedbackShare(Command):
    """Practice: the candidate may now see this exchange's marks."""

    type: Literal["feedback.share"] = "feedback.share"
    run_id: Id
    text: Annotated[str, Field(max_length=4000)] = ""


class ClockStart(Command):
    type: Literal["clock.start"] = "clock.start"


class ClockPause(Command):
    type: Literal["clock.pause"] = "clock.pause"
    reason: Annotated[str, Field(min_length=3, max_length=300)]


class ClockResume(Command):
    type: Literal["clock.resume"] = "clock.resume"


class ClockExtend(Command):
    type: Literal["clock.extend"] = "clock.extend"
    minutes: Annotated[int, Field(ge=1, le=60)]
    reason: Annotated[str, Field(min_length=3, max_length=300)]


class ClockEnd(Command):
    type: Literal["clock.end"] = "clock.end"


class IncidentNote(Command):
    type: Literal["incident.note"] = "incident.note"
    text: Annotated[str, Field(min_length=1, max_length=2000)]


CandidateUp = Annotated[
    Hello | Ping | LineOffer | LineEcho | CallAnswer | CallDecline | CallHangUp | CallHold | CallResume | CallMute
    | CallDigitsPressed | CallDial | ChatSend | ChatSeen | ChatTyping | ChatClose | HeadsetReport | NotesSave
    | FileOpen | FileChange | ConfirmationSave | ConfirmationSend | WrapUpFinish,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a candidate's desk may say; anything else is refused before it is looked at."""

JuryUp = Annotated[
    Hello | Ping | LineOffer | LineEcho | CallAnswer | CallDecline | CallHangUp | CallHold | CallResume | CallMute
    | CallDigitsPressed | CallPlace | ChatSend | ChatSeen | ChatTyping | ChatClose | ExchangeStart | ExchangeQueue
    | ExchangeUnqueue | ExchangeEnd | ExchangeShow | Listen | MarkPlace | MarkRemove | VerdictSetCommand
    | AppreciationSetCommand | MarkingSubmit | FeedbackShare | ClockStart | ClockPause | ClockResume | ClockExtend
    | ClockEnd | IncidentNote,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a jury's desk may say."""

candidate_up: TypeAdapter[CandidateUp] = TypeAdapter(CandidateUp)
jury_up: TypeAdapter[JuryUp] = TypeAdapter(JuryUp)


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
    run_id: str
    by: Player


class Closing(Message):
    """This connection ends: signed out, replaced by another tab (`superseded`), or the server stops."""

    type: Literal["closing"] = "closing"
    reason: Literal["signed_out", "superseded", "server_stops", "seat_closed"]


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
    run_id: str
    message: ChatMessageView
    waiting_since: datetime | None


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
    | MissedCallsEvent | JuryPresentEvent | FeedbackEvent,
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


class CandidateNotesEvent(Event):
    type: Literal["candidate_notes"] = "candidate_notes"
    candidate_notes: str


JuryDown = Annotated[
    Welcome | Pong | Ack | Typing | Closing | JurySnapshot | ClockEvent | LineEvent | CallEvent | ConversationEvent
    | ChatMessageEvent | NoticeEvent | JuryStepsEvent | JuryExchangeEvent | PresenceEvent | JurorsEvent
    | MeasuredEvent | MarkingEvent | MatrixEvent | ListeningEvent | CandidateNotesEvent,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a jury's desk can be told."""
