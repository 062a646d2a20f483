"""Work that is owed: side by side, again later, given up in the end, and none held up by another's trouble."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.jobs import Jobs
from simulator.steady_clock import system_now
from simulator.storage.database import open_engine, open_sessions
from simulator.storage.job_kind import JobKind, NotYet
from simulator.storage.job_queue import JobRow, ask
from simulator.storage.migrating import migrate

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def sessions(tmp_path: Path) -> AsyncGenerator[Sessions]:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'jobs.sqlite3'}")
    await migrate(engine)
    yield open_sessions(engine)
    await engine.dispose()


async def owe(sessions: Sessions, *subjects: str) -> None:
    async with sessions() as session, session.begin():
        for subject in subjects:
            await ask(session, "work", subject)


async def owed(sessions: Sessions) -> dict[str, JobRow]:
    async with sessions() as session:
        return {row.subject: row for row in await session.scalars(select(JobRow))}


async def until_owed(sessions: Sessions, subjects: set[str]) -> None:
    async with asyncio.timeout(20):
        while set(await owed(sessions)) != subjects:
            await asyncio.sleep(0.02)


def kind(work: object, **more: object) -> JobKind:
    return replace(JobKind("work", work, look_every=0.05), **more)  # type: ignore[arg-type]  each by its own name


async def test_what_is_owed_is_done_once_and_owed_no_more(sessions: Sessions) -> None:
    done: list[str] = []

    async def work(subject: str) -> None:
        done.append(subject)

    await owe(sessions, "a", "b")
    await owe(sessions, "a")
    async with Jobs(sessions, [kind(work)], system_now):
        await until_owed(sessions, set())
    assert sorted(done) == ["a", "b"]


async def test_as_many_run_side_by_side_as_the_kind_says_and_no_more(sessions: Sessions) -> None:
    running, most = 0, 0
    gate = asyncio.Event()

    async def work(subject: str) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 3:
            gate.set()
        await gate.wait()
        running -= 1

    await owe(sessions, *"abcdefg")
    async with Jobs(sessions, [kind(work, side_by_side=3)], system_now):
        await until_owed(sessions, set())
    assert most == 3


async def test_one_that_raises_or_hangs_holds_up_nobody(sessions: Sessions) -> None:
    done: list[str] = []

    async def work(subject: str) -> None:
        if subject == "raises":
            raise RuntimeError("broken")
        if subject == "hangs":
            await asyncio.Event().wait()
        done.append(subject)

    await owe(sessions, "raises", "hangs", "fine")
    async with Jobs(sessions, [kind(work, side_by_side=2, wait=lambda attempt: timedelta(hours=1))], system_now):
        await until_owed(sessions, {"raises", "hangs"})
        raised = (await owed(sessions))["raises"]
    assert done == ["fine"]
    assert (raised.attempts, raised.last_error) == (1, "broken")


async def test_it_is_tried_again_then_given_up_and_told(sessions: Sessions) -> None:
    tries, told = 0, list[tuple[str, str]]()

    async def work(subject: str) -> None:
        nonlocal tries
        tries += 1
        raise RuntimeError("broken")

    async def gave_up(subject: str, why: str) -> None:
        told.append((subject, why))

    await owe(sessions, "a")
    three = kind(work, most_attempts=3, wait=lambda attempt: timedelta(0), gave_up=gave_up)
    async with Jobs(sessions, [three], system_now), asyncio.timeout(20):
        while (await owed(sessions))["a"].gave_up_at is None:
            await asyncio.sleep(0.02)
    assert (tries, told) == (3, [("a", "broken")])
    async with Jobs(sessions, [three], system_now):
        await asyncio.sleep(0.2)
    assert tries == 3, "nobody tries again by themselves"


async def test_what_is_not_possible_yet_waits_without_counting(sessions: Sessions) -> None:
    asked = 0

    async def work(subject: str) -> None:
        nonlocal asked
        asked += 1
        if asked < 4:
            raise NotYet(0.05)

    await owe(sessions, "a")
    async with Jobs(sessions, [kind(work, most_attempts=1)], system_now):
        await until_owed(sessions, set())
    assert asked == 4


async def test_one_that_is_hurried_waits_no_longer(sessions: Sessions) -> None:
    ready = False
    seen = asyncio.Event()

    async def work(subject: str) -> None:
        seen.set()
        if not ready:
            raise NotYet(3600)

    await owe(sessions, "a")
    async with Jobs(sessions, [kind(work)], system_now) as jobs:
        async with asyncio.timeout(20):
            await seen.wait()
        ready = True
        async with asyncio.timeout(20):
            while set(await owed(sessions)):
                jobs.ring("work", "a")
                await asyncio.sleep(0.05)


async def test_what_a_killed_server_was_at_is_due_again_at_the_next_start(sessions: Sessions) -> None:
    begun = asyncio.Event()

    async def hangs(subject: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    await owe(sessions, "a")
    async with Jobs(sessions, [kind(hangs)], system_now), asyncio.timeout(20):
        await begun.wait()
    assert (await owed(sessions))["a"].leased_until is not None

    async def work(subject: str) -> None:
        return

    async with Jobs(sessions, [kind(work)], system_now):
        await until_owed(sessions, set())


async def test_what_was_never_asked_for_is_asked_for_at_the_start(sessions: Sessions) -> None:
    done: list[str] = []

    async def work(subject: str) -> None:
        done.append(subject)

    async def missing(session: AsyncSession) -> Sequence[str]:
        return ["older"]

    async with Jobs(sessions, [kind(work, missing=missing)], system_now), asyncio.timeout(20):
        while not done:
            await asyncio.sleep(0.02)
    assert done == ["older"]
