"""The life of a call, without sockets, clock or sound.

Theory of operation: `CallMachine` is fed events and returns effects. Every transition stands in `TRANSITIONS`,
states × events → state; an event that has no row there is an `IllegalCallEvent`. Muting and listening do not change
the state of a call and are not here. The diagram of docs/telephony-call.md is printed from the table.
"""

from dataclasses import dataclass
from enum import StrEnum

from telephony.roles import EndReason, Role


class CallState(StrEnum):
    IDLE = "idle"
    RINGING = "ringing"
    CONNECTED = "connected"
    HELD = "held"
    ENDED = "ended"


class CallEvent(StrEnum):
    RING = "ring"
    ANSWER = "answer"
    DECLINE = "decline"
    RING_TIMEOUT = "ring_timeout"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    """A held call goes on with the supervisor in the adviser's place."""
    HANDED_OVER = "handed_over"
    """A consultation ends because its call was transferred; so does a call whose customer's desk takes it over."""
    HANG_UP = "hang_up"
    LEG_GONE = "leg_gone"
    STOP = "stop"


TRANSITIONS: dict[tuple[CallState, CallEvent], CallState] = {
    (CallState.IDLE, CallEvent.RING): CallState.RINGING,
    (CallState.RINGING, CallEvent.ANSWER): CallState.CONNECTED,
    (CallState.RINGING, CallEvent.DECLINE): CallState.ENDED,
    (CallState.RINGING, CallEvent.RING_TIMEOUT): CallState.ENDED,
    (CallState.RINGING, CallEvent.HANG_UP): CallState.ENDED,
    (CallState.RINGING, CallEvent.LEG_GONE): CallState.ENDED,
    (CallState.RINGING, CallEvent.STOP): CallState.ENDED,
    (CallState.CONNECTED, CallEvent.HOLD): CallState.HELD,
    (CallState.CONNECTED, CallEvent.HANG_UP): CallState.ENDED,
    (CallState.CONNECTED, CallEvent.HANDED_OVER): CallState.ENDED,
    (CallState.CONNECTED, CallEvent.LEG_GONE): CallState.ENDED,
    (CallState.CONNECTED, CallEvent.STOP): CallState.ENDED,
    (CallState.HELD, CallEvent.RESUME): CallState.CONNECTED,
    (CallState.HELD, CallEvent.TRANSFER): CallState.CONNECTED,
    (CallState.HELD, CallEvent.HANDED_OVER): CallState.ENDED,
    (CallState.HELD, CallEvent.HANG_UP): CallState.ENDED,
    (CallState.HELD, CallEvent.LEG_GONE): CallState.ENDED,
    (CallState.HELD, CallEvent.STOP): CallState.ENDED,
}

END_REASONS: dict[CallEvent, EndReason] = {
    CallEvent.DECLINE: EndReason.DECLINED,
    CallEvent.RING_TIMEOUT: EndReason.NO_ANSWER,
    CallEvent.HANG_UP: EndReason.HUNG_UP,
    CallEvent.HANDED_OVER: EndReason.TRANSFERRED,
    CallEvent.LEG_GONE: EndReason.LOST,
    CallEvent.STOP: EndReason.STOPPED,
}


class IllegalCallEvent(Exception):
    """The event makes no sense in this state, or not from this side; the call is as it was."""

    def __init__(self, state: CallState, event: CallEvent, by: Role | None) -> None:
        super().__init__(f"{event} by {by} while {state}")
        self.state, self.event, self.by = state, event, by


class Sound(StrEnum):
    """What the bridge must do from now on."""

    NONE = "none"
    TALK = "talk"
    WAITING_TONE = "waiting_tone"


@dataclass(frozen=True, slots=True)
class Change:
    """The effect of an event: the new state, what sounds, and why it ended if it did."""

    state: CallState
    sound: Sound
    by: Role | None
    reason: EndReason | None = None


class CallMachine:
    """One call between an adviser and a customer, rung by `caller`."""

    def __init__(self, caller: Role) -> None:
        self.caller = caller
        self.state = CallState.IDLE
        self.held_by: Role | None = None
        self.reason: EndReason | None = None
        self.ended_by: Role | None = None

    def feed(self, event: CallEvent, by: Role | None = None) -> Change:
        """Raises IllegalCallEvent and changes nothing when the table has no such row or the side may not."""
        target = TRANSITIONS.get((self.state, event))
        if target is None or not self._side_may(event, by):
            raise IllegalCallEvent(self.state, event, by)
        if event is CallEvent.HOLD:
            self.held_by = by
        elif event in (CallEvent.RESUME, CallEvent.TRANSFER):
            self.held_by = None
        reason = None
        if target is CallState.ENDED:
            reason = END_REASONS[event]
            if event is CallEvent.HANG_UP and self.state is CallState.RINGING:
                reason = EndReason.CANCELLED if by is self.caller else EndReason.DECLINED
            self.reason, self.ended_by = reason, by
        self.state = target
        return Change(target, _SOUNDS[target], by, reason)

    def _side_may(self, event: CallEvent, by: Role | None) -> bool:
        match event:
            case CallEvent.ANSWER | CallEvent.DECLINE:
                return by is self.caller.other
            case CallEvent.HOLD:
                return by is not None
            case CallEvent.RESUME:
                return by is self.held_by
            case CallEvent.TRANSFER:
                return by is Role.ADVISER and self.held_by is Role.ADVISER
            case _:
                return True


_SOUNDS = {
    CallState.IDLE: Sound.NONE,
    CallState.RINGING: Sound.NONE,
    CallState.CONNECTED: Sound.TALK,
    CallState.HELD: Sound.WAITING_TONE,
    CallState.ENDED: Sound.NONE,
}


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> idle"]
    lines += [f"    {state} --> {target}: {event}" for (state, event), target in TRANSITIONS.items()]
    return "\n".join([*lines, "    ended --> [*]"])
