"""What desks say: commands, and what is neither numbered nor kept."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from simulator.live_messages.message import Id, Message, Run

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
    round_trip_ms: Annotated[int, Field(ge=0, le=600_000)] | None = None
    loss_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    jitter_ms: Annotated[float, Field(ge=0, le=600_000)] | None = None
    level_dbfs: Annotated[float, Field(ge=-1000, le=1000)] | None = None
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


class CallConsult(Command):
    """« Superviseur »: the customer waits, a juror or trainer is rung. `call.resume` comes back to the customer."""

    type: Literal["call.consult"] = "call.consult"


class CallTransfer(Command):
    """The supervisor who answered takes the customer over."""

    type: Literal["call.transfer"] = "call.transfer"


# The jury's desk, up.


class ConsultationAnswer(Command):
    type: Literal["consultation.answer"] = "consultation.answer"


class ConsultationHangUp(Command):
    """Refuses while it rings."""

    type: Literal["consultation.hang_up"] = "consultation.hang_up"


class ExchangeStart(Command):
    """Opens the exchange: rings (inbound call), opens the chat, or shows the mission (outbound)."""

    type: Literal["exchange.start"] = "exchange.start"
    run_id: Run


class ExchangeQueue(Command):
    """Starts by itself when the one before it is done; two at most."""

    type: Literal["exchange.queue"] = "exchange.queue"
    run_id: Run


class ExchangeUnqueue(Command):
    type: Literal["exchange.unqueue"] = "exchange.unqueue"
    run_id: Run


class ExchangeEnd(Command):
    """Ends it from the jury's side: hangs up, closes the chat, gives the candidate the wrap-up if it is due."""

    type: Literal["exchange.end"] = "exchange.end"
    run_id: Run


class ExchangeTakeOver(Command):
    """Plays the customer from here on, because the juror who did is gone."""

    type: Literal["exchange.take_over"] = "exchange.take_over"
    run_id: Run


class ExchangeShow(Command):
    """Which card this desk looks at; changes nothing for anybody else."""

    type: Literal["exchange.show"] = "exchange.show"
    run_id: Run | None


class CallPlace(Command):
    """Rings the candidate again as the customer (missed call, lost call)."""

    type: Literal["call.place"] = "call.place"
    run_id: Run


class Listen(Command):
    """Silent listening of the running call and of those that follow, until switched off."""

    type: Literal["listen"] = "listen"
    on: bool


class MarkingCommand(Command):
    """A juror's, which may have waited in their browser while the network was cut.

    Both are kept beside the server's time at arrival; what a device says of the time proves nothing by itself.
    """

    made_at: AwareDatetime | None = None
    """When it was made, in the server's time as this desk last measured it: it decides which of two is the later."""
    device_at: AwareDatetime | None = None
    """The same instant on the device's own clock."""


class MarkPlace(MarkingCommand):
    type: Literal["mark.place"] = "mark.place"
    mark_id: Id
    run_id: Run
    criterion: Annotated[str, Field(pattern=r"^CP[1-7]\.[1-9]$")]
    sign: Literal["favourable", "unfavourable", "note"]
    at_seconds: float | None = None
    """Seconds from the exchange's start; None: now."""
    text: Annotated[str, Field(max_length=2000)] = ""
    from_finding: bool = False


class MarkRemove(MarkingCommand):
    type: Literal["mark.remove"] = "mark.remove"
    mark_id: Id


class FindingReject(MarkingCommand):
    """What the evidence suggested is not what this juror concludes."""

    type: Literal["finding.reject"] = "finding.reject"
    run_id: Run
    criterion: Annotated[str, Field(pattern=r"^CP[1-7]\.[1-9]$")]
    verdict: Literal["met", "partial", "not_met"]
    reason: Annotated[str, Field(max_length=500)] = ""


class VerdictSetCommand(MarkingCommand):
    type: Literal["verdict.set"] = "verdict.set"
    run_id: Run
    criterion: Annotated[str, Field(pattern=r"^CP[1-7]\.[1-9]$")]
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: Annotated[str, Field(max_length=2000)] = ""


class AppreciationSetCommand(MarkingCommand):
    type: Literal["appreciation.set"] = "appreciation.set"
    competence: Annotated[str, Field(pattern=r"^CP[1-7]$")]
    text: Annotated[str, Field(max_length=4000)]


class MarkingSubmit(Command):
    type: Literal["marking.submit"] = "marking.submit"


class FeedbackShare(Command):
    """Practice: the candidate may now see this exchange's marks."""

    type: Literal["feedback.share"] = "feedback.share"
    run_id: Run
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
    | CallDigitsPressed | CallDial | CallConsult | CallTransfer
    | ChatSend | ChatSeen | ChatTyping | ChatClose | HeadsetReport | NotesSave
    | FileOpen | FileChange | ConfirmationSave | ConfirmationSend | WrapUpFinish,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a candidate's desk may say; anything else is refused before it is looked at."""

JuryUp = Annotated[
    Hello | Ping | LineOffer | LineEcho | CallAnswer | CallDecline | CallHangUp | CallHold | CallResume | CallMute
    | CallDigitsPressed | CallPlace | ConsultationAnswer | ConsultationHangUp
    | ChatSend | ChatSeen | ChatTyping | ChatClose | ExchangeStart | ExchangeQueue
    | ExchangeUnqueue | ExchangeEnd | ExchangeTakeOver | ExchangeShow | Listen | MarkPlace | MarkRemove
    | FindingReject | VerdictSetCommand | AppreciationSetCommand | MarkingSubmit | FeedbackShare | ClockStart
    | ClockPause | ClockResume | ClockExtend | ClockEnd | IncidentNote,
    Field(discriminator="type"),
]  # fmt: skip
"""All that a jury's desk may say."""

candidate_up: TypeAdapter[CandidateUp] = TypeAdapter(CandidateUp)
jury_up: TypeAdapter[JuryUp] = TypeAdapter(JuryUp)
