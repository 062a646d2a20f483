"""What the desks of an exam day are shown. Dates are UTC; every clock is a server's deadline."""

from datetime import datetime
from typing import Literal

from exams.phases import FormatId, PhaseId
from simulator.ids import PersonId, SeatId, SessionId
from simulator.live_messages.shared_view import View
from simulator.live_messages.typed_view import TypedView
from simulator.seat.exam_day import Presence

PhaseState = Literal["not_started", "running", "paused", "ended"]
Envelopes = Literal["none", "sealed", "opened"]

Timetable = Literal["none", "undated", "made"]
"""Of a day without a date, hours are planned and none of them can be told."""

ActionKind = Literal[
    "answer_help",
    "lift_measure",
    "resume",
    "break",
    "open_envelopes",
    "note_arrival",
    "correct_presence",
    "open_phase",
    "wait",
    "finished",
    "gone",
]


class PlannedStep(View):
    """A phase as the timetable has it. `room`: "" where it names none."""

    phase: PhaseId
    at: datetime
    minutes: int
    room: str


class NextAction(View):
    """The one thing to do next, or to wait for. What it costs, or has cost, in whole minutes."""

    kind: ActionKind
    seat_ids: tuple[SeatId, ...] = ()
    phase: PhaseId | None = None
    measure_id: str = ""
    help_id: str = ""
    minutes: int = 0
    """Already lost while this waits; what a pause gives back."""
    planned: PlannedStep | None = None
    """Of what opens: when and where the timetable has it."""
    until: datetime | None = None
    """When what runs ends; with a pause: the new end if it went on now."""


class PhaseOnBoard(View):
    phase: PhaseId
    state: PhaseState
    minutes: int
    """Official, extra time not counted."""
    extra_minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    ends_at: datetime | None
    remaining_seconds: float
    paused_at: datetime | None
    pause_reason: str | None
    break_until: datetime | None = None
    """Of a break that an accommodation grants: when it goes on by itself."""
    measure_id: str
    """What holds it, where a measure does."""
    receipt: str
    """Short code of its seal."""


class ExpectedPhase(View):
    """When it began and ended, or will if nothing else happens; its jury sees whom the timetable has before first."""

    phase: PhaseId
    begins_at: datetime
    ends_at: datetime


class AccommodationView(View):
    """Never why."""

    percent: int
    minutes: int
    breaks: int
    break_minutes: int
    captions: bool
    reference: str


class BreaksView(View):
    """What an accommodation grants of breaks, and what is left of it: of the day, each of at most `minutes`."""

    granted: int
    taken: int
    left: int
    minutes: int


class WatchedPlace(View):
    """A candidate as an invigilator sees them: who, where, there or not, which clock. Nothing of a subject."""

    seat_id: SeatId
    label: str
    candidate_name: str
    desk: str
    room: str
    presence: Presence
    minutes_late: int
    arrived_at: datetime | None
    identity: str
    connected: bool
    wrote_at: datetime | None = None
    """Of somebody noted absent: when a text of theirs came in last since then."""
    typed_while_closed: tuple[TypedView, ...] = ()
    phases: tuple[PhaseOnBoard, ...]
    plan: tuple[PlannedStep, ...]
    minutes_behind: int
    """Of the plan: how late what runs began, or what comes next is; 0 where nothing is planned today."""
    breaks: BreaksView | None
    next: NextAction


class BoardPlace(WatchedPlace):
    """As the responsible person sees them."""

    jurors: tuple[str, ...]
    accommodation: AccommodationView | None
    expected: tuple[ExpectedPhase, ...] = ()
    """In the order of `phases`; of whoever is gone, only what has begun."""


class IncidentView(View):
    incident_id: str
    at: datetime
    by: str
    text: str
    room: str
    seat_id: SeatId
    closed_at: datetime | None
    closed_text: str


