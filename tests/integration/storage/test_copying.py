"""A database copied while it is written, and carried from one kind of database to the other without a loss."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.storage.copying import UnsoundDatabase, check_copy, copy_database, fill_database
from simulator.storage.database import open_engine
from simulator.storage.migrating import differences, migrate, steps
from tests.integration.storage.filling import emptied, everything, filled, lost
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
        await emptied(opened)
        await opened.dispose()


@pytest.mark.parametrize("step", ["0001", "0008", steps()[-1]])
async def test_a_copy_holds_every_row_at_the_same_schema(engine: AsyncEngine, tmp_path: Path, step: str) -> None:
    await filled(engine, step)
    assert await copy_database(engine, tmp_path / "copy.sqlite3") == step
    copied = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'copy.sqlite3'}")
    assert await everything(copied) == await everything(engine)
    await copied.dispose()


async def test_a_copy_made_while_rows_come_in_has_all_that_was_there_before(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await migrate(engine)
    kept: list[int] = []
    going = asyncio.Event()

    async def write() -> None:
        while not going.is_set() or len(kept) < 200:
            async with engine.begin() as connection:
                made = (
                    f"INSERT INTO failed_sign_in (at, address, account) VALUES ('{'2026-11-02 08:00:00'}', 'a', 'b')"
                )
                await connection.execute(text(made))
            kept.append(1)

    writing = asyncio.create_task(write())
    while len(kept) < 50:
        await asyncio.sleep(0)
    before = len(kept)
    await copy_database(engine, tmp_path / "copy.sqlite3")
    going.set()
    await writing
    copied = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'copy.sqlite3'}")
    assert before <= len((await everything(copied))["failed_sign_in"]) <= len(kept)
    await copied.dispose()


@pytest.mark.parametrize("step", ["0008", steps()[-1]])
async def test_rows_go_into_postgresql_and_the_next_number_is_free(tmp_path: Path, postgres: str, step: str) -> None:
    small, great = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'one.sqlite3'}"), open_engine(postgres)
    await filled(small, step)
    await filled(great, steps()[-1])
    await copy_database(small, tmp_path / "copy.sqlite3")
    await fill_database(great, tmp_path / "copy.sqlite3")
    assert await everything(great) == await everything(small)
    before = await everything(great)
    await migrate(great)
    assert await differences(great) == []
    assert lost(before, await everything(great)) == []
    async with great.begin() as connection:
        made = "INSERT INTO failed_sign_in (at, address, account) VALUES (now(), 'a', 'b') RETURNING id"
        assert await connection.scalar(text(made)) == 4
    await emptied(great)
    await great.dispose()
    await small.dispose()


@pytest.mark.parametrize("content", [b"", b"garbage!" * 900, None])
def test_a_copy_that_is_no_sound_database_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "copy.sqlite3"
    if content is None:

        async def make() -> None:
            engine = open_engine(f"sqlite+aiosqlite:///{path}")
            await filled(engine, steps()[-1])
            await engine.dispose()

        asyncio.run(make())
        content = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(content)
    if content:
        with pytest.raises(UnsoundDatabase):
            check_copy(path)
    else:
        assert check_copy(path) is None
