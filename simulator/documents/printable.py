"""What people wrote, fit to be printed: a name or a message of any script never keeps a document from being made.

PDF/UA-1 and PDF/A-2a refuse a character without a glyph. What none of our faces draws stands as its code,
« [U+674E] »: whoever reads it can still find it again, and the text on the screen is untouched.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
FONTS = _HERE / "fonts"
FACES = ("Inter-Regular.otf", "NotoEmoji-Regular.ttf", "DejaVuSans.ttf")
"""One of each family, in the order in which `templates/faces.typ` asks for them."""

_ORDERS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
"""They turn the words around them about, those of others too; or mark the beginning of a file (typst refuses it)."""


def printable(data: Any) -> Any:
    """The same data, each of its texts without what no face draws."""
    match data:
        case str():
            return _text(data)
        case dict():
            return {key: printable(value) for key, value in data.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [printable(one) for one in data]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return data


def _text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_character, _ORDERS.sub("", text.replace("\r\n", "\n"))))


def _character(one: str) -> str:
    if one == "\n":
        return one
    if one in "\t\r\v\f":
        return " "
    kind = unicodedata.category(one)
    if kind not in ("Cc", "Co", "Cs") and ord(one) in drawn():
        return one
    # Controls and marks that only steer others: without a face for them they say nothing.
    return "" if kind in ("Cc", "Cf") else f"[U+{ord(one):04X}]"


@lru_cache(maxsize=1)
def drawn() -> frozenset[int]:
    """Every code point that one of our faces has a glyph for."""
    return frozenset[int]().union(*(_points((FONTS / name).read_bytes()) for name in FACES))


def _points(font: bytes) -> set[int]:
    """The character map of a font, in its format 12: groups of (first, last, first glyph) (OpenType, « cmap »)."""
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(struct.unpack_from(">H", font, 4)[0]))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    for at in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        place = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * at)[2]
        if struct.unpack_from(">H", font, place)[0] == 12:
            count = struct.unpack_from(">L", font, place + 12)[0]
            groups = struct.iter_unpack(">LLL", font[place + 16 : place + 16 + 12 * count])
            return {point for first, last, _ in groups for point in range(first, last + 1)}
    raise ValueError("a font without a character map of format 12")
