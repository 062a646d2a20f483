"""The official framework as data: competences, their 53 criteria word for word, transversal ones, exam formats.

Source: référentiel d'évaluation TP-00483, millésime 06 (section 3.2 for criteria, 3.1, 4 and 5 for formats), kept in
`referential.yaml` beside this file. Labels are official and never rephrased.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

SHIPPED = Path(__file__).with_name("referential.yaml")


class _Data(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False, extra="forbid", frozen=True)


class Competence(_Data):
    """A professional competence (CP1…CP7) and its criteria, by identifier, in the document's order."""

    id: str
    name: str
    assessed_in: tuple[str, ...]
    criteria: dict[str, str]


class TransversalCompetence(_Data):
    """A transversal competence (CT1…CT3), fed through the professional ones."""

    id: str
    name: str
    assessed_through: tuple[str, ...]
    criteria: dict[str, str]


class Certificate(_Data):
    """A block of competences (CCP)."""

    id: str
    name: str
    competences: tuple[str, ...]


class Phase(_Data):
    """A phase of an exam: how long, who must be there, what is drawn and produced. `minutes` is official."""

    id: str
    modality: Literal["simulation", "technical_interview", "final_interview"]
    minutes: int
    jury: bool
    invigilator: bool
    produces: tuple[str, ...] = ()
    draws: str | None = None
    exchanges: int | None = None
    directions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    about: str | None = None


class ExamFormat(_Data):
    """The shape of an exam session (whole title, or one certificate). Durations in minutes."""

    id: str
    name: str
    competences: tuple[str, ...]
    candidate_total: int
    jury_total: int
    phases: tuple[Phase, ...]

    def phase(self, phase_id: str) -> Phase:
        """Raises KeyError when this format has no such phase."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)


class Title(_Data):
    code: str
    acronym: str
    vintage: str
    level: int
    name: str


class Referential(_Data):
    """The whole framework."""

    title: Title
    certificates: tuple[Certificate, ...]
    competences: tuple[Competence, ...]
    transversal: tuple[TransversalCompetence, ...]
    exam_formats: tuple[ExamFormat, ...]

    def competence(self, competence_id: str) -> Competence:
        """Raises KeyError for an unknown identifier."""
        for competence in self.competences:
            if competence.id == competence_id:
                return competence
        raise KeyError(competence_id)

    def exam_format(self, format_id: str) -> ExamFormat:
        """Raises KeyError for an unknown identifier."""
        for exam_format in self.exam_formats:
            if exam_format.id == format_id:
                return exam_format
        raise KeyError(format_id)

    def criterion_label(self, criterion_id: str) -> str:
        """The official words of a professional criterion. Raises KeyError for an unknown identifier."""
        return self.competence(criterion_id.split(".")[0]).criteria[criterion_id]

    def feeding(self, transversal: TransversalCompetence, criterion_id: str) -> tuple[str, ...]:
        """Criteria through which a transversal one is seen: those in the same words, of the competences it is
        assessed through (RE §3.3). Empty where no professional criterion says the same (CT2.8).
        """
        wanted = _words(transversal.criteria[criterion_id])
        return tuple(
            criterion
            for competence in transversal.assessed_through
            for criterion, label in self.competence(competence).criteria.items()
            if wanted <= _words(label)
        )

    def has_criterion(self, criterion_id: str) -> bool:
        return any(criterion_id in competence.criteria for competence in self.competences)


def _words(label: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", label.lower()))


@cache
def load_referential(path: Path = SHIPPED) -> Referential:
    """Reads the framework once; raises pydantic.ValidationError when the file is not of its shape."""
    return Referential.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class WrittenAfterwards:
    """Criteria that can be judged only on what is written after a conversation by phone."""

    criteria: frozenset[str] = frozenset({"CP3.7", "CP6.5", "CP7.5"})
    spelling: frozenset[str] = frozenset({"CP1.6", "CP2.8", "CP3.8", "CP5.7", "CP6.6", "CP7.6"})

    def judged_after(self, criterion_id: str, channel: Literal["phone", "chat"]) -> bool:
        """Whether this criterion waits for the file or the confirmation in an exchange on this channel."""
        return criterion_id in self.criteria or (channel == "phone" and criterion_id in self.spelling)


WRITTEN_AFTERWARDS = WrittenAfterwards()
