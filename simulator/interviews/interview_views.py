"""What the interview's pages show: the jury's screen, its guide, the room's screen."""

from datetime import datetime
from typing import Literal

from exams.phases import FormatId, PhaseId, ProductionId
from simulator.ids import RunId, SeatId, SessionId
from simulator.live_messages.shared_view import ClockView, View

SequenceMoment = Literal["to_draw", "drawn", "playing", "heard"]


class HearingView(View):
    at: datetime
    by: str
    seconds: float | None
    to_the_end: bool
    is_running: bool


class ReactionView(View):
    """`next_number`: of the piece that the server wants; `parts`: how many have begun."""

    reaction_id: str
    is_recorded: bool
    why: str
    started_at: datetime
    is_open: bool
    parts: int
    next_number: int
    ended_at: datetime | None
    seconds: float
    sha256: str
    audio_url: str
    peaks_url: str


class SequenceView(View):
    """The drawn sequence. `title` and `mood` only once it was heard."""

    number: int | None
    title: str
    mood: str
    moment: SequenceMoment
    audio_url: str
    hearings: tuple[HearingView, ...]
    most_hearings: int | None
    reaction: ReactionView | None


class InterviewDesk(View):
    """The jury's screen of one candidate's interview. `phases`: those of the interview, in order."""

    seat_id: SeatId
    session_id: SessionId
    session_title: str
    seat_label: str
    candidate_name: str
    format_id: FormatId | None
    has_left: bool
    """The candidate has abandoned."""
    server_now: datetime
    phases: tuple[ClockView, ...]
    sequence: SequenceView | None
    """None where the format draws none."""
    has_productions: bool


GuideKind = Literal["unseen", "differs", "moment", "passage", "production", "question", "file", "job", "notes"]
VerdictWord = Literal["satisfactory", "to_improve", "insufficient", "not_observed"]
GuidePart = Literal["sequence", "debrief", "final"]


class GuideLink(View):
    """Where the point can be heard or read: a second of an exchange, a paragraph of a production."""

    kind: Literal["call", "chat", "production"]
    run_id: RunId | None
    position: int
    at_seconds: float
    production: ProductionId | None
    paragraph: int | None


class GuideItem(View):
    """A point to raise. It asks and shows; it never says what to think of it."""

    item: str
    part: GuidePart
    kind: GuideKind
    criterion: str
    title: str
    """Of the criterion, word for word, or of the point."""
    detail: str
    question: str
    link: GuideLink | None
    ticked_at: datetime | None
    note: str
    noted_at: datetime | None
    technical: VerdictWord | None = None
    """This juror's own verdict on the criterion after the technical interview."""
    final: VerdictWord | None = None
    """The same after the final interview."""
    technical_comment: str = ""
    final_comment: str = ""
    """What this juror wrote beside each."""


class GuideView(View):
    """One juror's guide for one candidate. `both_seen`: both markings are handed in, differences may be shown."""

    seat_id: SeatId
    seat_label: str
    candidate_name: str
    session_title: str
    juror: str
    both_seen: bool
    has_submitted: bool
    """This juror has handed in: what they gave stands."""
    items: tuple[GuideItem, ...]


class RoomScreen(View):
    """What the room may read: the candidate's own screen, and the projector's. Nothing of the jury."""

    session_title: str
    seat_label: str
    server_now: datetime
    phase: PhaseId | None
    """That runs or is paused; None between two."""
    next_phase: PhaseId | None
    clock: ClockView | None
    sequence: SequenceMoment | None
    number: int | None
    """Of the drawn sequence."""
    reaction: Literal["none", "recording", "done"]
