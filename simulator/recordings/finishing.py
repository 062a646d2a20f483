"""From the end of a call to its stereo file: rows say what is due, a worker process does it, a fact tells it.

A crash between two steps loses nothing: rows in state `live` at start are calls that a crash cut; they are finished
like the others. A failure is tried again, later and later, then told.
"""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, or_, select, update

from simulator.conduct.tables import TrainingSessionRow
from simulator.facts import kinds
from simulator.recordings.mixers import RecordingMixers
from simulator.recordings.tables import RecordingRow
from simulator.seat.runs import RunState
from simulator.seat.state import SeatState
from simulator.services import Services
from simulator.transcripts.tables import TranscriptRow
from telephony import RecordingReport

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 6
LOOK_EVERY = 30.0
"""Seconds between two looks at what is due when nobody rings the bell."""


class RecordingFinisher:
    """One per process; `async with` owns the worker and its processes."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._bell = asyncio.Event()
        self.mixers = RecordingMixers(services.settings.finishing_processes, self._written_until)
        self._worker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "RecordingFinisher":
        async with self._services.sessions() as session, session.begin():
            cut = update(RecordingRow).where(RecordingRow.state == "live").values(state="finishing")
            await session.execute(cut)
        await self.mixers.__aenter__()
        self._worker = asyncio.create_task(self._work(), name="recording-finisher")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        await self.mixers.__aexit__()

    async def begin(
        self, call_id: str, state: SeatState, run: RunState, folder: str, consulted_from: str | None = None
    ) -> None:
        """A call (or the consultation of a call) is connected: its recording exists from now on."""
        row = RecordingRow(
            call_id=call_id,
            session_id=state.training.id,
            seat_id=state.seat.id,
            run_id=run.run_id,
            folder=folder,
            consulted_from=consulted_from,
            started_at=datetime.now(UTC),
            state="live",
        )
        async with self._services.sessions() as session, session.begin():
            session.add(row)
        self.mixers.follow(call_id, self._folder(row))

    def call_ended(self, call_id: str) -> None:
        """The call is over: its file is due at once."""
        self._bell.set()

    async def recorded_seconds(self, call_id: str) -> float:
        """How long a cut call was, by its last written packet; 0 when it never connected."""
        async with self._services.sessions() as session:
            row = await session.get(RecordingRow, call_id)
        if row is None:
            return 0.0
        folder = self._folder(row)
        written = [path.stat().st_mtime for path in folder.glob("*.rtpdump")]
        return max(0.0, max(written) - row.started_at.timestamp()) if written else 0.0

    async def reports_of_seat(self, seat_id: str) -> dict[str, RecordingReport]:
        """What was measured in every finished recording of a seat, by call."""
        async with self._services.sessions() as session:
            query = select(RecordingRow).where(RecordingRow.seat_id == seat_id, RecordingRow.report.is_not(None))
            rows = list(await session.scalars(query))
        return {row.call_id: RecordingReport.from_json(row.report or "") for row in rows}

    async def finish_due(self) -> int:
        """Finishes all that is due now; how many were finished."""
        done = 0
        for call_id in await self._due():
            done += await self._finish(call_id)
        return done

    async def purge(self) -> int:
        """Deletes recordings older than their session's retention; how many."""
        now, purged = datetime.now(UTC), 0
        async with self._services.sessions() as session, session.begin():
            rows = await session.execute(
                select(RecordingRow, TrainingSessionRow.retention_days)
                .join(TrainingSessionRow, TrainingSessionRow.id == RecordingRow.session_id)
                .where(RecordingRow.state.in_(("ready", "failed")))
            )
            for row, days in rows:
                if now - row.started_at > timedelta(days=days):
                    await asyncio.to_thread(shutil.rmtree, self._folder(row), ignore_errors=True)
                    await session.execute(delete(TranscriptRow).where(TranscriptRow.call_id == row.call_id))
                    row.state, row.report = "purged", None
                    purged += 1
        return purged

    def _folder(self, row: RecordingRow) -> Path:
        return self._services.settings.recordings / row.folder

    async def _due(self) -> list[str]:
        now = datetime.now(UTC)
        async with self._services.sessions() as session:
            rows = await session.scalars(
                select(RecordingRow)
                .where(RecordingRow.state.in_(("live", "finishing")))
                .where(or_(RecordingRow.not_before.is_(None), RecordingRow.not_before <= now))
                .order_by(RecordingRow.started_at)
            )
            found = [row for row in rows if row.state == "finishing" or self._is_over(row.call_id)]
        return [row.call_id for row in found]

    def _is_over(self, call_id: str) -> bool:
        """Ended, and all of it on disk."""
        snapshot = self._services.switch.call(call_id)
        return snapshot is None or (snapshot.state == "ended" and self._services.switch.is_written(call_id))

    async def _work(self) -> None:
        purged_on = None
        while True:
            try:
                await self.finish_due()
                today = datetime.now(UTC).date()
                if purged_on != today:
                    purged_on = today
                    await self.purge()
            except Exception:
                # Whatever went wrong, the rows are still there: look again later.
                log.exception("finishing_round_failed")
            await self._wait_for_work()

    async def _wait_for_work(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                await self._bell.wait()
        except TimeoutError:
            return
        self._bell.clear()
        # The writer's thread needs a moment to bring the last packets to the disk.
        async with self._services.sessions() as session:
            live_rows = list(await session.scalars(select(RecordingRow).where(RecordingRow.state == "live")))
        ended = [row.call_id for row in live_rows if self._ended(row.call_id)]
        await _until(lambda: all(self._services.switch.is_written(call_id) for call_id in ended), 3.0)

    def _ended(self, call_id: str) -> bool:
        snapshot = self._services.switch.call(call_id)
        return snapshot is not None and snapshot.state == "ended"

    async def _finish(self, call_id: str) -> int:
        async with self._services.sessions() as session, session.begin():
            row = await session.get_one(RecordingRow, call_id)
            row.state, row.attempts = "finishing", row.attempts + 1
            folder, attempt = self._folder(row), row.attempts
        try:
            report = await self.mixers.finish(call_id, folder)
        except Exception as error:  # noqa: BLE001 - whatever a worker raises is kept and told
            log.error("recording_not_finished", call=call_id, attempt=attempt, why=str(error))
            await self._failed(call_id, attempt, str(error))
            return 0
        await self._finished(call_id, report)
        return 1

    def _written_until(self, call_id: str) -> float | None:
        return self._services.switch.written_until(call_id)

    async def _finished(self, call_id: str, report: RecordingReport) -> None:
        async with self._services.sessions() as session, session.begin():
            row = await session.get_one(RecordingRow, call_id)
            row.state, row.seconds, row.sha256, row.report = "ready", report.seconds, report.sha256, report.to_json()
            seat_id, run_id = row.seat_id, row.run_id
        log.info("recording_ready", call=call_id, seconds=round(report.seconds, 2), flags=report.flags)
        room = await self._services.rooms.room(seat_id)
        async with room.lock:
            room.reports[call_id] = report
            data = kinds.RecordingFinished(
                call_id=call_id, seconds=report.seconds, sha256=report.sha256, flags=tuple(report.flags)
            )
            await room.record(data, run_id)
            room.tell_everybody()
        self._services.switch.forget(call_id)
        self._services.transcriber.recording_ready()

    async def _failed(self, call_id: str, attempt: int, why: str) -> None:
        async with self._services.sessions() as session, session.begin():
            row = await session.get_one(RecordingRow, call_id)
            row.not_before = datetime.now(UTC) + timedelta(seconds=min(600, 5 * 2**attempt))
            gave_up = attempt >= MOST_ATTEMPTS
            if gave_up:
                row.state = "failed"
            seat_id, run_id = row.seat_id, row.run_id
        if gave_up:
            room = await self._services.rooms.room(seat_id)
            async with room.lock:
                await room.record(kinds.RecordingFailed(call_id=call_id, reason=why[:300]), run_id)
                room.tell_everybody()


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110 - the writer is a thread: there is no event to wait for
                await asyncio.sleep(0.02)
    except TimeoutError:
        return
