"""Room on the disk: what is told at which level, and when the reserve comes and goes."""

from collections import namedtuple
from pathlib import Path

import pytest

from simulator.storage import disk_space
from simulator.storage.disk_space import GIGABYTE, MEGABYTE, RESERVE, DiskRoom, DiskSpace, Thresholds, level_of

LARGE = Thresholds.of_disk(500 * GIGABYTE)
Usage = namedtuple("Usage", "total used free")


class Disk:
    """As much free as the test says, less what the reserve takes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.free = 100 * GIGABYTE
        self.folder = folder
        monkeypatch.setattr(disk_space.shutil, "disk_usage", self.usage)

    def usage(self, _: Path) -> Usage:
        return Usage(500 * GIGABYTE, 0, self.free)

    @property
    def has_reserve(self) -> bool:
        return (self.folder / RESERVE).exists()


@pytest.mark.parametrize(
    ("free", "before", "level"),
    [
        (100 * GIGABYTE, "plenty", "plenty"),
        (2 * GIGABYTE - 1, "plenty", "low"),
        (95 * MEGABYTE, "low", "reserved"),
        (3 * MEGABYTE, "reserved", "full"),
        (3 * MEGABYTE, "plenty", "full"),
        # What the reserve gives back does not bring the sound back.
        (35 * MEGABYTE, "full", "reserved"),
        (110 * MEGABYTE, "reserved", "reserved"),
        (121 * MEGABYTE, "reserved", "low"),
        (2 * GIGABYTE + 1, "low", "low"),
        (3 * GIGABYTE, "low", "plenty"),
        (100 * GIGABYTE, "full", "plenty"),
    ],
)
def test_levels_begin_at_once_and_end_with_room_to_spare(free: int, before: str, level: str):
    assert level_of(free, LARGE, before) == level


def test_a_small_disk_has_small_thresholds_in_the_same_order():
    small = Thresholds.of_disk(12 * MEGABYTE)
    assert small.full < small.reserve < small.reserved < small.low < 3 * MEGABYTE


async def test_the_reserve_is_made_given_back_and_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    disk, told = Disk(monkeypatch, tmp_path), list[DiskRoom]()
    async with DiskSpace(tmp_path, told.append, look_every=1000) as space:
        assert (tmp_path / RESERVE).stat().st_size == 32 * MEGABYTE
        disk.free = 50 * MEGABYTE
        assert (await space.look()).level == "reserved"
        assert disk.has_reserve, "facts have room enough without it"
        disk.free = 1 * MEGABYTE
        assert (await space.look()).level == "full"
        assert not disk.has_reserve
        disk.free = 33 * MEGABYTE
        assert (await space.look()).level == "reserved"
        assert not disk.has_reserve
        disk.free = 100 * GIGABYTE
        await space.look()
        assert disk.has_reserve
    assert [room.level for room in told] == ["reserved", "full", "reserved", "plenty"]


async def test_whoever_is_refused_first_has_the_reserve_given_back_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    disk, told = Disk(monkeypatch, tmp_path), list[DiskRoom]()
    async with DiskSpace(tmp_path, told.append, look_every=1000) as space:
        assert await space.found_full()
        assert not disk.has_reserve
        assert not await space.found_full(), "there is only one"
    assert [room.level for room in told] == ["full"]


async def test_the_reserve_takes_real_room(tmp_path: Path):
    async with DiskSpace(tmp_path, lambda room: None, look_every=1000):
        status = (tmp_path / RESERVE).stat()
    assert status.st_blocks * 512 >= status.st_size > 0


async def test_a_disk_that_is_gone_is_looked_at_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    disk = Disk(monkeypatch, tmp_path)
    async with DiskSpace(tmp_path, lambda room: None, look_every=1000) as space:

        def gone(_: Path) -> Usage:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(disk_space.shutil, "disk_usage", gone)
        assert (await space.look()).level == "plenty"
        monkeypatch.setattr(disk_space.shutil, "disk_usage", disk.usage)
        disk.free = 1
        assert (await space.look()).level == "full"
