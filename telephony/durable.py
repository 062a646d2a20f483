"""Files that outlive a power cut: whole or absent, their names too.

What is written is with the operating system and outlives our process; only what was synced outlives the machine's
power. A file is written beside its place under another name, synced, and renamed. A name is part of its folder: the
folder is synced as well, and so is the parent of each folder that was made.
Everything here waits for the disk: never call it where packets pass; on the event loop use `asyncio.to_thread`.
"""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """After a cut, and after an error, the old file is there, or the new one, whole.

    `mode`: as for open(2), less the umask. Raises OSError.
    """
    aside = _written_beside(path, data, mode)
    try:
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_once(path: Path, data: bytes, mode: int) -> bytes:
    """Makes `path` unless it is there; returns what stands in it: ours, or whoever was first's. Raises OSError."""
    written = _written_beside(path, data, mode)
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
    return data


def replace_synced(aside: Path, path: Path) -> None:
    """Renames a file of the same folder that is synced already. Raises OSError."""
    aside.replace(path)
    sync_folder(path.parent)


def move_whole(source: Path, target: Path) -> None:
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


def sync_file(path: Path) -> None:
    """What is in the file stays there. Raises OSError."""
    # A file that may not be written to can be synced all the same, where the system allows it.
    with path.open("rb" if os.name == "posix" else "r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """The names in this folder stay as they are. Raises OSError."""
    if os.name != "posix":
        return  # Windows has no such thing and does it by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(path: Path) -> None:
    """The same of a file, or of a folder with all that is in it. Raises OSError."""
    if not path.is_dir():
        sync_file(path)
        return
    for folder, _, names in os.walk(path):
        for name in names:
            sync_file(Path(folder) / name)
        sync_folder(Path(folder))


def make_folders(folder: Path, mode: int = 0o777) -> None:
    """Makes the folder and its parents, each name synced. `mode`: of those that are made. Raises OSError."""
    missing: list[Path] = []
    at = folder
    while not at.exists():
        missing.append(at)
        at = at.parent
    for one in reversed(missing):
        one.mkdir(mode=mode, exist_ok=True)
        sync_folder(one.parent)
    if not folder.is_dir():
        raise NotADirectoryError(f"not a folder: {folder}")


def temporary_name(name: str) -> str:
    """Of a file on its way to `name`; `is_temporary` knows it again."""
    return f".{name}.{secrets.token_hex(4)}.new"


def is_temporary(name: str) -> bool:
    """What a process that was killed may have left; never the only copy of anything."""
    return name.startswith(".") and name.endswith(".new")


def _written_beside(path: Path, data: bytes, mode: int) -> Path:
    written = path.with_name(temporary_name(path.name))
    try:
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            written.unlink(missing_ok=True)
        raise
    return written
