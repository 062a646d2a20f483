"""Calls, their consultations of the supervisor, who listens, and what remains of them."""

from datetime import datetime
from typing import Literal

from simulator.facts.fact_data import FactData, Party, Player
from simulator.ids import CallId


class CallRinging(FactData):
    kind: Literal["call.ringing"] = "call.ringing"
    call_id: CallId
    caller: Player
    number: str
    name: str


class CallConnected(FactData):
    kind: Literal["call.connected"] = "call.connected"
    call_id: CallId
    answer_seconds: float


class CallHeld(FactData):
    kind: Literal["call.held"] = "call.held"
    call_id: CallId
    by: Party


class CallResumed(FactData):
    kind: Literal["call.resumed"] = "call.resumed"
    call_id: CallId
    by: Party


class CallMuted(FactData):
    kind: Literal["call.muted"] = "call.muted"
    call_id: CallId
    who: Party
    muted: bool


class CallDigits(FactData):
    kind: Literal["call.digits"] = "call.digits"
    call_id: CallId
    by: Party
    digits: str


class CallLegLost(FactData):
    kind: Literal["call.leg_lost"] = "call.leg_lost"
    call_id: CallId
    who: Party


class CallLegBack(FactData):
    kind: Literal["call.leg_back"] = "call.leg_back"
    call_id: CallId
    who: Party


class CallEnded(FactData):
    """`reason` is the telephony one: hung up, declined, no_answer, cancelled, lost, server_restarted…"""

    kind: Literal["call.ended"] = "call.ended"
    call_id: CallId
    reason: str
    by: Party | None
    seconds: float
    """Length of the conversation, 0 when it never connected."""


class ConsultationAsked(FactData):
    """The candidate leaves the customer on hold and rings the supervisor."""

    kind: Literal["consultation.asked"] = "consultation.asked"
    call_id: CallId
    consultation_id: CallId
    supervisor_id: str
    """Actor."""
    supervisor: str
    is_same_person: bool
    """Whoever plays the customer plays the supervisor as well."""


class ConsultationUnavailable(FactData):
    """The candidate wanted the supervisor; nobody could be reached."""

    kind: Literal["consultation.unavailable"] = "consultation.unavailable"
    call_id: CallId


class ConsultationAnswered(FactData):
    kind: Literal["consultation.answered"] = "consultation.answered"
    call_id: CallId
    consultation_id: CallId


class ConsultationEnded(FactData):
    """`reason`: returned (to the customer), hung_up (by the supervisor), declined, no_answer, cancelled, lost,
    transferred, call_over (the customer left), server_restarted."""

    kind: Literal["consultation.ended"] = "consultation.ended"
    call_id: CallId
    consultation_id: CallId
    reason: str
    seconds: float
    """Length of the conversation, 0 when it was not answered."""


class CallTransferred(FactData):
    """The supervisor has the customer from here on; the left channel of the recording is theirs."""

    kind: Literal["call.transferred"] = "call.transferred"
    call_id: CallId
    consultation_id: CallId


class CallDialFailed(FactData):
    """The candidate dialled something that rings nowhere."""

    kind: Literal["call.dial_failed"] = "call.dial_failed"
    number: str
    reason: Literal["unknown_number", "nobody_there", "not_now"]


class RecordingInterrupted(FactData):
    """The call goes on and its sound is not written: it waits in memory.

    `what`: full, read_only, slow, reserved (what room is left is kept for the facts), failing.
    """

    kind: Literal["recording.interrupted"] = "recording.interrupted"
    call_id: CallId
    what: str
    since: datetime


class RecordingResumed(FactData):
    """Sound is written again, and what waited with it. `lost_seconds`: what had to be given up."""

    kind: Literal["recording.resumed"] = "recording.resumed"
    call_id: CallId
    seconds: float
    """For how long nothing was written."""
    lost_seconds: float


class RecordingFailed(FactData):
    kind: Literal["recording.failed"] = "recording.failed"
    call_id: CallId
    reason: str


class RecordingFinished(FactData):
    """The stereo file is there, checked: what it weighs and what it lacks."""

    kind: Literal["recording.finished"] = "recording.finished"
    call_id: CallId
    seconds: float
    sha256: str
    flags: tuple[str, ...] = ()


class ListeningStarted(FactData):
    kind: Literal["listening.started"] = "listening.started"
    call_id: CallId
    by_phone: bool = False


class ListeningStopped(FactData):
    kind: Literal["listening.stopped"] = "listening.stopped"
    call_id: CallId
    by_phone: bool = False


class TranscriptMade(FactData):
    """The recogniser has heard a recorded call. Its words are in the transcript's row."""

    kind: Literal["transcript.made"] = "transcript.made"
    call_id: CallId
    turns: int
    engine: str


class TranscriptCorrected(FactData):
    """What was really said in a turn (its place in the call, from 0)."""

    kind: Literal["transcript.corrected"] = "transcript.corrected"
    call_id: CallId
    turn: int
    text: str
