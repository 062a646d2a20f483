"""The thread that brings all recordings of this process to the disk, and tells when the disk does not take them.

One round after the other: everything that waits is written, then synced, so that a power cut costs no more than a
round's interval and the time of its sync. Whatever the disk does, nobody but this thread waits for it.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from telephony.disk_news import DiskNews, DiskTrouble, WritingAgain, WritingRefused, trouble_of
from telephony.durable import sync_folder

from .recorder import CallRecording, GrowingFile

SLOW_SECONDS = 3.0
"""A round that takes longer is told: what is said meanwhile is in memory alone."""

SYNCED_TOGETHER = 8
"""Syncs that run side by side share one commit of the file system's journal."""

STOP_SECONDS = 5.0


@dataclass(slots=True)
class _Trouble:
    what: DiskTrouble
    since: datetime
    began: float


_NO_NEWS: frozenset[tuple[DiskTrouble, DiskTrouble]] = frozenset({("full", "reserved")})
"""A full disk on which the facts' reserve was given back is as full as before to the sound."""


@dataclass(slots=True)
class _Open:
    recording: CallRecording
    tell: Callable[[DiskNews], None]
    is_closing: bool = False
    is_last_round: bool = False
    """It was closing as this round began: all of it is written and synced now."""
    trouble: _Trouble | None = None


class RecordingWriter:
    """`call_soon` brings news back to the event loop. `flush_seconds`: between the beginnings of two rounds."""

    def __init__(self, flush_seconds: float, call_soon: Callable[[Callable[[], None]], object]) -> None:
        self._flush_seconds = flush_seconds
        self._call_soon = call_soon
        self._open: dict[int, _Open] = {}
        self._lock = threading.Lock()
        """Never held while the disk is waited for."""
        self._wake = threading.Event()
        self._stopping = False
        self._held_back = False
        self._round_began: float | None = None
        self._syncing = ThreadPoolExecutor(SYNCED_TOGETHER, thread_name_prefix="recording-sync")
        self._worker = threading.Thread(target=self._run, name="recording-writer", daemon=True)
        self._worker.start()

    def open(self, folder: Path, tell: Callable[[DiskNews], None]) -> CallRecording:
        """Starts a recording; nothing touches the disk in the caller's thread."""
        recording = CallRecording(folder)
        with self._lock:
            self._open[id(recording)] = _Open(recording, tell)
        return recording

    def close(self, recording: CallRecording) -> None:
        """Everything that waits is written, then the files are closed; returns at once."""
        with self._lock:
            one = self._open.get(id(recording))
            if one is not None:
                one.is_closing = True
        self._wake.set()

    def stop(self) -> None:
        """Writes what waits and ends the thread; blocks for one round at most."""
        self._stopping = True
        self._wake.set()
        self._worker.join(timeout=STOP_SECONDS)
        self._syncing.shutdown(wait=False, cancel_futures=True)

    def is_idle(self, recording: CallRecording) -> bool:
        """Whether a closed recording has all reached the disk."""
        with self._lock:
            return id(recording) not in self._open

    def hold_back(self, is_held: bool) -> None:
        """The disk's last room belongs to the facts: sound waits in memory until there is more."""
        self._held_back = is_held
        self._wake.set()

    def look(self) -> None:
        """Called by the event loop each second: a round that hangs is told while it hangs."""
        began = self._round_began
        if began is None or time.monotonic() - began < SLOW_SECONDS:
            return
        with self._lock:
            for one in self._open.values():
                self._troubled(one, "slow", "a write takes seconds", began)

    def _run(self) -> None:
        due = time.monotonic()
        while True:
            self._wake.wait(max(0.0, due - time.monotonic()))
            self._wake.clear()
            stopping = self._stopping
            due = time.monotonic() + self._flush_seconds
            self._round_began = time.monotonic()
            self._round(give_up=stopping)
            self._round_began = None
            if stopping:
                return

    def _round(self, give_up: bool) -> None:
        with self._lock:
            all_open = list(self._open.values())
            for one in all_open:
                one.is_last_round = one.is_closing or give_up
        began = time.monotonic()
        refused: dict[int, OSError] = {}
        for one in all_open:
            try:
                if not self._held_back or give_up:
                    one.recording.write_waiting()
                else:
                    one.recording.write_notes()
            except OSError as error:
                refused[id(one)] = error
        self._sync(all_open, refused)
        for one in all_open:
            self._conclude(one, refused.get(id(one)), began, give_up)

    def _sync(self, all_open: Iterable[_Open], refused: dict[int, OSError]) -> None:
        """All files side by side, then the folders of those that are new."""
        now = time.monotonic()
        pairs = [
            (one, file) for one in all_open for file in one.recording.files if one.is_last_round or file.is_due(now)
        ]

        def sync(share: Sequence[tuple[_Open, GrowingFile]]) -> None:
            for one, file in share:
                try:
                    file.sync()
                except OSError as error:
                    refused.setdefault(id(one), error)

        # A share of them for each thread: handing over file by file cost more than syncing.
        list(self._syncing.map(sync, [pairs[at::SYNCED_TOGETHER] for at in range(min(SYNCED_TOGETHER, len(pairs)))]))
        for one in all_open:
            new = [file for file in one.recording.files if file.needs_name]
            if not new:
                continue
            try:
                sync_folder(one.recording.folder)
            except OSError as error:
                refused.setdefault(id(one), error)
            else:
                for file in new:
                    file.named()

    def _conclude(self, one: _Open, error: OSError | None, began: float, give_up: bool) -> None:
        recording = one.recording
        with self._lock:
            if error is not None:
                self._troubled(one, trouble_of(error), error.strerror or str(error), began)
            elif self._held_back:
                self._troubled(one, "reserved", "what is left is kept for the facts", began)
            else:
                self._recovered(one)
            is_done = one.is_last_round and error is None and not recording.is_waiting
            if not (is_done or give_up):
                return
        recording.close_files()
        with self._lock:
            self._open.pop(id(recording), None)

    def _troubled(self, one: _Open, what: DiskTrouble, reason: str, began: float) -> None:
        """Told once, and once more when it turns out to be something else; never something less."""
        now, before = time.monotonic(), one.trouble
        if before is not None and (before.what == what or (before.what, what) in _NO_NEWS or what == "slow"):
            return
        if before is None:
            since = datetime.now(UTC) - timedelta(seconds=now - began)
            one.recording.note("not_written", why=what, since=round(one.recording.seconds - (now - began), 2))
        else:
            since, began = before.since, before.began
        one.trouble = _Trouble(what, since, began)
        self._tell(one, WritingRefused(what, reason, since))

    def _recovered(self, one: _Open) -> None:
        trouble, one.trouble = one.trouble, None
        if trouble is None:
            return
        seconds = time.monotonic() - trouble.began
        one.recording.note("written_again", seconds=round(seconds, 2))
        lost_seconds = 0.0
        for role, leg in one.recording.legs.items():
            for since, until in leg.lost():
                one.recording.note("given_up", role=role, since=round(since, 3), until=round(until, 3))
                lost_seconds += until - since
        self._tell(one, WritingAgain(trouble.what, trouble.since, seconds, lost_seconds))

    def _tell(self, one: _Open, news: DiskNews) -> None:
        tell = one.tell
        self._call_soon(lambda: tell(news))
