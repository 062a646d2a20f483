"""A text as the editor sends it (ProseMirror's JSON), checked against what the editor can make, and read. Pure.

Paragraphs, lists and line breaks; bold, italic, underline. Anything else, or too deep, or too long, is no text of
ours: refused whole, nothing is cleaned in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from exams.seals import canonical, sha256_of

MOST_CHARACTERS = 60_000
"""Some twenty pages: nobody writes them in 75 minutes."""

DEEPEST = 12
"""Nodes within one another: lists six deep."""

MARKS = frozenset({"bold", "italic", "underline"})
_BLOCKS = frozenset({"paragraph", "bulletList", "orderedList"})
_WITHIN: Mapping[str, frozenset[str]] = {
    "doc": _BLOCKS,
    "paragraph": frozenset({"text", "hardBreak"}),
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": _BLOCKS,
}
"""Each node that has content, and what may stand in it."""


class BadProse(ValueError):
    """Not a document of this editor. Says what, never the words."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `marker`: « • » or « 1. » where it begins an item; `depth`: of the list it stands in."""

    runs: tuple[Run, ...]
    depth: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Prose:
    """A checked text. `document`: canonical JSON, of which `sha256` is taken."""

    document: str
    sha256: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """A line for each paragraph, items with their marker."""
        return "\n".join(f"{block.marker} {block.text}".strip() for block in self.blocks)

    @property
    def words(self) -> int:
        return sum(len(block.text.split()) for block in self.blocks)


def checked(document: object) -> Prose:
    """Raises BadProse."""
    node = _checked_node(document, within="", depth=0)
    if sum(len(run.text) for block in _blocks(node, 0, "") for run in block.runs) > MOST_CHARACTERS:
        raise BadProse("too long")
    text = canonical(node)
    return Prose(text, sha256_of(text), tuple(_blocks(node, 0, "")))


Node = dict[str, Any]


def _checked_node(given: object, within: str, depth: int) -> Node:
    """The node with nothing but what is known of it."""
    if not isinstance(given, dict) or depth > DEEPEST:
        raise BadProse("no node, or too deep")
    node = cast(Node, given)
    kind = node.get("type")
    if not isinstance(kind, str) or (kind not in _WITHIN[within] if within else kind != "doc"):
        raise BadProse(f"no such node in {within or 'nothing'}")
    if kind == "text":
        return _checked_text(node)
    if kind == "hardBreak":
        return {"type": kind}
    if set(node) - {"type", "content", "attrs"}:
        raise BadProse(f"unknown key in {kind}")
    content = node.get("content", [])
    if not isinstance(content, list):
        raise BadProse("content is no list")
    inner = [_checked_node(one, kind, depth + 1) for one in cast(list[object], content)]
    # The same text is the same JSON, whether its page wrote an empty list or none.
    made: Node = {"type": kind, "content": inner}
    start = _start_of(node) if kind == "orderedList" else 1
    return made | {"attrs": {"start": start}} if start != 1 else made


def _checked_text(node: Node) -> Node:
    text, marks = node.get("text"), node.get("marks", [])
    if not isinstance(text, str) or not text or not isinstance(marks, list) or set(node) - {"type", "text", "marks"}:
        raise BadProse("bad text")
    names = {cast(Node, one).get("type") if isinstance(one, dict) else None for one in cast(list[object], marks)}
    if not names <= MARKS or any(ord(letter) < 32 and letter != "\t" for letter in text):
        raise BadProse("bad mark or character")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise BadProse("half a character")
    plain: Node = {"type": "text", "text": text}
    return plain | {"marks": [{"type": one} for one in sorted(cast(set[str], names))]} if names else plain


def _start_of(node: Node) -> int:
    attrs = node.get("attrs")
    start = cast(Node, attrs).get("start", 1) if isinstance(attrs, dict) else 1
    if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start <= 9999:
        raise BadProse("bad start")
    return start


def _blocks(node: Node, depth: int, marker: str) -> Iterator[Block]:
    """Paragraphs in reading order; the first one of an item carries its marker."""
    for child in cast(Sequence[Node], node["content"]):
        match child["type"]:
            case "paragraph":
                yield Block(tuple(_runs(child)), depth, marker)
            case "listItem":
                number = f"{marker}." if marker.isdigit() else marker
                yield from _blocks(child, depth, number)
                marker = str(int(marker) + 1) if marker.isdigit() else marker
                continue
            case kind:
                first = str(_start_of(child)) if kind == "orderedList" else "•"
                yield from _blocks(child, depth + 1, first)
        marker = ""


def _runs(paragraph: Node) -> Iterator[Run]:
    for child in cast(Sequence[Node], paragraph["content"]):
        if child["type"] == "hardBreak":
            yield Run("\n")
        else:
            names = {mark["type"] for mark in child.get("marks", [])}
            yield Run(child["text"], "bold" in names, "italic" in names, "underline" in names)
