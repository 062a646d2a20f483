"""An archive with a model, hundreds of megabytes: it comes in pieces, onto the disk and never into memory."""

import re
import shutil
from pathlib import Path

from simulator.errors import Conflict

LARGEST = 4 * 10**9
"""Bytes: the largest Whisper, compressed."""

ARRIVING = ".upload.new"
"""In the models' folder; one at a time, begun anew by a piece that begins at 0."""


def whole_file(folder: Path, called: str) -> Path:
    """Where one that arrived whole waits for being unpacked; `called`: as its sender named it."""
    words = re.sub(r"[^a-z0-9.]+", "-", called.lower().removesuffix(".zip")).strip("-.")
    return folder / f".upload.{words or 'archive'}.new"


def name_told(file: Path) -> str:
    """How the sender named it."""
    return file.name.removeprefix(".upload.").removesuffix(".new")


def take_piece(folder: Path, offset: int, size: int, piece: bytes) -> int:
    """Bytes that are here now. Blocking. Raises Conflict, OSError.

    Killed half way, the next piece does not fit and the archive is sent anew."""
    file = folder / ARRIVING
    if offset == 0:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.unlink(missing_ok=True)
        if 3 * size > shutil.disk_usage(folder).free:
            raise Conflict(
                "no_room_for_model",
                f"Recevoir et déplier ce modèle demande {3 * size // 10**6} Mo libres sur le disque de {folder}.",
                "Libérez de la place, ou donnez à COMBINE_MODELS un dossier d’un autre disque.",
            )
    here = file.stat().st_size if file.exists() else 0
    if here != offset or offset + len(piece) > size:
        raise Conflict(
            "piece_out_of_turn",
            "Cet envoi a été interrompu, ou un autre a commencé.",
            "Choisissez l’archive de nouveau.",
        )
    with file.open("ab") as arriving:
        arriving.write(piece)
    return offset + len(piece)
