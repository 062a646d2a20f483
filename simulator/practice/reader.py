"""Every practice exchange that has ended is read once, as soon as its recording and its words are there."""

import asyncio
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select

from simulator.conduct.tables import TrainingSessionRow
from simulator.facts import kinds
from simulator.facts.tables import FactRow
from simulator.practice.reading import read_exchange
from simulator.practice.tables import PracticeReadingRow
from simulator.recordings.reading import recordings_of
from simulator.seat.runs import RunState
from simulator.services import Services
from simulator.transcripts.reading import transcript_of

log = structlog.get_logger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks: one indexed query."""

LONGEST_WAIT = timedelta(minutes=10)
"""After that, an exchange is read with what there is."""


class PracticeReader:
    """One per process; `async with` owns its task. Each exchange is read once, also after a crash."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._worker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "PracticeReader":
        self._worker = asyncio.create_task(self._work(), name="practice-reader")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)

    async def read_what_is_due(self) -> None:
        """The latest first: somebody is waiting for it. Raises TimeoutError, BrokenProcessPool."""
        async with self._services.sessions() as session:
            query = (
                select(FactRow.seat_id, FactRow.run_id, FactRow.at)
                .join(TrainingSessionRow, TrainingSessionRow.id == FactRow.session_id)
                .outerjoin(PracticeReadingRow, PracticeReadingRow.run_id == FactRow.run_id)
                .where(FactRow.kind == kinds.ExchangeEnded.model_fields["kind"].default)
                .where(TrainingSessionRow.kind == "practice", PracticeReadingRow.run_id.is_(None))
                .order_by(FactRow.id.desc())
            )
            due = list(await session.execute(query))
        for seat_id, run_id, ended_at in due:
            await self._read(str(seat_id), str(run_id), is_late=datetime.now(UTC) - ended_at > LONGEST_WAIT)

    async def _work(self) -> None:
        while True:
            try:
                await self.read_what_is_due()
            except (TimeoutError, BrokenProcessPool) as error:
                log.warning("practice_reading_put_off", why=str(error) or type(error).__name__)
            except Exception:
                # What was played is kept: look again later.
                log.exception("practice_reading_failed")
            await asyncio.sleep(LOOK_EVERY)

    async def _read(self, seat_id: str, run_id: str, is_late: bool) -> None:
        room = await self._services.rooms.room(seat_id)
        run = room.state.runs[run_id]
        if run.started_at is None or not (is_late or await self._is_whole(run)):
            return
        row = await read_exchange(self._services, room, run)
        async with self._services.sessions() as session, session.begin():
            await session.merge(row)
        async with room.lock:
            await room.record(kinds.FeedbackReady(), run_id)
            room.tell_everybody()
        log.info("practice_read", run=run_id, findings=len(row.findings))

    async def _is_whole(self, run: RunState) -> bool:
        """No recording and no transcript is still on its way."""
        rows = await recordings_of(self._services, run.run_id)
        if any(row.state in ("live", "finishing") for row in rows):
            return False
        transcript = await transcript_of(self._services, run, rows, ())
        return transcript.state != "waiting"
