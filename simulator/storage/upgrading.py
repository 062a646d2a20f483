"""A database of an earlier version is copied before it is changed, and the copy is kept."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.storage.copying import copy_database
from simulator.storage.migrating import migrate, schema_found, steps
from telephony.durable import is_temporary, sync_folder, temporary_name

log = structlog.get_logger(__name__)

FOLDER = "before-upgrade"
"""In the data folder."""
MOST_KEPT = 3


async def bring_up_to_date(engine: AsyncEngine, data: Path) -> None:
    """Up to this version's schema, what is there copied first. Raises UnknownSchema, UnsoundDatabase, OSError.

    Cut at any instant, the next one begins anew: the database is the old one or the new one, whole.
    """
    found = await schema_found(engine)
    if found == steps()[-1]:
        return
    if found is not None:
        kept = await keep_copy(engine, data / FOLDER, found)
        log.warning("database_upgrades", schema=found, to=steps()[-1], copy=str(kept))
    await migrate(engine)


async def keep_copy(engine: AsyncEngine, folder: Path, schema: str) -> Path:
    """A copy that `simulator restore` takes, whole under its name or not there; the oldest beyond three go."""
    kept = folder / f"combine-{schema}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite3"
    beside = await asyncio.to_thread(_begin, kept)
    await copy_database(engine, beside)
    await asyncio.to_thread(_finish, beside, kept)
    return kept


def _begin(kept: Path) -> Path:
    folder = kept.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.iterdir():
        if is_temporary(left.name):
            left.unlink()
    beside = folder / temporary_name(kept.name)
    beside.touch(mode=0o600)
    return beside


def _finish(beside: Path, kept: Path) -> None:
    beside.replace(kept)
    sync_folder(kept.parent)
    copies = sorted(kept.parent.glob("combine-*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for old in copies[:-MOST_KEPT]:
        old.unlink()
