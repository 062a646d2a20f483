"""Writing packets as they arrive: one append-only file a leg, a journal, and what the network did, by
a thread of their own.

The event loop only appends to a list in memory; the thread writes several times a second straight to the operating
system, so that a killed process loses no more than the last interval. When the disk refuses, what waits is kept and
tried again, and the switch is told once per trouble.
"""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from telephony import strict_json
from telephony.roles import Role
from telephony.rtp_packet import RtpPacket

from . import rtpdump

KEPT_WHILE_REFUSED = 4_000_000
"""Bytes that one file may wait for in memory (over ten minutes of Opus) before the oldest are given up."""

JOURNAL = "call.jsonl"
QUALITY = "quality.jsonl"


_compact = json.JSONEncoder(separators=(",", ":")).encode


def open_to_append(path: Path) -> BinaryIO:
    """Unbuffered: what is written is with the operating system and outlives this process. Raises OSError."""
    return path.open("ab", buffering=0)


class _File:
    """One append-only file and what waits to be written to it. Records are whole: a file never loses its framing."""

    def __init__(self, path: Path, head: bytes) -> None:
        self.path = path
        self.dropped = 0
        """Records given up because the disk refused for too long."""
        # The loop appends on the right and the writer takes from the left: both are atomic, so no lock is needed.
        self._arriving: deque[bytes] = deque([head] if head else [])
        self._begun = b""
        """The rest of a record whose head is on disk already; it goes first."""
        self._handle: BinaryIO | None = None

    def append(self, record: bytes) -> None:
        """Keeps one record for the writer; called from the event loop."""
        self._arriving.append(record)

    def write_waiting(self) -> None:
        """Raises OSError and keeps what is not on disk when the disk refuses."""
        records: list[bytes] = []
        while self._arriving:
            records.append(self._arriving.popleft())
        if not records and not self._begun:
            return
        data = self._begun + b"".join(records)
        written = 0
        try:
            if self._handle is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._handle = open_to_append(self.path)
            while written < len(data):
                written += self._handle.write(data[written:]) or 0
        except OSError:
            self._keep(records, written)
            raise
        self._begun = b""

    def close(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _keep(self, records: list[bytes], written: int) -> None:
        """Puts back what is not on disk: a begun record's rest, then whole ones, the oldest given up first."""
        done = min(written, len(self._begun))
        self._begun = self._begun[done:]
        written -= done
        while written > 0:
            record = records.pop(0)
            if written < len(record):
                self._begun = record[written:]
            written -= len(record)
        waiting = sum(map(len, records))
        # The file's head is the first record of all and must stay: without it nothing of the file could be read.
        first = 1 if self._handle is None or self._handle.tell() == 0 else 0
        given_up = 0
        while waiting > KEPT_WHILE_REFUSED and first + given_up < len(records):
            waiting -= len(records[first + given_up])
            given_up += 1
        del records[first : first + given_up]
        self.dropped += given_up
        self._arriving.extendleft(reversed(records))


class CallRecording:
    """The recording of one call: `adviser.rtpdump`, `customer.rtpdump`, the journal and the network, in `folder`."""

    def __init__(self, folder: Path, on_trouble: Callable[[str], None]) -> None:
        self.folder = folder
        self.on_trouble = on_trouble
        self.in_trouble = False
        self._clock = time.monotonic()
        started_at = time.time()
        head = rtpdump.file_header(started_at)
        self._legs = {role: _File(folder / f"{role}.rtpdump", head) for role in Role}
        self._journal = _File(folder / JOURNAL, b"")
        self._quality = _File(folder / QUALITY, b"")
        self.note("opened", started_at=started_at)

    def packet(self, role: Role, packet: RtpPacket) -> None:
        """Keeps one packet of this leg."""
        record = rtpdump.record(
            packet.arrived - self._clock,
            packet.payload_type,
            packet.marker,
            packet.sequence_number,
            packet.timestamp,
            packet.ssrc,
            packet.payload,
        )
        self._legs[role].append(record)

    def note(self, what: str, **details: Any) -> None:
        """One line of the journal: what happened, wall clock and seconds since the recording was opened."""
        line = {
            "what": what,
            "at": datetime.now(UTC).isoformat(),
            "offset": round(time.monotonic() - self._clock, 4),
            **details,
        }
        self._journal.append(strict_json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def quality(self, sides: dict[Role, dict[str, Any]]) -> None:
        """One line of what each side's network did in the second that ends now."""
        if not sides:
            return
        line: dict[str, Any] = {str(role): side for role, side in sides.items()}
        line["at"] = round(time.monotonic() - self._clock, 2)
        self._quality.append(_compact(line).encode() + b"\n")

    def write_waiting(self) -> None:
        """Called by the writer's thread: every file has its turn, then the first refusal is raised as OSError."""
        refused: OSError | None = None
        for file in self.files:
            try:
                file.write_waiting()
            except OSError as error:
                refused = refused or error
        if refused is not None:
            raise refused

    @property
    def files(self) -> list[_File]:
        return [*self._legs.values(), self._journal, self._quality]

    def close_files(self) -> None:
        for file in self.files:
            file.close()


class RecordingWriter:
    """The thread that writes all recordings of this process. `call_soon` brings news back to the event loop."""

    def __init__(self, flush_seconds: float, call_soon: Callable[[Callable[[], None]], object]) -> None:
        self._flush_seconds = flush_seconds
        self._call_soon = call_soon
        self._open: list[CallRecording] = []
        self._closing: list[CallRecording] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._worker = threading.Thread(target=self._run, name="recording-writer", daemon=True)
        self._worker.start()

    def open(self, folder: Path, on_trouble: Callable[[str], None]) -> CallRecording:
        """Starts a recording; nothing touches the disk in the caller's thread."""
        recording = CallRecording(folder, on_trouble)
        with self._lock:
            self._open.append(recording)
        return recording

    def close(self, recording: CallRecording) -> None:
        """Everything that waits is written, then the files are closed; returns at once."""
        with self._lock:
            self._closing.append(recording)
        self._wake.set()

    def stop(self) -> None:
        """Writes what waits and ends the thread; blocks for one round at most."""
        self._stopping = True
        self._wake.set()
        self._worker.join(timeout=5)

    def is_idle(self, recording: CallRecording) -> bool:
        """Whether a closed recording has all reached the disk."""
        with self._lock:
            return recording not in self._open

    def _run(self) -> None:
        while True:
            self._wake.wait(self._flush_seconds)
            self._wake.clear()
            stopping = self._stopping
            self._round(give_up=stopping)
            if stopping:
                return

    def _round(self, give_up: bool) -> None:
        with self._lock:
            recordings, closing = list(self._open), list(self._closing)
        for recording in recordings:
            try:
                recording.write_waiting()
            except OSError as error:
                self._tell(recording, error.strerror or str(error))
                if not give_up:
                    continue
            else:
                recording.in_trouble = False
            if recording in closing or give_up:
                recording.close_files()
                with self._lock:
                    self._open.remove(recording)
                    if recording in self._closing:
                        self._closing.remove(recording)

    def _tell(self, recording: CallRecording, reason: str) -> None:
        if not recording.in_trouble:
            recording.in_trouble = True
            self._call_soon(lambda: recording.on_trouble(reason))
