"""The child process that reads an office file's words: bytes in on its standard input, JSON blocks out.

A stranger wrote the file. What the ZIP unpacks to is bounded first, memory and processor always, and once the input
is read the process can open neither file nor socket: a macro is never run, a linked picture or an external entity has
nothing to be fetched with. Formulas are the values that the spreadsheet showed last.

`python -m simulator.document_subjects.office_worker`. Out: `{"blocks": [{"kind": …}, …]}` (see `Block`), or
`{"problem": code}` (`pages.PROBLEMS`).
"""

import html.parser
import io
import json
import sys
import zipfile
from typing import Any, Literal, TypedDict

import mammoth
from odfdo import Document
from python_calamine import CalamineWorkbook

from simulator.bounded import bound
from simulator.timetable.page_worker import LARGEST
from simulator.timetable.table_worker import Unreadable, cell_text, check_zip

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 20

MOST_CHARACTERS = 200_000
"""Of a file: some sixty pages."""

MOST_BLOCKS = 4000
MOST_COLUMNS = 16
MOST_ROWS = 1500
"""Of all tables; beyond, a sheet is data, not a page to read."""


class Block(TypedDict):
    """`text` of a heading, a paragraph or an item of a list; `rows` of a table."""

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str
    rows: list[list[str]]


def main() -> None:
    data = sys.stdin.buffer.read(LARGEST + 1)
    _rehearse()
    bound(MEMORY, CPU_SECONDS)
    try:
        answer: dict[str, Any] = {"blocks": blocks_of(data)}
    except Unreadable as problem:
        answer = {"problem": problem.code}
    except (MemoryError, RecursionError):
        answer = {"problem": "too_heavy"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def blocks_of(data: bytes) -> list[Block]:
    """Raises Unreadable."""
    check_zip(data)
    read = {"docx": _docx, "odt": _odt, "sheet": _sheets}[_kind(data)]
    try:
        blocks = read(data)
    except Unreadable:
        raise
    # Whatever a library finds wrong is a file that cannot be read, and Rust's panics are BaseException's children.
    except BaseException as error:
        if isinstance(error, MemoryError | RecursionError | KeyboardInterrupt | SystemExit):
            raise
        raise Unreadable("broken") from error
    blocks = [one for one in blocks if one["text"].strip() or any(any(row) for row in one["rows"])]
    if not blocks:
        raise Unreadable("no_words")
    size = sum(len(one["text"]) + sum(len(cell) for row in one["rows"] for cell in row) for one in blocks)
    if size > MOST_CHARACTERS or len(blocks) > MOST_BLOCKS or sum(len(one["rows"]) for one in blocks) > MOST_ROWS:
        raise Unreadable("too_many_pages")
    return blocks


def _kind(data: bytes) -> Literal["docx", "odt", "sheet"]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "sheet"
        kind = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "sheet"
    raise Unreadable("unknown")


def _docx(data: bytes) -> list[Block]:
    def no_picture(image: Any) -> list[Any]:
        return []

    made: Any = mammoth.convert_to_html(io.BytesIO(data), convert_image=no_picture)
    reader = _Html()
    reader.feed(made.value)
    reader.close()
    return reader.blocks


class _Html(html.parser.HTMLParser):
    """Mammoth's own tags, of which there are few."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._rows: list[list[str]] = []
        self._tables = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self._tables += 1
            if self._tables == 1:
                self._rows = []
        elif tag == "tr" and self._tables == 1:
            self._rows.append([])
        elif tag in ("td", "th") and self._tables == 1 and self._rows:
            self._rows[-1].append("")
        elif tag == "br":
            self.handle_data("\n")
        elif tag in ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"):
            if self._tables == 0:
                kind = {"p": "paragraph", "li": "item"}.get(tag, "heading")
                self.blocks.append({"kind": kind, "text": "", "rows": []})  # type: ignore[typeddict-item]  a str of three
            else:
                self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag != "table":
            return
        self._tables -= 1
        if self._tables == 0:
            self.blocks.append(_table(self._rows))

    def handle_data(self, data: str) -> None:
        if self._tables == 0:
            if self.blocks and self.blocks[-1]["kind"] != "table":
                self.blocks[-1]["text"] += data
        elif self._rows and self._rows[-1]:
            self._rows[-1][-1] += data


def _odt(data: bytes) -> list[Block]:
    blocks: list[Block] = []
    for element in Document(io.BytesIO(data)).body.children:
        blocks += _odf(element)
    return blocks


def _odf(element: Any) -> list[Block]:
    tag: str = element.tag
    if tag == "text:h":
        return [{"kind": "heading", "text": element.text_recursive, "rows": []}]
    if tag == "text:p":
        return [{"kind": "paragraph", "text": element.text_recursive, "rows": []}]
    if tag == "text:list":
        words = [paragraph.text_recursive for paragraph in element.get_elements("descendant::text:p")]
        return [{"kind": "item", "text": one, "rows": []} for one in words]
    if tag == "table:table":
        cells = "table:table-cell|table:covered-table-cell"
        rows = element.get_elements("descendant::table:table-row")
        return [_table([[cell.text_recursive for cell in row.get_elements(cells)] for row in rows])]
    if tag == "text:section":
        return [block for child in element.children for block in _odf(child)]
    return []


def _sheets(data: bytes) -> list[Block]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    blocks: list[Block] = []
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=True, nrows=MOST_ROWS + 1)
        table = _table([[cell_text(cell) for cell in row] for row in rows])
        if table["rows"]:
            blocks.append({"kind": "heading", "text": name, "rows": []})
            blocks.append(table)
    return blocks


def _table(rows: list[list[str]]) -> Block:
    """Of one width, without rows and columns in which nothing stands."""
    words = [[cell.strip() for cell in row] for row in rows]
    kept = [row for row in words if any(row)]
    width = max((len(row) for row in kept), default=0)
    even = [row + [""] * (width - len(row)) for row in kept]
    filled = [at for at in range(width) if any(row[at] for row in even)]
    if len(filled) > MOST_COLUMNS:
        raise Unreadable("too_wide")
    return {"kind": "table", "text": "", "rows": [[row[at] for at in filled] for row in even]}


def _rehearse() -> None:
    """What libraries load at their first use are files: nothing may open them later."""
    body = "<w:p><w:r><w:t>é</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    _docx(_zipped({"word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'}))
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    _odt(
        _zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f'<office:document-content xmlns:office="{office}office:1.0" '
                f'xmlns:text="{office}text:1.0"><office:body>'
                "<office:text><text:p>é</text:p></office:text></office:body></office:document-content>",
                "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}manifest:1.0"/>',
            }
        )
    )
    b"a".decode("cp437")


def _zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    check_zip(packed.getvalue())
    return packed.getvalue()


if __name__ == "__main__":
    main()
