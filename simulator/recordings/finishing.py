"""From the end of a call to its stereo file: a job says that it is owed, a worker process makes it, a fact tells it.

The job is asked for with the fact that the call is connected: a crash between two steps loses nothing, and a call
that a crash cut is finished like the others.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.facts.log import Beside
from simulator.ids import CallId, SeatId
from simulator.recordings.mixers import RecordingMixers
from simulator.recordings.tables import RECORDING_JOB, RecordingRow
from simulator.storage.job_kind import JobKind, NotYet
from simulator.storage.job_queue import done
from telephony import CallConnected, RecordingReport, Switch, SwitchEvent

log = structlog.get_logger(__name__)

STILL_RUNNING_SECONDS = 30.0
"""Until a call that runs is looked at again: its end rings."""

WRITTEN_SECONDS = 3.0
"""What the writer's thread may need to bring the last packets of an ended call to the disk."""


class Room(Protocol):
    """A seat at which the fact is kept."""

    reports: dict[str, RecordingReport]

    async def keep(
        self, facts: Sequence[NewFact], beside: Beside | None = None, *, then: Callable[[], None] | None = None
    ) -> None: ...


class Rooms(Protocol):
    async def room(self, seat_id: SeatId) -> Room: ...


class RecordingFinisher:
    """`async with` owns the worker processes. `job` is its kind of work, `ring(call_id)` says that one is due."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        recordings: Path,
        workers: int,
        switch: Switch,
        ring: Callable[[str], None],
        on_report: Callable[[CallId, RecordingReport], None],
    ) -> None:
        """`on_report(call_id, report)`: a stereo file is made and kept."""
        self._sessions, self._recordings = sessions, recordings
        self._switch, self._ring, self._on_report = switch, ring, on_report
        self._mixers = RecordingMixers(workers, switch.written_until)
        self.rooms: Rooms | None = None
        """Set once they are there: they need it as well."""
        self.job = JobKind(
            RECORDING_JOB,
            lambda subject: self.finish(CallId(subject)),
            side_by_side=workers,
            gave_up=lambda subject, why: self._gave_up(CallId(subject), why),
            missing=_never_asked,
        )

    async def __aenter__(self) -> "RecordingFinisher":
        await self._mixers.__aenter__()
        self._switch.watch(self._follow)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._mixers.__aexit__()

    def _follow(self, event: SwitchEvent) -> None:
        """A recording has begun: its stereo file is made while it grows."""
        folder = self._switch.recording_folder(event.call_id) if isinstance(event, CallConnected) else None
        if isinstance(event, CallConnected) and folder is not None:
            self._mixers.follow(CallId(event.call_id), folder)

    async def make(self, call_id: CallId, folder: Path) -> RecordingReport:
        """The stereo file of sound that has no row. Raises NotMade."""
        return await self._mixers.finish(call_id, folder)

    def call_ended(self, call_id: CallId) -> None:
        """The call is over: its file is due at once."""
        self._ring(call_id)

    async def recorded_seconds(self, call_id: CallId) -> float:
        """How long a cut call was, by its last written packet; 0 when it never connected."""
        async with self._sessions() as session:
            row = await session.get(RecordingRow, call_id)
        if row is None:
            return 0.0
        written = await asyncio.to_thread(_last_written, self._folder(row))
        return max(0.0, written - row.started_at.timestamp()) if written else 0.0

    async def finish(self, call_id: CallId) -> None:
        """Raises NotYet while the call runs; whatever the worker raises. Cancelling leaves it owed."""
        async with self._sessions() as session:
            row = await session.get(RecordingRow, call_id)
        if row is None or row.state not in ("live", "finishing"):
            return
        await self._need_over(call_id)
        if row.state == "live":
            await self._set_finishing(call_id)
        report = await self._mixers.finish(call_id, self._folder(row))
        ready = kinds.RecordingFinished(
            call_id=call_id, seconds=report.seconds, sha256=report.sha256, flags=tuple(report.flags)
        )

        async def beside(session: AsyncSession) -> None:
            kept = await session.get_one(RecordingRow, call_id)
            kept.state, kept.seconds, kept.sha256 = "ready", report.seconds, report.sha256
            kept.report = report.to_json()
            await done(session, RECORDING_JOB, call_id)

        assert self.rooms is not None
        room = await self.rooms.room(row.seat_id)

        def is_kept() -> None:
            room.reports[call_id] = report

        await room.keep([NewFact(ready, row.run_id)], beside, then=is_kept)
        log.info("recording_ready", call=call_id, seconds=round(report.seconds, 2), flags=report.flags)
        self._switch.forget(call_id)
        self._on_report(call_id, report)

    async def _need_over(self, call_id: CallId) -> None:
        """Ended, and all of it on disk. Raises NotYet."""
        switch = self._switch
        snapshot = switch.call(call_id)
        if snapshot is None:
            return
        if snapshot.state != "ended":
            raise NotYet(STILL_RUNNING_SECONDS)
        try:
            async with asyncio.timeout(WRITTEN_SECONDS):
                while not switch.is_written(call_id):  # noqa: ASYNC110 - the writer is a thread: it has no event
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise NotYet(WRITTEN_SECONDS) from None

    async def _set_finishing(self, call_id: CallId) -> None:
        async with self._sessions() as session, session.begin():
            row = await session.get_one(RecordingRow, call_id)
            row.state = "finishing"

    async def _gave_up(self, call_id: CallId, why: str) -> None:
        async with self._sessions() as session:
            row = await session.get(RecordingRow, call_id)
        if row is None:
            return

        async def beside(session: AsyncSession) -> None:
            kept = await session.get_one(RecordingRow, call_id)
            kept.state = "failed"

        assert self.rooms is not None
        room = await self.rooms.room(row.seat_id)
        await room.keep([NewFact(kinds.RecordingFailed(call_id=call_id, reason=why[:300]), row.run_id)], beside)

    def _folder(self, row: RecordingRow) -> Path:
        return self._recordings / row.folder


def _last_written(folder: Path) -> float:
    """When a packet was written last, in seconds since 1970; 0 when none ever was. Blocking."""
    return max((path.stat().st_mtime for path in folder.glob("*.rtpdump")), default=0.0)


async def _never_asked(session: AsyncSession) -> Sequence[str]:
    unfinished = select(RecordingRow.call_id).where(RecordingRow.state.in_(("live", "finishing")))
    return list(await session.scalars(unfinished))
