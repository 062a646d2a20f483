"""A juror's correction of the productions, as pages show it."""

from typing import Literal

from exams.phases import ProductionId
from simulator.live_messages.shared_view import View


class CorrectionNote(View):
    """A note in the margin. `paragraph` counts from 0; None: on the whole text."""

    note_id: str
    production: ProductionId
    criterion: str
    sign: Literal["favourable", "unfavourable", "note"]
    paragraph: int | None
    quote: str
    text: str
    by: str
    mine: bool


class CorrectionVerdictView(View):
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed"]
    comment: str
    by: str
    mine: bool


class ProductionsCorrectionView(View):
    """`submitted`: one's marking is handed in, and with it the correction."""

    notes: tuple[CorrectionNote, ...]
    verdicts: tuple[CorrectionVerdictView, ...]
    submitted: bool
