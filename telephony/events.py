"""All that the switch tells: reading this file says what can happen to a line or a call. `at` is UTC."""

from dataclasses import dataclass
from datetime import datetime

from .disk_news import DiskTrouble
from .roles import EndReason, Role


@dataclass(frozen=True, slots=True)
class LineConnected:
    line_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LineLost:
    """The line's sound is cut: ICE failed, the browser closed, or nothing arrives any more."""

    line_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallRinging:
    call_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallSoundsEarly:
    """The called telephone is heard by the caller before it answers: an announcement, or its own ring-back."""

    call_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallConnected:
    """`answer_seconds`: from the first ring to the answer."""

    call_id: str
    at: datetime
    answer_seconds: float


@dataclass(frozen=True, slots=True)
class CallHeld:
    call_id: str
    at: datetime
    by: Role


@dataclass(frozen=True, slots=True)
class CallResumed:
    call_id: str
    at: datetime
    by: Role


@dataclass(frozen=True, slots=True)
class CallMuted:
    """Confirmed: the server drops this side's sound from now on, or lets it through again."""

    call_id: str
    at: datetime
    role: Role
    muted: bool


@dataclass(frozen=True, slots=True)
class CallDigits:
    call_id: str
    at: datetime
    by: Role
    digits: str


@dataclass(frozen=True, slots=True)
class LegLost:
    """A side's sound is cut; the call waits `grace_seconds` for it."""

    call_id: str
    at: datetime
    role: Role


@dataclass(frozen=True, slots=True)
class LegBack:
    call_id: str
    at: datetime
    role: Role


@dataclass(frozen=True, slots=True)
class CallTransferred:
    """The supervisor whom the adviser consulted has taken the call over; the adviser is free.

    `same_desk`: it was the customer's own desk. Nobody is left to speak with: the call ends with this.
    """

    call_id: str
    at: datetime
    consultation_id: str
    same_desk: bool


@dataclass(frozen=True, slots=True)
class CallEnded:
    """`seconds`: length of the conversation, 0 when it never connected."""

    call_id: str
    at: datetime
    reason: EndReason
    by: Role | None
    seconds: float


@dataclass(frozen=True, slots=True)
class RecordingTrouble:
    """Sound is not being written since `since`; it waits in memory and is tried again, what is on disk is kept."""

    call_id: str
    at: datetime
    reason: str
    """The system's own words."""
    what: DiskTrouble
    since: datetime


@dataclass(frozen=True, slots=True)
class RecordingRecovered:
    """Sound is written again, and what waited is on the disk. `lost_seconds`: what had to be given up of it."""

    call_id: str
    at: datetime
    what: DiskTrouble
    since: datetime
    seconds: float
    lost_seconds: float


SwitchEvent = (
    LineConnected
    | LineLost
    | CallRinging
    | CallSoundsEarly
    | CallConnected
    | CallHeld
    | CallResumed
    | CallMuted
    | CallDigits
    | LegLost
    | LegBack
    | CallTransferred
    | CallEnded
    | RecordingTrouble
    | RecordingRecovered
)
