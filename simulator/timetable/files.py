"""Candidates' documents as files: what their first bytes say they are, where they are kept, how they are handed out.

A stranger wrote them: they are never shown inside our pages, only taken away, under headers that let nothing in them
run as ours.
"""

import io
import zipfile
from pathlib import Path

from simulator.errors import SimulatorError

LARGEST = 12 * 1024 * 1024
"""Bytes."""

FOLDER = "candidate_documents"
"""In the data folder."""

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", DOCX: ".docx", ODT: ".odt"}

SANDBOX = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class NotADocument(SimulatorError):
    """Neither PDF nor picture nor text document."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            "not_a_document",
            "Ce fichier n’est ni un PDF, ni une image, ni un document Word ou LibreOffice.",
            "Enregistrez-le en PDF, puis joignez-le de nouveau.",
        )


def media_type_of(data: bytes) -> str:
    """By the content, whatever the name says. Raises NotADocument."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"PK"):
        return _packed(data)
    raise NotADocument


def _packed(data: bytes) -> str:
    """Names only are read: nothing is unpacked but the mimetype's few bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {one.filename: one.file_size for one in archive.infolist()}
            if "word/document.xml" in names:
                return DOCX
            if 0 < names.get("mimetype", 0) < 200 and archive.read("mimetype") == ODT.encode():
                return ODT
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        pass
    raise NotADocument


def shown_name(name: str, media_type: str) -> str:
    """The name as it was called, without any path, with the ending of what it is."""
    bare = Path(name.replace("\\", "/")).name
    visible = "".join(one for one in bare if one.isprintable() and one not in '<>:"|?*;').strip(" .")
    stem = Path(visible).stem[:100] or "document"
    return f"{stem}{ENDINGS[media_type]}"
