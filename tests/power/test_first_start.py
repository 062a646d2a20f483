"""The power goes while a server starts for the first time: the folder that is left starts all the same."""

import asyncio
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from simulator.settings import Settings, load_secret
from simulator.storage.migrating import differences
from simulator.storage.start_up import open_database
from tests.integration.simulator.house import Server, write_pack
from tests.power.disk import ALL_LOST, NONE_LOST, Disk, Op, build, read, taped

CUTS = 16
STARTED = 2
"""Of these, so many are started as a whole server."""


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="combine-first-", dir=shm if shm.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def first_start(memory: Path) -> Disk:
    async def play() -> None:
        write_pack(memory)
        server = Server(memory, **taped(build(memory), memory / "tape", memory / "var"))
        await server.start()
        await server.kill()

    asyncio.run(play())
    return Disk(read(memory / "tape"), memory / "var")


def cuts(disk: Disk) -> list[tuple[int, int]]:
    """Before and after names change and files are synced, where it hurts most; and anywhere."""
    chance = random.Random(7)
    edges = [n for n, step in enumerate(disk.steps) if step.op in (Op.CREATE, Op.RENAME, Op.SYNCED, Op.MKDIR)]
    chosen = [chance.choice(edges) + chance.choice((0, 1)) for _ in range(CUTS // 2)]
    chosen += [chance.randrange(len(disk.steps)) for _ in range(CUTS - len(chosen))]
    return [(cut, (ALL_LOST, NONE_LOST, number)[number % 3]) for number, cut in enumerate(chosen)]


async def test_a_cut_at_any_instant_of_the_first_start_leaves_a_folder_that_starts(first_start: Disk, memory: Path):
    for number, (cut, how) in enumerate(cuts(first_start)):
        folder = memory / f"cut-{number}"
        first_start.rebuild(folder, cut, how)
        async with AsyncExitStack() as stack:
            engine = await open_database(Settings(data=folder), stack)
            assert await differences(engine) == [], (cut, how)
        assert len(load_secret(folder)) > 30
        shutil.rmtree(folder)


@pytest.mark.parametrize("number", range(STARTED))
async def test_the_whole_server_starts_after_a_cut_in_its_first_start(first_start: Disk, memory: Path, number: int):
    cut, how = random.Random(number).choice(cuts(first_start))
    home = memory / f"again-{number}"
    home.mkdir()
    write_pack(home)
    first_start.rebuild(home / "var", cut, how)
    server = Server(home)
    try:
        await server.start()
    finally:
        await server.stop()
