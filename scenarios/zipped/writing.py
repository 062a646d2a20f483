"""A pack's folder as a ZIP: the bytes of its files as they stand, and the same ZIP for the same files."""

import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from .names import KINDS

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every entry: when it was exported is not part of a pack."""
_PLAIN_FILE = 0o100644 << 16


def files_of(folder: Path) -> dict[str, bytes]:
    """What a pack's folder holds, by name below it. Hidden files, links and what no pack holds stay behind.

    Raises OSError.
    """
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in _plain_files(folder)}


def _plain_files(folder: Path) -> Iterator[Path]:
    for where, below, names in os.walk(folder):
        # Links to folders are not followed, and would be named in `below`.
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = Path(where) / name
            if not name.startswith(".") and path.suffix.lower() in KINDS and path.is_file() and not path.is_symlink():
                yield path


def write_zip(files: Mapping[str, bytes], folder: str, into: IO[bytes]) -> None:
    """Every file below one folder of that name. Raises OSError."""
    with zipfile.ZipFile(into, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _FIRST_DATE)
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3  # Unix: the attributes above are of its kind, wherever this runs.
            # Opus is compressed already.
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".opus") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
