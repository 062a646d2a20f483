"""On what a jury decides, by exam format: criteria, competences, certificates, the title."""

from dataclasses import dataclass

from exams.phases import FormatId
from scoring.referential import Referential

TITLE = "title"


@dataclass(frozen=True, slots=True)
class Scope:
    """In the référentiel's order."""

    criteria: tuple[str, ...]
    competences: tuple[str, ...]
    transversal: tuple[str, ...]
    certificates: tuple[str, ...]
    """Of a whole title also « title » itself, last."""

    @property
    def decisions(self) -> tuple[str, ...]:
        return (*self.competences, *self.transversal, *self.certificates)


def scope_of(referential: Referential, format_id: FormatId | None) -> Scope:
    """An exam that is only its exchanges is decided on as a whole title would be."""
    exam_format = referential.exam_format(format_id or "title")
    competences = exam_format.competences
    certificates = tuple(one.id for one in referential.certificates if set(one.competences) <= set(competences))
    return Scope(
        criteria=tuple(
            criterion for one in referential.competences if one.id in competences for criterion in one.criteria
        ),
        competences=competences,
        transversal=tuple(one.id for one in referential.transversal if set(one.assessed_through) & set(competences)),
        certificates=(*certificates, TITLE) if exam_format.id == "title" else certificates,
    )
