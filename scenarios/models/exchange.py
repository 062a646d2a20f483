"""An exchange has two faces: what the candidate may see, and what only the jury sees.

They are two schemas on purpose: a route of the candidate can only ever be typed with `CandidateFace`.
"""

from typing import Annotated, Literal

from pydantic import Field

from .base import CompetenceId, CriterionId, Line, PackModel, Slug, Text

Channel = Literal["phone", "chat"]
Direction = Literal["inbound", "outbound"]


class CandidateFace(PackModel):
    """What the candidate's desk may show before and during the exchange."""

    channel: Channel
    direction: Direction
    label: Line
    """Neutral words for the list of steps: « Appel entrant », never what it assesses."""
    mission: Text | None = None
    """Outbound only: whom to call, why, and what to obtain."""
    file_status: Line | None = None
    """A banner that the customer's file shows: « Commande en retard »."""
    documents: tuple[Slug, ...] = ()
    """Procedures brought to the top of the documents."""
    written_confirmation: Literal["mail", "letter"] | None = None
    """Whether the case asks for a written confirmation, and of which kind."""


class ExpectedFact(PackModel):
    """Something that a right answer says, or must not say."""

    id: Slug
    text: Text
    kind: Literal["must_say", "must_not_say", "must_not_promise", "may_say"]


class MoodStep(PackModel):
    """How the customer's mood moves: under what condition, to what."""

    when: Text
    then: Text


class ExpectedQualification(PackModel):
    """How the file should stand at the end of the exchange."""

    motif: Slug
    statut: Slug
    suite: Slug
    fields: dict[Line, Line] = Field(default_factory=dict[str, str])
    """Fields of the customer's file to correct: `phone`, `second_phone`, `email`, `address`."""
    comment_mentions: tuple[Line, ...] = ()
    appointment: Line | None = None


class ExpectedConfirmation(PackModel):
    """What the written confirmation must hold."""

    kind: Literal["mail", "letter"]
    mentions: tuple[Text, ...] = Field(min_length=1)
    must_not_mention: tuple[Text, ...] = ()


class Observable(PackModel):
    """A criterion that this exchange lets one observe, and what to look for."""

    criterion: CriterionId
    look_for: Text


class TargetDelays(PackModel):
    """Delays expected from the adviser, in seconds; None keeps the company's own."""

    answer_seconds: int | None = Field(default=None, ge=5, le=120)
    chat_first_reply_seconds: int | None = Field(default=None, ge=5, le=300)
    chat_reply_seconds: int | None = Field(default=None, ge=10, le=600)
    hold_seconds: int | None = Field(default=None, ge=10, le=600)


class ChatReply(PackModel):
    """A ready answer that the jury can send as the customer with one key."""

    trigger: Line
    text: Text


class JuryFace(PackModel):
    """How to play the customer, and what a right handling looks like. Never shown to the candidate."""

    who: Text
    mood: Line
    mood_evolution: tuple[MoodStep, ...] = ()
    opening_line: Text
    situation: Text
    facts_if_asked: tuple[Text, ...] = ()
    objections: tuple[Text, ...] = ()
    calms: tuple[Text, ...] = ()
    hardens: tuple[Text, ...] = ()
    traps: tuple[Text, ...] = ()
    end_when: Text
    closing_line: Text | None = None
    ready_replies: tuple[ChatReply, ...] = ()
    expected_answer: Text
    expected_facts: tuple[ExpectedFact, ...] = ()
    expected_steps: tuple[Text, ...] = ()
    commercial_limits: tuple[Slug, ...] = ()
    expected_qualification: ExpectedQualification
    expected_confirmation: ExpectedConfirmation | None = None
    observables: tuple[Observable, ...] = Field(min_length=1)
    targets: TargetDelays = TargetDelays()


class Exchange(PackModel):
    """One exchange of a subject: the customer, its competences, and its two faces."""

    id: Slug
    customer: Slug
    competences: Annotated[tuple[CompetenceId, ...], Field(min_length=1)]
    minutes: int = Field(default=8, ge=2, le=30)
    """How long the exchange should take, wrap-up included."""
    candidate: CandidateFace
    jury: JuryFace
