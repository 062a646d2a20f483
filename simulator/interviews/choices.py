"""What is drawn from: subjects of the day's format, sequences of its case study; by number until then.

A sequence's identifier may tell its mood: before it is heard, nobody is shown more than « séquence 4 ».
"""

from dataclasses import dataclass
from typing import Literal

from scenarios.models import CaseStudy
from simulator.seat.state import SeatState

What = Literal["subject", "recording"]


@dataclass(frozen=True, slots=True)
class Choice:
    """`number` from 1, in the pack's order. `title`: empty where it would tell what is heard."""

    number: int
    id: str
    title: str = ""


def choices_of(state: SeatState, what: What) -> tuple[Choice, ...]:
    """All of them, drawn before or not; empty where the scenario has none, or is still sealed."""
    return _subjects(state) if what == "subject" else _sequences(state)


def case_study_of(state: SeatState) -> CaseStudy | None:
    """Whose sequences are drawn."""
    wanted = state.training.case_study_id
    return next((one for one in state.pack.case_studies if wanted in (None, one.id)), None)


def _subjects(state: SeatState) -> tuple[Choice, ...]:
    fitting = [one for one in state.pack.subjects if one.exam_format == state.training.format_id]
    if not fitting:
        # A pack without a subject of that format: those of the same shape as the session's own.
        named = next((one for one in state.pack.subjects if one.id == state.training.subject_id), None)
        fitting = [one for one in state.pack.subjects if named is not None and one.exam_format == named.exam_format]
    return tuple(Choice(number, one.id, one.title) for number, one in enumerate(fitting, start=1) if one.exchanges)


def _sequences(state: SeatState) -> tuple[Choice, ...]:
    study = case_study_of(state)
    sequences = study.sequences if study is not None else ()
    return tuple(Choice(number, one.id) for number, one in enumerate(sequences, start=1))
