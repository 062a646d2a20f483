"""Progress as pages show it. Levels are shares of favourable observations, 0 to 1; there is no total."""

from datetime import date, datetime

from scenarios.models.exchange import Channel, Direction
from simulator.ids import PersonId, RunId
from simulator.live_messages.shared_view import View


class LevelView(View):
    observations: int
    favourable: float


class WeekView(View):
    """`week`: its Monday."""

    week: date
    minutes: int
    exchanges: int


class TrendPoint(View):
    """A criterion in one week; None where it was not observed."""

    week: date
    judged: float | None
    proposed: float | None


class CriterionProgress(View):
    """`judged`: by trainers; `proposed`: by findings; never mixed."""

    criterion: str
    label: str
    """Word for word as in the référentiel."""
    judged: LevelView | None
    proposed: LevelView | None
    trend: tuple[TrendPoint, ...]


class CompetenceProgress(View):
    competence: str
    label: str
    judged: LevelView | None
    proposed: LevelView | None
    criteria: tuple[CriterionProgress, ...]


class ExchangeDone(View):
    """An exchange of a subject, and how often it was played."""

    label: str
    channel: Channel
    direction: Direction
    competences: tuple[str, ...]
    times: int


class SubjectDone(View):
    title: str
    exchanges: tuple[ExchangeDone, ...]


class PlayedLine(View):
    """`label` is the candidate's: « Appel entrant »."""

    run_id: RunId
    at: datetime
    session_title: str
    label: str
    minutes: int


class SuggestionView(View):
    """`pack_id`, `subject_id` and `exchange_id`: what to give, by name."""

    pack_id: str
    subject_id: str
    exchange_id: str
    subject_title: str
    label: str
    channel: Channel
    direction: Direction
    criterion: str | None
    reason: str
    times: int


class TraineeProgress(View):
    person_id: PersonId
    name: str
    group_name: str
    minutes: int
    weeks: tuple[WeekView, ...]
    competences: tuple[CompetenceProgress, ...]
    subjects: tuple[SubjectDone, ...]
    suggestions: tuple[SuggestionView, ...]
    played: tuple[PlayedLine, ...]


class CompetenceCell(View):
    competence: str
    judged: LevelView | None
    proposed: LevelView | None


class Need(View):
    criterion: str
    label: str
    favourable: float
    by_trainer: bool


class TraineeLine(View):
    """One trainee in the class. `needs`: the weakest criteria first, three at most."""

    person_id: PersonId
    name: str
    minutes: int
    exchanges: int
    last_at: datetime | None
    cells: tuple[CompetenceCell, ...]
    needs: tuple[Need, ...]


class CompetenceName(View):
    competence: str
    label: str


class GroupProgress(View):
    group_name: str
    competences: tuple[CompetenceName, ...]
    weeks: tuple[WeekView, ...]
    trainees: tuple[TraineeLine, ...]


class GroupLine(View):
    """`name` is empty for sessions without a group, whose seats are each somebody else."""

    name: str
    sessions: int
    trainees: int
    last_at: datetime
