"""Subjects (ordered lists of exchanges) and case studies (a customer's file, a letter to write, recorded calls)."""

from typing import Annotated, Literal

from pydantic import Field

from .base import CompetenceId, Line, PackModel, Slug, Text
from .exchange import Exchange

ExamFormatId = Literal["title", "ccp1", "ccp2"]
Difficulty = Literal["easy", "medium", "hard"]
"""The three degrees of the library's exercises: first steps, gaining confidence, as at the exam."""
RelativePath = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/_.\-]*$", max_length=120)]
"""Path inside the pack's own folder, with `/`."""


MOST_EXCHANGES = 12
"""Of one subject."""


class Subject(PackModel):
    """subjects/<id>.yaml: what a candidate draws for the second part of the simulation."""

    id: Slug
    title: Line
    exam_format: ExamFormatId | None
    """None: a practice subject, free of any exam's shape."""
    difficulty: Difficulty | None = None
    """How hard each of its exchanges is; None: nobody has said."""
    summary: Text
    exchanges: tuple[Exchange, ...] = Field(min_length=1, max_length=MOST_EXCHANGES)

    @property
    def competences(self) -> tuple[CompetenceId, ...]:
        """Every competence that some exchange covers, in the title's order."""
        return tuple(sorted({c for exchange in self.exchanges for c in exchange.competences}))


class SpokenLine(PackModel):
    """A sentence of a recorded sequence."""

    speaker: Literal["customer", "adviser"]
    text: Text


class RecordedSequence(PackModel):
    """A part of the case-study customer’s call, drawn and played in the technical interview."""

    id: Slug
    title: Line
    mood: Literal["calm", "worried", "disappointed", "angry", "hurried", "suspicious", "resigned"]
    voice: Line | None = None
    lines: tuple[SpokenLine, ...] = Field(min_length=1)
    audio: RelativePath
    expected_reaction: Text
    """Jury only: what a fitting answer to this sequence sounds like."""


class CaseStudy(PackModel):
    """case_studies/<id>.yaml: first part of the simulation, and what its technical interview draws."""

    id: Slug
    title: Line
    customer: Slug
    request: Text
    """The customer's request, as it reached the company."""
    documents: tuple[Slug, ...] = ()
    expected_analysis: tuple[Text, ...] = Field(min_length=1)
    stakes: tuple[Text, ...] = Field(min_length=1)
    """« Les enjeux » for the company and for the customer."""
    expected_letter: tuple[Text, ...] = Field(min_length=1)
    sequences: tuple[RecordedSequence, ...] = Field(min_length=1)
