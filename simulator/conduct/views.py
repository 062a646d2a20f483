"""Sessions and seats as lists and pages show them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from exams.phases import FormatId, PhaseId
from scenarios.models.exchange import Channel, Direction
from simulator.bodies import ONE_LINE, PRINTABLE, Body, Visible
from simulator.ids import PersonId, SeatId, SessionId
from simulator.live_messages.message import Id
from simulator.live_messages.shared_view import CallView, ClockView, View


class ExchangeSummary(View):
    """An exchange of a subject, for staff."""

    id: str
    label: str
    customer_name: str
    channel: Channel
    direction: Direction
    competences: tuple[str, ...]
    minutes: int


class SubjectSummary(View):
    id: str
    title: str
    summary: str
    exam_format: str | None
    minutes: int
    competences: tuple[str, ...]
    exchanges: tuple[ExchangeSummary, ...]


class CaseStudySummary(View):
    id: str
    title: str
    sequences: int


class PackSummary(View):
    """An installed scenario pack."""

    id: str
    company_name: str
    tagline: str
    customers: int
    products: int
    procedures: int
    subjects: tuple[SubjectSummary, ...]
    case_studies: tuple[CaseStudySummary, ...]
    story_moves: bool
    """Whether a practice session may place its story on today."""


class PhonesOf(View):
    """Somebody's telephones in one session: what was chosen to ring, and what would ring just now."""

    rings: Literal["browser", "phone", "both"]
    registered: tuple[str, ...]
    """By the name that each gives itself."""
    on_call: bool
    """One of them carries the running call."""


class SeatState(View):
    """A candidate's seat at a glance, in words that the page can show as they are."""

    candidate_connected: bool
    sound: Literal["absent", "connecting", "connected", "lost"]
    phones: PhonesOf
    call: CallView | None
    current_label: str | None
    """The exchange that runs now: « 3 · Appel entrant »."""
    phase: str | None
    done: int
    clock: ClockView
    listening_number: str | None
    """What a telephone of the staff dials to listen here; None while none can."""


class Juror(View):
    """`connected`, `sound`: of their desk at this seat."""

    person_id: PersonId
    name: str
    connected: bool
    sound: Literal["absent", "connecting", "connected", "lost"]
    phones: PhonesOf


class SeatSummary(View):
    seat_id: SeatId
    label: str
    desk: str
    candidate_name: str
    extra_minutes: int
    captions: bool
    jurors: tuple[Juror, ...]
    has_code: bool
    """A desk code was issued and has not been used yet."""
    exchanges: int
    state: SeatState
    drawn_subject: str
    """Its title; "" before it is drawn, or where none is."""
    was_signed: bool
    """Somebody of its jury has signed a deliberation: to change the jury needs a reason."""


class SessionSummary(View):
    id: str
    kind: Literal["practice", "exam"]
    title: str
    group_name: str
    company_name: str
    subject_title: str
    """ "" where each candidate draws theirs among several."""
    seats: int
    created_at: datetime
    closed_at: datetime | None
    is_rehearsal: bool
    """Played by scripted people; it can be removed whole."""


class SessionDetail(SessionSummary):
    pack_id: str
    subject_id: str
    minutes: int
    spell_check: bool
    paste_limit: int
    findings: bool
    feedback: Literal["automatic", "reviewed"]
    legal_basis: str
    retention_days: int
    places: tuple[SeatSummary, ...]


class MySeat(SeatSummary):
    """A seat of mine, with its session."""

    session_id: SessionId
    session_title: str
    session_kind: Literal["practice", "exam"]


class DeskCode(View):
    """Shown once: only a keyed hash is kept."""

    seat_id: SeatId
    label: str
    candidate_name: str
    desk: str
    code: str
    partner_code: str | None


class NewExamDay(Body):
    """What makes a session an exam day: a format, its phases or a mock exam's slice, the case study, the dates."""

    format_id: FormatId
    phases: Annotated[tuple[PhaseId, ...], Field(max_length=8)] = ()
    """None named: all of the format's."""
    case_study_id: Annotated[str, Field(max_length=60)] | None = None
    days: Annotated[tuple[date, ...], Field(max_length=5)] = ()
    outside_paste: bool = False
    """Whether text from outside may be pasted into a production."""
    most_hearings: Annotated[int, Field(ge=1, le=20)] | None = 2
    """How often the recorded sequence may be heard in the interview; null: as often as the jury wants."""
    most_extra_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """Extra time that an accommodation may grant, of each phase's length; null: a third."""


class NewSession(Body):
    """`id` is chosen by whoever asks: sent twice, as after an answer that was lost, it makes one session."""

    id: Id | None = None
    kind: Literal["practice", "exam"]
    title: Annotated[str, Field(min_length=3, max_length=200, pattern=PRINTABLE), Visible]
    pack_id: Annotated[str, Field(max_length=60)]
    subject_id: Annotated[str, Field(max_length=60)]
    story_day: Literal["fixed", "today"] = "fixed"
    """Practice: whether the whole story moves to the day on which the session is made; in an exam it stays."""
    minutes: Annotated[int, Field(ge=1, le=300)] = 60
    spell_check: bool = False
    paste_limit: Annotated[int, Field(ge=0, le=4000)] | None = None
    """Left out: the installation's default, as for legal basis and retention."""
    findings: bool = True
    """Jurors are shown what the evidence suggests; without, they mark blind."""
    feedback: Literal["automatic", "reviewed"] = "automatic"
    """Practice: whether trainees read the tool's feedback at once, or a trainer's once shared."""
    group_name: Annotated[str, Field(max_length=80, pattern=ONE_LINE), Visible] = ""
    """Practice: the class whose progress this counts for; within it a name is one person."""
    legal_basis: Annotated[str, Field(max_length=400)] = ""
    retention_days: Annotated[int, Field(ge=1, le=180)] | None = None
    exam_day: NewExamDay | None = None
    """An exam only: the day around the exchanges, whose length is then the format's."""


class NewSeat(Body):
    candidate_name: Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]
    desk: Annotated[str, Field(min_length=1, max_length=40, pattern=PRINTABLE), Visible]
    extra_minutes: Annotated[int, Field(ge=0, le=120)] = 0
    captions: bool = False
    """What is said in calls also stands written at this desk."""


class SeatJurors(Body):
    """`reason`: needed once somebody of this jury has signed."""

    person_ids: Annotated[list[PersonId], Field(max_length=6)]
    reason: Annotated[str, Field(max_length=400, pattern=ONE_LINE), Visible] = ""


class NewAttempt(Body):
    exchange_id: Annotated[str, Field(max_length=60)]
