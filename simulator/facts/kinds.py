"""Every kind of fact, typed. Reading this file tells all that can happen to a candidate's seat.

Facts are never edited: a correction is a later fact of the same kind. Times inside a fact are seconds from the
start of its exchange; the row itself carries the date (UTC) and the author.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Player = Literal["candidate", "customer"]
"""Who acts in a conversation: the candidate (adviser), or the customer whom a jury member plays."""

Party = Literal["candidate", "customer", "supervisor"]
"""Who is on a call: after a transfer the supervisor stands where the candidate stood."""


class FactData(BaseModel):
    """Base of all facts: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# The seat: its clock, its desk, its incidents.


class ClockStarted(FactData):
    kind: Literal["clock.started"] = "clock.started"
    minutes: int


class ClockPaused(FactData):
    kind: Literal["clock.paused"] = "clock.paused"
    reason: str


class ClockResumed(FactData):
    kind: Literal["clock.resumed"] = "clock.resumed"


class ClockExtended(FactData):
    kind: Literal["clock.extended"] = "clock.extended"
    minutes: int
    reason: str


class ClockEnded(FactData):
    """The time is up (actor `system`) or the jury closed the exchanges part."""

    kind: Literal["clock.ended"] = "clock.ended"


class HeadsetChecked(FactData):
    """What the headset check concluded, before the session."""

    kind: Literal["headset.checked"] = "headset.checked"
    verdict: Literal["good", "poor", "failed"]
    round_trip_ms: int | None = None
    loss_percent: float | None = None
    jitter_ms: float | None = None
    level_dbfs: float | None = None
    detail: str = ""


class DeskConnected(FactData):
    kind: Literal["desk.connected"] = "desk.connected"
    desk: Literal["candidate", "jury"]


class DeskLost(FactData):
    kind: Literal["desk.lost"] = "desk.lost"
    desk: Literal["candidate", "jury"]


class IncidentNoted(FactData):
    """Something the record must tell: a cut, a restart of the server, a lost leg, a remark of the jury."""

    kind: Literal["incident.noted"] = "incident.noted"
    text: str


class NotesSaved(FactData):
    """The candidate's notes pad, whole."""

    kind: Literal["notes.saved"] = "notes.saved"
    text: str


# The exchange: from the jury's start to the end of the wrap-up.


class ExchangeQueued(FactData):
    kind: Literal["exchange.queued"] = "exchange.queued"


class ExchangeUnqueued(FactData):
    kind: Literal["exchange.unqueued"] = "exchange.unqueued"


class ExchangeStarted(FactData):
    """The jury opened it: an inbound one rings or writes, an outbound one shows its mission."""

    kind: Literal["exchange.started"] = "exchange.started"
    findings: bool = False
    """Whether the session shows jurors what the evidence suggests."""


class ExchangeTakenOver(FactData):
    """Another juror plays on: the one who began it is no longer at their desk."""

    kind: Literal["exchange.taken_over"] = "exchange.taken_over"


class WrapUpStarted(FactData):
    kind: Literal["wrap_up.started"] = "wrap_up.started"
    limit_seconds: int


class ExchangeEnded(FactData):
    """The candidate finished the wrap-up, or the jury ended the exchange."""

    kind: Literal["exchange.ended"] = "exchange.ended"
    by: Literal["candidate", "jury", "system"]


# The call.


class CallRinging(FactData):
    kind: Literal["call.ringing"] = "call.ringing"
    call_id: str
    caller: Player
    number: str
    name: str


class CallConnected(FactData):
    kind: Literal["call.connected"] = "call.connected"
    call_id: str
    answer_seconds: float


class CallHeld(FactData):
    kind: Literal["call.held"] = "call.held"
    call_id: str
    by: Party


class CallResumed(FactData):
    kind: Literal["call.resumed"] = "call.resumed"
    call_id: str
    by: Party


class CallMuted(FactData):
    kind: Literal["call.muted"] = "call.muted"
    call_id: str
    who: Party
    muted: bool


class CallDigits(FactData):
    kind: Literal["call.digits"] = "call.digits"
    call_id: str
    by: Party
    digits: str


class CallLegLost(FactData):
    kind: Literal["call.leg_lost"] = "call.leg_lost"
    call_id: str
    who: Party


