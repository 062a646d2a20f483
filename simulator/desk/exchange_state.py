"""The phases of an exchange at a seat, as a table.

Theory of operation: facts become phase events (`phase_event`), and every transition stands in `TRANSITIONS`, phases ×
events → phase. A fact that has no row changes nothing: commands are checked before they become facts, so that only a
fact written by an older version could meet that. One exchange at most is current (offered, live or wrap_up); missed
ones stay open to a call back.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from scenarios.models.exchange import Direction
from simulator.facts import kinds
from simulator.facts.kinds import AnyFact


class Phase(StrEnum):
    PLANNED = "planned"
    QUEUED = "queued"
    OFFERED = "offered"
    LIVE = "live"
    WRAP_UP = "wrap_up"
    MISSED = "missed"
    DONE = "done"


CURRENT = frozenset({Phase.OFFERED, Phase.LIVE, Phase.WRAP_UP})
"""The candidate handles it: nothing else may start."""


class PhaseEvent(StrEnum):
    QUEUE = "queue"
    UNQUEUE = "unqueue"
    START = "start"
    RING = "ring"
    CONNECT = "connect"
    WRITE = "write"
    """The candidate's first message."""
    MISS = "miss"
    """An inbound call was not answered, or broke: it is to be called back."""
    TRY_AGAIN = "try_again"
    """An outbound call was not answered, or broke: the mission stands."""
    WRAP_UP = "wrap_up"
    END = "end"


TRANSITIONS: dict[tuple[Phase, PhaseEvent], Phase] = {
    (Phase.PLANNED, PhaseEvent.QUEUE): Phase.QUEUED,
    (Phase.PLANNED, PhaseEvent.START): Phase.OFFERED,
    (Phase.QUEUED, PhaseEvent.UNQUEUE): Phase.PLANNED,
    (Phase.QUEUED, PhaseEvent.START): Phase.OFFERED,
    (Phase.OFFERED, PhaseEvent.RING): Phase.OFFERED,
    (Phase.OFFERED, PhaseEvent.CONNECT): Phase.LIVE,
    (Phase.OFFERED, PhaseEvent.WRITE): Phase.LIVE,
    (Phase.OFFERED, PhaseEvent.MISS): Phase.MISSED,
    (Phase.OFFERED, PhaseEvent.TRY_AGAIN): Phase.OFFERED,
    (Phase.OFFERED, PhaseEvent.WRAP_UP): Phase.WRAP_UP,
    (Phase.OFFERED, PhaseEvent.END): Phase.DONE,
    (Phase.LIVE, PhaseEvent.WRITE): Phase.LIVE,
    (Phase.LIVE, PhaseEvent.MISS): Phase.MISSED,
    (Phase.LIVE, PhaseEvent.TRY_AGAIN): Phase.OFFERED,
    (Phase.LIVE, PhaseEvent.WRAP_UP): Phase.WRAP_UP,
    (Phase.LIVE, PhaseEvent.END): Phase.DONE,
    (Phase.MISSED, PhaseEvent.RING): Phase.OFFERED,
    (Phase.MISSED, PhaseEvent.WRAP_UP): Phase.WRAP_UP,
    (Phase.MISSED, PhaseEvent.END): Phase.DONE,
    (Phase.WRAP_UP, PhaseEvent.END): Phase.DONE,
}

FINISHED_REASONS = frozenset({"hung_up"})
"""Ends of a connected call after which the conversation is over; any other end is a broken call."""


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """What the facts say of one exchange. Dates are UTC."""

    direction: Direction
    phase: Phase = Phase.PLANNED
    started_at: datetime | None = None
    started_by: str | None = None
    """Actor of the start: the juror who plays."""
    queued_by: str | None = None
    queued_at: datetime | None = None
    was_live: bool = False
    wrap_up_since: datetime | None = None
    wrap_up_limit_seconds: int = 0
    ended_at: datetime | None = None
    connected_call: str | None = None
    """The call that is connected just now."""

    @property
    def is_current(self) -> bool:
        return self.phase in CURRENT

    def allows(self, event: PhaseEvent) -> bool:
        return (self.phase, event) in TRANSITIONS

    def apply(self, fact: AnyFact, at: datetime, actor: str) -> "ExchangeState":
        """The state after this fact of this exchange."""
        event = self._phase_event(fact)
        if event is None or not self.allows(event):
            return self
        state = replace(self, phase=TRANSITIONS[(self.phase, event)])
        match event:
            case PhaseEvent.QUEUE:
                return replace(state, queued_by=actor, queued_at=at)
            case PhaseEvent.UNQUEUE:
                return replace(state, queued_by=None, queued_at=None)
            case PhaseEvent.START:
                player = actor if actor != "system" else self.queued_by
                return replace(state, started_at=at, started_by=player, queued_at=None)
            case PhaseEvent.CONNECT:
                call = fact.call_id if isinstance(fact, kinds.CallConnected) else None
                return replace(state, was_live=True, connected_call=call)
            case PhaseEvent.WRITE:
                return replace(state, was_live=True)
            case PhaseEvent.MISS | PhaseEvent.TRY_AGAIN:
                return replace(state, connected_call=None)
            case PhaseEvent.WRAP_UP:
                limit = fact.limit_seconds if isinstance(fact, kinds.WrapUpStarted) else 0
                return replace(state, wrap_up_since=at, wrap_up_limit_seconds=limit, connected_call=None)
            case PhaseEvent.END:
                return replace(state, ended_at=at, connected_call=None)
            case _:
                return state

    def _phase_event(self, fact: AnyFact) -> PhaseEvent | None:
        match fact:
            case kinds.ExchangeQueued():
                return PhaseEvent.QUEUE
            case kinds.ExchangeUnqueued():
                return PhaseEvent.UNQUEUE
            case kinds.ExchangeStarted():
                return PhaseEvent.START
            case kinds.CallRinging():
                return PhaseEvent.RING
            case kinds.CallConnected():
                return PhaseEvent.CONNECT
            case kinds.CallEnded(reason=reason):
                talked = self.connected_call is not None
                if talked and reason in FINISHED_REASONS:
                    return None  # a wrap-up fact follows
                return PhaseEvent.MISS if self.direction == "inbound" else PhaseEvent.TRY_AGAIN
            case kinds.ChatSent(by="candidate"):
                return PhaseEvent.WRITE
            case kinds.WrapUpStarted():
                return PhaseEvent.WRAP_UP
            case kinds.ExchangeEnded():
                return PhaseEvent.END
            case _:
                return None


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> planned"]
    lines += [f"    {phase} --> {target}: {event}" for (phase, event), target in TRANSITIONS.items()]
    return "\n".join([*lines, "    done --> [*]"])