class MeasureView(View):
    measure_id: str
    at: datetime
    by: str
    cause: Literal["evacuation", "power", "network", "other"]
    reason: str
    room: str
    seat_ids: tuple[SeatId, ...]
    lifted_at: datetime | None


class MessageView(View):
    at: datetime
    by: str
    text: str
    room: str


class HelpView(View):
    help_id: str
    at: datetime
    by: str
    room: str
    seat_id: SeatId
    text: str
    answered_at: datetime | None
    answered_by: str


class PrintJob(View):
    """A candidate's sealed texts, to be printed for their folder."""

    seat_id: SeatId
    label: str
    candidate_name: str
    room: str
    sealed_at: datetime
    receipt: str
    printed_at: datetime | None
    printed_by: str


class KeeperView(View):
    """An invigilator of the centre. `rooms`: those of this day that they keep; "" for all of it."""

    person_id: PersonId
    name: str
    rooms: tuple[str, ...]


class ExtraTimeCapView(View):
    """Of each phase's length; null: a third."""

    percent: int | None


class KeepersView(View):
    """`anybody`: nobody is attached, so each invigilator keeps the whole day."""

    anybody: bool
    rooms: tuple[str, ...]
    keepers: tuple[KeeperView, ...]


class Watch(View):
    """The invigilator's desk."""

    session_id: SessionId
    title: str
    day: str
    """The date that is shown; "" where the session has none."""
    days: tuple[str, ...]
    """All of the session."""
    closed: bool
    server_now: datetime
    rooms: tuple[str, ...]
    places: tuple[WatchedPlace, ...]
    incidents: tuple[IncidentView, ...]
    helps: tuple[HelpView, ...]
    messages: tuple[MessageView, ...]
    prints: tuple[PrintJob, ...]
    """Not yet printed first."""


class Board(View):
    """The whole day on one screen."""

    session_id: SessionId
    title: str
    format_id: FormatId
    day: str
    """The date that is shown; "" where the session has none."""
    days: tuple[str, ...]
    """All of the session."""
    closed: bool
    server_now: datetime
    envelopes: Envelopes
    envelopes_opened_at: datetime | None
    envelopes_seen_by: tuple[str, ...]
    ends_at: datetime | None
    """When the last phase that is expected will have ended; None while nothing says it, and once it is closed."""
    timetable: Timetable
    lost_minutes: int
    """What pauses under way have cost so far, at the most."""
    decision: NextAction
    rooms: tuple[str, ...]
    places: tuple[BoardPlace, ...]
    incidents: tuple[IncidentView, ...]
    measures: tuple[MeasureView, ...]
    helps: tuple[HelpView, ...]
    messages: tuple[MessageView, ...]


class ExamDayLink(View):
    """A day that I may open."""

    session_id: SessionId
    title: str
    days: tuple[str, ...]
    candidates: int
    leads: bool
    closed: bool


class PhaseRefused(View):
    """A seat at which it could not be done, in words."""

    seat_id: SeatId
    label: str
    code: str
    message: str
    remedy: str


class Done(View):
    """What became of an act for several candidates."""

    done: tuple[str, ...]
    refused: tuple[PhaseRefused, ...]
    note: str = ""
    """What was done only in part, in words."""


class CandidatePhase(View):
    phase: PhaseId
    minutes: int
    extra_minutes: int
    receipt: str


class CandidateDay(View):
    """What the candidate's page knows beside its live desk: phases, messages, an open call for help."""

    session_title: str
    server_now: datetime
    phases: tuple[CandidatePhase, ...]
    presence: Presence
    messages: tuple[MessageView, ...]
    help_called_at: datetime | None
    subject_drawn: bool
    """Or none has to be drawn."""
    breaks: BreaksView | None


class PreparedCustomer(View):
    """A customer of the drawn subject, and what the candidate noted for them."""

    customer_id: str
    name: str
    number: str
    note: str


class Preparation(View):
    customers: tuple[PreparedCustomer, ...]
