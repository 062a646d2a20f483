"""The child process that reads an imported table: bytes in on its standard input, JSON rows out.

A spreadsheet is a stranger's program for a parser: half a megabyte of XLSX took 530 MiB elsewhere. So the sizes that
a ZIP announces and those that it really unpacks to are bounded first, memory and processor always, and once the
input is read the process can open nothing more, neither file nor socket.
"""

import csv
import io
import json
import lzma
import sys
import zipfile
import zlib
from typing import Any

from charset_normalizer import from_bytes
from python_calamine import CalamineWorkbook

from simulator.bounded import bound

LARGEST = 2 * 1024 * 1024
"""Bytes of a file; a centre's list of a hundred candidates is some tens of thousands."""

MEMORY = 768 * 1024 * 1024
"""Of the whole address space."""

CPU_SECONDS = 8

MOST_ENTRIES, LARGEST_ENTRY, LARGEST_SUM = 300, 20 * 1024 * 1024, 40 * 1024 * 1024
"""Of a ZIP: files in it, unpacked bytes of one and of all."""

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 500, 40, 2500

ENCODINGS = ["cp1252", "iso8859_15", "mac_roman", "utf_16", "utf_16_le", "utf_16_be"]
"""What spreadsheets of French centres write besides UTF-8."""


class Unreadable(Exception):
    """`code` is one of `table_reading.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def main() -> None:
    data = sys.stdin.buffer.read(LARGEST + 1)
    _shut()
    try:
        answer: dict[str, Any] = {"rows": rows_of(data)}
    except Unreadable as problem:
        answer = {"problem": problem.code}
    except MemoryError:
        answer = {"problem": "too_heavy"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def _shut() -> None:
    """No more memory, time or doors than an honest table needs, where the system has such bounds (not Windows)."""
    _rehearse()
    bound(MEMORY, CPU_SECONDS)


def _rehearse() -> None:
    """Codecs and tables of languages are files, loaded at their first use: nothing may open them later."""
    for encoding in ("utf-8", *ENCODINGS):
        _text("Élève ; prénom, forêt, naïve".encode(encoding, "replace"))
        b"\0a".decode(encoding, "replace")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("liste.xml", "<a/>")
    # Names of old ZIPs are in the encoding of DOS.
    b"a".decode("cp437")
    check_zip(packed.getvalue())


def rows_of(data: bytes) -> list[list[str]]:
    """The first sheet's cells as text, empty rows kept so that numbers are those of the file. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable("too_large")
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(b"PK"):
        check_zip(data)
        rows = _sheet(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_excel")
    elif data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"\x7fELF")):
        raise Unreadable("not_a_table")
    else:
        rows = _csv(_text(data))
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    if any(len(row) > MOST_COLUMNS for row in rows):
        raise Unreadable("too_many_columns")
    return [[cell[:LONGEST_CELL] for cell in row] for row in rows]


def check_zip(data: bytes) -> None:
    """Both what the entries declare and what they unpack to: a bomb lies in one or the other."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > LARGEST_SUM:
                raise Unreadable("too_heavy")
            total = 0
            for entry in entries:
                if entry.flag_bits & 1:
                    raise Unreadable("locked")
                total += _unpacked(archive, entry)
                if total > LARGEST_SUM:
                    raise Unreadable("too_heavy")
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        raise Unreadable("broken") from error
    except (NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Unreadable("broken") from error


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Bytes of this entry, read in pieces that are thrown away."""
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(65_536):
            size += len(piece)
            if size > LARGEST_ENTRY:
                raise Unreadable("too_heavy")
    return size


def _sheet(data: bytes) -> list[list[str]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        if not names:
            raise Unreadable("empty")
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except Unreadable:
        raise
    # Whatever the library finds wrong is a file that cannot be read, and Rust's panics are BaseException's children.
    except BaseException as error:
        if isinstance(error, MemoryError | KeyboardInterrupt | SystemExit):
            raise
        raise Unreadable("broken") from error
    return [[cell_text(one) for one in row] for row in rows]


def cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _text(data: bytes) -> str:
    """UTF-8 where it is; otherwise what the bytes most probably are. Raises Unreadable where they are no text."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        else:
            return _without_nul(text)
    found = from_bytes(data, cp_isolation=ENCODINGS, threshold=0.5).best()
    if found is None:
        raise Unreadable("encoding")
    return _without_nul(str(found).removeprefix("\ufeff"))


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise Unreadable("not_a_table")
    return text


def _csv(text: str) -> list[list[str]]:
    """Separated by whatever the first line has most of: a semicolon in France, a comma or a tab elsewhere."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t|", key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([cell.strip() for cell in row])
            if len(rows) > MOST_ROWS:
                break
    except csv.Error as error:
        raise Unreadable("broken") from error
    return rows


if __name__ == "__main__":
    main()
