"""The worker process that makes stereo files while calls run, and closes them when they end.

It knows folders, not rows: `simulator/recordings/mixers.py` tells it what to follow, until when the recording is
written, and what is over. Ended calls come first, those with the least left to do before all others.
"""

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from simulator.ids import CallId
from simulator.worker_process import begin_worker
from telephony.finishing.growing_mix import GrowingMix
from telephony.finishing.mixdown import RecordingReport, close_recording, finished_before
from telephony.recording.journal import read_journal
from telephony.recording.recorder import JOURNAL

NICENESS = 0
"""Somebody waits for the end of a call; what is done while it runs is little."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call is to be followed from now on, or is over and to be finished."""

    what: Literal["follow", "finish"]
    call_id: CallId
    folder: str


@dataclass(frozen=True, slots=True)
class Written:
    """Of each call, the seconds of its recording before which every packet is in its file."""

    until: dict[CallId, float]


@dataclass(frozen=True, slots=True)
class Finished:
    call_id: CallId
    report: RecordingReport


@dataclass(frozen=True, slots=True)
class NotFinished:
    """`why`: for the log and the row; the call may be asked for again."""

    call_id: CallId
    why: str


@dataclass(frozen=True, slots=True)
class Listening:
    """The last `Written` was heard: there may be another."""


Outcome = Finished | NotFinished | Listening


@dataclass(slots=True)
class _Call:
    call_id: CallId
    folder: Path
    mix: GrowingMix | None = None
    until: float = 0.0
    is_over: bool = False
    has_work: bool = True

    @property
    def left(self) -> float:
        return self.until - (self.mix.seconds if self.mix is not None else 0.0)


class MixingDesk:
    """`take` what the server says, then `work` a step at a time, until there is nothing to do."""

    def __init__(self) -> None:
        self._calls: dict[str, _Call] = {}

    def take(self, asked: Asked | Written) -> None:
        if isinstance(asked, Written):
            for call_id, until in asked.until.items():
                call = self._calls.get(call_id)
                if call is not None:
                    call.until, call.has_work = max(call.until, until), True
            return
        call = self._calls.setdefault(asked.call_id, _Call(asked.call_id, Path(asked.folder)))
        if asked.what == "finish":
            call.is_over = call.has_work = True

    @property
    def has_work(self) -> bool:
        return any(call.has_work for call in self._calls.values())

    def work(self) -> Finished | NotFinished | None:
        """Ten seconds of one call at most; what is to be told of it, if anything."""
        waiting = [call for call in self._calls.values() if call.has_work]
        if not waiting:
            return None
        call = min(waiting, key=lambda one: (not one.is_over, one.left))
        try:
            return self._finish(call) if call.is_over else self._follow(call)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one call must not stop the others
            return self._failed(call, error)

    def _follow(self, call: _Call) -> None:
        if call.mix is None:
            call.mix = GrowingMix(call.folder)
        call.mix.advance(call.until)
        call.has_work = call.mix.step()

    def _finish(self, call: _Call) -> Finished | None:
        if call.mix is None:
            done = finished_before(call.folder)
            if done is not None:
                return self._done(call, done)
            journal = read_journal(call.folder / JOURNAL)
            call.mix = GrowingMix(call.folder)
            call.until = max(call.until, journal.seconds or 0.0)
        # A stretch at a time, so that a long call of yesterday does not hold up one that ends now.
        call.mix.advance(call.until)
        if call.mix.step():
            return None
        return self._done(call, close_recording(call.folder, call.mix))

    def _done(self, call: _Call, report: RecordingReport) -> Finished:
        self._calls.pop(call.call_id, None)
        return Finished(call.call_id, report)

    def _failed(self, call: _Call, error: Exception) -> NotFinished | None:
        """A call that runs is begun again from what is on the disk, once it is over."""
        call.mix, call.has_work = None, False
        if not call.is_over:
            return None
        self._calls.pop(call.call_id, None)
        return NotFinished(call.call_id, str(error) or type(error).__name__)


def mix(wire: Connection) -> None:
    """In the worker: until the server closes its end of the wire."""
    begin_worker(NICENESS)
    desk = MixingDesk()
    while True:
        try:
            while wire.poll(0 if desk.has_work else None):
                asked = wire.recv()
                desk.take(asked)
                if isinstance(asked, Written):
                    wire.send(Listening())
            outcome = desk.work()
            if outcome is not None:
                wire.send(outcome)
        except (EOFError, OSError):
            return
