"""All that the candidate's desk may know. Nothing of the jury's face, of criteria or of marks has a place here."""

from datetime import datetime

from exams.phases import PhaseId
from simulator.ids import RunId, SeatId
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


class CandidateExchange(View):
    """The exchange that the candidate handles now, or wraps up."""

    run_id: RunId
    started_at: datetime
    mission: str | None
    file_status: str | None
    customer_id: str | None
    """The file to open: known at once for an outbound exchange; None for an inbound one (search for it)."""
    dial_number: str | None
    """Outbound by phone: the number to dial from the file."""
    documents: tuple[str, ...]
    """Procedures brought to the top."""
    asks_confirmation: bool
    wrap_up_since: datetime | None
    wrap_up_limit_seconds: int
    qualification: QualificationView
    confirmation: ConfirmationView | None


class MissedCall(View):
    """An unanswered call, to be called back from the desk."""

    run_id: RunId
    number: str
    name: str
    at: datetime


class SharedFeedback(View):
    """Practice: an exchange that the candidate may replay with its feedback.

    `text`: a trainer's words; empty also where the tool's own reading is open at once.
    """

    run_id: RunId
    position: int
    label: str
    text: str
    at: datetime
    by_trainer: bool


class PhaseReceipt(View):
    """What was handed in at the end of a phase: `code` is the seal's, short enough to be copied."""

    phase: PhaseId
    code: str
    sha256: str
    sealed_at: datetime


class CandidateDesk(View):
    """Everything the desk shows, at connection; each field is then replaced by its own event."""

    seat_id: SeatId
    session_title: str
    session_kind: str
    company_name: str
    candidate_name: str
    seat_label: str
    desk_name: str
    spell_check: bool
    paste_limit: int
    notice: RecordingNotice
    clock: ClockView
    """Of the exchanges."""
    phases: tuple[ClockView, ...]
    """Of every phase that is held, in the order of the day; the exchanges' alone where no exam day is held."""
    receipts: tuple[PhaseReceipt, ...]
    """Of every written phase that is sealed: told before the seat is closed, after which nothing can be asked."""
    steps: tuple[Step, ...]
    line: LineView
    call: CallView | None
    exchange: CandidateExchange | None
    conversation: ConversationView | None
    notes: str
    notes_saved_at: datetime | None
    missed_calls: tuple[MissedCall, ...]
    jury_present: bool
    headset_checked: bool
    feedback: tuple[SharedFeedback, ...]
    captions: CaptionsView | None = None
    """Only where the seat was granted them."""
