"""Customers, products and price lists from a spreadsheet, over HTTP: read and shown first, kept once somebody agrees.

The file is the request's body, as it is; `simulator/timetable/table_reading.py` reads it in a process without doors.
"""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request

from simulator.accounts.guards import Teacher
from simulator.errors import SimulatorError
from simulator.live_messages.shared_view import View
from simulator.studio.differing import title_of
from simulator.studio.importing import COLUMNS, Imported, ImportedKind, read_rows
from simulator.studio.routes import PACK
from simulator.studio.store import StudioDrafts
from simulator.studio.versions import RULES, UseDrafts, in_pack
from simulator.studio.views import StudioId
from simulator.studio.words import words_at
from simulator.timetable.import_routes import A_FILE
from simulator.timetable.table_reading import TableUnreadable, read_table
from simulator.typography import french_spaces

router = APIRouter()

MOST_FAULTS, MOST_SHOWN = 60, 8

Columns = Annotated[str, Query(max_length=2000, pattern=r"^[a-z_.0-9,]*$")]
"""The field of each column, in order, separated by commas; an empty one is ignored. Nothing: they are guessed."""


class TableUnfit(SimulatorError):
    """The gates' refusals that speak of candidates elsewhere, in this page's words."""

    status = 422


class ImportField(View):
    """What a column may be."""

    id: str
    label: str


class RowFault(View):
    row: int
    column: str
    problem: str
    remedy: str


class ImportPreview(View):
    """What would be imported; nothing is kept."""

    headings: tuple[str, ...]
    columns: tuple[str, ...]
    fields: tuple[ImportField, ...]
    new: int
    changed: int
    bad: int
    """Rows that would be left out; `faults` says why."""
    faults: tuple[RowFault, ...]
    sample: tuple[str, ...]
    """The first ones, by name."""


@router.post(PACK + "/import/{kind}", openapi_extra=A_FILE)
async def preview_import(
    studio_id: StudioId, kind: ImportedKind, request: Request, who: Teacher, drafts: UseDrafts, columns: Columns = ""
) -> ImportPreview:
    """Reads the rows, with these columns or those that the headings suggest, and keeps nothing."""
    return _shown(kind, await _read(drafts, studio_id, kind, await request.body(), columns))


@router.post(PACK + "/import/{kind}/keep", status_code=201, openapi_extra=A_FILE)
async def keep_import(
    studio_id: StudioId, kind: ImportedKind, request: Request, who: Teacher, drafts: UseDrafts, columns: Columns = ""
) -> ImportPreview:
    """Keeps the rows in which nothing is wrong, all at once; what it answers is what was kept."""
    imported = await _read(drafts, studio_id, kind, await request.body(), columns)
    await drafts.take_in(studio_id, imported.new, imported.changed, who.name)
    return _shown(kind, imported)


async def _read(drafts: StudioDrafts, studio_id: str, kind: ImportedKind, data: bytes, columns: str) -> Imported:
    _, rows = await drafts.read(studio_id)
    try:
        table = await read_table(data)
    except TableUnreadable as refused:
        words = _WORDS.get(refused.code)
        if words is None:
            raise
        raise TableUnfit(refused.code, *words) from None
    matched = columns.split(",") if columns else None
    return await asyncio.to_thread(read_rows, kind, table, matched, studio_id, in_pack(rows), RULES)


_WORDS = {
    "table_too_large": ("Ce fichier est trop volumineux : 2 Mo au plus.", "Gardez la seule liste, sans images."),
    "table_too_many_rows": ("Ce tableau a plus de 500 lignes.", "Importez-le en plusieurs fois."),
    "table_too_many_columns": ("Ce tableau a plus de 40 colonnes.", "Gardez celles qui servent."),
}


def _shown(kind: ImportedKind, imported: Imported) -> ImportPreview:
    return ImportPreview(
        headings=tuple(imported.headings),
        columns=tuple(imported.columns),
        fields=tuple(ImportField(id=path, label=_label(kind, path)) for path in COLUMNS[kind]),
        new=len(imported.new),
        changed=len(imported.changed),
        bad=imported.bad,
        faults=tuple(
            RowFault(
                row=one.row,
                column=one.column,
                problem=french_spaces(one.problem),
                remedy=french_spaces(one.remedy),
            )
            for one in imported.problems[:MOST_FAULTS]
        ),
        sample=tuple(title_of(one) for one in [*imported.new, *imported.changed][:MOST_SHOWN]),
    )


def _label(kind: ImportedKind, path: str) -> str:
    words = words_at(kind, path)
    suffix = " (suite)" if path.endswith(".1") else ""
    return f"{words.label if words is not None else path}{suffix}"
