"""A session into one file, beside a running server or not. What is there stays there."""

import asyncio
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import NullPool

from simulator import __version__
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.ids import SessionId
from simulator.moving.belonging import MOVES, VOIDED, Ids, learn, tables
from simulator.moving.parcel import (
    ARCHIVES,
    DATABASE,
    DOCUMENTS,
    KEYS,
    MANIFEST,
    RECORDINGS,
    MoveProblem,
    Parcel,
    is_plain,
    read_parcel,
)
from simulator.moving.transfer_keys import encrypted, taken_out
from simulator.recordings.tables import RECORDING_JOB
from simulator.results.archiving import archives_folder, path_of
from simulator.schema import Base
from simulator.settings import Settings, load_secret
from simulator.storage.archive import KeptFile, add_file, unpack
from simulator.storage.data_folder import files_below
from simulator.storage.database import open_sessions
from simulator.storage.job_queue import JobRow
from simulator.storage.migrating import steps
from simulator.timetable.files import FOLDER
from simulator.updating.under_way import sessions_under_way
from telephony.durable import sync_file, sync_folder, temporary_name

Rows = dict[str, list[dict[str, Any]]]
"""By table."""


@dataclass(frozen=True, slots=True)
class Exported:
    """`code`: for whoever imports it, empty where no key travels; kept nowhere."""

    title: str
    files: int
    size: int
    code: str


async def export_session(settings: Settings, engine: AsyncEngine, session_id: SessionId, file: Path) -> Exported:
    """Writes the file, reads it again, and only then gives it its name. Raises MoveProblem, Conflict, OSError.

    Cancelled, or killed, there is no file of that name.
    """
    if await asyncio.to_thread(file.exists):
        raise MoveProblem(f"« {file} » existe déjà : choisissez un autre nom.")
    if under_way := await sessions_under_way(engine, session_id):
        raise MoveProblem("\n".join([*under_way, "Exportez-la quand elle est finie, ou avant l’ouverture des plis."]))
    async with engine.connect() as connection:
        rows = await connection.run_sync(_read, session_id)
    _refuse_unfinished(rows)
    keys = await taken_out(open_sessions(engine), load_secret(settings.data), session_id)
    code, sealed = encrypted(keys) if keys else ("", None)
    written, database = (file.with_name(temporary_name(file.name + kind)) for kind in ("", ".database"))
    try:
        manifest = await asyncio.to_thread(_write, settings, rows, session_id, sealed, written, database)
        size = written.stat().st_size
        written.replace(file)
        sync_folder(file.parent)
    finally:
        written.unlink(missing_ok=True)
        database.unlink(missing_ok=True)
    return Exported(rows["training_session"][0]["title"], len(manifest.files), size, code)


def _read(connection: Connection, session_id: str) -> Rows:
    """All of it at one instant."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    ids, found = Ids(session_id), Rows()
    known = tables()
    for name, condition in MOVES.items():
        table = known[name]
        read = connection.execute(select(table).where(condition(table, ids)).order_by(*table.primary_key.columns))
        found[name] = [dict(row) for row in read.mappings()]
        learn(ids, name, found[name])
        if name == "pack_version" and found[name]:
            ids.sounds = [*json.loads(found[name][0]["content"])["sounds"].values()]
    if not found["training_session"]:
        raise MoveProblem(f"Aucune session ne s’appelle « {session_id} » : simulator session list les nomme.")
    of_it = [ids.session, *ids.seats, *ids.runs, *ids.calls]
    # Words, readings and comparisons that are missing are found missing there, and made there.
    awaited = select(JobRow.subject).where(JobRow.gave_up_at.is_(None), JobRow.kind.in_((RECORDING_JOB, ARCHIVE_JOB)))
    owed = [row.subject for row in connection.execute(awaited)]
    if any(one in subject for subject in owed for one in of_it):
        raise MoveProblem(
            "Des enregistrements ou des archives de cette session ne sont pas finis : laissez tourner Combiné "
            "quelques minutes, puis recommencez."
        )
    return found


def _refuse_unfinished(rows: Rows) -> None:
    if any(row["state"] in ("live", "finishing") for row in (*rows["recording"], *rows["reaction"])):
        raise MoveProblem(
            "Un enregistrement de cette session n’est pas terminé : « simulator recordings finish », puis "
            "recommencez."
        )


def _write(
    settings: Settings, rows: Rows, session_id: str, sealed: bytes | None, written: Path, database: Path
) -> Parcel:
    for path in (written, database):
        path.touch(mode=0o600)
    write_rows(database, rows)
    files: dict[str, KeptFile] = {}
    with zipfile.ZipFile(written, "w", compresslevel=1) as archive:
        for name, path in {DATABASE: database, **_files(settings, rows, session_id)}.items():
            if not is_plain(name):
                raise MoveProblem(f"« {path} » a un nom qui ne voyage pas : renommez ou ôtez ce fichier.")
            kept = add_file(archive, path, name)
            if kept is not None:
                files[name] = kept
        if sealed is not None:
            beside = database.with_name(temporary_name(KEYS))
            try:
                beside.write_bytes(sealed)
                files[KEYS] = add_file(archive, beside, KEYS) or KeptFile(size=0, sha256="")
            finally:
                beside.unlink(missing_ok=True)
        parcel = Parcel(
            version=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            db_schema=steps()[-1],
            session_id=session_id,
            files=files,
        )
        archive.writestr(MANIFEST, parcel.model_dump_json(indent=1))
    sync_file(written)
    with zipfile.ZipFile(written) as archive:
        unpack(archive, read_parcel(archive, written.stat().st_size), None)
    return parcel


def write_rows(database: Path, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """A new database of this version's schema with these rows alone, without what is worth nothing elsewhere."""
    engine = create_engine(f"sqlite:///{database}", poolclass=NullPool)
    try:
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:step)"), {"step": steps()[-1]})
            for name, table in tables().items():
                if rows.get(name):
                    connection.execute(table.insert(), [row | VOIDED.get(name, {}) for row in rows[name]])
    finally:
        engine.dispose()


def _files(settings: Settings, rows: Rows, session_id: str) -> dict[str, Path]:
    """Where each stands, by its name in the file."""
    found: dict[str, Path] = {}
    for row in (*rows["recording"], *rows["reaction"]):
        for path in files_below(settings.recordings / row["folder"]):
            found[f"{RECORDINGS}/{path.relative_to(settings.recordings).as_posix()}"] = path
    for row in rows["candidate_document"]:
        found[f"{DOCUMENTS}/{row['id']}"] = settings.data / FOLDER / row["id"]
    for row in rows["sealed_archive"]:
        path = path_of(archives_folder(settings.data), SessionId(session_id), row["id"])
        if path.exists():
            found[f"{ARCHIVES}/{row['id']}.zip"] = path
    return found
