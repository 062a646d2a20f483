"""All that the jury's desk knows of one seat: how to play, what was done, marks and matrix."""

from datetime import datetime
from typing import Literal

from scenarios.models.exchange import JuryFace
from simulator.ids import CallId, RunId, SeatId, SessionId
from simulator.live_messages.network_view import NetworkView
from simulator.live_messages.shared_view import (
    CallView,
    CaptionsView,
    ClockView,
    ConfirmationView,
    ConversationView,
    LineView,
    QualificationView,
    RecordingNotice,
    Step,
    View,
)


class JuryConsultation(View):
    """The candidate rings the supervisor, speaks with them, or has handed the customer over."""

    consultation_id: CallId
    state: Literal["ringing", "talking", "transferred"]
    supervisor: str
    is_mine: bool
    """I am the supervisor."""
    is_same_person: bool
    """Whoever plays the customer is the supervisor as well."""
    customer_name: str
    asked_at: datetime
    answered_at: datetime | None
    transferred_at: datetime | None


class JurySeatStep(Step):
    """A step with what only the jury knows."""

    exchange_id: str
    customer_name: str
    competences: tuple[str, ...]
    marks: int
    """How many of my own marks stand on it."""
    recording: Literal["none", "live", "finishing", "ready", "failed"]
    is_transcribed: bool
    """What was said in its call can be read."""
    may_take_over: bool
    """The juror who plays it is gone: I may play on."""


class CriterionToObserve(View):
    criterion: str
    label: str
    """Word for word as in the référentiel."""
    look_for: str
    after_exchange: bool
    """It can be judged only on what is written afterwards."""


class CompetenceToObserve(View):
    competence: str
    label: str
    criteria: tuple[CriterionToObserve, ...]


class JuryExchange(View):
    """The card to play and what the candidate did with it."""

    run_id: RunId
    subject_id: str
    exchange_id: str
    started_at: datetime | None
    ended_at: datetime | None
    customer_id: str
    customer_name: str
    customer_number: str
    customer_phone: str
    face: JuryFace
    competences: tuple[CompetenceToObserve, ...]
    qualification: QualificationView
    confirmation: ConfirmationView | None
    mission: str | None


class MarkView(View):
    mark_id: str
    run_id: RunId
    criterion: str
    sign: Literal["favourable", "unfavourable", "note"]
    at_seconds: float
    text: str
    by: str
    """Name of the juror."""
    mine: bool
    during_replay: bool
    from_finding: bool


class VerdictView(View):
    run_id: RunId
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed"]
    comment: str
    by: str
    mine: bool


class AppreciationView(View):
    competence: str
    text: str
    by: str
    mine: bool


class RejectedFinding(View):
    """What the evidence suggested there, I do not share."""

    run_id: RunId
    criterion: str


class MarkingView(View):
    """My marks, and those of the other jurors once both have submitted."""

    marks: tuple[MarkView, ...]
    verdicts: tuple[VerdictView, ...]
    appreciations: tuple[AppreciationView, ...]
    rejected: tuple[RejectedFinding, ...]
    """Mine only."""
    submitted: bool
    others_submitted: bool


class MatrixCell(View):
    run_id: RunId
    competence: str
    observable: int
    """Criteria of this competence that the exchange lets one observe."""
    observed: int
    """How many of them carry a mark or a verdict of mine."""


class MeasuredView(View):
    """Facts measured so far; None where there is nothing to measure. They help to justify: the jury decides alone."""

    run_id: RunId
    answer_seconds: float | None = None
    answer_target_seconds: int | None = None
    hold_seconds: float | None = None
    holds: int | None = None
    candidate_speech_percent: float | None = None
    silences_over_3s: int | None = None
    interruptions: int | None = None
    first_reply_seconds: float | None = None
    first_reply_target_seconds: int | None = None
    mean_reply_seconds: float | None = None
    slowest_reply_seconds: float | None = None
    reply_target_seconds: int | None = None
    qualification_right: tuple[str, ...] = ()
    qualification_wrong: tuple[str, ...] = ()
    """Each a French sentence: « Motif : attendu “Suivi de livraison”, saisi “Réclamation” »."""


class CandidatePresence(View):
    """The three indicators, kept apart: web connection, sound, call."""

    connected: bool
    last_seen_at: datetime | None
    line: LineView
    headset: Literal["good", "poor", "failed", "not_checked"]
    listening_number: str | None = None
    """What a telephone of the staff dials to listen here; None while none can."""


class JuryDesk(View):
    """Everything the jury's desk shows of one seat, at connection; each field is then replaced by its own event."""

    seat_id: SeatId
    session_id: SessionId
    session_title: str
    session_kind: Literal["practice", "exam"]
    subject_title: str
    company_name: str
    seat_label: str
    desk_name: str
    candidate_name: str
    my_name: str
    may_mark: bool
    jurors: tuple[str, ...]
    """« M. Lefort écoute et note », « Mme Roy joue les clients »: who else is at this desk and what they do."""
    notice: RecordingNotice
    clock: ClockView
    steps: tuple[JurySeatStep, ...]
    presence: CandidatePresence
    line: LineView
    call: CallView | None
    consultation: JuryConsultation | None
    exchange: JuryExchange | None
    """The live one, or the one that `exchange.show` chose."""
    conversation: ConversationView | None
    measured: MeasuredView | None
    marking: MarkingView
    matrix: tuple[MatrixCell, ...]
    listening: bool
    candidate_notes: str
    captions: CaptionsView | None = None
    network: NetworkView | None = None
