"""From a finished recording to its transcript, one call after the other, in a worker process that yields to calls."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.desk.seat_room import SeatRoom
from simulator.facts import kinds
from simulator.facts.fact import Fact, NewFact
from simulator.ids import CallId, RunId, SeatId
from simulator.models_folder import models_folder
from simulator.recordings.tables import RecordingRow
from simulator.settings import Settings
from simulator.storage.database import Sessions
from simulator.storage.job_kind import JobKind, NotYet
from simulator.storage.job_queue import ask, done
from simulator.transcripts.heard import kept
from simulator.transcripts.tables import TranscriptRow
from simulator.worker_process import begin_worker, end_at_once
from telephony.speech import (
    SaidTurn,
    WhisperRecognizer,
    chosen_whisper,
    is_installed,
    transcribe,
    whisper_model,
)

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 2
LOOK_EVERY = 2.0
"""Seconds between two looks: one indexed query."""
LONGEST = timedelta(hours=1)
"""Nobody waits for it, but a worker that hangs must not hold up the calls behind."""

TRANSCRIPT_JOB = "transcript"
"""Its subject is the call."""


class Transcriber:
    """`async with` owns the process. Does nothing where the engine is missing."""

    def __init__(
        self,
        sessions: Sessions,
        settings: Settings,
        room: Callable[[SeatId], Awaitable[SeatRoom]],
        is_followed_live: Callable[[CallId], bool],
    ) -> None:
        """`room` by seat; `is_followed_live`: a call whose words are still to be expected from there."""
        self._sessions, self._room, self._is_followed_live = sessions, room, is_followed_live
        self._recordings = settings.recordings
        self._pool: ProcessPoolExecutor | None = None
        self._models = models_folder(settings)
        self.is_on = settings.transcription and is_installed(self._models)
        # The latest first: somebody may be waiting for it.
        self.job = JobKind(
            TRANSCRIPT_JOB,
            lambda subject: self.transcribe(CallId(subject)),
            most_attempts=MOST_ATTEMPTS,
            longest=LONGEST,
            gave_up=lambda subject, why: self._gave_up(CallId(subject), why),
            latest_first=True,
            look_every=LOOK_EVERY,
            missing=self._unheard,
        )

    async def __aenter__(self) -> "Transcriber":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop_process()

    async def transcribe(self, call_id: CallId) -> None:
        """Raises NotYet while the call may still be transcribed live; whatever the worker raises."""
        async with self._sessions() as session:
            recording = await session.get(RecordingRow, call_id)
            is_heard = await session.get(TranscriptRow, call_id) is not None
        if not self.is_on or is_heard or recording is None or recording.state != "ready":
            return
        if self._is_followed_live(call_id):
            raise NotYet(LOOK_EVERY)
        turns = await self._in_worker(self._recordings / recording.folder / "call.ogg")
        await self.keep(call_id, recording.seat_id, recording.run_id, turns)
        log.info("transcribed", call=call_id, turns=len(turns))

    async def keep(self, call_id: CallId, seat_id: SeatId, run_id: RunId, turns: Sequence[SaidTurn]) -> None:
        """What was heard, and the fact that it was, in one transaction; whoever heard first is kept."""

        async def beside(session: AsyncSession) -> None:
            await session.merge(TranscriptRow(call_id=call_id, state="ready", turns=kept(turns)))
            await done(session, TRANSCRIPT_JOB, call_id)

        made = kinds.TranscriptMade(call_id=call_id, turns=len(turns), engine=chosen_whisper(self._models).name)
        room = await self._room(seat_id)
        await room.keep([NewFact(made, run_id)], beside)

    async def recording_finished(self, session: AsyncSession, fact: Fact) -> None:
        """With the fact that a recording is ready: a call's, not a consultation's, is to be heard."""
        if not self.is_on or not isinstance(fact.data, kinds.RecordingFinished):
            return
        recording = await session.get(RecordingRow, fact.data.call_id)
        if recording is not None and recording.consulted_from is None:
            await ask(session, TRANSCRIPT_JOB, recording.call_id)

    async def _gave_up(self, call_id: CallId, why: str) -> None:
        async with self._sessions() as session, session.begin():
            await session.merge(TranscriptRow(call_id=call_id, state="failed", turns=None))

    async def _unheard(self, session: AsyncSession) -> Sequence[str]:
        """Also what was recorded before the engine was installed."""
        if not self.is_on:
            return ()
        query = (
            select(RecordingRow.call_id)
            .outerjoin(TranscriptRow, TranscriptRow.call_id == RecordingRow.call_id)
            .where(RecordingRow.state == "ready", RecordingRow.consulted_from.is_(None))
            .where(TranscriptRow.call_id.is_(None))
            .order_by(RecordingRow.started_at)
        )
        return list(await session.scalars(query))

    async def _in_worker(self, audio: Path) -> list[SaidTurn]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(self._models,),
            )
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, _hear, audio)
        except (BrokenProcessPool, asyncio.CancelledError):
            # Cancelled by the server's stop, or because it took longer than anything that makes sense.
            self._stop_process()
            raise

    def _stop_process(self) -> None:
        """At once, in the middle of a call's sound if need be: the call is due again at the next start."""
        pool, self._pool = self._pool, None
        if pool is not None:
            end_at_once(pool)


_recognizer: WhisperRecognizer | None = None
"""In the worker process."""


def _begin(models: Path) -> None:
    global _recognizer
    begin_worker(niceness=15)
    _recognizer = WhisperRecognizer(whisper_model(models), threads=max(1, (os.cpu_count() or 2) // 2))


def _hear(audio: Path) -> list[SaidTurn]:
    """Without the pack's names as hints: with this model they cost more words than they save (see the benchmark)."""
    assert _recognizer is not None
    return transcribe(audio, _recognizer)
