"""What the deliberation's page shows."""

from datetime import datetime
from typing import Literal

from simulator.ids import RunId, SeatId, SessionId
from simulator.live_messages.shared_view import View

VerdictWord = Literal["satisfactory", "to_improve", "insufficient", "not_observed"]


class DeliberationMoment(View):
    """A mark that backs a verdict: a second to hear, or words of a letter."""

    run_id: RunId
    at_seconds: float
    sign: str
    text: str


class DeliberationVerdict(View):
    """One juror's verdict in one exchange; elsewhere, `position` is 0 and `run_id` that of no exchange."""

    place: Literal["exchange", "writings", "technical", "final"]
    run_id: RunId
    position: int
    customer_name: str
    verdict: VerdictWord
    comment: str


class DeliberationSide(View):
    """One juror on one criterion; nothing given and nothing marked is said by two empty lists."""

    juror: str
    name: str
    mine: bool
    verdicts: tuple[DeliberationVerdict, ...]
    moments: tuple[DeliberationMoment, ...]
    remark: str
    """Beside the criterion on this juror's paper grid."""


class AgreedView(View):
    verdict: VerdictWord
    reason: str
    by: str
    at: datetime


class DeliberationCriterion(View):
    """`differs`: the jurors' own verdicts are not alike. `agreed` is empty until the jury has chosen: nothing is
    taken over from one juror."""

    criterion: str
    label: str
    differs: bool
    sides: tuple[DeliberationSide, ...]
    agreed: AgreedView | None


class DecisionView(View):
    decision: Literal["acquired", "not_acquired"]
    reason: str
    by: str
    at: datetime


class ToDecide(View):
    """A competence, a transversal one, a certificate or the title."""

    what: str
    kind: Literal["competence", "transversal", "certificate", "title"]
    label: str
    taken: DecisionView | None


class JurorsAgreement(View):
    """Of the jurors before they deliberated; `caution` in words where the figures are few."""

    same: int
    compared: int
    share_percent: int | None
    kappa: float | None
    is_few: bool
    is_low_beside_share: bool
    """Kappa is low although most verdicts are the same: it tells little, and no disagreement."""
    caution: str


class SignatureView(View):
    name: str
    at: datetime


class JurorView(View):
    """`signed_at`: under the page as it stands."""

    name: str
    mine: bool
    submitted: bool
    signed_at: datetime | None
    typed_by: str
    """Who typed this juror's paper grid; empty where they marked on the screen."""


class ReplacedJuror(View):
    """Marked here and is no more of the jury: what they gave is kept, and compared with nobody's."""

    name: str
    submitted: bool


class SaidView(View):
    """A verdict or a decision."""

    words: VerdictWord | Literal["acquired", "not_acquired"]
    reason: str


class ChangeView(View):
    """`what`: a criterion or what is decided on; None where nothing was said of it."""

    what: str
    before: SaidView | None
    after: SaidView | None


class SaidOf(View):
    what: str
    said: SaidView


class SignedVersionView(View):
    """A page that was signed, whole: who signed it when, and what the next one says otherwise."""

    number: int
    stands: bool
    is_whole: bool
    """All of its jury signed it."""
    digest: str
    signatures: tuple[SignatureView, ...]
    verdicts: tuple[SaidOf, ...]
    decisions: tuple[SaidOf, ...]
    changes: tuple[ChangeView, ...]


class IncoherenceView(View):
    """A decision beside the référentiel's rule; without a reason nobody can sign."""

    what: str
    words: str
    is_explained: bool


class CorrectionView(View):
    """The page had been signed by these, and was opened again."""

    reason: str
    by: str
    at: datetime
    signed: tuple[SignatureView, ...]


class DeliberationView(View):
    """`criteria` is empty until every juror has handed in their marks."""

    seat_id: SeatId
    session_title: str
    seat_label: str
    candidate_name: str
    session_id: SessionId
    presence: Literal["expected", "present", "absent", "abandoned"]
    left_at: datetime | None
    """Of somebody who was absent or left before the end."""
    left_remark: str
    jurors: tuple[JurorView, ...]
    replaced: tuple[ReplacedJuror, ...]
    is_open: bool
    is_signed: bool
    criteria: tuple[DeliberationCriterion, ...]
    decisions: tuple[ToDecide, ...]
    agreement: JurorsAgreement | None
    missing: tuple[str, ...]
    """Criteria to settle and decisions to take before anybody can sign."""
    digest: str
    """Of the page as it stands; what one signs is this."""
    corrections: tuple[CorrectionView, ...]
    incoherences: tuple[IncoherenceView, ...]
    versions: tuple[SignedVersionView, ...]
    """Every page that was ever signed, the first one first."""
