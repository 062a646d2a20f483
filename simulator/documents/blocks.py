"""The pieces that an official sheet is made of, as plain data for `official.typ`."""

from collections.abc import Sequence
from typing import Any

from simulator.typography import NO_BREAK, french_apostrophes, french_spaces

Block = dict[str, Any]

ROOM_TO_SIGN = "\n".join([NO_BREAK] * 3)
"""An empty cell of three lines."""


def french(text: str) -> str:
    return french_spaces(french_apostrophes(text))


def sheet(
    title: str, pages: Sequence[Block], footer: str, keywords: Sequence[str] = (), *, size: float = 9
) -> dict[str, Any]:
    """`size`: of the text, in points."""
    return {"size": size, "title": title, "pages": [*pages], "footer": french(footer), "keywords": [*keywords]}


def page(title: str, subtitle: str, *blocks: Block | None) -> Block:
    """`None` stands for a block that has nothing to say."""
    kept = [one for one in blocks if one is not None]
    return {"title": french(title).strip() or "Sans titre", "subtitle": french(subtitle), "blocks": kept}


def section(text: str) -> Block:
    return {"kind": "section", "text": french(text)}


def part(text: str) -> Block:
    return {"kind": "part", "text": french(text)}


def text(words: str) -> Block:
    return {"kind": "text", "text": french(words)}


def large(words: str) -> Block:
    return {"kind": "large", "text": french(words)}


def note(words: str) -> Block:
    """Set apart: what this sheet is and is not."""
    return {"kind": "note", "text": french(words)}


def pairs(items: Sequence[tuple[str, str]]) -> Block:
    return {"kind": "pairs", "items": [[name, french(words)] for name, words in items]}


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[float],
    strong: Sequence[int] = (),
    *,
    boxed: bool = False,
    centred: Sequence[int] = (),
    as_written: Sequence[int] = (),
) -> Block:
    """`columns`: shares of the width; 0: as wide as its content. `strong`, `centred`: columns in bold, in the middle.
    `boxed`: to be filled in by hand. `as_written`: columns that are evidence, to which no typography is done."""
    return {
        "kind": "table",
        "header": [french(one) for one in header],
        "rows": [[cell if at in as_written else french(cell) for at, cell in enumerate(row)] for row in rows],
        "columns": [*columns],
        "strong": [*strong],
        "boxed": boxed,
        "centred": [*centred],
    }


def quoted(head: str, subject: str, lines: Sequence[str]) -> Block:
    """A letter or mail as its writer left it: their spaces too."""
    return {"kind": "quoted", "head": french(head), "subject": subject, "lines": [*lines]}


def signatures(people: Sequence[tuple[str, str]]) -> Block:
    """Room to sign by hand; under each name what is known of an electronic signature."""
    return {"kind": "signatures", "people": [[name, french(words)] for name, words in people]}
