"""Stereo files made by worker processes while recordings grow: who dies, who waits, what comes out."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulator.recordings import mixers
from simulator.recordings.mixers import NotMade, RecordingMixers
from telephony import Role, finish_recording
from telephony.finishing.growing_mix import GROWING
from tests.dumps import Recorded, on_time, spoken

SECONDS = 45.0


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    legs = {role: on_time(spoken(number, SECONDS), jitter=0.003) for number, role in enumerate(Role)}
    return Recorded(tmp_path_factory.mktemp("calls") / "call", legs, ended=SECONDS).write()


@asynccontextmanager
async def working(written: Callable[[str], float | None], processes: int = 1) -> AsyncIterator[RecordingMixers]:
    async with RecordingMixers(processes, written) as running:
        yield running


def copy(recorded: Path, folder: Path) -> Path:
    shutil.copytree(recorded, folder)
    return folder


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.05)


async def test_a_call_that_runs_is_made_while_it_runs_and_closed_at_its_end(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mixers, "WRITTEN_EVERY", 0.05)
    folder, alone = copy(recorded, tmp_path / "a"), copy(recorded, tmp_path / "alone")
    finish_recording(alone)
    async with working(lambda _: SECONDS - 1) as running:
        running.follow("a", folder)
        await until(lambda: (folder / GROWING).exists())
        report = await running.finish("a", folder)
    assert report.seconds == SECONDS
    assert (folder / "call.ogg").read_bytes() == (alone / "call.ogg").read_bytes()


async def test_a_worker_that_is_killed_leaves_its_call_to_another(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mixers, "WRITTEN_EVERY", 0.05)
    folder = copy(recorded, tmp_path / "a")
    async with working(lambda _: SECONDS - 1) as running:
        running.follow("a", folder)
        await until(lambda: (folder / GROWING).exists())
        (first,) = running.processes()
        os.kill(first, signal.SIGKILL)
        await until(lambda: running.processes() not in ([], [first]))
        report = await running.finish("a", folder)
    assert report.flags == []


async def test_a_worker_that_dies_while_it_closes_a_call_is_replaced_at_once(recorded: Path, tmp_path: Path):
    folder = copy(recorded, tmp_path / "a")
    async with working(lambda _: None) as running:
        (first,) = running.processes()
        waiting = asyncio.create_task(running.finish("a", folder))
        await until(lambda: (folder / GROWING).exists() or waiting.done())
        os.kill(first, signal.SIGKILL)
        assert (await waiting).seconds == SECONDS


async def test_a_call_that_cannot_be_made_says_why_and_holds_up_nobody(recorded: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    folder = copy(recorded, tmp_path / "a")
    async with working(lambda _: None) as running:
        results = await asyncio.gather(
            running.finish("empty", tmp_path / "empty"), running.finish("a", folder), return_exceptions=True
        )
    assert isinstance(results[0], NotMade)
    assert "call.jsonl" in str(results[0])
    assert not isinstance(results[1], BaseException)


async def test_as_many_are_made_side_by_side_as_there_may_be_processes(recorded: Path, tmp_path: Path):
    folders = [copy(recorded, tmp_path / str(number)) for number in range(4)]
    async with working(lambda _: None, processes=2) as running:
        await asyncio.gather(*(running.finish(folder.name, folder) for folder in folders))
        assert len(running.processes()) == 2
    assert all((folder / "report.json").exists() for folder in folders)


async def test_a_call_that_ends_does_not_wait_for_a_long_one_of_yesterday(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mixers, "WRITTEN_EVERY", 0.05)
    long = Recorded(tmp_path / "long", {role: on_time(spoken(1, 60.0) * 10) for role in Role}, ended=600.0).write()
    folder = copy(recorded, tmp_path / "a")
    async with working(lambda call_id: SECONDS - 1 if call_id == "a" else None) as running:
        running.follow("a", folder)
        await until(lambda: (folder / GROWING).exists())
        waiting = asyncio.create_task(running.finish("long", long))
        await until(lambda: (long / GROWING).exists())
        await running.finish("a", folder)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
