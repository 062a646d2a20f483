"""The same schema on both databases, all the way up, down and up again; and the application on PostgreSQL."""

import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.schema import Base
from simulator.storage.database import open_engine
from simulator.storage.migrating import differences, migrate, migrate_down
from tests.integration.simulator.ground import a_centre, did, refused
from tests.postgres import a_postgres


@pytest.fixture(scope="module")
def postgres() -> Generator[str]:
    with a_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[AsyncEngine]:
    sqlite = f"sqlite+aiosqlite:///{tmp_path / 'combine.sqlite3'}"
    opened = open_engine(sqlite if request.param == "sqlite" else request.getfixturevalue("postgres"))
    try:
        yield opened
    finally:
        await migrate_down(opened)
        await opened.dispose()


async def tables(engine: AsyncEngine) -> set[str]:
    def names(connection: Connection) -> set[str]:
        return set(inspect(connection).get_table_names())

    async with engine.connect() as connection:
        return await connection.run_sync(names) - {"alembic_version"}


async def test_migrations_run_up_down_to_nothing_and_up_again(engine: AsyncEngine) -> None:
    await migrate(engine)
    assert await tables(engine) == set(Base.metadata.tables)
    await migrate_down(engine)
    assert await tables(engine) == set()
    await migrate(engine)
    await migrate(engine)
    assert await tables(engine) == set(Base.metadata.tables)


async def test_the_migrations_make_exactly_what_the_models_say(engine: AsyncEngine) -> None:
    await migrate(engine)
    assert await differences(engine) == []


async def test_every_single_step_can_be_taken_back(engine: AsyncEngine) -> None:
    await migrate(engine)
    while await tables(engine):
        before = await tables(engine)
        await migrate_down(engine, "-1")
        await migrate(engine, "+1")
        assert await tables(engine) == before
        await migrate_down(engine, "-1")


async def test_a_row_that_points_at_nothing_is_refused(engine: AsyncEngine) -> None:
    await migrate(engine)
    row = "INSERT INTO seat_juror (seat_id, person_id) VALUES ('nowhere', 'nobody')"
    with pytest.raises(IntegrityError):
        async with engine.begin() as connection:
            await connection.execute(text(row))


async def test_sqlite_lets_readers_read_while_somebody_writes(tmp_path: Path) -> None:
    path = tmp_path / "combine.sqlite3"
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    await migrate(engine)
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM person"))
        with closing(sqlite3.connect(path, timeout=0.1)) as reader:
            assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert reader.execute("SELECT count(*) FROM person").fetchone() == (0,)
    await engine.dispose()


async def test_the_application_works_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with a_centre(tmp_path, database_url=postgres) as centre:
        place = await centre.place()
        candidate = await centre.at_desk(place.code)
        desk = await did(candidate.get("/api/candidate/desk"))
        assert [step["label"] for step in desk["steps"]] == ["Appel entrant", "Appel sortant", "Chat entrant"]
        juror = await centre.as_("roy")
        assert [seat["label"] for seat in await did(juror.get("/api/staff/my-seats"))] == ["C-01"]
        # Its texts hold no NUL where SQLite's do: a refusal, not a fault of the server.
        refused(await juror.get("/api/staff/sessions/a%00b"), 422, "invalid")
    engine = open_engine(postgres)
    await migrate_down(engine)
    await engine.dispose()
