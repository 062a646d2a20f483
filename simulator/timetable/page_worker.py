"""The child process that draws a PDF's pages: bytes in on its standard input, a page count or one picture out.

A stranger wrote the PDF. PDFium reads it, in a build without JavaScript and without forms, in a process of its own
whose memory and processor time are bounded and which, once the input is read, can open neither file nor socket. What
leaves it are pixels: no script, no link, no attached file of the PDF ever reaches a browser.

`python -m simulator.timetable.page_worker count` or `… page NUMBER WIDTH` (from 0; pixels).
"""

import io
import json
import sys

import pypdfium2 as pdfium
from PIL import Image, JpegImagePlugin

from simulator.bounded import bound

LARGEST = 12 * 1024 * 1024
"""Bytes of a file."""

MEMORY = 1024 * 1024 * 1024
"""Of the whole address space."""

CPU_SECONDS = 10

MOST_PAGES = 300

WIDEST, TALLEST = 1600, 3200
"""Pixels of a picture, whatever size the page claims."""

QUALITY = 85
"""Of the JPEG: letters stay sharp."""


class Unreadable(Exception):
    """`code` is one of `page_pictures.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    data = sys.stdin.buffer.read(LARGEST + 1)
    _shut()
    try:
        if len(data) > LARGEST:
            raise Unreadable("too_large")
        made = _done(data, sys.argv[1:])
    except Unreadable as problem:
        made = json.dumps({"problem": problem.code}).encode()
    except MemoryError:
        made = json.dumps({"problem": "too_heavy"}).encode()
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()


def _done(data: bytes, asked: list[str]) -> bytes:
    if asked == ["count"]:
        document = opened(data)
        # A file whose first page cannot be drawn is found out now, not before the jury.
        picture(document, 0, 200)
        return json.dumps({"pages": len(document)}).encode()
    return picture(opened(data), int(asked[1]), int(asked[2]))


def _shut() -> None:
    """No more memory, time or doors than an honest dossier needs."""
    rehearse()
    bound(MEMORY, CPU_SECONDS)


def rehearse() -> None:
    """What libraries load at their first use are files: nothing may open them later."""
    Image.preinit()
    Image.new("RGB", (8, 8)).save(io.BytesIO(), JpegImagePlugin.JpegImageFile.format, quality=QUALITY)
    document = pdfium.PdfDocument.new()
    document.new_page(20, 20).render(scale=1).to_pil()


def opened(data: bytes) -> pdfium.PdfDocument:
    """Without its forms and their scripts. Raises Unreadable."""
    if not data.startswith(b"%PDF-"):
        raise Unreadable("not_a_pdf")
    try:
        # Forms are never initialised: with them would come what they do by themselves.
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        raise Unreadable("locked" if "password" in str(error).lower() else "broken") from error
    if pages == 0:
        raise Unreadable("broken")
    if pages > MOST_PAGES:
        raise Unreadable("too_many_pages")
    return document


def picture(document: pdfium.PdfDocument, number: int, width: int) -> bytes:
    """A JPEG of this page (from 0). Raises Unreadable."""
    if not 0 <= number < len(document):
        raise Unreadable("no_such_page")
    try:
        page = document[number]
        wide, high = page.get_size()
        if not (wide > 0 and high > 0):
            raise Unreadable("broken")
        scale = min(min(width, WIDEST) / wide, TALLEST / high)
        drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        raise Unreadable("broken") from error
    out = io.BytesIO()
    drawn.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


if __name__ == "__main__":
    main()
