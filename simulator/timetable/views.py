"""The timetable as pages ask for it and show it."""

import datetime
from typing import Annotated, Literal

from pydantic import Field

from exams.phases import FormatId
from exams.timetable.model import Activity, RoomUse, Route
from simulator.bodies import ONE_LINE, PRINTABLE, Body, Visible
from simulator.ids import SeatId, SessionId
from simulator.live_messages.shared_view import View

Identifier = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[\w-]+$")]
ShortName = Annotated[str, Field(min_length=1, max_length=40, pattern=PRINTABLE), Visible]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
"""Since midnight, or a length."""
Version = Annotated[int, Field(ge=0, le=1_000_000)]
"""That the page shows: a change of another is refused."""


class RoomView(View):
    id: Identifier
    name: ShortName
    posts: Annotated[int, Field(ge=1, le=200)]
    uses: Annotated[tuple[RoomUse, ...], Field(max_length=3)]


class DayJurorView(View):
    id: Identifier
    """Of the person."""
    name: Annotated[str, Field(max_length=160)]
    knows_retention: bool


class PairView(View):
    id: Identifier
    name: ShortName
    jurors: Annotated[tuple[DayJurorView, ...], Field(max_length=4)]
    room: Annotated[str, Field(max_length=32)]


class RulesView(View):
    """Minutes since midnight and lengths in minutes, as `exams.timetable.model.Rules`."""

    start: Minutes
    letter_minutes: Annotated[int, Field(ge=0, le=60)]
    lunch_minutes: Annotated[int, Field(ge=0, le=180)]
    lunch_from: Minutes
    lunch_until: Minutes
    deliberation_minutes: Annotated[int, Field(ge=0, le=240)]
    latest_end: Minutes


class RecordChange(View):
    """`before` and `after` of what was corrected: name, number, desk, route (as its identifier)."""

    at: datetime.datetime
    by: str
    before: dict[str, str]
    after: dict[str, str]


class DayCandidateView(View):
    seat_id: SeatId
    name: str
    label: str
    desk: str
    route: Route
    extra_percent: int
    extra_minutes: int
    accommodation: str = ""
    """Reference of the decision."""
    trainers: tuple[str, ...]
    absent: bool
    changes: tuple[RecordChange, ...] = ()
    """Since the import, in their order."""


class BookingView(View):
    id: str
    activity: Activity
    words: str
    """« échanges »"""
    start: int
    minutes: int
    candidate: str | None
    pair: str | None
    room: str | None


class ConflictView(View):
    sentence: str
    bookings: tuple[str, ...]


class TimetableView(View):
    """`end`: of all but the deliberation, minutes since midnight."""

    session_id: SessionId
    title: str
    format_id: FormatId
    format_name: str
    date: datetime.date | None
    day: str
    """As this day is asked for; "" for the session's first."""
    days: tuple[datetime.date, ...]
    """All of the session."""
    version: int
    published_version: int | None
    can_undo: bool
    change: str
    """What was changed last, in French."""
    can_solve: bool
    """The optional solver is installed."""
    rooms: tuple[RoomView, ...]
    pairs: tuple[PairView, ...]
    rules: RulesView
    candidates: tuple[DayCandidateView, ...]
    bookings: tuple[BookingView, ...]
    conflicts: tuple[ConflictView, ...]
    end: int


class NewSetup(Body):
    version: Version
    date: datetime.date | None = None
    rooms: Annotated[tuple[RoomView, ...], Field(max_length=30)]
    pairs: Annotated[tuple[PairView, ...], Field(max_length=12)]
    rules: RulesView


class NewPlan(Body):
    version: Version
    method: Literal["quick", "solver"] = "quick"


class NewMove(Body):
    """`start`: move there; `pair`: let another pair see this booking's candidate. `only_look`: keep nothing."""

    version: Version
    booking: Annotated[str, Field(max_length=80)]
    start: Minutes | None = None
    pair: Annotated[str, Field(max_length=32)] | None = None
    only_look: bool = False


class MoveView(View):
    """`timetable`: as it is now, or would be. `sentence`: what moves and what moves with it."""

    sentence: str
    moved: tuple[str, ...]
    timetable: TimetableView


class OfVersion(Body):
    version: Version


class NewPublication(Body):
    version: Version
    despite_conflicts: bool = False


class RowFaultView(View):
    """`row` as the spreadsheet numbers it; 0: the table as a whole."""

    row: int
    column: str
    problem: str
    remedy: str


class ImportedCandidate(View):
    name: Annotated[str, Field(min_length=2, max_length=80, pattern=PRINTABLE), Visible]
    desk: Annotated[str, Field(max_length=40, pattern=ONE_LINE), Visible] = ""
    route: Route = "training"
    extra_percent: Annotated[int, Field(ge=0, le=100)] = 0
    extra_minutes: Annotated[int, Field(ge=0, le=120)] = 0
    accommodation: Annotated[str, Field(max_length=80, pattern=ONE_LINE), Visible] = ""
    """Reference of the decision, never its reason."""
    trainers: Annotated[tuple[Annotated[str, Field(max_length=80)], ...], Field(max_length=12)] = ()
    day: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    """Of a session of several; left out: the one that is shown."""


class CandidatesPreview(View):
    """Nothing is kept yet; `candidates` may be sent back only where `faults` is empty."""

    candidates: tuple[ImportedCandidate, ...]
    faults: tuple[RowFaultView, ...]
    ignored: tuple[str, ...]


class JurorsPreview(View):
    """`pairs`: the jurors of the file, by their pair."""

    pairs: tuple[PairView, ...]
    faults: tuple[RowFaultView, ...]
    ignored: tuple[str, ...]


class NewCandidates(Body):
    candidates: Annotated[tuple[ImportedCandidate, ...], Field(min_length=1, max_length=100)]


TypedText = Annotated[str, Field(max_length=4000)]
"""Checked in words: `changing.py`."""


class CandidateChange(Body):
    """What is left out of name, number and desk stays as it is."""

    name: TypedText | None = None
    number: TypedText | None = None
    desk: TypedText | None = None
    route: Route
    extra_percent: Annotated[int, Field(ge=0, le=100)] = 0
    extra_minutes: Annotated[int, Field(ge=0, le=120)] = 0
    accommodation: Annotated[str, Field(max_length=80, pattern=ONE_LINE), Visible] = ""
    trainers: Annotated[tuple[Annotated[str, Field(max_length=80)], ...], Field(max_length=12)] = ()
    day: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] | None = None
    """Of a session of several; left out, it stays."""


DocumentKind = Literal["professional_file", "ecf", "certification"]


class DocumentView(View):
    """`name`, `size` and `url` are None where it is missing."""

    kind: DocumentKind
    words: str
    """« dossier professionnel »"""
    is_expected: bool
    name: str | None
    size: int | None
    url: str | None


class PagesView(View):
    """A PDF that is looked at as pictures. `document_id`: another one once the file is replaced."""

    name: str
    pages: int
    document_id: str
