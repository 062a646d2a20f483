"""Small files that are there whole or not at all, whatever happens to the process or the machine.

A file is written beside its place under another name, given to the disk, renamed, and its folder given to the disk
(POSIX promises the rename itself only then). Blocking: on the event loop use `asyncio.to_thread`.
"""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


def write_durably(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Replaces `path` by `content`, readable as `mode` says. Raises OSError; then what was there still is."""
    written = _written_beside(path, content, mode)
    try:
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_once(path: Path, content: bytes, mode: int = 0o600) -> bytes:
    """Makes `path` unless it is there; returns what stands in it, ours or that of whoever was first."""
    written = _written_beside(path, content, mode)
    try:
        try:
            os.link(written, path)
        except FileExistsError:
            return path.read_bytes()
        except OSError:
            # A file system without hard links: there the last of two that come at once wins.
            written.replace(path)
    finally:
        written.unlink(missing_ok=True)
    sync_folder(path.parent)
    return content


def move_durably(source: Path, target: Path) -> None:
    """A file or folder to another place, over another file system too; nothing may stand there. Raises OSError."""
    try:
        source.rename(target)
    except OSError:
        if not source.exists():
            raise
        beside = target.with_name(temporary_name(target.name))
        if source.is_dir():
            shutil.copytree(source, beside, symlinks=True)
        else:
            shutil.copy2(source, beside)
        sync_tree(beside)
        beside.rename(target)
        shutil.rmtree(source) if source.is_dir() else source.unlink()
    sync_folder(target.parent)
    if source.parent.exists():
        sync_folder(source.parent)


def sync_folder(folder: Path) -> None:
    """Gives a folder's names to the disk: what was made, renamed or removed in it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Gives a written file to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_tree(path: Path) -> None:
    """Gives a file, or a folder with all that is in it, to the disk."""
    if not path.is_dir():
        sync_file(path)
        return
    for folder, _, names in os.walk(path):
        for name in names:
            sync_file(Path(folder) / name)
        sync_folder(Path(folder))


def temporary_name(name: str) -> str:
    """Of a file on its way to `name`; `is_temporary` knows it again."""
    return f".{name}.{secrets.token_hex(4)}.new"


def is_temporary(name: str) -> bool:
    """What a process that was killed may have left; never the only copy of anything."""
    return name.startswith(".") and name.endswith(".new")


def _written_beside(path: Path, content: bytes, mode: int) -> Path:
    written = path.with_name(temporary_name(path.name))
    try:
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            written.unlink(missing_ok=True)
        raise
    return written
