"""The child process that draws all pages of one attached file: bytes in on its standard input, JPEGs out.

A stranger wrote the file. Memory, processor time and doors are given up before its first byte is looked at (see
`simulator/timetable/page_worker.py`, whose reading of PDFs this is); what leaves are pixels drawn here.

`python -m simulator.document_subjects.pages_worker`. Out: a line of JSON, `{"pages": [length, …]}` or `{"problem":
code}` (`pages.PROBLEMS`), then the pictures one after the other.
"""

import io
import json
import sys

from PIL import Image, ImageOps

from scenarios.models.attached import MOST_PAGES
from simulator.bounded import bound
from simulator.timetable.page_worker import LARGEST, MEMORY, Unreadable, opened, picture, rehearse

CPU_SECONDS = 60
"""For sixty pages; a page takes a tenth of a second."""

WIDTH = 1400
"""Pixels of a page: small print can be read once it is enlarged."""

MOST_POINTS = 40_000_000
"""Of a picture; more is no scan of a page."""

LONGEST_SIDE = 2400

QUALITY = 82

PICTURES = ("JPEG", "PNG", "WEBP")


def main() -> None:
    data = sys.stdin.buffer.read(LARGEST + 1)
    Image.init()
    rehearse()
    bound(MEMORY, CPU_SECONDS)
    try:
        made = _drawn(data)
    except Unreadable as problem:
        _tell({"problem": problem.code})
        return
    except MemoryError:
        _tell({"problem": "too_heavy"})
        return
    _tell({"pages": [len(one) for one in made]})
    for one in made:
        sys.stdout.buffer.write(one)
    sys.stdout.buffer.flush()


def _tell(what: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")
    sys.stdout.buffer.flush()


def _drawn(data: bytes) -> list[bytes]:
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    if not data.startswith(b"%PDF-"):
        return [_photo(data)]
    document = opened(data)
    if len(document) > MOST_PAGES:
        raise Unreadable("too_many_pages")
    return [picture(document, number, WIDTH) for number in range(len(document))]


def _photo(data: bytes) -> bytes:
    """The picture anew: no place, no camera, nothing but its points. Raises Unreadable."""
    Image.MAX_IMAGE_PIXELS = MOST_POINTS // 2  # Pillow refuses from twice that on
    try:
        with Image.open(io.BytesIO(data), formats=PICTURES) as sent:
            if sent.width * sent.height > MOST_POINTS:
                raise Unreadable("too_heavy")
            upright = ImageOps.exif_transpose(sent).convert("RGBA")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        page = Image.new("RGB", upright.size, "white")
        page.paste(upright, mask=upright)
    except (Unreadable, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise Unreadable("too_heavy") from None
    except Exception:  # noqa: BLE001 - whatever a hostile file does to the decoder, it is no picture
        raise Unreadable("unknown") from None
    made = io.BytesIO()
    page.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


if __name__ == "__main__":
    main()
