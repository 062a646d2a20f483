"""An office file's words laid out as a PDF, in our own type: its text and tables, not its looks."""

import json
from typing import Any, cast

from simulator.document_subjects.pages import AT_ONCE, FileRefused, refused
from simulator.documents.typesetting import typeset
from simulator.timetable.reading_process import ReadingFailed, read_apart
from simulator.typography import french_spaces

SECONDS = 40.0

NOTE = french_spaces(
    "Texte et tableaux seuls : la mise en page et les images n’y sont pas. Pour tout garder, joignez un PDF."
)


def is_office(data: bytes) -> bool:
    """A ZIP, as they all are; or their old form, which is refused in words of its own."""
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


async def as_pdf(data: bytes) -> bytes:
    """Raises FileRefused. Cancelled, the process is killed."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("old_office")
    async with AT_ONCE:
        try:
            told = await read_apart("simulator.document_subjects.office_worker", data=data, seconds=SECONDS)
        except ReadingFailed:
            raise FileRefused("too_heavy") from None
    found = cast(dict[str, Any], json.loads(told))
    if "problem" in found:
        raise refused(found["problem"])
    return await typeset("attached_text", {"blocks": found["blocks"]})
