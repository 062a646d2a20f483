"""A rehearsal goes whole: every row that names it, its people or what they did, and every file."""

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog
from sqlalchemy import ColumnElement, Table, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import ExchangeRunRow, SeatRow, TrainingSessionRow
from simulator.errors import NotFound
from simulator.facts.tables import FactRow
from simulator.ids import SessionId
from simulator.interviews.tables import ReactionRow
from simulator.recordings.tables import RecordingRow
from simulator.results.archiving import archives_folder
from simulator.settings import Settings
from simulator.storage.base import Base
from simulator.storage.database import Sessions
from simulator.storage.job_queue import JobRow
from simulator.timetable.files import FOLDER as DOCUMENTS
from simulator.timetable.tables import CandidateDocumentRow

log = structlog.get_logger(__name__)

LOGINS = "repetition-"
"""How those of scripted people begin."""


async def the_rehearsal(sessions: Sessions, session_id: SessionId) -> TrainingSessionRow:
    """Raises NotFound for any other session: what is real is never removed here."""
    async with sessions() as session:
        row = await session.get(TrainingSessionRow, session_id)
    if row is None or row.rehearsal_people is None:
        raise NotFound("Cette séance n’est pas une répétition.")
    return row


async def remove_rehearsal(sessions: Sessions, settings: Settings, training: TrainingSessionRow) -> None:
    """Rows in one transaction, then files. Cancelled in between, files without rows are left, as unclaimed ones."""
    async with sessions() as session, session.begin():
        files = await _rows_go(session, training, settings)
    for path in files:
        await asyncio.to_thread(_remove, path)
    log.info("rehearsal_removed", session=training.id)


async def remove_accounts(session: AsyncSession, people: Sequence[str]) -> None:
    """Scripted people and candidates, within the caller's transaction; what signed them in goes along.

    Nobody else's account ever goes here, whatever the row of the session says.
    """
    scripted = or_(PersonRow.login.is_(None), PersonRow.login.startswith(LOGINS))
    gone = [*await session.scalars(select(PersonRow.id).where(PersonRow.id.in_(people), scripted))]
    for table in reversed(Base.metadata.sorted_tables):
        if "person_id" in table.c:
            await session.execute(delete(table).where(table.c.person_id.in_(gone)))
    await session.execute(delete(PersonRow).where(PersonRow.id.in_(gone)))


async def _rows_go(session: AsyncSession, training: TrainingSessionRow, settings: Settings) -> list[Path]:
    of_session = SeatRow.session_id == training.id
    seats = list(await session.execute(select(SeatRow.id, SeatRow.person_id).where(of_session)))
    seat_ids, candidates = [one.id for one in seats], [one.person_id for one in seats]
    runs = [*await session.scalars(select(ExchangeRunRow.id).where(ExchangeRunRow.seat_id.in_(seat_ids)))]
    recordings = [*await session.scalars(select(RecordingRow).where(RecordingRow.session_id == training.id))]
    reactions = [*await session.scalars(select(ReactionRow).where(ReactionRow.session_id == training.id))]
    documents = await session.scalars(
        select(CandidateDocumentRow.id).where(CandidateDocumentRow.seat_id.in_(seat_ids))
    )
    files = [
        *(settings.recordings / one.folder for one in (*recordings, *reactions)),
        *(settings.data / DOCUMENTS / one for one in documents),
        # What stood there by itself: folders of the exchanges.
        settings.recordings / training.id,
        archives_folder(settings.data) / training.id,
    ]
    calls = [one.call_id for one in recordings]
    facts = select(FactRow.id).where(FactRow.session_id == training.id)
    owed = [training.id, *seat_ids, *runs, *calls, *(one.reaction_id for one in reactions)]
    of_seats = [JobRow.subject.startswith(f"{one}/") for one in seat_ids]
    await session.execute(delete(JobRow).where(or_(JobRow.subject.in_(owed), *of_seats)))
    for table in reversed(Base.metadata.sorted_tables):
        named = _named(table, {"session_id": [training.id], "seat_id": seat_ids, "run_id": runs, "call_id": calls})
        if "fact_id" in table.c:
            named.append(table.c.fact_id.in_(facts))
        if named:
            await session.execute(delete(table).where(or_(*named)))
    await session.execute(delete(TrainingSessionRow).where(TrainingSessionRow.id == training.id))
    await remove_accounts(session, [*(training.rehearsal_people or []), *candidates])
    return files


def _named(table: Table, ids: Mapping[str, Sequence[str]]) -> list[ColumnElement[bool]]:
    return [table.c[name].in_(wanted) for name, wanted in ids.items() if name in table.c]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