class CallLegBack(FactData):
    kind: Literal["call.leg_back"] = "call.leg_back"
    call_id: str
    who: Party


class CallEnded(FactData):
    """`reason` is the telephony one: hung up, declined, no_answer, cancelled, lost, server_restarted…"""

    kind: Literal["call.ended"] = "call.ended"
    call_id: str
    reason: str
    by: Party | None
    seconds: float
    """Length of the conversation, 0 when it never connected."""


class ConsultationAsked(FactData):
    """The candidate leaves the customer on hold and rings the supervisor."""

    kind: Literal["consultation.asked"] = "consultation.asked"
    call_id: str
    consultation_id: str
    supervisor_id: str
    """Actor."""
    supervisor: str
    is_same_person: bool
    """Whoever plays the customer plays the supervisor as well."""


class ConsultationUnavailable(FactData):
    """The candidate wanted the supervisor; nobody could be reached."""

    kind: Literal["consultation.unavailable"] = "consultation.unavailable"
    call_id: str


class ConsultationAnswered(FactData):
    kind: Literal["consultation.answered"] = "consultation.answered"
    call_id: str
    consultation_id: str


class ConsultationEnded(FactData):
    """`reason`: returned (to the customer), hung_up (by the supervisor), declined, no_answer, cancelled, lost,
    transferred, call_over (the customer left), server_restarted."""

    kind: Literal["consultation.ended"] = "consultation.ended"
    call_id: str
    consultation_id: str
    reason: str
    seconds: float
    """Length of the conversation, 0 when it was not answered."""


class CallTransferred(FactData):
    """The supervisor has the customer from here on; the left channel of the recording is theirs."""

    kind: Literal["call.transferred"] = "call.transferred"
    call_id: str
    consultation_id: str


class CallDialFailed(FactData):
    """The candidate dialled something that rings nowhere."""

    kind: Literal["call.dial_failed"] = "call.dial_failed"
    number: str
    reason: Literal["unknown_number", "nobody_there", "not_now"]


class RecordingFailed(FactData):
    kind: Literal["recording.failed"] = "recording.failed"
    call_id: str
    reason: str


class RecordingFinished(FactData):
    """The stereo file is there, checked: what it weighs and what it lacks."""

    kind: Literal["recording.finished"] = "recording.finished"
    call_id: str
    seconds: float
    sha256: str
    flags: tuple[str, ...] = ()


class ListeningStarted(FactData):
    kind: Literal["listening.started"] = "listening.started"
    call_id: str
    by_phone: bool = False


class ListeningStopped(FactData):
    kind: Literal["listening.stopped"] = "listening.stopped"
    call_id: str
    by_phone: bool = False


# The chat.


class ChatSent(FactData):
    """`message_id` is made by the sender: the same one twice is the same message."""

    kind: Literal["chat.sent"] = "chat.sent"
    message_id: str
    by: Player
    text: str


class ChatDelivered(FactData):
    kind: Literal["chat.delivered"] = "chat.delivered"
    message_id: str


class ChatRead(FactData):
    """Everything up to this message has been seen by the other side."""

    kind: Literal["chat.read"] = "chat.read"
    message_id: str
    by: Player


class ChatClosed(FactData):
    kind: Literal["chat.closed"] = "chat.closed"
    by: Literal["candidate", "customer", "system"]


# What the candidate does in the customer's file, and writes afterwards.


class FileOpened(FactData):
    kind: Literal["file.opened"] = "file.opened"
    customer_id: str


class FileChanged(FactData):
    """One field of the qualification or of the customer's identity, with its new value ("" empties it)."""

    kind: Literal["file.changed"] = "file.changed"
    customer_id: str
    field: Literal["motif", "statut", "suite", "comment", "appointment", "phone", "second_phone", "email", "address"]
    value: str


class ConfirmationSaved(FactData):
    """A draft, saved as it is typed."""

    kind: Literal["confirmation.saved"] = "confirmation.saved"
    medium: Literal["mail", "letter"]
    subject: str
    body: str


class ConfirmationSent(FactData):
    kind: Literal["confirmation.sent"] = "confirmation.sent"
    medium: Literal["mail", "letter"]
    recipient: str
    subject: str
    body: str


# What the jury marks. Unseen by the candidate; seen by their own author and, once submitted, by the pair.


