"""A parcel that came from anywhere: unpacked, and nothing of it believed that can be looked at.

Its rows stand in a database of their own: what they point at must be in it, so that nothing can be slipped into a
session that is here.
"""

import asyncio
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from simulator.moving.belonging import MOVES, VOIDED, numbered_by_database, tables
from simulator.moving.exporting import Rows
from simulator.moving.parcel import (
    ARCHIVES,
    DATABASE,
    DOCUMENTS,
    KEYS,
    RECORDINGS,
    MoveProblem,
    Parcel,
    is_plain,
    read_parcel,
)
from simulator.packs.versions import digest_of
from simulator.schema import Base
from simulator.storage.archive import BadBackup, free_for, unpack
from simulator.storage.copying import UnsoundDatabase, check_copy
from simulator.storage.database import open_engine
from simulator.storage.migrating import migrate, steps
from simulator.storage.problems import DiskIsFull

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_DAMAGED = "Les lignes de cet export ne se lisent pas, ou ne se tiennent pas : exportez la session de nouveau."


def unpacked(file: Path, folder: Path) -> tuple[Parcel, Rows]:
    """Files lie in `folder`, rows are handed over in this version's schema. Blocking; makes its own event loop.

    Raises MoveProblem, DiskIsFull, OSError.
    """
    if not file.is_file():
        raise MoveProblem(f"« {file} » n’existe pas : vérifiez le chemin.")
    try:
        with zipfile.ZipFile(file) as archive:
            parcel = read_parcel(archive, file.stat().st_size)
            if not free_for(parcel, folder):
                raise DiskIsFull
            unpack(archive, parcel, folder)
    except zipfile.BadZipFile:
        raise MoveProblem("Ce fichier n’est pas une session exportée par Combiné, ou il est abîmé.") from None
    except BadBackup as bad:
        raise MoveProblem(f"Dans cet export, {bad.what} : copiez-le ou exportez-le de nouveau.") from None
    rows = _rows(folder / DATABASE)
    _look_over(rows, parcel)
    return parcel, rows


def _rows(database: Path) -> Rows:
    try:
        schema = check_copy(database)
    except UnsoundDatabase:
        raise MoveProblem(_DAMAGED) from None
    if schema is None or schema not in steps():
        raise MoveProblem(
            "Cet export vient d’une version plus récente de Combiné : mettez d’abord celle-ci à jour "
            "(simulator update)."
        )
    with closing(sqlite3.connect(database)) as opened:
        if opened.execute("SELECT 1 FROM sqlite_master WHERE type NOT IN ('table', 'index')").fetchone():
            raise MoveProblem(_DAMAGED)
    if schema != steps()[-1]:
        asyncio.run(_brought_up(database))
    engine = create_engine(f"sqlite:///{database}", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise MoveProblem(_DAMAGED)
            for table in Base.metadata.sorted_tables:
                if table.name not in MOVES and connection.execute(select(table).limit(1)).first() is not None:
                    raise MoveProblem(_DAMAGED)
            return {name: _read(connection, table) for name, table in tables().items()}
    except (DatabaseError, ValueError, TypeError, LookupError):
        raise MoveProblem(_DAMAGED) from None
    finally:
        engine.dispose()


def _read(connection: Connection, table: Table) -> list[dict[str, Any]]:
    """What whoever wrote the file had no business to say, or cannot know, is left out."""
    rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    return [dict(row) | VOIDED.get(table.name, {}) for row in rows]


async def _brought_up(database: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{database}")
    try:
        await migrate(engine)
    finally:
        await engine.dispose()


def _look_over(rows: Rows, parcel: Parcel) -> None:
    """One session, names that are names, contents that are what they are called, files that somebody owns."""
    of_session = {row["session_id"] for name in MOVES for row in rows[name] if "session_id" in row}
    if [row["id"] for row in rows["training_session"]] != [parcel.session_id] or of_session - {parcel.session_id}:
        raise MoveProblem(_DAMAGED)
    for name, table in tables().items():
        keys = [one.name for one in table.primary_key.columns if one.name.endswith("id")]
        if not numbered_by_database(table) and not all(
            _ID.fullmatch(str(row[key])) for row in rows[name] for key in keys
        ):
            raise MoveProblem(_DAMAGED)
    if any(digest_of(row["content"].encode()) != row["digest"] for row in rows["pack_version"]):
        raise MoveProblem(_DAMAGED)
    if any(digest_of(row["sound"]) != row["digest"] for row in rows["pack_sound"]):
        raise MoveProblem(_DAMAGED)
    folders = [str(row["folder"]) for row in (*rows["recording"], *rows["reaction"])]
    # Of another session's folder it would say what is erased there.
    if not all(is_plain(one) and one.startswith(f"{parcel.session_id}/") for one in folders):
        raise MoveProblem(_DAMAGED)
    owned = {DATABASE, KEYS}
    owned |= {f"{DOCUMENTS}/{row['id']}" for row in rows["candidate_document"]}
    owned |= {f"{ARCHIVES}/{row['id']}.zip" for row in rows["sealed_archive"]}
    within = tuple(f"{RECORDINGS}/{one}/" for one in folders)
    if strange := [one for one in parcel.files if one not in owned and not one.startswith(within)]:
        raise MoveProblem(f"« {strange[0]} » n’appartient à rien dans cet export : rien n’en a été repris.")
