"""Whether a backup could be restored: unpacked beside, its database brought up and counted, its sound compared.

Nothing of the installation is touched. What is found at fault is told; a backup is not judged by being there.
"""

import asyncio
import hashlib
import shutil
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.recordings.tables import RecordingRow
from simulator.schema import Base
from simulator.storage.archive import DATA, DATABASE, BadBackup, free_for, read_manifest, unpack
from simulator.storage.copying import UnsoundDatabase, check_copy
from simulator.storage.database import open_engine
from simulator.storage.migrating import differences, migrate, steps
from simulator.storage.problems import DiskIsFull
from telephony.durable import temporary_name
from telephony.finishing.growing_mix import AUDIO

SOUNDS = 20
"""Recordings compared with their rows: the newest. All files are compared with the backup's own list anyway."""


ABANDONED_SECONDS = 86_400
"""A trial that was killed leaves its folder; a younger one may be at work."""


class CannotRestore(Exception):
    """What is wrong with this backup, in French: a sentence."""


@dataclass(frozen=True, slots=True)
class Restorable:
    """What a restore would bring back."""

    made_at: str
    files: int
    rows: int
    sounds: int
    """How many recordings were compared with what the database says of them."""


async def try_to_restore(file: Path, beside: Path, recordings: Path) -> Restorable:
    """`beside`: a folder with room for all of it. `recordings`: this installation's; a sound that is not there any
    more was purged while the backup was made, and is not missed in it.

    Raises CannotRestore, DiskIsFull, OSError. Cancelling leaves at most a folder that the next trial takes away.
    """
    folder = beside / temporary_name("restore-trial")
    await asyncio.to_thread(_clear_away, beside)
    folder.mkdir(mode=0o700)
    try:
        made_at, files = await asyncio.to_thread(_unpack, file, folder)
        engine = open_engine(f"sqlite+aiosqlite:///{folder / DATABASE}")
        try:
            await migrate(engine)
            if await differences(engine):
                raise CannotRestore("Sa base de données ne se met pas au schéma de cette version.")
            rows, sounds = await _rows(engine), await _sounds(engine)
        finally:
            await engine.dispose()
        for where, sha256 in sounds:
            kept = folder / DATA / recordings.name / where / AUDIO
            await asyncio.to_thread(_compare, kept, recordings / where / AUDIO, sha256)
        return Restorable(made_at, files, rows, len(sounds))
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, True)


def _clear_away(beside: Path) -> None:
    for left in beside.glob(".restore-trial.*"):
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _unpack(file: Path, folder: Path) -> tuple[str, int]:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive)
            if not free_for(manifest, folder):
                raise DiskIsFull
            unpack(archive, manifest, folder)
        schema = check_copy(folder / DATABASE)
    except FileNotFoundError:
        raise CannotRestore("Le fichier n’est plus là.") from None
    except zipfile.BadZipFile:
        raise CannotRestore("Ce n’est pas une sauvegarde, ou elle est abîmée.") from None
    except BadBackup as bad:
        raise CannotRestore(f"{bad.what[:1].upper()}{bad.what[1:]}.") from None
    except UnsoundDatabase as unsound:
        raise CannotRestore(f"Sa base de données est abîmée ({unsound.what}).") from None
    if schema not in steps():
        raise CannotRestore("Sa base de données est vide, ou vient d’une version plus récente.")
    return manifest.made_at, len(manifest.files)


async def _rows(engine: AsyncEngine) -> int:
    """All of them are read: what cannot be is told by the database itself."""
    async with engine.connect() as connection:
        counts = [
            await connection.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
        ]
    return sum(count or 0 for count in counts)


async def _sounds(engine: AsyncEngine) -> list[tuple[str, str]]:
    """(folder, SHA-256) of finished recordings, the newest first."""
    query = (
        select(RecordingRow.folder, RecordingRow.sha256)
        .where(RecordingRow.state == "ready", RecordingRow.sha256.is_not(None))
        .order_by(RecordingRow.started_at.desc())
        .limit(SOUNDS)
    )
    async with engine.connect() as connection:
        return [(folder, sha256) for folder, sha256 in await connection.execute(query) if sha256]


def _compare(sound: Path, here: Path, sha256: str) -> None:
    try:
        with sound.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        if not here.exists():
            return
        raise CannotRestore(f"Il y manque l’enregistrement « {sound.parent.name} ».") from None
    if found != sha256:
        raise CannotRestore(f"L’enregistrement « {sound.parent.name} » y est autre que dans la base.")
