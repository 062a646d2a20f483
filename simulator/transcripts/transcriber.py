"""From a finished recording to its transcript, one call after the other, in a worker process that yields to calls."""

import asyncio
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import structlog
from sqlalchemy import or_, select

from simulator.facts import kinds
from simulator.recordings.tables import RecordingRow
from simulator.services import Services
from simulator.transcripts.heard import kept
from simulator.transcripts.tables import TranscriptRow
from simulator.worker_process import begin_worker
from telephony.speech import (
    MODELS,
    SaidTurn,
    WhisperRecognizer,
    chosen_whisper,
    is_installed,
    transcribe,
    whisper_model,
)

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 2
LOOK_EVERY = 60.0
"""Seconds between two looks at what is due when nobody rings the bell."""
LONGEST_SECONDS = 3600.0
"""Nobody waits for it, but a worker that hangs must not hold up the calls behind."""


class Transcriber:
    """One per process; `async with` owns the worker and its process. Does nothing where the engine is missing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._bell = asyncio.Event()
        self._pool: ProcessPoolExecutor | None = None
        self._worker: asyncio.Task[None] | None = None
        self._models = services.settings.models or MODELS
        self.is_on = services.settings.transcription and is_installed(self._models)

    async def __aenter__(self) -> "Transcriber":
        if self.is_on:
            self._worker = asyncio.create_task(self._work(), name="transcriber")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
        self._stop_process()

    def recording_ready(self) -> None:
        """There is something to hear."""
        self._bell.set()

    async def _work(self) -> None:
        while True:
            try:
                for call_id in await self._due():
                    await self._transcribe(call_id)
            except Exception:
                # The recordings are still there: look again later.
                log.exception("transcribing_round_failed")
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._bell.wait()
            except TimeoutError:
                continue
            self._bell.clear()

    async def _due(self) -> list[str]:
        """The latest first: somebody may be waiting for it."""
        again = (TranscriptRow.state == "failed") & (TranscriptRow.attempts < MOST_ATTEMPTS)
        async with self._services.sessions() as session:
            query = (
                select(RecordingRow.call_id)
                .outerjoin(TranscriptRow, TranscriptRow.call_id == RecordingRow.call_id)
                .where(RecordingRow.state == "ready", RecordingRow.consulted_from.is_(None))
                .where(or_(TranscriptRow.call_id.is_(None), again))
                .order_by(RecordingRow.started_at.desc())
            )
            due = list(await session.scalars(query))
        return [call_id for call_id in due if not self._services.live.is_following(call_id)]

    async def _transcribe(self, call_id: str) -> None:
        services = self._services
        async with services.sessions() as session:
            recording = await session.get_one(RecordingRow, call_id)
        room = await services.rooms.room(recording.seat_id)
        audio = services.settings.recordings / recording.folder / "call.ogg"
        try:
            turns = await self._in_worker(audio)
        except Exception as error:  # noqa: BLE001 - whatever a worker raises is kept and told
            log.error("not_transcribed", call=call_id, why=str(error) or type(error).__name__)
            await self._keep(call_id, None)
            return
        await self._keep(call_id, turns)
        log.info("transcribed", call=call_id, turns=len(turns))
        async with room.lock:
            await room.record(self._made(call_id, turns), recording.run_id)
            room.tell_everybody()

    async def keep_live(self, call_id: str, turns: Sequence[SaidTurn]) -> kinds.TranscriptMade:
        """What was heard while the call ran, as if it had been heard afterwards; the fact to record of it."""
        await self._keep(call_id, turns)
        log.info("transcribed_live", call=call_id, turns=len(turns))
        return self._made(call_id, turns)

    def _made(self, call_id: str, turns: Sequence[SaidTurn]) -> kinds.TranscriptMade:
        return kinds.TranscriptMade(call_id=call_id, turns=len(turns), engine=chosen_whisper(self._models).name)

    async def _keep(self, call_id: str, turns: Sequence[SaidTurn] | None) -> None:
        async with self._services.sessions() as session, session.begin():
            row = await session.get(TranscriptRow, call_id)
            if row is None:
                row = TranscriptRow(call_id=call_id, attempts=0)
                session.add(row)
            row.attempts += 1
            row.state, row.turns = ("failed", None) if turns is None else ("ready", kept(turns))

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
            async with asyncio.timeout(LONGEST_SECONDS):
                return await loop.run_in_executor(self._pool, _hear, audio)
        except (TimeoutError, BrokenProcessPool, asyncio.CancelledError):
            self._stop_process()
            raise

    def _stop_process(self) -> None:
        """At once, in the middle of a call's sound if need be: the call is due again at the next start."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in (pool._processes or {}).values():  # pyright: ignore[reportPrivateUsage]  # no public way
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


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
