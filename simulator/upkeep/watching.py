"""What the server looks after by itself: room on the disk, sound without a row; and what it tells the responsible
person of it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.facts.log import FactLog
from simulator.storage.disk_space import DiskRoom, DiskSpace
from simulator.upkeep.unclaimed import UnclaimedSound, find_unclaimed, purge_unclaimed
from telephony import RecordingTrouble, Switch, SwitchEvent

log = structlog.get_logger(__name__)

LOOK_EVERY = 3600.0
"""Seconds between two looks for sound without a row."""


class Upkeep:
    """`async with` owns its tasks."""

    def __init__(
        self,
        data: Path,
        recordings: Path,
        retention_days: int,
        sessions: async_sessionmaker[AsyncSession],
        facts: FactLog,
        switch: Switch,
        now: Callable[[], datetime],
    ) -> None:
        """`now`: a clock that no step moves; what a wrong date purges is gone."""
        self._now = now
        self._recordings, self._retention_days = recordings, retention_days
        self._sessions, self._facts, self._switch = sessions, facts, switch
        self.disk = DiskSpace(data, self._room_changed)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Upkeep":
        await self.disk.__aenter__()
        self._facts.make_room = self.disk.found_full
        self._switch.watch(self._heard)
        self._task = asyncio.create_task(self._look_for_unclaimed(), name="upkeep")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._facts.make_room = None
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.disk.__aexit__()

    async def unclaimed(self) -> list[UnclaimedSound]:
        """Sound without a row, the oldest first."""
        return await find_unclaimed(self._sessions, self._recordings)

    def _room_changed(self, room: DiskRoom) -> None:
        self._switch.hold_back_recordings(room.level in ("reserved", "full"))

    def _heard(self, event: SwitchEvent) -> None:
        if isinstance(event, RecordingTrouble) and event.what == "full":
            self.disk.was_refused()

    async def _look_for_unclaimed(self) -> None:
        while True:
            try:
                purged = await purge_unclaimed(self._sessions, self._recordings, self._retention_days, self._now())
                left = await self.unclaimed()
                if purged or left:
                    log.error("sound_without_row", calls=len(left), purged=purged)
            except Exception:
                # The files are still there: looked at again within the hour.
                log.exception("unclaimed_not_looked_for")
            await asyncio.sleep(LOOK_EVERY)
