"""What a decision wants done once its facts are kept. Reading this file tells all that a seat asks of the outside.

Values only: whoever carries them out knows the switch, the telephones and the desks.
"""

from dataclasses import dataclass
from typing import Literal

from simulator.facts.kinds import Player
from simulator.ids import CallId, RunId
from telephony import Role

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Ring:
    """A call begins. `player`: the key of the desk that plays the customer."""

    call_id: CallId
    run_id: RunId
    player: str
    caller: Player


@dataclass(frozen=True, slots=True)
class PickUpFirst:
    """The caller speaks over a telephone alone: it rings, and their call begins once they have picked it up."""

    run_id: RunId
    player: str
    caller: Player


@dataclass(frozen=True, slots=True)
class StopPickingUp:
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    call_id: CallId
    role: Role


@dataclass(frozen=True, slots=True)
class Decline:
    call_id: CallId
    role: Role


@dataclass(frozen=True, slots=True)
class HangUp:
    """`role` None: nobody's choice, the call must not outlive its exchange."""

    call_id: CallId
    role: Role | None


@dataclass(frozen=True, slots=True)
class Hold:
    call_id: CallId
    role: Role


@dataclass(frozen=True, slots=True)
class Resume:
    call_id: CallId
    role: Role


@dataclass(frozen=True, slots=True)
class Mute:
    call_id: CallId
    role: Role
    muted: bool


@dataclass(frozen=True, slots=True)
class PressDigits:
    call_id: CallId
    role: Role
    digits: str


@dataclass(frozen=True, slots=True)
class Echo:
    """The headset check: this desk hears itself."""

    line: str
    on: bool


@dataclass(frozen=True, slots=True)
class Consult:
    """The supervisor is rung. `rings_phones`: theirs too, beside their page."""

    call_id: CallId
    consultation_id: CallId
    run_id: RunId
    supervisor: str
    rings_phones: bool


@dataclass(frozen=True, slots=True)
class Transfer:
    call_id: CallId


@dataclass(frozen=True, slots=True)
class ListenTo:
    """This desk hears both sides; nothing of it is heard."""

    call_id: CallId
    line: str


@dataclass(frozen=True, slots=True)
class StopListening:
    line: str


@dataclass(frozen=True, slots=True)
class SetListening:
    """Whether this juror listens to calls, this one and those that follow."""

    desk: str
    on: bool


@dataclass(frozen=True, slots=True)
class Show:
    """Which exchange's card this desk looks at."""

    desk: str
    run_id: RunId | None


@dataclass(frozen=True, slots=True)
class HearWords:
    """What is said from now on is written down, where this installation can."""

    call_id: CallId
    run_id: RunId


@dataclass(frozen=True, slots=True)
class WordsTransferred:
    """The supervisor speaks on the candidate's side from now on."""


@dataclass(frozen=True, slots=True)
class CallIsOver:
    """Nothing more is heard of it. `was_recorded`: its stereo file is due."""

    call_id: CallId
    was_recorded: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence to one desk, or to all of them (None)."""

    desk: str | None
    level: Level
    code: str
    message: str
    remedy: str = ""


Effect = (
    Ring
    | PickUpFirst
    | StopPickingUp
    | Answer
    | Decline
    | HangUp
    | Hold
    | Resume
    | Mute
    | PressDigits
    | Echo
    | Consult
    | Transfer
    | ListenTo
    | StopListening
    | SetListening
    | Show
    | HearWords
    | WordsTransferred
    | CallIsOver
    | Notice
)
