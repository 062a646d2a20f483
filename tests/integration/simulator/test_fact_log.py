"""Keeping facts on a real database: a group shares a transaction, and one that cannot be kept spoils no other."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.facts import kinds
from simulator.facts.fact import Fact, NewFact
from simulator.facts.log import AlreadyDone, FactLog, Overtaken
from simulator.storage.database import open_engine, open_sessions
from simulator.storage.job_queue import JobRow, ask
from simulator.storage.migrating import migrate
from simulator.storage.not_kept import DatabaseBusy, NotKept

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SEATS = 12


def note(text: str, command_id: str | None = None) -> NewFact:
    return NewFact(kinds.NotesSaved(text=text), command_id=command_id)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncGenerator[AsyncEngine]:
    opened = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'facts.sqlite3'}")
    await migrate(opened)
    async with open_sessions(opened)() as session, session.begin():
        session.add(PersonRow(id="p", name="Claire Delmas", roles=["session_lead"], created_at=NOW))
        await session.flush()
        session.add(
            TrainingSessionRow(
                id="s",
                kind="exam",
                title="Examen",
                pack_id="x",
                subject_id="y",
                minutes=60,
                legal_basis="z",
                created_by="p",
                created_at=NOW,
            )
        )
        await session.flush()
        session.add_all(
            SeatRow(id=f"seat{one}", session_id="s", person_id="p", label=f"C-{one}", desk="1")
            for one in range(SEATS)
        )
    yield opened
    await opened.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return open_sessions(engine)


@pytest.fixture
async def log(sessions: async_sessionmaker[AsyncSession]) -> AsyncGenerator[FactLog]:
    async with FactLog(sessions) as opened:
        yield opened


async def test_each_commit_is_flushed_to_the_disk(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar() == 2, "FULL"
        assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"


async def test_the_newest_date_is_that_of_the_fact_that_came_last(log: FactLog) -> None:
    assert await log.newest_at() is None
    await log.keep("s", "seat0", 0, [note("a")], NOW)
    await log.keep("s", "seat1", 0, [note("b")], NOW + timedelta(minutes=3))
    assert await log.newest_at() == NOW + timedelta(minutes=3)


async def test_facts_of_one_decision_are_kept_together_and_numbered_at_their_seat(log: FactLog) -> None:
    first = await log.keep("s", "seat0", 0, [note("a"), note("b")], NOW)
    assert [fact.number for fact in first] == [1, 2]
    (third,) = await log.keep("s", "seat0", 2, [note("c")], NOW)
    (other,) = await log.keep("s", "seat1", 0, [note("d")], NOW)
    assert (third.number, other.number) == (3, 1)
    assert [fact.data for fact in await log.of_seat("seat0", after=1)] == [
        kinds.NotesSaved(text="b"),
        kinds.NotesSaved(text="c"),
    ]


async def test_one_that_is_refused_spoils_no_other_of_its_group(log: FactLog) -> None:
    await log.keep("s", "seat0", 0, [note("a", "same")], NOW)
    found = await asyncio.gather(
        *(log.keep("s", f"seat{one}", 0, [note("x", f"c{one}")], NOW) for one in range(1, 6)),
        log.keep("s", "seat6", 0, [note("twice", "same")], NOW),
        log.keep("s", "seat0", 0, [note("late")], NOW),
        log.keep("s", "nowhere", 0, [note("no such seat")], NOW),
        return_exceptions=True,
    )
    assert all(isinstance(one, list) for one in found[:5])
    assert isinstance(found[5], AlreadyDone)
    assert isinstance(found[6], Overtaken), "another writer was faster"
    assert isinstance(found[7], IntegrityError)
    assert await log.of_seat("seat6") == []


async def test_rows_beside_facts_stand_or_fall_with_them(
    log: FactLog, sessions: async_sessionmaker[AsyncSession]
) -> None:
    async def beside(session: AsyncSession) -> None:
        await ask(session, "recording", "call1")

    await log.keep("s", "seat0", 0, [note("a")], NOW, beside)
    with pytest.raises(Overtaken):
        await log.keep("s", "seat0", 0, [note("b")], NOW, lambda session: ask(session, "recording", "call2"))
    async with sessions() as session:
        assert list(await session.scalars(select(JobRow.subject))) == ["call1"]


async def test_what_a_fact_entails_is_written_in_its_transaction(
    log: FactLog, sessions: async_sessionmaker[AsyncSession]
) -> None:
    async def entail(session: AsyncSession, fact: Fact) -> None:
        await ask(session, "reading", f"{fact.place.seat_id}/{fact.number}")

    log.follow(kinds.NotesSaved, entail)
    await log.keep("s", "seat0", 0, [note("a"), NewFact(kinds.IncidentNoted(text="b"))], NOW)
    async with sessions() as session:
        assert list(await session.scalars(select(JobRow.subject))) == ["seat0/1"]


async def test_a_caller_who_goes_takes_nothing_back(log: FactLog) -> None:
    asking = asyncio.create_task(log.keep("s", "seat0", 0, [note("a")], NOW))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await log.keep("s", "seat1", 0, [note("b")], NOW)
    assert [fact.data for fact in await log.of_seat("seat0")] == [kinds.NotesSaved(text="a")]


async def test_a_database_that_cannot_be_written_says_so_and_takes_more_later(
    engine: AsyncEngine, log: FactLog
) -> None:
    def full(connection: object, _: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  SQLite's own connection
        cursor.execute(f"PRAGMA max_page_count={limit}")
        cursor.close()

    async with engine.connect() as connection:
        limit = (await connection.exec_driver_sql("PRAGMA page_count")).scalar()
    await engine.dispose()
    event.listen(engine.sync_engine, "connect", full)
    big = "x" * 20_000
    with pytest.raises(NotKept) as refused:
        await log.keep("s", "seat0", 0, [note(big) for _ in range(20)], NOW)
    assert refused.value.status == 503
    event.remove(engine.sync_engine, "connect", full)
    await engine.dispose()
    await log.keep("s", "seat0", 0, [note(big)], NOW)
    assert len(await log.of_seat("seat0")) == 1


async def test_a_database_that_somebody_holds_is_said_to_be_busy_and_not_full(
    engine: AsyncEngine, log: FactLog
) -> None:
    def patience(connection: object, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]  SQLite's own connection

    await engine.dispose()
    event.listen(engine.sync_engine, "connect", patience)
    holder = sqlite3.connect(str(engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy) as refused:
        await log.keep("s", "seat0", 0, [note("a")], NOW)
    assert "La base de données est occupée" in refused.value.message
    holder.execute("ROLLBACK")
    holder.close()
    await log.keep("s", "seat0", 0, [note("a")], NOW)
    assert len(await log.of_seat("seat0")) == 1


async def test_a_database_that_somebody_holds_is_waited_for_once_by_all_who_share_a_group(
    engine: AsyncEngine, log: FactLog
) -> None:
    """Each alone after the other, a full room would wait for minutes, and its connections be taken for dead."""
    tries: list[str] = []

    def patience(connection: object, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")  # type: ignore[attr-defined]  SQLite's own connection

    def tried(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("INSERT INTO fact"):
            tries.append(statement)

    await engine.dispose()
    event.listen(engine.sync_engine, "connect", patience)
    event.listen(engine.sync_engine, "before_cursor_execute", tried)
    holder = sqlite3.connect(str(engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    found = await asyncio.gather(
        *(log.keep("s", f"seat{one}", 0, [note("a")], NOW) for one in range(SEATS)), return_exceptions=True
    )
    assert [type(one) for one in found] == [DatabaseBusy] * SEATS
    assert len(tries) == 1
    holder.execute("ROLLBACK")
    holder.close()
    await asyncio.gather(*(log.keep("s", f"seat{one}", 0, [note("a")], NOW) for one in range(SEATS)))
    assert len(await log.of_seat("seat0")) == 1
