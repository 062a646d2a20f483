"""What the person sees: a snapshot of the telephone, the call and the sound. Made by `phone.py`, drawn by screens."""

from dataclasses import dataclass, field
from enum import StrEnum

from .sound import SILENT_DB


class CallState(StrEnum):
    NONE = "none"
    INCOMING = "incoming"
    DIALLING = "dialling"
    """Sent out; nothing rings yet."""
    RINGING_THERE = "ringing_there"
    CONNECTED = "connected"
    ENDED = "ended"
    """Shown for a few seconds, with why."""

    @property
    def is_live(self) -> bool:
        return self not in (CallState.NONE, CallState.ENDED)


@dataclass(frozen=True, slots=True)
class CallShown:
    """`seconds` since it was answered. `is_held`, `is_muted`: confirmed; `wants_…`: asked for."""

    state: CallState = CallState.NONE
    name: str = ""
    number: str = ""
    seconds: float = 0.0
    wants_hold: bool = False
    is_held: bool = False
    wants_mute: bool = False
    is_muted: bool = False
    keys: str = ""
    """Pressed during the call."""
    why: str = ""
    """Why it ended, in French."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """The registration. `trouble`: what is wrong and what to do, in French."""

    is_registered: bool = False
    address: str = ""
    person: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SoundShown:
    is_working: bool = False
    microphone: str = ""
    speaker: str = ""
    ringer: str = ""
    trouble: str = ""
    spoken_db: float = SILENT_DB
    heard_db: float = SILENT_DB


@dataclass(frozen=True, slots=True)
class Shown:
    """All of it. `typed`: the number being typed; `notice`: the last thing to say."""

    line: LineShown = field(default_factory=LineShown)
    call: CallShown = field(default_factory=CallShown)
    sound: SoundShown = field(default_factory=SoundShown)
    typed: str = ""
    notice: str = ""
    asks_to_quit: bool = False
    devices: "DevicesShown | None" = None
    """The list of devices, while it is open."""


@dataclass(frozen=True, slots=True)
class DevicesShown:
    """`kinds`: microphone, loudspeaker, ringer; `kind`: the one being chosen; `row`: the highlighted line."""

    kind: int
    row: int
    names: tuple[tuple[str, ...], ...]
    """Per kind, what can be chosen; the first line leaves it to the system."""
    current: tuple[str, str, str]


DEVICE_KINDS = ("Micro", "Écouteurs", "Sonnerie")
