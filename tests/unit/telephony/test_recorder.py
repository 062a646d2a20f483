"""What reaches the disk, and what happens when the disk refuses."""

import errno
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from telephony import Role
from telephony.disk_news import DiskNews, WritingAgain, WritingRefused
from telephony.recording import recorder, recording_writer, rtpdump
from telephony.recording.recorder import CallRecording
from telephony.recording.recording_writer import RecordingWriter
from telephony.rtp_packet import RtpPacket

ADVISER = Role.ADVISER


class Disk:
    """Stands before the real files: takes `room` bytes, then refuses with ENOSPC."""

    def __init__(self) -> None:
        self.room = 1 << 40
        self.forgets = False
        """Syncing fails."""
        self.goes_on = threading.Event()
        """While it is not set, writing waits."""
        self.goes_on.set()

    def open(self, path: Path, mode: str, buffering: int) -> "FullFile":
        return FullFile(self, path.open(mode, buffering=buffering))


class FullFile:
    def __init__(self, disk: Disk, file: object) -> None:
        self._disk, self._file = disk, file

    def write(self, data: bytes) -> int:
        assert self._disk.goes_on.wait(10)
        if self._disk.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self._file.write(data[: self._disk.room])
        self._disk.room -= written
        return written

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        if self._disk.forgets:
            raise OSError(errno.EIO, "Input/output error")
        return self._file.fileno()

    def truncate(self, size: int) -> int:
        return self._file.truncate(size)

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
        recording = w.open(tmp_path / "c", lambda news: None)
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
        recording = w.open(tmp_path / "c", lambda news: None)
        for number in range(60_000):
            packet(recording, number, size=8)
        w.close(recording)
        until(lambda: w.is_idle(recording))
    assert on_disk(tmp_path / "c") == list(range(60_000))


def test_a_full_disk_is_told_once_and_what_waits_is_written_when_there_is_room(tmp_path: Path, disk: Disk):
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        # The journal is written after the sound: what is still to come of this round would take the room.
        until(lambda: on_disk(tmp_path / "c") == [0] and (tmp_path / "c" / "call.jsonl").exists())
        until(lambda: journal(tmp_path / "c") == ["opened"])
        disk.room = 150  # one packet and a half
        for number in range(1, 50):
            packet(recording, number)
        until(lambda: bool(told))
        # What is on disk can be read: a record cut in the middle is left out.
        assert on_disk(tmp_path / "c") == [0, 1]
        disk.room = 1 << 30
        w.close(recording)
        until(lambda: w.is_idle(recording))
    refused, again = told
    assert isinstance(refused, WritingRefused)
    assert isinstance(again, WritingAgain)
    assert (refused.what, refused.reason) == ("full", "No space left on device")
    assert (again.what, again.since, again.lost_seconds) == ("full", refused.since, 0)
    assert 0 < again.seconds < 10
    assert on_disk(tmp_path / "c") == list(range(50))
    assert journal(tmp_path / "c") == ["opened", "not_written", "written_again"]


def test_each_trouble_is_told_anew_and_so_is_its_end(tmp_path: Path, disk: Disk):
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        for times in (1, 2):
            disk.room = 0
            packet(recording, times)
            until(lambda times=times: len(told) == 2 * times - 1)
            disk.room = 1 << 30
            until(lambda times=times: len(told) == 2 * times)
            assert times in on_disk(tmp_path / "c")
        w.close(recording)
    assert [type(one) for one in told] == 2 * [WritingRefused, WritingAgain]


def test_what_a_failed_sync_may_have_forgotten_is_written_again(tmp_path: Path, disk: Disk):
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        until(lambda: on_disk(tmp_path / "c") == [0])
        disk.forgets = True
        for number in range(1, 20):
            packet(recording, number)
        until(lambda: bool(told))
        disk.forgets = False
        until(lambda: len(told) == 2)
        for number in range(20, 30):
            packet(recording, number)
        w.close(recording)
        until(lambda: w.is_idle(recording))
    assert isinstance(told[0], WritingRefused)
    assert told[0].what == "failing"
    assert on_disk(tmp_path / "c") == list(range(30))


def test_a_record_begun_before_a_failed_sync_stays_whole(tmp_path: Path, disk: Disk):
    recording = CallRecording(tmp_path / "c")
    leg = recording.legs[ADVISER]
    packet(recording, 0)
    recording.write_waiting()
    leg.sync()
    for room, fails in ((150, True), (150, False), (30, False), (30, True), (1 << 30, True), (1 << 30, False)):
        disk.room = room
        packet(recording, 1)
        with suppress(OSError):
            leg.write_waiting()
        disk.forgets = fails
        with suppress(OSError):
            leg.sync()
    disk.forgets = False
    leg.write_waiting()
    recording.close_files()
    assert on_disk(tmp_path / "c") == [0, *[1] * 6]


