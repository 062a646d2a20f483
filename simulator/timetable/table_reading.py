"""Reading an imported table in a process of its own: CSV, XLSX or ODS in, rows of text or French words out."""

import asyncio
import json
from typing import Any, cast

import structlog

from simulator.errors import SimulatorError
from simulator.timetable.reading_process import ReadingFailed, read_apart

log = structlog.get_logger(__name__)

SECONDS = 20.0
"""For the whole reading; its processor time is bounded by the worker itself."""

AT_ONCE = asyncio.Semaphore(2)

PROBLEMS: dict[str, tuple[str, str]] = {
    "too_large": (
        "Ce fichier est trop volumineux : 2 Mo au plus.",
        "Gardez la seule liste des candidats ou des jurés, sans images, puis recommencez.",
    ),
    "too_heavy": (
        "Ce classeur est trop lourd une fois déplié.",
        "Copiez la seule liste dans un classeur neuf, ou enregistrez-la en CSV, puis recommencez.",
    ),
    "too_many_rows": (
        "Ce tableau a plus de 500 lignes.",
        "Gardez les candidats de cette session, puis recommencez.",
    ),
    "too_many_columns": (
        "Ce tableau a plus de 40 colonnes.",
        "Gardez les colonnes demandées, puis recommencez.",
    ),
    "empty": ("Ce fichier est vide.", "Choisissez le fichier qui contient la liste."),
    "old_excel": (
        "Ce fichier est au format .xls, que Combiné ne lit pas.",
        "Dans Excel ou LibreOffice, enregistrez-le en .xlsx, .ods ou .csv, puis recommencez.",
    ),
    "not_a_table": (
        "Ce fichier n’est pas un tableau.",
        "Choisissez un fichier .csv, .xlsx ou .ods.",
    ),
    "locked": (
        "Ce classeur est protégé par un mot de passe.",
        "Enregistrez-en une copie sans mot de passe, puis recommencez.",
    ),
    "encoding": (
        "Les lettres de ce fichier n’ont pas pu être lues.",
        "Enregistrez-le en « CSV UTF-8 », ou en .xlsx, puis recommencez.",
    ),
    "broken": (
        "Ce fichier est abîmé, ou n’est pas le tableau que son nom annonce.",
        "Ouvrez-le, enregistrez-le de nouveau en .xlsx, .ods ou .csv, puis recommencez.",
    ),
}


class TableUnreadable(SimulatorError):
    """Nothing of the file was taken over."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(f"table_{code}", *PROBLEMS[code])


async def read_table(data: bytes) -> list[list[str]]:
    """The rows of the first sheet. Raises TableUnreadable. Cancelled, the worker is killed."""
    async with AT_ONCE:
        try:
            told = await read_apart("simulator.timetable.table_worker", data=data, seconds=SECONDS)
        except ReadingFailed as failed:
            log.warning("table_worker_ended", code=failed.code, size=len(data))
            raise TableUnreadable("too_heavy") from None
    answer = cast(dict[str, Any], json.loads(told))
    if "problem" in answer:
        raise TableUnreadable(answer["problem"])
    return answer["rows"]
