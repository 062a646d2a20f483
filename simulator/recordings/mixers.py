"""Stereo files that are made while their calls run: the worker processes, who follows what, and what becomes of it.

A call is followed from its connection on, so that its end has little left to do. A worker that dies costs nothing
but time: what it made is on the disk, and the next one goes on with it.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog

from simulator.ids import CallId
from simulator.recordings.mixing_worker import Asked, Finished, Listening, Outcome, Written, mix
from telephony import RecordingReport

log = structlog.get_logger(__name__)

WRITTEN_EVERY = 2.0
"""Seconds between two words to the workers on how far the recordings are written."""

LONGEST_SECONDS = 1800.0
"""Hours of a recording that nobody followed are made in minutes; a worker that hangs must not hold up the rest."""

GOODBYE_SECONDS = 2.0


class NotMade(Exception):
    """The stereo file could not be made; its message says why. It may be asked for again."""


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    wire: Connection
    calls: dict[CallId, str] = field(default_factory=dict[CallId, str])
    """Folder of each call that it has in hand."""
    closing: set[str] = field(default_factory=set[str])
    is_listening: bool = True
    """Whether it has heard the last word: one that hangs is told nothing more, its wire must not fill."""


class RecordingMixers:
    """`async with` owns the processes. `written_until`: how many seconds of a running call are on the disk."""

    def __init__(self, processes: int, written_until: Callable[[str], float | None]) -> None:
        self._processes = processes
        self._written_until = written_until
        self._workers: list[_Worker] = []
        self._wanted: dict[CallId, asyncio.Future[RecordingReport]] = {}
        self._survived: set[CallId] = set()
        """Calls that are wanted and were in the hands of a worker that died."""
        self._left: dict[CallId, str] = {}
        """Folders of calls that a worker left behind when it died."""
        self._pusher: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "RecordingMixers":
        self._pusher = asyncio.create_task(self._push(), name="recording-mixers")
        # Ahead of the first call: nobody waits for its imports.
        self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pusher is not None:
            self._pusher.cancel()
            await asyncio.gather(self._pusher, return_exceptions=True)
        workers, self._workers = self._workers, []
        for worker in workers:
            asyncio.get_running_loop().remove_reader(worker.wire.fileno())
            worker.wire.close()
        for future in self._wanted.values():
            if not future.done():
                future.set_exception(NotMade("the server stops"))
        for worker in workers:
            await asyncio.to_thread(worker.process.join, GOODBYE_SECONDS)
            worker.process.kill()

    def follow(self, call_id: CallId, folder: Path) -> None:
        """A call is connected: its file grows from now on."""
        self._ask(self._least_busy(), Asked("follow", call_id, str(folder)))

    async def finish(self, call_id: CallId, folder: Path) -> RecordingReport:
        """Closes a call's file, or makes it from the beginning. Raises NotMade, TimeoutError.

        Cancelling leaves the worker at it; asked again, it is the same file.
        """
        wanted = self._wanted.get(call_id)
        if wanted is None:
            wanted = self._wanted[call_id] = asyncio.get_running_loop().create_future()
            wanted.add_done_callback(lambda _: self._given(call_id))
            self._close(call_id, folder)
        async with asyncio.timeout(LONGEST_SECONDS):
            return await asyncio.shield(wanted)

    def _close(self, call_id: CallId, folder: Path) -> None:
        worker = self._of(call_id) or self._for_work()
        worker.closing.add(call_id)
        self._ask(worker, Asked("finish", call_id, str(folder)))

    def _given(self, call_id: CallId) -> None:
        self._wanted.pop(call_id, None)
        self._survived.discard(call_id)

    def processes(self) -> list[int]:
        """Their numbers, as the system knows them."""
        return [worker.process.pid or 0 for worker in self._workers]

    def _of(self, call_id: CallId) -> _Worker | None:
        return next((worker for worker in self._workers if call_id in worker.calls), None)

    def _least_busy(self) -> _Worker:
        return min(self._workers, key=lambda one: len(one.calls)) if self._workers else self._start()

    def _for_work(self) -> _Worker:
        """One that closes no other call just now, as long as there may be another."""
        free = [worker for worker in self._workers if not worker.closing]
        if free or len(self._workers) >= self._processes:
            return min(free or self._workers, key=lambda one: (len(one.closing), len(one.calls)))
        return self._start()

    def _start(self) -> _Worker:
        context = get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=mix, args=(there,), name="recording-mixer", daemon=True)
        process.start()
        there.close()
        worker = _Worker(process, here)
        self._workers.append(worker)
        asyncio.get_running_loop().add_reader(here.fileno(), self._take, worker)
        return worker

    def _ask(self, worker: _Worker, asked: Asked) -> None:
        worker.calls[asked.call_id] = asked.folder
        try:
            worker.wire.send(asked)
        except OSError:
            # Its end is noticed by the reader, which gives its calls to another.
            log.warning("recording_mixer_does_not_hear", call=asked.call_id)

    def _take(self, worker: _Worker) -> None:
        try:
            while worker.wire.poll():
                self._came_out(worker, worker.wire.recv())
        except (EOFError, OSError):
            self._died(worker)

    def _came_out(self, worker: _Worker, outcome: Outcome) -> None:
        if isinstance(outcome, Listening):
            worker.is_listening = True
            return
        worker.calls.pop(outcome.call_id, None)
        worker.closing.discard(outcome.call_id)
        wanted = self._wanted.get(outcome.call_id)
        if wanted is None or wanted.done():
            return
        if isinstance(outcome, Finished):
            wanted.set_result(outcome.report)
        else:
            wanted.set_exception(NotMade(outcome.why))

    def _died(self, worker: _Worker) -> None:
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        asyncio.get_running_loop().remove_reader(worker.wire.fileno())
        worker.wire.close()
        log.error("recording_mixer_died", calls=len(worker.calls))
        for call_id, folder in worker.calls.items():
            if call_id not in worker.closing:
                self._left[call_id] = folder
                continue
            wanted = self._wanted.get(call_id)
            if wanted is None or wanted.done():
                continue
            if call_id not in self._survived:
                self._survived.add(call_id)
                self._close(call_id, Path(folder))
                continue
            # Perhaps this very call killed it, twice: whoever wants it counts how often it is tried.
            wanted.set_exception(NotMade("the worker process died"))

    async def _push(self) -> None:
        while True:
            await asyncio.sleep(WRITTEN_EVERY)
            left, self._left = self._left, {}
            for call_id, folder in left.items():
                if call_id not in self._wanted:
                    self.follow(call_id, Path(folder))
            for worker in self._workers:
                self._push_to(worker)

    def _push_to(self, worker: _Worker) -> None:
        written = {call_id: self._written_until(call_id) for call_id in worker.calls if call_id not in worker.closing}
        until = {call_id: seconds for call_id, seconds in written.items() if seconds is not None}
        if until and worker.is_listening:
            worker.is_listening = False
            # A wire that is broken is noticed by the reader.
            with suppress(OSError):
                worker.wire.send(Written(until))
