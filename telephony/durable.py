"""Files that outlive a power cut: whole or absent, their names too.

What is written is with the operating system and outlives our process; only what was synced outlives the machine's
power. A name is part of its folder: the folder is synced as well, and so is the parent of each folder that was made.
Everything here waits for the disk: never call it where packets pass.
"""

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Writes aside, syncs, renames, syncs the name: after a cut the old file is there, or the new one, whole.

    `mode`: as for open(2), less the umask. Raises OSError.
    """
    aside = path.with_name(path.name + ".part")
    aside.unlink(missing_ok=True)
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    replace_synced(aside, path)


def replace_synced(aside: Path, path: Path) -> None:
    """Renames a file of the same folder that is synced already. Raises OSError."""
    aside.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """What is in the file stays there. Raises OSError."""
    with path.open("r+b") as file:
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
