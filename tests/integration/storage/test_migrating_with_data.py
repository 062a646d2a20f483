"""A database with rows of every schema: up to this version, down again, and what an older release left half done."""

import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.storage import migrating
from simulator.storage.database import open_engine
from simulator.storage.migrating import differences, migrate, migrate_down, steps
from tests.integration.storage.filling import broken_references, columns, emptied, everything, filled, lost
from tests.postgres import a_postgres

STEPS = steps()
LAST_NOT_WHOLE = "0028"
"""The last step that was ever made by a release whose migrations were not one transaction."""


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
        await emptied(opened)
        await opened.dispose()


@pytest.mark.parametrize("step", STEPS)
async def test_every_schema_with_rows_comes_up_to_this_version(engine: AsyncEngine, step: str) -> None:
    await filled(engine, step)
    before = await everything(engine)
    assert all(len(rows) == 3 for rows in before.values())
    await migrate(engine)
    assert await differences(engine) == []
    assert lost(before, await everything(engine)) == []
    if engine.dialect.name == "sqlite":
        assert await broken_references(engine) == []


@pytest.mark.parametrize("step", STEPS[:-1])
async def test_this_version_s_rows_go_down_to_every_schema_and_up_again(engine: AsyncEngine, step: str) -> None:
    await filled(engine, STEPS[-1])
    before = await everything(engine)
    await migrate_down(engine, step)
    older = await everything(engine)
    assert lost(before, older) == []
    await migrate(engine)
    assert await differences(engine) == []
    assert lost(older, await everything(engine)) == []


async def test_rows_that_would_point_at_nothing_stop_the_migration_and_nothing_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'combine.sqlite3'}")
    await filled(engine, "0009")
    before, shape = await everything(engine), await columns(engine)
    upgrade = migrating.command.upgrade

    def careless(config: object, revision: str) -> None:
        upgrade(config, revision)  # type: ignore[arg-type]  Alembic's attributes have no type
        config.attributes["connection"].exec_driver_sql("DELETE FROM person")  # type: ignore[attr-defined]  Alembic's attributes have no type

    monkeypatch.setattr(migrating.command, "upgrade", careless)
    with pytest.raises(migrating.BrokenReferences, match="seat → person"):
        await migrate(engine)
    assert (await everything(engine), await columns(engine)) == (before, shape)
    monkeypatch.undo()
    await migrate(engine)
    assert lost(before, await everything(engine)) == []
    await engine.dispose()


async def test_foreign_keys_are_enforced_again_after_a_migration(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'combine.sqlite3'}")
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
    await engine.dispose()


@pytest.mark.parametrize("step", [step for step in STEPS if "0001" < step <= LAST_NOT_WHOLE])
async def test_what_a_cut_migration_of_an_older_release_left_is_taken_away(tmp_path: Path, step: str) -> None:
    """As those releases left it: the step's changes are there, the step is not written down."""
    path = tmp_path / "combine.sqlite3"
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    earlier = STEPS[STEPS.index(step) - 1]
    await filled(engine, earlier)
    before = await everything(engine)
    await migrate(engine, step)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", [earlier])
        database.execute("CREATE TABLE _alembic_tmp_seat AS SELECT * FROM seat")
    await migrate(engine)
    assert await differences(engine) == []
    assert lost(before, await everything(engine)) == []
    assert "_alembic_tmp_seat" not in await columns(engine)
    await engine.dispose()


async def test_a_first_start_of_an_older_release_that_was_cut_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "combine.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE person (id VARCHAR(32) PRIMARY KEY)")
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    await migrate(engine)
    assert await differences(engine) == []
    await engine.dispose()
