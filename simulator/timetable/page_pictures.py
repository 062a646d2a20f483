"""A candidate's PDF as pictures of its pages, each drawn in a process of its own, then kept a while in memory."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog

from simulator.errors import SimulatorError
from simulator.timetable.reading_process import ReadingFailed, read_apart

log = structlog.get_logger(__name__)

SECONDS = 25.0
"""For one page, the start of the process included; its processor time is bounded by the worker itself."""

AT_ONCE = asyncio.Semaphore(2)

KEPT_BYTES = 32 * 1024 * 1024
"""Of pictures in memory: some hundred pages."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "too_large": (
        "Ce dossier est trop volumineux : 12 Mo au plus.",
        "Réduisez ses images, puis joignez-le de nouveau.",
    ),
    "not_a_pdf": (
        "Ce fichier n’est pas un PDF.",
        "Le dossier professionnel se joint en PDF : exportez-le depuis Word ou LibreOffice, puis recommencez.",
    ),
    "locked": (
        "Ce PDF est protégé par un mot de passe.",
        "Demandez au candidat une copie sans mot de passe, puis joignez-la.",
    ),
    "broken": (
        "Ce PDF est abîmé : ses pages ne s’ouvrent pas.",
        "Exportez-le de nouveau en PDF, vérifiez qu’il s’ouvre, puis joignez-le.",
    ),
    "too_many_pages": (
        "Ce PDF a plus de 300 pages.",
        "Joignez le seul dossier professionnel, sans ses annexes.",
    ),
    "too_heavy": (
        "Ce PDF demande trop de mémoire ou de temps pour être affiché.",
        "Réduisez ses images, ou imprimez-le en PDF depuis un lecteur, puis joignez cette copie.",
    ),
    "no_such_page": ("Cette page n’existe pas.", "Rechargez la page."),
}


class PdfUnreadable(SimulatorError):
    """Nothing of the file is shown, or taken over."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(f"pdf_{code}", *PROBLEMS[code])


class _Drawn:
    """Pictures, the oldest thrown away first."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple[str, int, int]) -> bytes | None:
        if key in self._pictures:
            self._pictures.move_to_end(key)
        return self._pictures.get(key)

    def put(self, key: tuple[str, int, int], picture: bytes) -> None:
        self._bytes += len(picture) - len(self._pictures.pop(key, b""))
        self._pictures[key] = picture
        while self._bytes > KEPT_BYTES:
            _, gone = self._pictures.popitem(last=False)
            self._bytes -= len(gone)


_drawn = _Drawn()
"""Documents are named at random and never change: a picture of one is a picture for ever."""


async def page_count(data: bytes) -> int:
    """Raises PdfUnreadable. Cancelled, the worker is killed."""
    told = cast(dict[str, Any], json.loads(await _worker(data, "count")))
    return int(told["pages"])


async def page_picture(document_id: str, content: Callable[[], Awaitable[bytes]], number: int, width: int) -> bytes:
    """A JPEG of one page (from 0), at most so many pixels wide. Raises PdfUnreadable. Cancelled, nothing remains.

    `content`: reads the document, which an already drawn page does without.
    """
    key = (document_id, number, width)
    picture = _drawn.get(key)
    if picture is None:
        picture = await _worker(await content(), "page", str(number), str(width))
        _drawn.put(key, picture)
    return picture


async def _worker(data: bytes, *asked: str) -> bytes:
    async with AT_ONCE:
        try:
            told = await read_apart("simulator.timetable.page_worker", *asked, data=data, seconds=SECONDS)
        except ReadingFailed as failed:
            log.warning("page_worker_ended", code=failed.code, size=len(data))
            raise PdfUnreadable("too_heavy") from None
    if told.startswith(b'{"problem"'):
        raise PdfUnreadable(json.loads(told)["problem"])
    return told
