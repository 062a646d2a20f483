"""The exam formats as the day needs them: which phases, how long, who is there. Read from the official data."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from exams.phases import FormatId, PhaseId, ProductionId
from scoring.referential import Referential, load_referential


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """`minutes`: official, extra time not counted. `draws`: « subject », « recording » or nothing."""

    id: PhaseId
    minutes: int
    jury: bool
    invigilator: bool
    produces: tuple[ProductionId, ...] = ()
    draws: str | None = None


@dataclass(frozen=True, slots=True)
class DayFormat:
    """`jury_minutes`: of a jury pair for one candidate (RE section 5), correction included."""

    id: FormatId
    name: str
    competences: tuple[str, ...]
    jury_minutes: int
    phases: tuple[PlannedPhase, ...]

    def phase(self, phase_id: PhaseId) -> PlannedPhase:
        """Raises KeyError where this format has no such phase."""
        return {phase.id: phase for phase in self.phases}[phase_id]

    def slice(self, chosen: Iterable[PhaseId]) -> tuple[PlannedPhase, ...]:
        """These phases only, in the day's order: a mock exam may be the case study alone."""
        wanted = frozenset(chosen)
        return tuple(phase for phase in self.phases if phase.id in wanted)


def formats_of(referential: Referential) -> dict[FormatId, DayFormat]:
    """Every format of this version of the référentiel, by identifier."""
    return {
        cast(FormatId, one.id): DayFormat(
            id=cast(FormatId, one.id),
            name=one.name,
            competences=one.competences,
            jury_minutes=one.jury_total,
            phases=tuple(
                PlannedPhase(
                    id=cast(PhaseId, phase.id),
                    minutes=phase.minutes,
                    jury=phase.jury,
                    invigilator=phase.invigilator,
                    # The written confirmation belongs to the exchanges, which keep it themselves.
                    produces=tuple(cast(ProductionId, it) for it in phase.produces if it != "written_confirmation"),
                    draws=phase.draws,
                )
                for phase in one.phases
            ),
        )
        for one in referential.exam_formats
    }


@cache
def official_formats() -> dict[FormatId, DayFormat]:
    """Of the référentiel that this version ships."""
    return formats_of(load_referential())
