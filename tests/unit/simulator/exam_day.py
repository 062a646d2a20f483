"""A seat of a title day, and what the responsible person does at it at so many minutes after nine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from exams.phases import PhaseId
from simulator.facts import kinds
from simulator.facts.fact import Actor, Fact, NewFact, Place
from simulator.seat.deciding.clocks import time_is_up
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import DeskHere, Here
from simulator.seat.state import SeatState
from tests.unit.simulator.world import CANDIDATE, a_title_day

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Nine o'clock in Paris."""

DELMAS = Actor("person:delmas", "Mme Delmas")
MINUTE = timedelta(minutes=1)


@dataclass
class DaySeat:
    """`at(minute, act)` decides and keeps; clocks that end by themselves have ended before."""

    start: datetime = NINE
    state: SeatState = field(default_factory=a_title_day)
    facts: list[Fact] = field(default_factory=list[Fact])

    def at(self, minute: float, act: Callable[[Scene], Decision]) -> list[NewFact]:
        now = self.start + minute * MINUTE
        self.until(minute)
        here = Here(DeskHere("seat:seat1", CANDIDATE, is_candidate=True))
        decided = act(Scene(self.state, here, DeskHere("lead", DELMAS), now, "fresh")).facts
        self.keep(decided, now)
        return decided

    def draws_the_subject(self, minute: float) -> None:
        """Bound, and revealed by the candidate's word."""
        bound = kinds.DrawCommitted(draw_id="d", what="subject", commitment="00", choices=("sujet",), numbers=(1,))
        said = kinds.DrawRevealed(draw_id="d", what="subject", word="7", seed="s", chosen="sujet", number=1)
        self.at(minute, lambda _: Decision([NewFact(bound), NewFact(said)]))

    def until(self, minute: float) -> None:
        """The server's ticks up to this minute."""
        now = self.start + minute * MINUTE
        self.keep(time_is_up(self.state, now).facts, now)

    def keep(self, facts: Sequence[NewFact], at: datetime) -> None:
        for new in facts:
            number = len(self.facts) + 1
            fact = Fact(number, at, Place("session1", "seat1"), new.actor, new.data, new.command_id)
            self.facts.append(fact)
            self.state.apply(fact)

    def left(self, phase: PhaseId, minute: float) -> float:
        """Minutes."""
        return self.state.clock_of(phase).remaining(self.start + minute * MINUTE) / MINUTE

    def is_in(self, phase: PhaseId) -> str:
        return self.state.clock_of(phase).state

    def ends_at(self, phase: PhaseId) -> float | None:
        """Minutes after the start."""
        ends = self.state.clock_of(phase).ends_at()
        return (ends - self.start) / MINUTE if ends is not None else None
