"""Recordings are kept as long as their session says, and no longer: looked at once a day, and at each start."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.conduct.tables import TrainingSessionRow
from simulator.interviews.purging import purge_reactions
from simulator.recordings.tables import RecordingRow
from simulator.transcripts.tables import TranscriptRow

log = structlog.get_logger(__name__)

LOOK_EVERY = 3600.0
"""Seconds: a server that was asleep at midnight purges in the morning."""


class Retention:
    """`async with` owns the task that purges."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], recordings: Path, now: Callable[[], datetime]
    ) -> None:
        """`now`: a clock that no step moves. What a wrong date deletes is gone when it is set right."""
        self._sessions, self._recordings, self._now = sessions, recordings, now
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Retention":
        self._task = asyncio.create_task(self._purge_daily(), name="retention")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def purge(self) -> int:
        """Deletes recordings older than their session's retention, with their words; how many.

        Files first: a row that says « purged » is true. Cancelled in between, the next look goes on.
        """
        now = self._now()
        async with self._sessions() as session:
            rows = await session.execute(
                select(RecordingRow.call_id, RecordingRow.folder, RecordingRow.started_at)
                .add_columns(TrainingSessionRow.retention_days)
                .join(TrainingSessionRow, TrainingSessionRow.id == RecordingRow.session_id)
                .where(RecordingRow.state.in_(("ready", "failed")))
            )
            old = [(call, folder) for call, folder, at, days in rows if now - at > timedelta(days=days)]
        for call_id, folder in old:
            await asyncio.to_thread(shutil.rmtree, self._recordings / folder, ignore_errors=True)
            async with self._sessions() as session, session.begin():
                row = await session.get_one(RecordingRow, call_id)
                row.state, row.report = "purged", None
                await session.execute(delete(TranscriptRow).where(TranscriptRow.call_id == call_id))
        return len(old) + await purge_reactions(self._sessions, self._recordings, now)

    async def _purge_daily(self) -> None:
        purged_on = None
        while True:
            today = self._now().date()
            if purged_on != today:
                try:
                    purged = await self.purge()
                    log.info("recordings_purged", recordings=purged)
                    purged_on = today
                except Exception:
                    # The rows are still there: tried again within the hour.
                    log.exception("purge_failed")
            await asyncio.sleep(LOOK_EVERY)
