"""A candidate's exam day: presence, accommodations, what was sealed, what was drawn. RE sections 2 to 5."""

from datetime import datetime
from typing import Literal

from exams.phases import PhaseId, ProductionId
from simulator.facts.fact_data import FactData


class IdentityChecked(FactData):
    """The invigilator saw an identity document. Which kind, never its number."""

    kind: Literal["candidate.identity_checked"] = "candidate.identity_checked"
    document: str


class CandidateArrived(FactData):
    """`minutes_late` after the convocation; the end of a phase under way does not move."""

    kind: Literal["candidate.arrived"] = "candidate.arrived"
    minutes_late: int = 0


class CandidateAbsent(FactData):
    """Noted absent; somebody who comes after all is a `candidate.arrived`."""

    kind: Literal["candidate.absent"] = "candidate.absent"
    remark: str = ""


class CandidateAbandoned(FactData):
    """Left for good."""

    kind: Literal["candidate.abandoned"] = "candidate.abandoned"
    remark: str = ""


class AccommodationGranted(FactData):
    """Extra time by percentage or minutes, breaks, captions; replaces what was granted before.

    `reference`: of the decision. The reason is health data and is never kept. `phases`: none stands for all of them.
    `breaks`: how many in the whole day, each of at most `break_minutes`.
    """

    kind: Literal["accommodation.granted"] = "accommodation.granted"
    percent: int = 0
    minutes: int = 0
    breaks: int = 0
    break_minutes: int = 10
    captions: bool = False
    reference: str
    phases: tuple[PhaseId, ...] = ()


class CandidateChanged(FactData):
    """Name, number, desk or access route corrected after the import: only what changed, by those four keys."""

    kind: Literal["candidate.changed"] = "candidate.changed"
    before: dict[str, str]
    after: dict[str, str]


class PreparationNoted(FactData):
    """What the candidate prepares for one customer of their subject, whole: at hand during the exchanges."""

    kind: Literal["preparation.noted"] = "preparation.noted"
    customer_id: str
    text: str


class PhaseSealed(FactData):
    """What the phase produced, empty included, as it stood at its end; once more after each reopening.

    `sha256`: of the canonical sealed content, hexadecimal. `code`: its short form, which the candidate may copy.
    """

    kind: Literal["phase.sealed"] = "phase.sealed"
    phase: PhaseId
    sha256: str
    code: str


class PasteRefused(FactData):
    """Text from outside was to be pasted where the session forbids it. Its length only."""

    kind: Literal["paste.refused"] = "paste.refused"
    production: ProductionId
    characters: int


class TypedWhileClosed(FactData):
    """A version of a production came in after its phase was opened again, and was written, wholly or in part, while
    the phase was closed: offline, or in the seconds before the page heard of the closing.

    By the page's account of when its keys were struck. `words`, `words_before`: of it and of the version before.
    """

    kind: Literal["production.typed_while_closed"] = "production.typed_while_closed"
    production: ProductionId
    number: int
    closed_from: datetime
    closed_until: datetime
    words_before: int
    words: int


class DrawCommitted(FactData):
    """A draw is prepared: its seed is bound by `commitment` (SHA-256, hexadecimal) before the candidate speaks."""

    kind: Literal["draw.committed"] = "draw.committed"
    draw_id: str
    what: Literal["subject", "recording"]
    commitment: str
    choices: tuple[str, ...]
    """What it is drawn from, in the order that counts."""
    numbers: tuple[int, ...]
    """What the choices are called until then, in the same order: « séquence 4 ». The commitment binds them."""
    times: int = 0
    """How often each of them had been drawn before in the jury pair's row; above 0: all had been."""
    reason: str = ""
    """Of a further draw."""


class DrawRevealed(FactData):
    """The candidate said `word`; the seed is shown, and what follows from both is drawn.

    `word`: what counts of it (`exams.draws.spoken`); `said`: as it was written down, for whoever reads it again.
    Empty in what an earlier Combiné kept.
    """

    kind: Literal["draw.revealed"] = "draw.revealed"
    draw_id: str
    what: Literal["subject", "recording"]
    word: str
    said: str = ""
    seed: str
    chosen: str
    """Of the choices."""
    number: int

    @property
    def as_said(self) -> str:
        """In the candidate's own spelling, where it was kept."""
        return self.said or self.word