class TranscriptMade(FactData):
    """The recogniser has heard a recorded call. Its words are in the transcript's row."""

    kind: Literal["transcript.made"] = "transcript.made"
    call_id: str
    turns: int
    engine: str


class TranscriptCorrected(FactData):
    """What was really said in a turn (its place in the call, from 0)."""

    kind: Literal["transcript.corrected"] = "transcript.corrected"
    call_id: str
    turn: int
    text: str


class MarkPlaced(FactData):
    """A time-stamped mark on a criterion. `at_seconds` counts from the exchange's start."""

    kind: Literal["mark.placed"] = "mark.placed"
    mark_id: str
    criterion: str
    sign: Literal["favourable", "unfavourable", "note"]
    at_seconds: float
    text: str = ""
    during_replay: bool = False
    from_finding: bool = False
    """Taken over from what the evidence suggested."""


class FindingRejected(FactData):
    """A juror does not share what the evidence suggested on a criterion."""

    kind: Literal["finding.rejected"] = "finding.rejected"
    criterion: str
    verdict: Literal["met", "partial", "not_met"]
    reason: str = ""


class SecondReadingAsked(FactData):
    """A juror had an exchange read by a language model: what left this machine, masked, and for whom."""

    kind: Literal["second_reading.asked"] = "second_reading.asked"
    model: str
    host: str
    turns: int


class MarkRemoved(FactData):
    kind: Literal["mark.removed"] = "mark.removed"
    mark_id: str


class VerdictSet(FactData):
    """A juror's verdict on a criterion of this exchange; `none` takes it back."""

    kind: Literal["verdict.set"] = "verdict.set"
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: str = ""


class AppreciationSet(FactData):
    """A juror's words on a competence, over all the exchanges of the seat."""

    kind: Literal["appreciation.set"] = "appreciation.set"
    competence: str
    text: str


class MarkingSubmitted(FactData):
    """This juror's marking of the seat is final: the pair may now see both."""

    kind: Literal["marking.submitted"] = "marking.submitted"


class FeedbackShared(FactData):
    """Practice only: the trainer lets the candidate see marks, verdicts and words of this exchange."""

    kind: Literal["feedback.shared"] = "feedback.shared"
    text: str = ""


class FeedbackReady(FactData):
    """Practice only: the exchange was read; where the session says so, the candidate sees it without a trainer."""

    kind: Literal["feedback.ready"] = "feedback.ready"


class SequenceDrawn(FactData):
    """A recorded customer sequence drawn by the server for the technical interview, with what it was drawn from."""

    kind: Literal["sequence.drawn"] = "sequence.drawn"
    case_study_id: str
    sequence_id: str
    among: tuple[str, ...]


class SequencePlayed(FactData):
    kind: Literal["sequence.played"] = "sequence.played"
    sequence_id: str


AnyFact = Annotated[
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockExtended
    | ClockEnded
    | HeadsetChecked
    | DeskConnected
    | DeskLost
    | IncidentNoted
    | NotesSaved
    | ExchangeQueued
    | ExchangeUnqueued
    | ExchangeStarted
    | ExchangeTakenOver
    | WrapUpStarted
    | ExchangeEnded
    | CallRinging
    | CallConnected
    | CallHeld
    | CallResumed
    | CallMuted
    | CallDigits
    | CallLegLost
    | CallLegBack
    | CallEnded
    | ConsultationAsked
    | ConsultationUnavailable
    | ConsultationAnswered
    | ConsultationEnded
    | CallTransferred
    | CallDialFailed
    | RecordingFailed
    | RecordingFinished
    | ListeningStarted
    | ListeningStopped
    | ChatSent
    | ChatDelivered
    | ChatRead
    | ChatClosed
    | FileOpened
    | FileChanged
    | ConfirmationSaved
    | ConfirmationSent
    | TranscriptMade
    | TranscriptCorrected
    | MarkPlaced
    | MarkRemoved
    | FindingRejected
    | SecondReadingAsked
    | VerdictSet
    | AppreciationSet
    | MarkingSubmitted
    | FeedbackShared
    | FeedbackReady
    | SequenceDrawn
    | SequencePlayed,
    Field(discriminator="kind"),
]
"""Any fact, told apart by its `kind`."""

fact_adapter: TypeAdapter[AnyFact] = TypeAdapter(AnyFact)
"""Reads a row's JSON back into its typed fact."""
