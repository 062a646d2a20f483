"""What jurors note on the case study's productions, before the interview. Theirs alone until all have submitted."""

from typing import Literal

from exams.phases import ProductionId
from simulator.facts.fact_data import FactData


class CorrectionNoted(FactData):
    """A note in a production's margin. `paragraph` counts from 0; None: on the whole text.

    The same `note_id` again replaces what its author had noted.
    """

    kind: Literal["correction.noted"] = "correction.noted"
    note_id: str
    production: ProductionId
    criterion: str
    """CP3's, or a transversal one (CT1.5)."""
    sign: Literal["favourable", "unfavourable", "note"]
    paragraph: int | None = None
    quote: str = ""
    text: str = ""


class CorrectionNoteRemoved(FactData):
    kind: Literal["correction.note_removed"] = "correction.note_removed"
    note_id: str


class CorrectionVerdict(FactData):
    """A juror's verdict on a criterion, from the productions; `none` takes it back."""

    kind: Literal["correction.verdict"] = "correction.verdict"
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: str = ""
