"""Keeping packets as they arrive: one append-only file a leg, a journal, and what the network did.

The event loop only appends to lists in memory; the writer's thread (recording_writer.py) brings them to the disk
several times a second. When the disk refuses, what waits is kept and tried again.
"""

import errno
import json
import math
import os
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from telephony import strict_json
from telephony.durable import make_folders
from telephony.roles import Role
from telephony.rtp_packet import RtpPacket

from . import rtpdump

KEPT_WHILE_REFUSED = 4_000_000
"""Bytes that one file may wait for in memory (over ten minutes of Opus) before the oldest are given up."""

JOURNAL = "call.jsonl"
QUALITY = "quality.jsonl"
QUALITY_SYNC_SECONDS = 5.0
"""A power cut may take so much of what the network did: figures, not sound. A sync each second was a sixth of all."""


_compact = json.JSONEncoder(separators=(",", ":")).encode


def open_to_append(path: Path) -> BinaryIO:
    """Unbuffered: what is written is with the operating system and outlives this process. Raises OSError."""
    return path.open("ab", buffering=0)


Record = tuple[float, bytes]
"""When, in seconds since the recording was opened; and the bytes, which are written whole or not at all."""


class GrowingFile:
    """One append-only file and what waits to be written to it. Records are whole: a file never loses its framing.

    `append` is called by the event loop, all the rest by the writer's thread.
    """

    def __init__(self, path: Path, head: bytes, sync_seconds: float = 0.0) -> None:
        """`sync_seconds`: how long what was written may be lost by a power cut."""
        self.path = path
        self._sync_seconds = sync_seconds
        self._synced_at = -math.inf
        self._given_up: deque[tuple[float, float]] = deque()
        """Spans of seconds whose records waited for too long; neighbours are one span."""
        self._head = head
        # The loop appends on the right and the writer takes from the left: both are atomic, so no lock is needed.
        self._arriving: deque[Record] = deque()
        self._put = 0
        """Bytes that were appended and not given up; the loop's own count."""
        self._taken = 0
        """Bytes that were written, or given up by the writer; its own count."""
        self._begun: Record | None = None
        """A record of which `_begun_at` bytes are in the file; the rest goes first."""
        self._begun_at = 0
        self._unsynced: list[Record] = []
        """In the file, the last one perhaps in part, and not yet safe from a power cut."""
        self._unsynced_at = 0
        """Bytes of the first of them that are safe already."""
        self._safe_size = 0
        """Of the file."""
        self._is_named = False
        self._handle: BinaryIO | None = None

    def append(self, when: float, record: bytes) -> None:
        """Keeps one record for the writer. Where the disk hangs for so long that the writer cannot give anything up,
        the oldest that is not in its hands is."""
        self._arriving.append((when, record))
        self._put += len(record)
        if self._put - self._taken > 2 * KEPT_WHILE_REFUSED:
            self._put -= self._give_up()

    @property
    def is_waiting(self) -> bool:
        """Whether anything is still to be written."""
        return bool(self._arriving) or self._begun is not None

    @property
    def needs_name(self) -> bool:
        """Whether a power cut might take the file's very name."""
        return self._handle is not None and not self._is_named

    def named(self) -> None:
        """The folder was synced since the file was made."""
        self._is_named = True

    def lost(self) -> list[tuple[float, float]]:
        """Spans of seconds whose records were given up since this was last asked."""
        found: list[tuple[float, float]] = []
        while self._given_up:
            found.append(self._given_up.popleft())
        return found

    def write_waiting(self) -> None:
        """Raises OSError and keeps what is not on disk when the disk refuses."""
        records: list[Record] = [] if self._begun is None else [self._begun]
        while self._arriving:
            records.append(self._arriving.popleft())
        if not records and (self._handle is not None or not self._head):
            return
        written = start = self._begun_at if self._begun is not None else 0
        try:
            handle = self._opened()
            data = b"".join(record for _, record in records)
            while written < len(data):
                written += handle.write(data[written:]) or 0
        except OSError:
            self._keep(records, start, written)
            raise
        self._keep(records, start, written)

    def is_due(self, now: float) -> bool:
        """Whether something is in the file that a power cut might take, and has been for long enough. `now`: of
        `time.monotonic`."""
        return self._handle is not None and bool(self._unsynced) and now - self._synced_at >= self._sync_seconds

    def sync(self) -> None:
        """What was written outlives a power cut. Raises OSError; then it is written once more, from the last
        position that was safe: a system that failed to sync may have forgotten what it had taken."""
        if self._handle is None or not self._unsynced:
            return
        self._synced_at = time.monotonic()
        try:
            os.fsync(self._handle.fileno())
        except OSError:
            self._go_back()
            raise
        self._safe_size = self._handle.tell()
        self._unsynced = [] if self._begun is None else [self._begun]
        self._unsynced_at = self._begun_at if self._begun is not None else 0

    def close(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _opened(self) -> BinaryIO:
        """Open, with its head in it; a head in pieces could not be gone on from."""
        if self._handle is not None:
            return self._handle
        make_folders(self.path.parent)
        handle = open_to_append(self.path)
        try:
            if self._head and handle.tell() < len(self._head):
                handle.truncate(0)
                if handle.write(self._head) != len(self._head):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            handle.close()
            raise
        self._is_named = False
        self._handle = handle
        return handle

    def _keep(self, records: list[Record], start: int, written: int) -> None:
        """Counts what is in the file and puts back what is not: a begun record's rest, then whole ones."""
        self._taken += written - start
        self._begun, at = None, 0
        for number, record in enumerate(records):
            if written <= at:
                self._arriving.extendleft(reversed(records[number:]))
                while self._put - self._taken > KEPT_WHILE_REFUSED and (given_up := self._give_up()):
                    self._taken += given_up
                break
            end = at + len(record[1])
            if not (number == 0 and start):  # what was begun before is among them
                self._unsynced.append(record)
            if end > written:
                self._begun, self._begun_at = record, written - at
            at = end

    def _go_back(self) -> None:
        """After a failed sync: what may be lost waits again, and the file ends where it was safe."""
        self._taken -= sum(len(record) for _, record in self._unsynced) - self._unsynced_at
        if self._begun is not None:
            self._taken += len(self._begun[1]) - self._begun_at
        safe_in_part = 1 if self._unsynced_at else 0
        again, self._unsynced = self._unsynced[safe_in_part:], self._unsynced[:safe_in_part]
        self._begun, self._begun_at = (self._unsynced[0], self._unsynced_at) if safe_in_part else (None, 0)
        self._arriving.extendleft(reversed(again))
        handle, self._handle = self._handle, None
        if handle is not None:
            try:
                handle.truncate(self._safe_size)
            finally:
                handle.close()

    def _give_up(self) -> int:
        """The oldest record that waits is lost; its bytes."""
        try:
            when, record = self._arriving.popleft()
        except IndexError:
            return 0
        try:
            since, until = self._given_up.pop()
        except IndexError:
            since = until = when
        if abs(when - until) > 1.0:
            self._given_up.append((since, until))
            since = when
        self._given_up.append((since, when))
        return len(record)


class CallRecording:
    """The recording of one call: `adviser.rtpdump`, `customer.rtpdump`, the journal and the network, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written_until = 0.0
        """Seconds since the recording was opened: every packet that arrived before is in its file."""
        self._clock = time.monotonic()
        started_at = time.time()
        head = rtpdump.file_header(started_at)
        self._legs = {role: GrowingFile(folder / f"{role}.rtpdump", head) for role in Role}
        self._journal = GrowingFile(folder / JOURNAL, b"")
        self._quality = GrowingFile(folder / QUALITY, b"", QUALITY_SYNC_SECONDS)
        self.note("opened", started_at=started_at)

    def packet(self, role: Role, packet: RtpPacket) -> None:
        """Keeps one packet of this leg."""
        when = packet.arrived - self._clock
        record = rtpdump.record(
            when,
            packet.payload_type,
            packet.marker,
            packet.sequence_number,
            packet.timestamp,
            packet.ssrc,
            packet.payload,
        )
        self._legs[role].append(when, record)

    def note(self, what: str, **details: Any) -> None:
        """One line of the journal: what happened, wall clock and seconds since the recording was opened."""
        offset = time.monotonic() - self._clock
        line = {"what": what, "at": datetime.now(UTC).isoformat(), "offset": round(offset, 4), **details}
        self._journal.append(offset, strict_json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def quality(self, sides: dict[Role, dict[str, Any]]) -> None:
        """One line of what each side's network did in the second that ends now."""
        if not sides:
            return
        offset = time.monotonic() - self._clock
        line: dict[str, Any] = {str(role): side for role, side in sides.items()}
        line["at"] = round(offset, 2)
        self._quality.append(offset, _compact(line).encode() + b"\n")

    @property
    def seconds(self) -> float:
        """Since the recording was opened."""
        return time.monotonic() - self._clock

    @property
    def files(self) -> list[GrowingFile]:
        """The sound first."""
        return [*self._legs.values(), self._journal, self._quality]

    @property
    def legs(self) -> dict[Role, GrowingFile]:
        return self._legs

    def write_waiting(self) -> None:
        """Called by the writer's thread: every file has its turn, then the first refusal is raised as OSError."""
        now = self.seconds
        refused: OSError | None = None
        for file in self.files:
            try:
                file.write_waiting()
            except OSError as error:
                refused = refused or error
        if refused is not None:
            raise refused
        self.written_until = now

    def write_notes(self) -> None:
        """The journal alone, which is small; sound waits. Raises OSError."""
        self._journal.write_waiting()

    @property
    def is_waiting(self) -> bool:
        """Whether anything is still to be written."""
        return any(file.is_waiting for file in self.files)

    def close_files(self) -> None:
        for file in self.files:
            file.close()
