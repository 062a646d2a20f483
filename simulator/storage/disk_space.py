"""Room on the disk of the data folder: looked at every few seconds, told before it runs out, and a last part of it
kept for the facts.

Marks and messages weigh next to nothing, sound weighs a lot. Sound stops being written while there is still room for
hours of facts; and a reserve, a file of nothing, is given back when even that is gone. Thresholds are bytes, less on
small disks; looking and making files happens in a thread.
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import structlog

from telephony.durable import sync_folder

log = structlog.get_logger(__name__)

DiskLevel = Literal["plenty", "low", "reserved", "full"]
"""low: somebody should make room; reserved: sound is no longer written, facts are; full: the reserve goes too."""

RESERVE = "reserve.bin"
LOOK_EVERY = 4.0
"""Seconds."""

GIGABYTE, MEGABYTE = 2**30, 2**20


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Bytes free under which a level begins, and the size of the reserve."""

    low: int
    reserved: int
    full: int
    reserve: int

    @staticmethod
    def of_disk(total: int) -> "Thresholds":
        """`total`: bytes of the whole disk."""
        return Thresholds(
            low=min(2 * GIGABYTE, total // 5),
            reserved=min(96 * MEGABYTE, total // 8),
            full=min(4 * MEGABYTE, total // 64),
            reserve=min(32 * MEGABYTE, total // 16),
        )


@dataclass(frozen=True, slots=True)
class DiskRoom:
    """`free`: bytes that may still be written, the reserve not counted."""

    free: int
    total: int
    level: DiskLevel


def level_of(free: int, thresholds: Thresholds, before: DiskLevel) -> DiskLevel:
    """The level at so many bytes free. A level is left once there is a quarter more than it begins with: what the
    reserve gives back, or a file that comes and goes, does not make it flicker."""
    levels: tuple[tuple[DiskLevel, int], ...] = (
        ("full", thresholds.full),
        ("reserved", thresholds.reserved),
        ("low", thresholds.low),
    )
    order = [level for level, _ in levels]
    worst_held = order.index(before) if before in order else len(order)
    for number, (level, bound) in enumerate(levels):
        if free < (bound + bound // 4 if number >= worst_held else bound):
            return level
    return "plenty"


class DiskSpace:
    """`async with` owns the task that looks. `tell` is called in the event loop at each change of level."""

    def __init__(self, folder: Path, tell: Callable[[DiskRoom], None], look_every: float = LOOK_EVERY) -> None:
        self._reserve = folder / RESERVE
        self._folder = folder
        self._tell = tell
        self._look_every = look_every
        self._refused = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.room = DiskRoom(0, 0, "plenty")

    async def __aenter__(self) -> "DiskSpace":
        await self.look()
        self._task = asyncio.create_task(self._look_on(), name="disk-space")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def was_refused(self) -> None:
        """Sound was refused for want of room: as `found_full`, without waiting."""
        self._refused.set()

    async def found_full(self) -> bool:
        """Somebody was refused for want of room: sound stops, the reserve is given back. True when there was one.

        Cancelling it leaves the reserve given back or not.
        """
        self._change(DiskRoom(0, self.room.total, "full"))
        return await asyncio.to_thread(_give_back, self._reserve)

    async def look(self) -> DiskRoom:
        """How much room there is now; makes the reserve again where there is plenty."""
        try:
            usage = await asyncio.to_thread(shutil.disk_usage, self._folder)
        except OSError as error:
            log.error("disk_not_there", why=error.strerror)
            return self.room
        thresholds = Thresholds.of_disk(usage.total)
        level = level_of(usage.free, thresholds, self.room.level)
        self._change(DiskRoom(usage.free, usage.total, level))
        if level == "full":
            await asyncio.to_thread(_give_back, self._reserve)
        elif level in ("plenty", "low") and usage.free > thresholds.reserve + thresholds.reserved * 2:
            await asyncio.to_thread(_set_aside, self._reserve, thresholds.reserve)
        return self.room

    async def _look_on(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._look_every):
                    await self._refused.wait()
            except TimeoutError:
                await self.look()
            else:
                self._refused.clear()
                await self.found_full()

    def _change(self, room: DiskRoom) -> None:
        before, self.room = self.room, room
        if before.level != room.level:
            say = log.info if room.level == "plenty" else log.error
            say("disk_room", level=room.level, free=room.free, total=room.total)
            self._tell(room)


def _set_aside(path: Path, size: int) -> None:
    """A file of nothing that takes its room. Where the disk will not, there is none."""
    with suppress(OSError):
        if path.exists() and path.stat().st_size >= size:
            return
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(handle, 0, size)
        except OSError:
            os.unlink(path)
        finally:
            os.close(handle)


def _give_back(path: Path) -> bool:
    """Whether there was one."""
    try:
        path.unlink()
        sync_folder(path.parent)
    except OSError:
        return False
    return True
