"""The tape itself: what is on it is what was done, and what a disk may lose is what was not synced."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.power.disk import ALL_LOST, NONE_LOST, Disk, Op, build, read, taped

SAFE, SAFE_TOO = b"safe", b"safe as well"

PROGRAM = """
import os, shutil, sqlite3, sys
root = sys.argv[1]
def sync(path):
    handle = os.open(path, os.O_RDONLY); os.fsync(handle); os.close(handle)
with open(f"{root}/safe", "wb") as file:
    file.write(b"safe"); file.flush(); os.fsync(file.fileno())
with open(f"{root}/nameless", "wb") as file:
    file.write(b"x"); file.flush(); os.fsync(file.fileno())
os.unlink(f"{root}/nameless")
sync(root)
with open(f"{root}/safe", "ab", buffering=0) as file:
    file.write(b" as well"); os.fsync(file.fileno()); file.write(b" and this is not")
os.mkdir(f"{root}/folder"); sync(root)
with open(f"{root}/folder/new", "wb") as file:
    file.write(bytes(10_000)); os.fsync(file.fileno())
os.rename(f"{root}/folder/new", f"{root}/folder/old")
shutil.copy(f"{root}/folder/old", f"{root}/copy")
with open(f"{root}/copy", "r+b") as file:
    file.truncate(10)
db = sqlite3.connect(f"{root}/db"); db.execute("pragma journal_mode=wal"); db.execute("pragma synchronous=full")
db.execute("create table one (number)"); db.commit()
for number in range(50):
    db.execute("insert into one values (?)", (number,)); db.commit(); print("kept", number)
db.close()
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Disk]:
    """What PROGRAM left, and its tape."""
    home = tmp_path_factory.mktemp("taped")
    root = home / "root"
    root.mkdir()
    environment = {**os.environ, **taped(build(home), home / "tape", root)}
    subprocess.run([sys.executable, "-c", PROGRAM, root], env=environment, check=True, capture_output=True)
    return root, Disk(read(home / "tape"), root)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def rebuilt(disk: Disk, folder: Path, cut: int, how: int) -> dict[str, bytes]:
    disk.rebuild(folder, cut, how)
    return contents(folder)


def test_all_that_was_done_is_on_tape(played: tuple[Path, Disk], tmp_path: Path):
    root, disk = played
    assert rebuilt(disk, tmp_path / "all", len(disk.steps), NONE_LOST) == contents(root)
    assert len(contents(root)) == 4


def test_what_was_not_synced_may_be_lost_and_what_was_may_not(played: tuple[Path, Disk], tmp_path: Path):
    _, disk = played
    lost = rebuilt(disk, tmp_path / "lost", len(disk.steps), ALL_LOST)
    assert lost["safe"] == SAFE_TOO
    # Its bytes were synced, its folder's names never.
    assert "folder/old" not in lost
    assert "folder/new" not in lost
    for seed in range(20):
        some = rebuilt(disk, tmp_path / str(seed), len(disk.steps), seed)
        assert some["safe"].startswith(SAFE_TOO)
        assert not {"folder/old", "folder/new"} <= set(some)


def test_a_name_is_lost_until_its_folder_is_synced(played: tuple[Path, Disk], tmp_path: Path):
    root, disk = played
    synced = [n for n, step in enumerate(disk.steps) if step.op is Op.SYNCED and step.path == str(root)]
    assert rebuilt(disk, tmp_path / "before", synced[0], ALL_LOST) == {}
    assert rebuilt(disk, tmp_path / "after", synced[0] + 1, ALL_LOST) == {"safe": SAFE}


def test_the_same_seed_makes_the_same_disk(played: tuple[Path, Disk], tmp_path: Path):
    _, disk = played
    half = len(disk.steps) // 2
    assert rebuilt(disk, tmp_path / "a", half, 5) == rebuilt(disk, tmp_path / "b", half, 5)
