"""`SHA256SUMS`: what `sha256sum --check` reads."""

import hashlib
from pathlib import Path

NAME = "SHA256SUMS"


def write_sums(folder: Path) -> None:
    """Over every file of `folder`, sums themselves left out."""
    files = sorted(one for one in folder.iterdir() if one.is_file() and one.name != NAME)
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}" for one in files]
    (folder / NAME).write_text("\n".join(lines) + "\n")
