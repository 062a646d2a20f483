"""A candidate's exam day beyond its clocks, folded from facts: presence, accommodations, phases, preparation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from exams.phases import PhaseId
from simulator.facts import kinds
from simulator.facts.fact import Fact

Presence = Literal["expected", "present", "absent", "abandoned"]


@dataclass(slots=True)
class PhaseTold:
    """When a phase was opened first and ended last. `paused_by`: the measure that holds it, else ""."""

    started_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None
    """The deadline that it ended by: a server that was down notices it later."""
    paused_at: datetime | None = None
    paused_by: str = ""
    receipt: str = ""
    """Short code of its last seal."""
    closed: list[tuple[datetime, datetime]] = field(default_factory=list[tuple[datetime, datetime]])
    """From each end until it was opened again."""


@dataclass
class SeatDay:
    """As it stands now."""

    presence: Presence = "expected"
    arrived_at: datetime | None = None
    minutes_late: int = 0
    left_at: datetime | None = None
    left_remark: str = ""
    """Of an absence or of leaving for good; empty again for somebody who comes after all."""
    identity: str = ""
    """The kind of document that was seen; "" before."""
    accommodation: kinds.AccommodationGranted | None = None
    accommodation_at: datetime | None = None
    granted: dict[PhaseId, int] = field(default_factory=dict[PhaseId, int])
    """Minutes that accommodations really gave to each phase, so that another decision gives the difference."""
    breaks_taken: int = 0
    """Of those that an accommodation grants; one that a measure cut short is not counted."""
    phases: dict[PhaseId, PhaseTold] = field(default_factory=dict[PhaseId, PhaseTold])
    notes: dict[str, str] = field(default_factory=dict[str, str])
    """Preparation notes, by customer."""
    typed_while_closed: list[kinds.TypedWhileClosed] = field(default_factory=list[kinds.TypedWhileClosed])
    """In the order in which they came in."""
    drawn_from: tuple[str, ...] | None = None
    """Subjects of a draw that was prepared; None where none was."""
    drawn_subject: str | None = None
    _subject_draws: set[str] = field(default_factory=set[str])

    def told(self, phase: PhaseId) -> PhaseTold:
        return self.phases.setdefault(phase, PhaseTold())

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account; those of other kinds change nothing."""
        match fact.data:
            case kinds.ClockFact() as data:
                self._clock(data, fact.at)
            case kinds.IdentityChecked(document=document):
                self.identity = document
            case kinds.CandidateArrived(minutes_late=late):
                self.presence, self.arrived_at, self.minutes_late = "present", fact.at, late
                self.left_at, self.left_remark = None, ""
            case kinds.CandidateAbsent(remark=remark):
                self.presence, self.left_at, self.left_remark = "absent", fact.at, remark
            case kinds.CandidateAbandoned(remark=remark):
                self.presence, self.left_at, self.left_remark = "abandoned", fact.at, remark
            case kinds.AccommodationGranted() as granted:
                self.accommodation, self.accommodation_at = granted, fact.at
            case kinds.PreparationNoted(customer_id=customer_id, text=text):
                self.notes[customer_id] = text
            case kinds.TypedWhileClosed() as typed:
                self.typed_while_closed.append(typed)
            case kinds.PhaseSealed(phase=phase, code=code):
                self.told(phase).receipt = code
            case kinds.DrawCommitted(what="subject", draw_id=draw_id, choices=choices):
                self._subject_draws.add(draw_id)
                self.drawn_from, self.drawn_subject = choices, None
            case kinds.DrawRevealed(draw_id=draw_id, chosen=chosen) if draw_id in self._subject_draws:
                self.drawn_subject = chosen
            case _:
                pass

    def _clock(self, data: kinds.ClockFact, at: datetime) -> None:
        told = self.told(data.phase)
        match data:
            case kinds.ClockStarted() if told.started_at is None:
                told.started_at = at
            case kinds.ClockPaused(measure_id=measure_id, break_minutes=length):
                told.paused_at, told.paused_by = at, measure_id
                self.breaks_taken += length > 0
            case kinds.ClockResumed(gives_back=gives_back):
                told.paused_at, told.paused_by = None, ""
                self.breaks_taken -= gives_back
            case kinds.ClockEnded():
                told.ended_at, told.paused_at, told.paused_by = at, None, ""
            case kinds.ClockReopened(minutes=minutes, accommodation=accommodation):
                if told.ended_at is not None:
                    told.closed.append((told.ended_at, at))
                told.ended_at = None
                self._grant(data.phase, minutes if accommodation else 0)
            case kinds.ClockExtended(minutes=minutes, accommodation=True):
                self._grant(data.phase, minutes)
            case _:
                pass

    def _grant(self, phase: PhaseId, minutes: int) -> None:
        self.granted[phase] = self.granted.get(phase, 0) + minutes
