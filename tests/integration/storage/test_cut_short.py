"""A migration, a first start, a backup and a restore that are killed (SIGKILL) at many instants."""

import asyncio
import os
import subprocess
import sys
import zipfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from simulator.settings import load_secret
from simulator.storage.archive import read_manifest, unpack
from simulator.storage.backup import back_up
from simulator.storage.database import open_engine
from simulator.storage.migrating import differences, steps
from simulator.storage.start_up import open_database
from tests.integration.storage.cut_short import settings_in
from tests.integration.storage.filling import broken_references, everything, filled, lost

ROOT = Path(__file__).parents[3]
STEPS = steps()
pytestmark = pytest.mark.timeout(400)  # many starts: seconds here, minutes on a machine that others use
Rows = dict[str, list[dict[str, Any]]]


def cut(action: str, folder: Path, cuts: int) -> list[Path]:
    """The folders in which the action was cut, after the one in which it was not."""
    command = [sys.executable, "-m", "tests.integration.storage.cut_short", action, str(folder), str(cuts)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMBINE_")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = sorted(folder.parent.glob(f"{folder.name}.*"), key=lambda path: int(path.name.rpartition(".")[2]))
    assert len(found) > cuts // 2
    return found


def house(folder: Path, step: str) -> Rows:
    """A data folder with rows at that schema, a recording and a secret; returns the rows."""
    settings = settings_in(folder)
    (settings.recordings / "one").mkdir(parents=True)
    (settings.recordings / "one" / "call.ogg").write_bytes(b"OggS" + step.encode() * 300)
    load_secret(settings.data)

    async def make() -> Rows:
        engine = open_engine(settings.url)
        await filled(engine, step)
        rows = await everything(engine)
        await engine.dispose()
        return rows

    return asyncio.run(make())


def started(folder: Path) -> Rows:
    """The rows once it has started again: at this version's schema, nothing pointing at nothing."""

    async def run() -> Rows:
        async with AsyncExitStack() as stack:
            engine = await open_database(settings_in(folder), stack)
            assert await differences(engine) == []
            assert await broken_references(engine) == []
            return await everything(engine)

    return asyncio.run(run())


@pytest.mark.parametrize(("step", "cuts"), [("0001", 20), ("0008", 8), ("0027", 5)])
def test_a_migration_that_is_killed_loses_nothing_and_goes_on_at_the_next_start(
    tmp_path: Path, step: str, cuts: int
) -> None:
    """From the first schema on every migration is gone through, and cut."""
    before = house(tmp_path / "house", step)
    for place in cut("start", tmp_path / "house", cuts):
        assert lost(before, started(place)) == [], place
        copies = list((place / "var" / "before-upgrade").glob("combine-*.sqlite3"))
        assert copies, "the database of before is kept"


def test_a_step_down_that_is_killed_has_been_made_or_has_not(tmp_path: Path) -> None:
    before = house(tmp_path / "house", STEPS[-1])
    uncut, *places = cut("down", tmp_path / "house", cuts=6)
    down_and_up = started(uncut)
    for place in places:
        after = started(place)
        assert any(lost(one, after) == [] for one in (before, down_and_up)), place


def test_a_first_start_that_is_killed_is_a_first_start_again(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    for place in cut("start", tmp_path / "house", cuts=6):
        assert all(rows == [] for rows in started(place).values())
        assert len(load_secret(place / "var")) >= 32


def test_a_restore_that_is_killed_leaves_the_old_or_the_new_whole(tmp_path: Path) -> None:
    new = house(tmp_path / "other", STEPS[-1])
    asyncio.run(back_up(settings_in(tmp_path / "other"), tmp_path / "backup.zip"))
    old = house(tmp_path / "house", "0008")
    (tmp_path / "backup.zip").rename(tmp_path / "house" / "backup.zip")
    seen = set[bool]()
    for place in cut("restore", tmp_path / "house", cuts=16):
        after = started(place)
        is_new = lost(new, after) == []
        assert is_new or lost(old, after) == []
        sound = (place / "var" / "recordings" / "one" / "call.ogg").read_bytes()
        assert sound == b"OggS" + (STEPS[-1] if is_new else "0008").encode() * 300, "database and recordings agree"
        assert load_secret(place / "var") == load_secret(tmp_path / ("other" if is_new else "house") / "var")
        assert not (place / "var" / "restoring").exists()
        if is_new:
            [aside] = (place / "var").glob("before-restore-*")
            assert (aside / "combine.sqlite3").exists()
            assert (aside / "recordings" / "one" / "call.ogg").exists()
        seen.add(is_new)
    assert seen == {True, False}


def test_a_backup_that_is_killed_leaves_the_earlier_one_whole(tmp_path: Path) -> None:
    house(tmp_path / "house", STEPS[-1])
    asyncio.run(back_up(settings_in(tmp_path / "house"), tmp_path / "house" / "backup.zip"))
    for place in cut("backup", tmp_path / "house", cuts=6):
        with zipfile.ZipFile(place / "backup.zip") as archive:
            unpack(archive, read_manifest(archive), None)
