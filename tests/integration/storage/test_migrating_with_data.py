"""A database with rows of every schema: up to this version, down again, and what an older release left half done."""

import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.storage import migrating
from simulator.storage.database import open_engine
from simulator.storage.half_migrated import LAST_NOT_WHOLE
from simulator.storage.migrating import differences, migrate, migrate_down, steps
from tests.integration.storage.filling import (
    ROWS,
    broken_references,
    columns,
    emptied,
    everything,
    fill,
    filled,
    lost,
)
from tests.postgres import a_postgres

STEPS = steps()

WHOLE_WAYS = (STEPS[0], "0027", STEPS[len(STEPS) // 2], STEPS[-2])
"""From where whole ways are made at once: the steps between are made one by one."""


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


async def stepped_up(engine: AsyncEngine) -> None:
    """Every step in its turn, over rows that every schema has added: their values go from hand to hand."""
    for number, step in enumerate(STEPS):
        before = await everything(engine) if number else {}
        await migrate(engine, step)
        assert lost(before, await everything(engine)) == [], f"on the way up to {step}"
        if engine.dialect.name == "sqlite":
            assert await broken_references(engine) == [], step
        await fill(engine, first=number * ROWS)
    assert await differences(engine) == []


async def test_rows_of_every_schema_come_up_to_this_version_step_by_step(engine: AsyncEngine) -> None:
    await stepped_up(engine)
    after = await everything(engine)
    assert {len(rows) for rows in after.values()} <= {number * ROWS for number in range(1, len(STEPS) + 1)}
    assert len(after["person"]) == len(STEPS) * ROWS


@pytest.mark.parametrize("step", WHOLE_WAYS)
async def test_rows_come_up_to_this_version_in_one_transaction(engine: AsyncEngine, step: str) -> None:
    await filled(engine, step)
    before = await everything(engine)
    assert all(len(rows) == ROWS for rows in before.values())
    await migrate(engine)
    assert await differences(engine) == []
    assert lost(before, await everything(engine)) == []
    if engine.dialect.name == "sqlite":
        assert await broken_references(engine) == []


async def test_this_version_s_rows_go_down_to_every_schema_and_up_again(engine: AsyncEngine) -> None:
    """One down, up again, and down anew, to the first; then all the way up at once."""
    await filled(engine, STEPS[-1])
    rows = await everything(engine)
    for step, above in reversed(list(pairwise(STEPS))):
        await migrate_down(engine, step)
        older = await everything(engine)
        assert lost(rows, older) == [], f"on the way down to {step}"
        shape = await columns(engine)
        await migrate(engine, above)
        assert lost(older, await everything(engine)) == [], f"on the way up again from {step}"
        await migrate_down(engine, step)
        assert await columns(engine) == shape, f"down to {step} for the second time"
        rows = await everything(engine)
        assert lost(older, rows) == [], f"down to {step} for the second time"
    await migrate(engine)
    assert await differences(engine) == []
    assert lost(rows, await everything(engine)) == []


@pytest.mark.parametrize("step", WHOLE_WAYS)
async def test_this_version_s_rows_go_down_and_up_in_one_transaction(engine: AsyncEngine, step: str) -> None:
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


async def test_what_a_cut_migration_of_an_older_release_left_is_taken_away(tmp_path: Path) -> None:
    """As those releases left it, at each step: its changes are there, the step is not written down."""
    path = tmp_path / "combine.sqlite3"
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    await filled(engine, STEPS[0])
    for number, (earlier, step) in enumerate(pairwise(STEPS[: STEPS.index(LAST_NOT_WHOLE) + 1]), start=1):
        before = await everything(engine)
        await migrate(engine, step)
        made = await columns(engine)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE alembic_version SET version_num = ?", [earlier])
            database.execute("CREATE TABLE _alembic_tmp_seat AS SELECT * FROM seat")
        await migrate(engine, step)
        assert await columns(engine) == made, f"without what was left of {step}"
        assert lost(before, await everything(engine)) == [], step
        await fill(engine, first=number * ROWS)
    before = await everything(engine)
    await migrate(engine)
    assert await differences(engine) == []
    assert lost(before, await everything(engine)) == []
    await engine.dispose()


@pytest.mark.parametrize("step", WHOLE_WAYS[:2])
async def test_what_was_left_is_taken_away_and_all_steps_are_made_at_once(tmp_path: Path, step: str) -> None:
    path = tmp_path / "combine.sqlite3"
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    await filled(engine, STEPS[STEPS.index(step)])
    before = await everything(engine)
    await migrate(engine, STEPS[STEPS.index(step) + 1])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", [step])
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
