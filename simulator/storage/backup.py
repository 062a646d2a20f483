"""Saving an installation into one file, while it runs.

The database comes first, at one instant. Files come after it: a recording that the database knows is there, or has
been purged since; one that was finished since is finished again after a restore.
"""

import asyncio
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from simulator import __version__
from simulator.settings import Settings
from simulator.storage.archive import (
    DATA,
    DATABASE,
    MANIFEST,
    PACKS,
    KeptFile,
    Manifest,
    add_file,
    is_backup,
    read_manifest,
    unpack,
)
from simulator.storage.copying import copy_database
from simulator.storage.data_folder import STAGING, database_files, files_below, lasting, packs_folder
from simulator.storage.database import open_engine
from simulator.storage.problems import StartProblem, said_in_words
from telephony.durable import sync_file, sync_folder, temporary_name


@dataclass(frozen=True, slots=True)
class Saved:
    """What the file holds."""

    files: int
    size: int
    """Bytes of the file itself."""


async def back_up(settings: Settings, file: Path) -> Saved:
    """Writes the backup, reads it again, and only then gives it its name. Raises StartProblem.

    Cancelling, or a kill, leaves an earlier backup of that name as it was.
    """
    with said_in_words(settings, written=file.parent):
        _check(settings, file)
        written, copy = (file.with_name(temporary_name(file.name + kind)) for kind in ("", ".database"))
        try:
            for path in (written, copy):
                path.touch(mode=0o600)
            schema = await _copy(settings, copy)
            manifest = await asyncio.to_thread(_write, settings, copy, schema, written)
            size = written.stat().st_size
            written.replace(file)
            sync_folder(file.parent)
        finally:
            written.unlink(missing_ok=True)
            copy.unlink(missing_ok=True)
        return Saved(len(manifest.files), size)


def _check(settings: Settings, file: Path) -> None:
    if not file.parent.is_dir():
        raise StartProblem(f"Le dossier « {file.parent} » n’existe pas : créez-le, ou choisissez-en un autre.")
    if file.is_dir():
        raise StartProblem(
            f"« {file} » est un dossier : donnez le nom d’un fichier, par exemple « {file}/combine.zip »."
        )
    if file.exists() and not is_backup(file):
        raise StartProblem(f"« {file} » existe et n’est pas une sauvegarde de Combiné : choisissez un autre nom.")
    databases = database_files(settings)
    if not settings.data.is_dir() or (databases and not databases[0].exists()):
        raise StartProblem(f"Il n’y a rien à sauvegarder dans « {settings.data} » : vérifiez COMBINE_DATA.")
    if (settings.data / STAGING / "ready.json").exists():
        raise StartProblem("Une restauration a été coupée : démarrez Combiné une fois, elle se termine d’elle-même.")


async def _copy(settings: Settings, copy: Path) -> str:
    engine = open_engine(settings.url)
    try:
        schema = await copy_database(engine, copy)
    finally:
        await engine.dispose()
    if schema is None:
        raise StartProblem("La base est encore vide : démarrez Combiné une fois avant de la sauvegarder.")
    return schema


def _write(settings: Settings, copy: Path, schema: str, written: Path) -> Manifest:
    files: dict[str, KeptFile] = {}
    with zipfile.ZipFile(written, "w", compresslevel=1) as archive:
        for path, name in _named(settings, copy):
            kept = add_file(archive, path, name)
            if kept is not None:
                files[name] = kept
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(version=__version__, made_at=made_at, db_schema=schema, files=files)
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    sync_file(written)
    with zipfile.ZipFile(written) as archive:
        unpack(archive, read_manifest(archive), None)
    return manifest


def _named(settings: Settings, copy: Path) -> list[tuple[Path, str]]:
    # Backups that stand among the data are no part of one: each would hold all that were before it.
    saved = settings.backups.resolve() if settings.backups is not None else None
    data = [
        (path, f"{DATA}/{path.relative_to(settings.data).as_posix()}")
        for entry in lasting(settings)
        for path in files_below(entry)
        if saved is None or not path.resolve().is_relative_to(saved)
    ]
    packs, others = packs_folder(settings), list[tuple[Path, str]]()
    if not packs.resolve().is_relative_to(settings.data.resolve()):
        for company in sorted(packs.glob("*/company.yaml")):
            of_pack = files_below(company.parent)
            others += [(path, f"{PACKS}/{path.relative_to(packs).as_posix()}") for path in of_pack]
    return [(copy, DATABASE), *data, *others]
