"""One call, folded from its facts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from simulator.facts import kinds
from simulator.facts.kinds import AnyFact, Player


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What the facts say of one call. Dates are UTC."""

    call_id: str
    run_id: str
    caller: Player
    number: str
    name: str
    rang_at: datetime
    state: Literal["ringing", "connected", "held", "ended"] = "ringing"
    connected_at: datetime | None = None
    answer_seconds: float | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    ended_by: Player | None = None
    seconds: float | None = None
    held_by: Player | None = None
    held_at: datetime | None = None
    holds: tuple[tuple[datetime, datetime], ...] = ()
    muted: frozenset[Player] = frozenset()
    lost: frozenset[Player] = frozenset()
    recorded: bool = False
    recording: Literal["none", "live", "finishing", "ready", "failed"] = "none"

    @property
    def is_over(self) -> bool:
        return self.state == "ended"

    def apply(self, fact: AnyFact, at: datetime) -> "CallRecord":
        """The call after this fact; facts about other calls are not for it."""
        match fact:
            case kinds.CallConnected(answer_seconds=answer_seconds):
                return replace(
                    self,
                    state="connected",
                    connected_at=at,
                    answer_seconds=answer_seconds,
                    recorded=True,
                    recording="live",
                )
            case kinds.CallHeld(by=by):
                return replace(self, state="held", held_by=by, held_at=at)
            case kinds.CallResumed():
                return replace(self._unheld(at), state="connected")
            case kinds.CallMuted(who=who, muted=muted):
                return replace(self, muted=self.muted | {who} if muted else self.muted - {who})
            case kinds.CallLegLost(who=who):
                return replace(self, lost=self.lost | {who})
            case kinds.CallLegBack(who=who):
                return replace(self, lost=self.lost - {who})
            case kinds.CallEnded(reason=reason, by=by, seconds=seconds):
                return replace(
                    self._unheld(at),
                    state="ended",
                    ended_at=at,
                    reason=reason,
                    ended_by=by,
                    seconds=seconds,
                    lost=frozenset(),
                    recording="finishing" if self.recording == "live" else self.recording,
                )
            case kinds.RecordingFailed():
                return replace(self, recorded=False, recording="failed" if self.is_over else self.recording)
            case kinds.RecordingFinished():
                return replace(self, recording="ready")
            case _:
                return self

    def hold_seconds(self, now: datetime) -> float:
        """All holds so far, the running one included."""
        total = sum((end - start for start, end in self.holds), timedelta())
        if self.held_at is not None:
            total += now - self.held_at
        return total.total_seconds()

    def _unheld(self, at: datetime) -> "CallRecord":
        if self.held_at is None:
            return self
        return replace(self, held_by=None, held_at=None, holds=(*self.holds, (self.held_at, at)))


def opened(fact: kinds.CallRinging, run_id: str, at: datetime) -> CallRecord:
    """The call that this fact begins."""
    return CallRecord(fact.call_id, run_id, fact.caller, fact.number, fact.name, at)
