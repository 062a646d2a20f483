"""Calls heard while they run: captions for the desks, and the transcript moments after the hang-up.

One worker process, below the calls in priority. What it cannot keep up with, or loses when it dies, is due to the
transcriber after the call, as if it had never been tried.
"""

import asyncio
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import structlog

from simulator.ids import CallId
from simulator.worker_process import begin_worker
from telephony.speech import (
    Caption,
    FellBehind,
    LiveEar,
    News,
    VoskEngine,
    WhisperRecognizer,
    vosk_model,
    whisper_model,
)

log = structlog.get_logger(__name__)

STEP_SECONDS = 0.15
"""How often the files of running calls are looked at."""

GOODBYE_SECONDS = 2.0

LONGEST_WAIT = 60.0
"""Seconds after the end of a call during which its live transcript may still come."""


class LiveTranscriber:
    """One per process; `async with` owns the worker. `on_news` is called in the event loop."""

    def __init__(self, models: Path, is_on: bool, on_news: Callable[[News], None]) -> None:
        self._on_news = on_news
        self._models = models
        self.is_on = is_on
        self._worker: BaseProcess | None = None
        self._wire: Connection | None = None
        self._followed: dict[str, float | None] = {}
        """Calls that the worker hears; seconds of our clock at their end."""
        self._said: dict[str, list[Caption]] = {}

    async def __aenter__(self) -> "LiveTranscriber":
        return self

    async def __aexit__(self, *_: object) -> None:
        worker = self._worker
        self._stop()
        if worker is not None:
            # Its end of the wire is closed: it leaves by itself, unless the engine is at something long.
            await asyncio.to_thread(worker.join, GOODBYE_SECONDS)
            worker.kill()

    async def begin(self, call_id: CallId, folder: Path) -> None:
        """A call is connected and its recording has begun. The first one starts the worker, which catches up."""
        if not self.is_on:
            return
        if self._wire is None:
            self._wire, self._worker = await asyncio.to_thread(_start, self._models)
            asyncio.get_running_loop().add_reader(self._wire.fileno(), self._take)
            log.info("live_ear_started")
        self._followed[call_id] = None
        self._said[call_id] = []
        self._say(("begin", call_id, str(folder)))

    def said_so_far(self, call_id: CallId) -> tuple[Caption, ...]:
        """The final captions of a call that is being heard; empty for any other."""
        return tuple(self._said.get(call_id, ()))

    def end(self, call_id: CallId) -> None:
        """The call is over."""
        if call_id in self._followed:
            self._followed[call_id] = time.monotonic()
            self._say(("end", call_id, ""))

    def is_following(self, call_id: CallId) -> bool:
        """Whether its transcript is still to be expected from here."""
        if call_id not in self._followed:
            return False
        ended = self._followed[call_id]
        return ended is None or time.monotonic() - ended < LONGEST_WAIT

    def _take(self) -> None:
        assert self._wire is not None
        try:
            while self._wire.poll():
                news: News = self._wire.recv()
                self._keep_track(news)
                self._on_news(news)
        except (EOFError, OSError):
            # The next call starts another one; these are heard after their end.
            log.error("live_ear_died", calls=len(self._followed))
            lost = list(self._followed)
            self._stop()
            for call_id in lost:
                self._on_news(FellBehind(call_id))

    def _keep_track(self, news: News) -> None:
        if isinstance(news, Caption):
            if news.is_final and news.call_id in self._said:
                self._said[news.call_id].append(news)
            return
        self._followed.pop(news.call_id, None)
        self._said.pop(news.call_id, None)

    def _say(self, what: tuple[str, str, str]) -> None:
        if self._wire is not None:
            try:
                self._wire.send(what)
            except OSError:
                # Its end is noticed by the reader.
                log.warning("live_ear_does_not_hear", what=what[0])

    def _stop(self) -> None:
        self._followed.clear()
        self._said.clear()
        if self._wire is not None:
            asyncio.get_running_loop().remove_reader(self._wire.fileno())
            self._wire.close()
            self._wire = None
        self._worker = None


def _start(models: Path) -> tuple[Connection, BaseProcess]:
    context = get_context("spawn")
    here, there = context.Pipe()
    worker = context.Process(target=_listen, args=(there, models), name="live-ear", daemon=True)
    worker.start()
    there.close()
    return here, worker


def _listen(wire: Connection, models: Path) -> None:
    """In the worker."""
    begin_worker(niceness=10)
    model = vosk_model(models)
    vosk = VoskEngine(model) if model is not None else None
    ear = LiveEar(WhisperRecognizer(whisper_model(models), threads=1), wire.send, vosk.captioner if vosk else None)
    while True:
        # Nothing to follow: asleep until a call begins.
        if wire.poll(None if ear.is_idle else STEP_SECONDS):
            try:
                what, call_id, folder = wire.recv()
            except EOFError:
                ear.close()
                return
            if what == "begin":
                ear.begin(call_id, Path(folder))
            else:
                ear.end(call_id)
        ear.step()
