"""Sessions that an update would cut: an exam day between its opening and its close, an exchange that is played."""

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import aliased

from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.facts.day_facts import EnvelopesOpened
from simulator.facts.exchange_facts import ExchangeEnded, ExchangeStarted
from simulator.facts.tables import DayFactRow, FactRow
from simulator.ids import SessionId
from simulator.storage.migrating import schema_of, steps
from simulator.updating.release import UpdateProblem

OPENED = EnvelopesOpened.model_fields["kind"].default
STARTED = ExchangeStarted.model_fields["kind"].default
ENDED = ExchangeEnded.model_fields["kind"].default


async def sessions_under_way(engine: AsyncEngine, only: SessionId | None = None) -> list[str]:
    """A French line for each, or of one session; empty: nothing stands in the way.

    Raises UpdateProblem. Cancelling is safe.
    """
    async with engine.connect() as connection:
        found = await connection.run_sync(schema_of)
    if found is None:
        return []
    if found != steps()[-1]:
        raise UpdateProblem(
            "La base de données n’est pas encore au schéma de la version en place : démarrez Combiné une fois, "
            "puis recommencez."
        )
    open_sessions = TrainingSessionRow.closed_at.is_(None)
    if only is not None:
        open_sessions &= TrainingSessionRow.id == only
    days = _opened_days().where(open_sessions)
    ended, later = aliased(FactRow), aliased(FactRow)
    # The newest start of a seat: earlier ones were ended, or cut by a fault that nobody can still cut.
    playing = (
        select(TrainingSessionRow.title, SeatRow.label)
        .join(SeatRow, SeatRow.session_id == TrainingSessionRow.id)
        .join(FactRow, FactRow.seat_id == SeatRow.id)
        .where(
            open_sessions,
            FactRow.kind == STARTED,
            ~exists().where(later.seat_id == SeatRow.id, later.kind == STARTED, later.number > FactRow.number),
            ~exists().where(ended.seat_id == SeatRow.id, ended.kind == ENDED, ended.number > FactRow.number),
        )
        .order_by(TrainingSessionRow.created_at, SeatRow.label)
    )
    async with engine.connect() as connection:
        exams = [str(title) for title in await connection.scalars(days)]
        seats = [(str(title), str(label)) for title, label in await connection.execute(playing)]
    return [
        *(f"« {title} » : la journée d’examen est ouverte et n’est pas clôturée." for title in exams),
        *(f"« {title} » : un échange est en cours au poste {label}." for title, label in seats if title not in exams),
    ]


async def days_under_way(engine: AsyncEngine) -> list[str]:
    """Titles of exam days that are open and not closed; those of rehearsals do not count. Cancelling is safe."""
    query = _opened_days().where(
        TrainingSessionRow.closed_at.is_(None), TrainingSessionRow.rehearsal_people.is_(None)
    )
    async with engine.connect() as connection:
        return [str(title) for title in await connection.scalars(query)]


def _opened_days() -> Select[str]:
    opened = exists().where(DayFactRow.session_id == TrainingSessionRow.id, DayFactRow.kind == OPENED)
    return select(TrainingSessionRow.title).where(opened).order_by(TrainingSessionRow.created_at)
