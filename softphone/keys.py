"""From a key to a wish: what each key means depends on what is shown, and on nothing else."""

from dataclasses import dataclass
from enum import Enum, auto

from .state import CallState, Shown

TELEPHONE_KEYS = "0123456789*#"
GUARD_SECONDS = 1.0
"""A call just answered is not hung up by the same haste."""

LONGEST_NUMBER = 32

_FRENCH_ROW = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))
"""The upper row of a French keyboard without Shift: digits for whoever has no keypad."""


class Wish(Enum):
    ANSWER = auto()
    HANG_UP = auto()
    HOLD = auto()
    MUTE = auto()
    DIAL = auto()
    TYPE = auto()
    """Another character of a number."""
    ERASE = auto()
    CLEAR = auto()
    KEY = auto()
    """A key of the telephone, during a call."""
    DEVICES = auto()
    DEVICES_UP = auto()
    DEVICES_DOWN = auto()
    DEVICES_NEXT = auto()
    DEVICES_PICK = auto()
    DEVICES_CLOSE = auto()
    RETRY = auto()
    ASK_TO_QUIT = auto()
    QUIT = auto()
    STAY = auto()


@dataclass(frozen=True, slots=True)
class Wished:
    wish: Wish
    text: str = ""


def wished(key: str, shown: Shown) -> Wished | None:
    """`key`: one character, or "enter", "backspace", "escape", "up", "down", "tab", "interrupt"."""
    if key == "interrupt":
        return Wished(Wish.QUIT)
    if shown.asks_to_quit:
        return Wished(Wish.QUIT if key.lower() in ("q", "o") else Wish.STAY)
    if shown.devices is not None:
        return _among_devices(key)
    letter = _FRENCH_ROW.get(key, key.lower() if len(key) == 1 else key)
    if letter == "q":
        return Wished(Wish.ASK_TO_QUIT if shown.call.state.is_live else Wish.QUIT)
    if letter == "p":
        return Wished(Wish.DEVICES)
    by_state = {
        CallState.INCOMING: _when_ringing,
        CallState.DIALLING: _when_dialling,
        CallState.RINGING_THERE: _when_dialling,
        CallState.CONNECTED: _in_a_call,
    }
    return by_state.get(shown.call.state, _at_rest)(letter, shown)


def _when_ringing(key: str, shown: Shown) -> Wished | None:
    return {"r": Wished(Wish.ANSWER), "enter": Wished(Wish.ANSWER), "d": Wished(Wish.HANG_UP)}.get(key)


def _when_dialling(key: str, shown: Shown) -> Wished | None:
    return Wished(Wish.HANG_UP) if key == "d" else None


def _in_a_call(key: str, shown: Shown) -> Wished | None:
    if key in TELEPHONE_KEYS:
        return Wished(Wish.KEY, key)
    if key == "d" and shown.call.seconds < GUARD_SECONDS:
        return None
    return {"d": Wished(Wish.HANG_UP), "a": Wished(Wish.HOLD), "m": Wished(Wish.MUTE)}.get(key)


def _at_rest(key: str, shown: Shown) -> Wished | None:
    if key in TELEPHONE_KEYS or (key == "+" and not shown.typed):
        return Wished(Wish.TYPE, key) if len(shown.typed) < LONGEST_NUMBER else None
    match key:
        case "enter":
            return Wished(Wish.DIAL, shown.typed) if shown.typed else None
        case "backspace":
            return Wished(Wish.ERASE)
        case "escape":
            return Wished(Wish.CLEAR)
        case "s" if not shown.line.is_registered:
            return Wished(Wish.RETRY)
        case _:
            return None


def _among_devices(key: str) -> Wished | None:
    return {
        "up": Wished(Wish.DEVICES_UP),
        "down": Wished(Wish.DEVICES_DOWN),
        "tab": Wished(Wish.DEVICES_NEXT),
        "enter": Wished(Wish.DEVICES_PICK),
        "escape": Wished(Wish.DEVICES_CLOSE),
        "p": Wished(Wish.DEVICES_CLOSE),
    }.get(key.lower() if len(key) == 1 else key)
