"""The clock of a phase, folded from its facts: sans-IO, `now` is an argument.

An exam's clocks end on the server, browser open or not; a practice's only tell the time. A pause or extra time is a
fact with a reason and an author.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from exams.phases import PhaseId
from simulator.facts.fact import Fact
from simulator.facts.kinds import (
    ClockEnded,
    ClockExtended,
    ClockFact,
    ClockPaused,
    ClockReopened,
    ClockResumed,
    ClockStarted,
)
from simulator.live_messages.shared_view import ClockView


@dataclass(frozen=True, slots=True)
class PhaseClock:
    """`left` is what remained at `since` (running) or remains (otherwise)."""

    state: Literal["not_started", "running", "paused", "ended"]
    minutes: int
    extra_minutes: int
    left: timedelta
    phase: PhaseId = "exchanges"
    since: datetime | None = None
    pause_reason: str | None = None
    break_until: datetime | None = None
    """Of a break that an accommodation grants: when it ends by itself."""
    driven_out: bool = False
    """A measure cut a break short: until it is lifted the candidate is as far from their desk as on the break."""
    evacuated: bool = False
    """The room is left while this clock stands."""
    closed_early: bool = False
    """Somebody ended it while there was time left."""
    accommodated: int = 0
    """Of the extra minutes, those that an accommodation grants; the others were given for what happened."""

    @classmethod
    def planned(cls, minutes: int, extra_minutes: int, phase: PhaseId = "exchanges") -> "PhaseClock":
        """`extra_minutes`: granted beforehand, as an accommodation."""
        total = timedelta(minutes=minutes + extra_minutes)
        return cls("not_started", minutes, extra_minutes, total, phase, accommodated=extra_minutes)

    def after(self, fact: Fact) -> "PhaseClock":
        """The clock once this fact is known; facts of other kinds or phases, or out of turn, change nothing."""
        if not isinstance(fact.data, ClockFact) or fact.data.phase != self.phase:
            return self
        match fact.data:
            case ClockStarted(minutes=minutes) if self.state == "not_started":
                total = timedelta(minutes=minutes + self.extra_minutes)
                return replace(self, state="running", minutes=minutes, left=total, since=fact.at)
            case ClockPaused(reason=reason, break_minutes=length, evacuation=away) if self.state == "running":
                left, until = self.remaining(fact.at), fact.at + timedelta(minutes=length) if length else None
                paused = replace(self, state="paused", left=left, since=None, pause_reason=reason, break_until=until)
                return replace(paused, evacuated=away)
            case ClockResumed(gives_back=cut) if self.state == "paused":
                back = replace(self, state="running", since=fact.at, pause_reason=None, break_until=None)
                return replace(back, driven_out=cut, evacuated=False)
            case ClockExtended(minutes=minutes, accommodation=granted) if self.state != "ended":
                left = max(timedelta(0), self.left + timedelta(minutes=minutes))
                return replace(self._given(minutes, granted), left=left)
            case ClockReopened(minutes=minutes, accommodation=granted) if self.state == "ended":
                given = self._given(minutes, granted)
                again = replace(given, state="running", left=timedelta(minutes=minutes), since=fact.at)
                return replace(again, closed_early=False)
            case ClockEnded() if self.state != "ended":
                over, is_early = timedelta(0), self.remaining(fact.at) > timedelta(0)
                ended = replace(self, state="ended", left=over, since=None, pause_reason=None, break_until=None)
                return replace(ended, driven_out=False, evacuated=False, closed_early=is_early)
            case _:
                return self

    def _given(self, minutes: int, is_accommodation: bool) -> "PhaseClock":
        accommodated = self.accommodated + (minutes if is_accommodation else 0)
        return replace(self, extra_minutes=self.extra_minutes + minutes, accommodated=accommodated)

    def remaining(self, now: datetime) -> timedelta:
        """Never negative."""
        if self.state == "running" and self.since is not None:
            return max(timedelta(0), self.left - (now - self.since))
        return self.left

    def ends_at(self) -> datetime | None:
        """When it reaches zero if nothing stops it; None unless running."""
        return self.since + self.left if self.state == "running" and self.since is not None else None

    @property
    def is_shut(self) -> bool:
        """Nothing is shown and nothing is taken: on a break that a decision grants, driven out of one, evacuated."""
        return self.break_until is not None or ((self.driven_out or self.evacuated) and self.state == "paused")

    def view(self, now: datetime) -> ClockView:
        return ClockView(
            phase=self.phase,
            state=self.state,
            ends_at=self.ends_at(),
            remaining_seconds=self.remaining(now).total_seconds(),
            server_now=now,
            total_minutes=self.minutes,
            extra_minutes=self.extra_minutes,
            accommodated_minutes=self.accommodated,
            pause_reason=self.pause_reason,
            break_until=self.break_until,
            is_shut=self.is_shut,
            is_evacuated=self.evacuated,
            closed_early=self.closed_early,
        )


def fold_clock(minutes: int, extra_minutes: int, facts: Iterable[Fact]) -> PhaseClock:
    """The clock that these facts make."""
    clock = PhaseClock.planned(minutes, extra_minutes)
    for fact in facts:
        clock = clock.after(fact)
    return clock
