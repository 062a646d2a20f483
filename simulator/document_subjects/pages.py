"""The pages of an attached file as pictures, drawn in a process of its own."""

import asyncio
import json
from typing import Any, cast

import structlog

from scenarios.models.attached import MOST_PAGES
from simulator.errors import SimulatorError
from simulator.timetable.page_worker import LARGEST
from simulator.timetable.reading_process import ReadingFailed, read_apart

log = structlog.get_logger(__name__)

SECONDS = 90.0
"""For a whole file, the start of the process included; its processor time is bounded by the worker itself."""

AT_ONCE = asyncio.Semaphore(2)

PROBLEMS: dict[str, tuple[str, str]] = {
    "empty": ("Ce fichier est vide.", "Vérifiez qu’il s’ouvre sur votre poste, puis joignez-le."),
    "too_large": ("Ce fichier est trop volumineux : 12 Mo au plus.", "Réduisez ses images, puis joignez-le."),
    "unknown": (
        "Ce fichier n’est ni un PDF, ni une image, ni un fichier de texte ou de calcul lisible.",
        "Joignez un PDF, une image JPEG, PNG ou WebP, ou un fichier DOCX, ODT, XLSX ou ODS.",
    ),
    "old_office": (
        "Ce fichier est d’un ancien format de Word ou d’Excel, ou protégé par un mot de passe.",
        "Ouvrez-le et enregistrez-le en PDF, sans mot de passe.",
    ),
    "no_words": ("Ce fichier n’a ni texte ni tableau.", "S’il ne contient que des images, enregistrez-le en PDF."),
    "too_wide": (
        "Un tableau de ce fichier a trop de colonnes pour tenir sur une page.",
        "Enregistrez-le en PDF, mis en page comme il doit se lire.",
    ),
    "locked": ("Ce fichier est protégé par un mot de passe.", "Enregistrez-en une copie sans mot de passe."),
    "broken": ("Ce fichier est abîmé : ses pages ne s’ouvrent pas.", "Exportez-le de nouveau en PDF."),
    "too_many_pages": (
        f"Ce fichier a plus de {MOST_PAGES} pages.",
        "Joignez les seules pages utiles, en plusieurs fichiers s’il le faut.",
    ),
    "too_heavy": (
        "Ce fichier demande trop de mémoire ou de temps pour être affiché.",
        "Réduisez ses images, ou imprimez-le en PDF, puis joignez cette copie.",
    ),
}


class FileRefused(SimulatorError):
    """Nothing of the file is kept."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(f"file_{code}", *PROBLEMS[code])


def refused(code: str) -> FileRefused:
    """What a worker said of the file."""
    return FileRefused(code if code in PROBLEMS else "broken")


async def pages_of(data: bytes) -> list[bytes]:
    """A JPEG a page. Raises FileRefused. Cancelled, the process is killed."""
    if not data:
        raise FileRefused("empty")
    if len(data) > LARGEST:
        raise FileRefused("too_large")
    async with AT_ONCE:
        try:
            told = await read_apart("simulator.document_subjects.pages_worker", data=data, seconds=SECONDS)
        except ReadingFailed as failed:
            log.warning("pages_worker_ended", code=failed.code, size=len(data))
            raise FileRefused("too_heavy") from None
    head, _, pictures = told.partition(b"\n")
    found = cast(dict[str, Any], json.loads(head))
    if "problem" in found:
        raise refused(found["problem"])
    pages: list[bytes] = []
    for length in found["pages"]:
        pages.append(pictures[:length])
        pictures = pictures[length:]
    return pages
