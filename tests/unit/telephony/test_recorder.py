"""What reaches the disk, and what happens when the disk refuses."""

import errno
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from telephony import Role
from telephony.recording import recorder, rtpdump
from telephony.recording.recorder import CallRecording, RecordingWriter
from telephony.rtp_packet import RtpPacket

ADVISER = Role.ADVISER


class Disk:
    """Stands before the real files: takes `room` bytes, then refuses with ENOSPC."""

    def __init__(self) -> None:
        self.room = 1 << 40

    def open(self, path: Path, mode: str, buffering: int) -> "FullFile":
        return FullFile(self, path.open(mode, buffering=buffering))


class FullFile:
    def __init__(self, disk: Disk, file: object) -> None:
        self._disk, self._file = disk, file

    def write(self, data: bytes) -> int:
        if self._disk.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self._file.write(data[: self._disk.room])
        self._disk.room -= written
        return written

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(recorder, "open_to_append", lambda path: disk.open(path, "ab", 0))
    return disk


def packet(recording: CallRecording, number: int, size: int = 80) -> None:
    payload = number.to_bytes(4, "big") + bytes(size - 4)
    recording.packet(ADVISER, RtpPacket(111, 0, number & 0xFFFF, number * 960, 0x1111, payload))


def on_disk(folder: Path) -> list[int]:
    """The packets of the adviser's file, none while it has not been begun."""
    try:
        return [int.from_bytes(r.payload[:4], "big") for r in rtpdump.read(folder / "adviser.rtpdump")]
    except (FileNotFoundError, rtpdump.NotAnRtpDump):
        return []


def journal(folder: Path) -> list[str]:
    return [json.loads(line)["what"] for line in (folder / "call.jsonl").read_text(encoding="utf-8").splitlines()]


def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen"
        threading.Event().wait(0.005)


@contextmanager
def writer() -> Iterator[RecordingWriter]:
    running = RecordingWriter(0.02, lambda tell: tell())
    try:
        yield running
    finally:
        running.stop()


def test_packets_and_facts_are_on_disk_within_moments_while_the_call_goes_on(tmp_path: Path):
    with writer() as w:
        recording = w.open(tmp_path / "c", lambda reason: None)
        for number in range(10):
            packet(recording, number)
        recording.note("held", role=ADVISER)
        until(lambda: (tmp_path / "c" / "call.jsonl").exists() and "held" in journal(tmp_path / "c"))
        assert on_disk(tmp_path / "c") == list(range(10))
        assert not w.is_idle(recording)
        w.close(recording)
        until(lambda: w.is_idle(recording))


def test_nothing_is_lost_between_the_loop_and_the_writers_thread(tmp_path: Path):
    with writer() as w:
        recording = w.open(tmp_path / "c", lambda reason: None)
        for number in range(60_000):
            packet(recording, number, size=8)
        w.close(recording)
        until(lambda: w.is_idle(recording))
    assert on_disk(tmp_path / "c") == list(range(60_000))


def test_a_full_disk_is_told_once_and_what_waits_is_written_when_there_is_room(tmp_path: Path, disk: Disk):
    told: list[str] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        until(lambda: on_disk(tmp_path / "c") == [0])
        disk.room = 150  # one packet and a half
        for number in range(1, 50):
            packet(recording, number)
        until(lambda: bool(told))
        assert told == ["No space left on device"]
        # What is on disk can be read: a record cut in the middle is left out.
        assert on_disk(tmp_path / "c") == [0, 1]
        disk.room = 1 << 30
        w.close(recording)
        until(lambda: w.is_idle(recording))
        assert len(told) == 1
    assert on_disk(tmp_path / "c") == list(range(50))


def test_each_trouble_is_told_anew(tmp_path: Path, disk: Disk):
    told: list[str] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        for times in (1, 2):
            disk.room = 0
            packet(recording, times)
            until(lambda times=times: len(told) == times)
            disk.room = 1 << 30
            until(lambda times=times: times in on_disk(tmp_path / "c"))
            until(lambda: not recording.in_trouble)
        w.close(recording)


def test_what_waits_too_long_gives_up_the_oldest_whole_packets(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(recorder, "KEPT_WHILE_REFUSED", 1000)
    recording = CallRecording(tmp_path / "c", lambda reason: None)
    disk.room = 0
    for number in range(100):
        packet(recording, number)
    for _ in range(3):
        with pytest.raises(OSError, match="No space"):
            recording.write_waiting()
    disk.room = 1 << 30
    recording.write_waiting()
    recording.close_files()
    kept = on_disk(tmp_path / "c")
    assert kept == list(range(100 - len(kept), 100))
    assert 5 < len(kept) <= 10
    assert "opened" in journal(tmp_path / "c")


def test_a_folder_that_cannot_be_made_is_trouble_and_not_a_crash(tmp_path: Path):
    told: list[str] = []
    (tmp_path / "c").write_text("a file is in the way", encoding="utf-8")
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 1)
        until(lambda: bool(told))
        (tmp_path / "c").unlink()
        until(lambda: on_disk(tmp_path / "c") == [1])
        w.close(recording)


def test_stopping_ends_the_thread_even_with_a_full_disk(tmp_path: Path, disk: Disk):
    disk.room = 0
    with writer() as w:
        recording = w.open(tmp_path / "c", lambda reason: None)
        packet(recording, 1)
    assert w.is_idle(recording)


def test_a_file_says_when_it_was_opened_and_gives_back_what_was_put_in(tmp_path: Path):
    path = tmp_path / "leg.rtpdump"
    path.write_bytes(
        rtpdump.file_header(1_700_000_000.25) + rtpdump.record(12.345, 111, 1, 65535, 0xFFFFFFFF, 0xABCD, b"sound")
    )
    assert rtpdump.started_at(path) == pytest.approx(1_700_000_000.25)
    (record,) = rtpdump.read(path)
    assert (record.arrived, record.payload_type, record.sequence) == (12.345, 111, 65535)
    assert (record.timestamp, record.ssrc, record.payload) == (0xFFFFFFFF, 0xABCD, b"sound")


@pytest.mark.parametrize("data", [b"", b"RIFF1234", b"#!rtpplay1.0 no line end"])
def test_another_kind_of_file_is_refused(tmp_path: Path, data: bytes):
    path = tmp_path / "leg.rtpdump"
    path.write_bytes(data)
    with pytest.raises(rtpdump.NotAnRtpDump):
        list(rtpdump.read(path))
    with pytest.raises(rtpdump.NotAnRtpDump):
        rtpdump.started_at(path)
