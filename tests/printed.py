"""A PDF as a machine sees it: the standards that it claims, and what is heard of it, in order, when it is read aloud.

Read from the structure tree (PDF 1.7 § 14.7), as screen readers do, never from where words stand on the page.
"""

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pypdf import PdfReader
from pypdf.generic import DictionaryObject


@dataclass(frozen=True)
class Heard:
    """A piece of the document: its kind (`H1`, `P`, `TH`, `TD`…), the page that it stands on, its words."""

    kind: str
    page: int
    words: str


def unmet(pdf: bytes) -> list[str]:
    """What keeps this file from being PDF/UA-1 and PDF/A-2a in French; empty where nothing does."""
    reader = PdfReader(io.BytesIO(pdf))
    root: DictionaryObject = reader.trailer["/Root"].get_object()  # pyright: ignore[reportAssignmentType]
    metadata: Any = root.get("/Metadata")
    said = metadata.get_object().get_data().decode() if metadata is not None else ""
    title = str((reader.metadata or {}).get("/Title", ""))
    shows: Any = root.get("/ViewerPreferences", DictionaryObject())
    marked: Any = root.get("/MarkInfo", DictionaryObject())
    wants = {
        "pdfuaid:part 1": "<pdfuaid:part>1</pdfuaid:part>" in said,
        "pdfaid:part 2": "<pdfaid:part>2</pdfaid:part>" in said,
        "pdfaid:conformance A": "<pdfaid:conformance>A</pdfaid:conformance>" in said,
        "a structure tree": "/StructTreeRoot" in root,
        "/Lang fr": str(root.get("/Lang", "")).startswith("fr"),
        "/MarkInfo": marked.get_object().get("/Marked") == True,  # noqa: E712, a pypdf object that equals True
        "a title": bool(title.strip()),
        "the title shown": shows.get_object().get("/DisplayDocTitle") == True,  # noqa: E712
        "a heading": any(one.kind == "H1" for one in heard(pdf)),
        "headers in tables": all(_has_header(table) for table in tables(pdf)),
        "an output intent for PDF/A": any(
            one.get_object().get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one.get_object()
            for one in root.get("/OutputIntents", [])  # pyright: ignore[reportGeneralTypeIssues]
        ),
        "every font embedded, with its Unicode": all(_is_embedded(font) for font in _fonts(reader)),
        "tab order by structure": all(page.get("/Tabs") == "/S" for page in reader.pages if "/Annots" in page),
        "no key needed": not reader.is_encrypted,
        "a file identifier": "/ID" in reader.trailer,
        "nothing that runs": not _keys_below(root) & {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA"},
        "no file of another kind inside": "/EmbeddedFiles" not in _keys_below(root),
    }
    return [name for name, is_met in wants.items() if not is_met]


def _fonts(reader: PdfReader) -> list[Any]:
    found: dict[str, Any] = {}
    for page in reader.pages:
        resources: Any = page["/Resources"].get_object()  # pyright: ignore[reportUnknownMemberType]
        fonts: Any = resources.get("/Font", DictionaryObject()).get_object()
        found |= {str(font): font.get_object() for font in fonts.values()}
    return [*found.values()]


def _is_embedded(font: Any) -> bool:
    """Type 3 fonts (drawn pictographs) hold their own drawings; all others the program of their face."""
    if font.get("/Subtype") == "/Type3":
        return "/CharProcs" in font
    below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    about = below["/FontDescriptor"].get_object()
    return "/ToUnicode" in font and any(f"/FontFile{kind}" in about for kind in ("", "2", "3"))


def _keys_below(root: DictionaryObject) -> set[str]:
    """The catalog's own keys, its names' and its pages' actions': where something could run or hide."""
    keys = {str(key) for key in root}
    names: Any = root.get("/Names")
    return keys | ({str(key) for key in names.get_object()} if names is not None else set())


def heard(pdf: bytes) -> list[Heard]:
    """Every piece that has words, in the order of the structure tree."""
    found: list[Heard] = []
    for number, page, tree in _pages(pdf):
        words = _words(page)
        for element in _children(tree, raw.FPDF_StructTree_CountChildren, raw.FPDF_StructTree_GetChildAtIndex):
            found += _told(element, number, words, "")
    return found


def tables(pdf: bytes) -> list[list[str]]:
    """The kinds of the cells of each table, over all of its pages."""
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return _tables_in(root.get("/StructTreeRoot"))


def read_aloud(pdf: bytes) -> str:
    """A line for each piece."""
    return "\n".join(one.words for one in heard(pdf))


def printed_lines(pdf: bytes, page: int) -> list[str]:
    """What stands on a page (from 1), heard or not: a table's header on its second page, a page's number."""
    return pdfium.PdfDocument(pdf)[page - 1].get_textpage().get_text_range().splitlines()


def _has_header(cells: list[str]) -> bool:
    return "TH" in cells or not cells


def _pages(pdf: bytes) -> Iterator[tuple[int, Any, Any]]:
    document = pdfium.PdfDocument(pdf)
    for number in range(len(document)):
        page = document[number]
        tree = raw.FPDF_StructTree_GetForPage(page.raw)
        yield number + 1, page, tree
        raw.FPDF_StructTree_Close(tree)


def _told(element: Any, page: int, words: dict[int, str], above: str) -> list[Heard]:
    """Its own words and those of what is below it, in the order in which they stand in it."""
    kind = _text(raw.FPDF_StructElement_GetType, element)
    named = kind if re.fullmatch(r"H\d|P|TH|TD|L|LI|Lbl|LBody|Figure|Formula|Caption", kind) else above
    found: list[Heard] = []
    for at in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
        if child:
            found += _told(child, page, words, named)
            continue
        number = raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
        if number >= 0 and (text := words.get(number, "")).strip():
            found.append(Heard(named, page, text))
    return _joined(found) if kind in ("P", "TH", "TD", "H1", "H2", "H3") else found


def _joined(pieces: list[Heard]) -> list[Heard]:
    """Words of one paragraph or cell are heard as one, whatever number of runs they were drawn in."""
    joined: list[Heard] = []
    for one in pieces:
        if joined and joined[-1].kind == one.kind:
            joined[-1] = Heard(one.kind, one.page, f"{joined[-1].words} {one.words}")
        else:
            joined.append(one)
    return joined


def _tables_in(element: Any) -> list[list[str]]:
    if _kind(element) == "/Table":
        return [_cells(element)]
    return [table for one in _below(element) for table in _tables_in(one)]


def _cells(element: Any) -> list[str]:
    if (kind := _kind(element)) in ("/TH", "/TD"):
        return [kind[1:]]
    return [cell for one in _below(element) for cell in _cells(one)]


def _kind(element: Any) -> str:
    return str(element.get("/S", "")) if isinstance(element, DictionaryObject) else ""


def _below(element: Any) -> list[Any]:
    below = element.get("/K") if isinstance(element, DictionaryObject) else None
    below = below.get_object() if below is not None else []
    return [one.get_object() for one in (below if isinstance(below, list) else [below])]  # pyright: ignore


def _children(parent: Any, count: Any, child: Any) -> Iterator[Any]:
    return filter(None, (child(parent, at) for at in range(count(parent))))


def _words(page: Any) -> dict[int, str]:
    """By marked content id, what was drawn under it."""
    text_page, found = page.get_textpage(), dict[int, str]()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
        number = raw.FPDFPageObj_GetMarkedContentID(one.raw)
        if number >= 0:
            found[number] = found.get(number, "") + _text(
                partial(raw.FPDFTextObj_GetText, one.raw, text_page.raw), None
            )
    return {number: re.sub(r"\s+", " ", words).strip() for number, words in found.items()}


def _text(read: Any, of: Any) -> str:
    """What a pdfium function that fills a UTF-16 buffer has to say."""
    ask = read if of is None else partial(read, of)
    if isinstance(ask, partial) and ask.func is raw.FPDFTextObj_GetText:
        size = ask(None, 0)
        buffer = (ctypes.c_ushort * (size + 1))()
        ask(buffer, size)
    else:
        size = ask(None, 0)
        buffer = ctypes.create_string_buffer(size + 2)
        ask(buffer, size)
    return bytes(buffer)[: max(0, size)].decode("utf-16-le", "replace").rstrip("\0")
