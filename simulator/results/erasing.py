"""Erasing a candidate's exam file: every row that names their seat, an exchange or a call of it, every file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import ExchangeRunRow, SeatRow
from simulator.facts.day_facts import RecordsErased
from simulator.facts.tables import DayFactRow, FactRow
from simulator.ids import SeatId, SessionId
from simulator.interviews.purging import reaction_digests
from simulator.interviews.tables import ReactionRow
from simulator.phones.tables import SipAccountRow, SipChoiceRow
from simulator.recordings.tables import RecordingRow
from simulator.results.tables import SealedArchiveRow
from simulator.storage.base import Base
from simulator.timetable.tables import CandidateDocumentRow, TimetableVersionRow

ERASED_NAME = "Dossier effacé"
_PROOF = RecordsErased.model_fields["kind"].default


@dataclass(frozen=True, slots=True)
class Doomed:
    """What goes, looked up before: files by their SHA-256, and where sound stands, of calls and of reactions."""

    facts: int
    sha256s: tuple[str, ...]
    sound: tuple[str, ...]
    archives: tuple[str, ...]
    documents: tuple[str, ...]


async def doomed(session: AsyncSession, seat_id: SeatId) -> Doomed:
    """Of a seat, as it stands."""
    facts = await session.scalar(select(func.count()).select_from(FactRow).where(FactRow.seat_id == seat_id))
    recordings = list(await session.scalars(select(RecordingRow).where(RecordingRow.seat_id == seat_id)))
    archives = list(await session.scalars(select(SealedArchiveRow).where(SealedArchiveRow.seat_id == seat_id)))
    documents = list(
        await session.scalars(select(CandidateDocumentRow).where(CandidateDocumentRow.seat_id == seat_id))
    )
    reactions = await session.scalars(
        select(ReactionRow).where(ReactionRow.seat_id == seat_id, ReactionRow.state != "purged")
    )
    answers = {one.reaction_id: one.folder for one in reactions}
    return Doomed(
        facts=facts or 0,
        sha256s=(
            *(one.sha256 for one in recordings if one.sha256),
            *await reaction_digests(session, seat_id, [*answers]),
            *(one.root for one in archives),
            *(one.sha256 for one in documents),
        ),
        sound=(*(one.folder for one in recordings), *answers.values()),
        archives=tuple(one.id for one in archives),
        documents=tuple(one.id for one in documents),
    )


async def erase_rows(session: AsyncSession, seat_id: SeatId) -> None:
    """Within the caller's transaction. The seat itself stays, under nobody's name: the day's numbers go on."""
    runs = [*await session.scalars(select(ExchangeRunRow.id).where(ExchangeRunRow.seat_id == seat_id))]
    calls = [*await session.scalars(select(RecordingRow.call_id).where(RecordingRow.seat_id == seat_id))]
    facts = select(FactRow.id).where(FactRow.seat_id == seat_id)
    telephones = select(SipAccountRow.user).where(SipAccountRow.seat_id == seat_id)
    await session.execute(delete(SipChoiceRow).where(SipChoiceRow.user.in_(telephones)))
    for table in reversed(Base.metadata.sorted_tables):
        condition = _of_seat(table, seat_id, runs, calls)
        if condition is None and "fact_id" in table.c:
            condition = table.c.fact_id.in_(facts)
        if condition is not None:
            await session.execute(delete(table).where(condition))
    await _forget_person(session, seat_id)


async def erase_session_rows(session: AsyncSession, session_id: SessionId) -> None:
    """Once no candidate's file is left: plans, messages, incidents. What proves the erasures stays."""
    await session.execute(delete(TimetableVersionRow).where(TimetableVersionRow.session_id == session_id))
    await session.execute(delete(DayFactRow).where(DayFactRow.session_id == session_id, DayFactRow.kind != _PROOF))
    await session.execute(delete(SealedArchiveRow).where(SealedArchiveRow.session_id == session_id))


def _of_seat(table: Table, seat_id: SeatId, runs: Sequence[str], calls: Sequence[str]) -> ColumnElement[bool] | None:
    if "seat_id" in table.c:
        return table.c.seat_id == seat_id
    if "run_id" in table.c:
        return table.c.run_id.in_(runs)
    if "call_id" in table.c:
        return table.c.call_id.in_(calls)
    return None


async def _forget_person(session: AsyncSession, seat_id: SeatId) -> None:
    seat = await session.get_one(SeatRow, seat_id)
    elsewhere = select(SeatRow.id).where(SeatRow.person_id == seat.person_id, SeatRow.id != seat_id)
    person = await session.get_one(PersonRow, seat.person_id)
    if person.login is None and await session.scalar(elsewhere.limit(1)) is None:
        await session.execute(update(PersonRow).where(PersonRow.id == person.id).values(name=ERASED_NAME))


def files_of(found: Doomed, session_id: SessionId, recordings: Path, archives: Path, documents: Path) -> list[Path]:
    """Where they stand; a folder for each call."""
    return [
        *(recordings / folder for folder in found.sound),
        *(archives / session_id / f"{one}.zip" for one in found.archives),
        *(documents / one for one in found.documents),
    ]
