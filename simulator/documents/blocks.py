"""The pieces that an official sheet is made of, as plain data for `official.typ`."""

from collections.abc import Sequence
from typing import Any

from simulator.typography import NO_BREAK, french_spaces

Block = dict[str, Any]

ROOM_TO_SIGN = "\n".join([NO_BREAK] * 3)
"""An empty cell of three lines."""


def sheet(title: str, pages: Sequence[Block], footer: str, keywords: Sequence[str] = ()) -> dict[str, Any]:
    return {"title": title, "pages": [*pages], "footer": french_spaces(footer), "keywords": [*keywords]}


def page(title: str, subtitle: str, *blocks: Block | None) -> Block:
    """`None` stands for a block that has nothing to say."""
    kept = [one for one in blocks if one is not None]
    return {"title": french_spaces(title), "subtitle": french_spaces(subtitle), "blocks": kept}


def section(text: str) -> Block:
    return {"kind": "section", "text": french_spaces(text)}


def part(text: str) -> Block:
    return {"kind": "part", "text": french_spaces(text)}


def text(words: str) -> Block:
    return {"kind": "text", "text": french_spaces(words)}


def large(words: str) -> Block:
    return {"kind": "large", "text": french_spaces(words)}


def note(words: str) -> Block:
    """Set apart: what this sheet is and is not."""
    return {"kind": "note", "text": french_spaces(words)}


def pairs(items: Sequence[tuple[str, str]]) -> Block:
    return {"kind": "pairs", "items": [[name, french_spaces(words)] for name, words in items]}


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Sequence[float],
    strong: Sequence[int] = (),
    *,
    boxed: bool = False,
    centred: Sequence[int] = (),
) -> Block:
    """`columns`: shares of the width; 0: as wide as its content. `strong`, `centred`: columns in bold, in the middle.
    `boxed`: to be filled in by hand."""
    return {
        "kind": "table",
        "header": [french_spaces(one) for one in header],
        "rows": [[french_spaces(cell) for cell in row] for row in rows],
        "columns": [*columns],
        "strong": [*strong],
        "boxed": boxed,
        "centred": [*centred],
    }


def quoted(head: str, subject: str, lines: Sequence[str]) -> Block:
    """A letter or mail as its writer left it: their spaces too."""
    return {"kind": "quoted", "head": french_spaces(head), "subject": subject, "lines": [*lines]}


def signatures(people: Sequence[tuple[str, str]]) -> Block:
    """Room to sign by hand; under each name what is known of an electronic signature."""
    return {"kind": "signatures", "people": [[name, french_spaces(words)] for name, words in people]}
