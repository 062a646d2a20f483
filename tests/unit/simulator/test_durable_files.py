"""Small files that are there whole or not at all."""

import os
import stat
import threading
from pathlib import Path

import pytest

from simulator.settings import load_secret
from telephony import durable
from telephony.durable import is_temporary, move_whole, write_once, write_whole


def test_a_file_is_given_to_the_disk_before_its_name_and_its_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In any other order a power cut leaves a name without content, or none."""
    path, done = tmp_path / "one", list[str]()
    fsync = os.fsync

    def noted(handle: int) -> None:
        kind = "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file"
        done.append(f"{kind} synced, name {'there' if path.exists() else 'not there'}")
        fsync(handle)

    monkeypatch.setattr(durable.os, "fsync", noted)
    write_whole(path, b"content", 0o600)
    assert done == ["file synced, name not there", "folder synced, name there"]
    assert path.read_bytes() == b"content"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one"
    write_whole(path, b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["one"]


def test_of_several_that_make_a_file_at_once_all_read_the_first_one_s(tmp_path: Path) -> None:
    at_once = threading.Barrier(8)
    read: list[bytes] = []

    def make(number: int) -> None:
        at_once.wait(10)
        read.append(write_once(tmp_path / "one", b"%d" % number, 0o600))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert set(read) == {(tmp_path / "one").read_bytes()}
    assert [one.name for one in tmp_path.iterdir()] == ["one"]


def test_a_server_and_a_command_that_start_together_have_one_secret(tmp_path: Path) -> None:
    assert load_secret(tmp_path) == load_secret(tmp_path)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert not any(is_temporary(one.name) for one in tmp_path.iterdir())


def test_a_folder_moves_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_text("sound")
    (tmp_path / "elsewhere").mkdir()
    move_whole(tmp_path / "a", tmp_path / "elsewhere" / "a")
    assert (tmp_path / "elsewhere" / "a" / "b" / "c").read_text() == "sound"
    assert not (tmp_path / "a").exists()