def test_a_disk_that_hangs_is_told_while_it_hangs_and_nobody_waits_for_it(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(recording_writer, "SLOW_SECONDS", 0.05)
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        until(lambda: on_disk(tmp_path / "c") == [0])
        disk.goes_on.clear()
        for number in range(1, 500):
            packet(recording, number)

        def is_told() -> bool:
            w.look()
            return bool(told)

        until(is_told)
        began = time.monotonic()
        for number in range(500, 1000):
            packet(recording, number)
        assert time.monotonic() - began < 0.5, "packets do not wait for the disk"
        disk.goes_on.set()
        until(lambda: len(told) == 2)
        w.close(recording)
        until(lambda: w.is_idle(recording))
    assert isinstance(told[0], WritingRefused)
    assert told[0].what == "slow"
    assert isinstance(told[1], WritingAgain)
    assert on_disk(tmp_path / "c") == list(range(1000))


def test_the_last_room_is_left_to_the_facts_until_there_is_more(tmp_path: Path):
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        until(lambda: on_disk(tmp_path / "c") == [0])
        w.hold_back(True)
        until(lambda: bool(told))
        packet(recording, 1)
        recording.note("held", role=ADVISER)
        until(lambda: "held" in journal(tmp_path / "c"))
        assert on_disk(tmp_path / "c") == [0]
        w.hold_back(False)
        until(lambda: len(told) == 2)
        assert on_disk(tmp_path / "c") == [0, 1]
        w.close(recording)
    assert [one.what for one in told] == ["reserved", "reserved"]


def test_a_full_disk_is_not_told_again_as_nearly_full(tmp_path: Path, disk: Disk):
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        until(lambda: on_disk(tmp_path / "c") == [0])
        disk.room = 0
        packet(recording, 1)
        until(lambda: bool(told))
        disk.room = 1 << 30
        w.hold_back(True)
        recording.note("held", role=ADVISER)
        until(lambda: "held" in journal(tmp_path / "c"))
        w.hold_back(False)
        until(lambda: len(told) > 1)
        w.close(recording)
    assert [(type(one), one.what) for one in told] == [(WritingRefused, "full"), (WritingAgain, "full")]


def test_how_much_sound_was_given_up_is_told_and_noted(tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(recorder, "KEPT_WHILE_REFUSED", 2000)
    told: list[DiskNews] = []
    with writer() as w:
        recording = w.open(tmp_path / "c", told.append)
        packet(recording, 0)
        until(lambda: on_disk(tmp_path / "c") == [0])
        disk.room = 0
        since = recording.seconds
        for number in range(1, 101):
            arrived = time.monotonic() + 0.02 * number
            payload = number.to_bytes(4, "big") + bytes(76)
            recording.packet(ADVISER, RtpPacket(111, 0, number, number * 960, 1, payload, arrived=arrived))
        until(lambda: bool(told))
        disk.room = 1 << 30
        until(lambda: len(told) == 2)
        w.close(recording)
        until(lambda: w.is_idle(recording))
    assert isinstance(told[1], WritingAgain)
    kept = on_disk(tmp_path / "c")
    assert told[1].lost_seconds == pytest.approx(0.02 * (100 - len(kept)), abs=0.03)
    lines = [json.loads(line) for line in (tmp_path / "c" / "call.jsonl").read_text().splitlines()]
    (given_up,) = [line for line in lines if line["what"] == "given_up"]
    assert given_up["role"] == "adviser"
    assert given_up["since"] == pytest.approx(since + 0.02, abs=0.3)


def test_what_waits_too_long_gives_up_the_oldest_whole_packets(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(recorder, "KEPT_WHILE_REFUSED", 1000)
    recording = CallRecording(tmp_path / "c")
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
    told: list[DiskNews] = []
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
        recording = w.open(tmp_path / "c", lambda news: None)
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


def test_sound_is_synced_in_each_round_and_the_networks_figures_now_and_then_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        real(handle)

    monkeypatch.setattr(recorder.os, "fsync", fsync)
    with writer() as w:
        recording = w.open(tmp_path / "c", lambda news: None)
        for number in range(1, 6):
            packet(recording, number)
            recording.quality({ADVISER: {"up": {"n": 50}}})
            until(lambda number=number: synced.count("adviser.rtpdump") >= number)
        assert synced.count("quality.jsonl") == 1, "as it began"
        assert "customer.rtpdump" not in synced, "nothing came of them"
        w.close(recording)
        until(lambda: w.is_idle(recording))
    assert synced.count("quality.jsonl") == 2, "what had not been yet"
