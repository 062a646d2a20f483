"""What was done already: a step is done again only when one of its inputs has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from machine import VENV

FOLDER = VENV / ".stamps"


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """SHA-256 over the names and bytes of these files, and over whatever else decides the result."""
    digest = hashlib.sha256("\0".join(more).encode())
    for file in sorted(files):
        digest.update(f"\0{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def is_done(step: str, inputs: str) -> bool:
    """Whether this step was last done with the same inputs."""
    stamp = FOLDER / step
    return stamp.is_file() and stamp.read_text() == inputs


def forget(step: str) -> None:
    """Called before a step begins: an interrupted one must not look done."""
    (FOLDER / step).unlink(missing_ok=True)


def mark_done(step: str, inputs: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / step).write_text(inputs)
