"""Putting a backup in the place of what is there: wholly, whenever it is cut. What was there is set aside, not lost.

First the backup is read and compared with its manifest, into a folder beside. Once all of it is there and on the
disk (`ready.json`), what stood there is moved aside, then the backup is moved in. A restore that was cut after
`ready.json` is finished by the next start, before anything is opened; one that was cut earlier never was.
"""

import asyncio
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.finite import FiniteModel
from simulator.settings import Settings
from simulator.storage.archive import DATA, DATABASE, PACKS, BadBackup, free_for, read_manifest, unpack
from simulator.storage.copying import check_copy, copy_database, fill_database
from simulator.storage.data_folder import BEFORE_RESTORE, STAGING, database_files, lasting, packs_folder
from simulator.storage.migrating import UnknownSchema, schema_found, steps
from simulator.storage.problems import DiskIsFull, StartProblem
from telephony.durable import move_whole, sync_folder, sync_tree, temporary_name, write_whole

READY = "ready.json"
EMPTIED = "emptied"
"""What stood there is aside."""
FILLED = "filled"
"""PostgreSQL holds the backup's rows."""


class _Plan(FiniteModel):
    """Written once the backup lies whole in the folder beside."""

    aside: str
    """Name, in the data folder, of the folder for what stood there."""
    is_whole: bool
    """False: only a database, as kept before an upgrade."""


@dataclass(frozen=True, slots=True)
class Restored:
    made_at: str
    """ISO 8601, UTC; empty for a database alone."""
    files: int
    aside: Path


async def restore(settings: Settings, engine: AsyncEngine, file: Path) -> Restored:
    """Under the locks of the only server. Raises StartProblem, BadBackup, UnsoundDatabase, UnknownSchema, OSError.

    Until the backup lies whole beside, nothing has changed; from then on cancelling leaves it to the next start.
    """
    await finish_restore(settings, engine)
    await _refuse_unknown_rows(engine)
    moment = datetime.now(UTC)
    aside = f"{BEFORE_RESTORE}{moment:%Y%m%dT%H%M%SZ}"
    made_at, files = await asyncio.to_thread(_stage, settings, file, aside)
    await finish_restore(settings, engine)
    return Restored(made_at, files, settings.data / aside)


async def finish_restore(settings: Settings, engine: AsyncEngine) -> None:
    """What a restore that was cut had still to do; nothing otherwise. Under the locks of the only server."""
    staging = settings.data / STAGING
    if not staging.is_dir():
        return
    if (staging / READY).exists():
        plan = _Plan.model_validate_json((staging / READY).read_bytes())
        if engine.dialect.name == "postgresql":
            await _fill_postgresql(settings, engine, plan)
        await asyncio.to_thread(_swap, settings, plan)
    await asyncio.to_thread(shutil.rmtree, staging)


def _stage(settings: Settings, file: Path, aside: str) -> tuple[str, int]:
    staging = settings.data / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    made_at, files, is_whole = "", 1, zipfile.is_zipfile(file)
    try:
        if is_whole:
            with zipfile.ZipFile(file) as archive:
                manifest = read_manifest(archive)
                if not free_for(manifest, settings.data):
                    raise DiskIsFull
                unpack(archive, manifest, staging)
                made_at, files = manifest.made_at, len(manifest.files)
        else:
            _copy_alone(file, staging / DATABASE)
        schema = check_copy(staging / DATABASE)
        if schema is None:
            raise BadBackup("sa base de données est vide")
        if schema not in steps():
            raise UnknownSchema(schema)
        sync_tree(staging)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    plan = _Plan(aside=aside, is_whole=is_whole)
    write_whole(staging / READY, plan.model_dump_json().encode(), 0o600)
    sync_folder(settings.data)
    return made_at, files


def _copy_alone(file: Path, into: Path) -> None:
    """A database without the rest: a copy kept before an upgrade, or made by SQLite's own means."""
    if not file.is_file():
        raise BadBackup(f"« {file} » n’existe pas")
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database,
            closing(sqlite3.connect(into)) as copy,
        ):
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError:
        raise BadBackup(f"« {file} » n’est ni une sauvegarde ni une base de Combiné, ou est abîmé") from None
    into.chmod(0o600)


def _swap(settings: Settings, plan: _Plan) -> None:
    """Each step may be done again: what has moved already is no longer where it was."""
    staging, aside = settings.data / STAGING, settings.data / plan.aside
    if not (staging / EMPTIED).exists():
        aside.mkdir(exist_ok=True, mode=0o700)
        leaving = [path for path in database_files(settings) if path.exists()]
        for path in leaving + (lasting(settings) if plan.is_whole else []):
            _move(path, aside / path.name)
        write_whole(staging / EMPTIED, b"", 0o600)
    databases = database_files(settings)
    if databases:
        _move(staging / DATABASE, databases[0])
    for path in _entries(staging / DATA):
        _move(path, settings.data / path.name)
    packs = packs_folder(settings)
    for path in _entries(staging / PACKS):
        packs.mkdir(parents=True, exist_ok=True)
        if (packs / path.name).exists():
            (aside / PACKS).mkdir(exist_ok=True, mode=0o700)
            _move(packs / path.name, aside / PACKS / path.name)
        _move(path, packs / path.name)
    (staging / READY).unlink()
    sync_folder(staging)


def _move(source: Path, target: Path) -> None:
    if not source.exists():
        return
    if target.exists():
        # Carried to another file system and cut before it was taken away here: the whole of it is there.
        shutil.rmtree(source) if source.is_dir() else source.unlink()
        return
    move_whole(source, target)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


async def _refuse_unknown_rows(engine: AsyncEngine) -> None:
    """A PostgreSQL database of a newer version cannot be set aside by this one."""
    if engine.dialect.name == "postgresql":
        try:
            await schema_found(engine)
        except UnknownSchema as error:
            raise StartProblem(
                f"La base PostgreSQL vient d’une version plus récente de Combiné (schéma {error.found}) : restaurez "
                "dans une autre base (createdb, puis COMBINE_DATABASE_URL), celle-ci reste intacte."
            ) from None


async def _fill_postgresql(settings: Settings, engine: AsyncEngine, plan: _Plan) -> None:
    staging, aside = settings.data / STAGING, settings.data / plan.aside
    if (staging / FILLED).exists():
        return
    aside.mkdir(exist_ok=True, mode=0o700)
    if not (aside / DATABASE).exists() and await schema_found(engine) is not None:
        beside = aside / temporary_name(DATABASE)
        await copy_database(engine, beside)
        beside.replace(aside / DATABASE)
    await fill_database(engine, staging / DATABASE)
    await asyncio.to_thread(write_whole, staging / FILLED, b"")
