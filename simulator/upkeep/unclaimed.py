"""Sound on the disk that belongs to no row: a call whose connection was never kept. Found, listed, and purged."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.recordings.tables import RecordingRow
from telephony.recording.journal import read_journal
from telephony.recording.recorder import JOURNAL

QUIET_SECONDS = 120.0
"""Sound that grew a moment ago may be of a call whose row is just being written."""


@dataclass(frozen=True, slots=True)
class UnclaimedSound:
    """`folder`: below the recordings' root. `seconds`: None when the call was cut."""

    folder: str
    began_at: datetime
    seconds: float | None
    bytes: int

    def kept_until(self, retention_days: int) -> datetime:
        return self.began_at + timedelta(days=retention_days)


async def find_unclaimed(sessions: async_sessionmaker[AsyncSession], recordings: Path) -> list[UnclaimedSound]:
    """The oldest first."""
    found = await asyncio.to_thread(lambda: list(_calls_below(recordings)))
    if not found:
        return []
    async with sessions() as session:
        known = set(await session.scalars(select(RecordingRow.folder)))
    unknown = [folder for folder in found if folder.relative_to(recordings).as_posix() not in known]
    looked = await asyncio.to_thread(lambda: [_look(folder, recordings) for folder in unknown])
    return sorted((one for one in looked if one is not None), key=lambda one: one.began_at)


async def purge_unclaimed(
    sessions: async_sessionmaker[AsyncSession], recordings: Path, retention_days: int, now: datetime
) -> int:
    """Deletes what is older than recordings may be kept; how many."""
    old = [one for one in await find_unclaimed(sessions, recordings) if one.kept_until(retention_days) < now]
    for one in old:
        await delete_unclaimed(recordings, one)
    return len(old)


async def delete_unclaimed(recordings: Path, one: UnclaimedSound) -> None:
    """For good."""
    await asyncio.to_thread(_delete, recordings / one.folder)


def _calls_below(root: Path) -> Iterator[Path]:
    for journal in sorted(root.rglob(JOURNAL)):
        yield journal.parent


def _look(folder: Path, root: Path) -> UnclaimedSound | None:
    """None when it is of a moment ago, or gone meanwhile."""
    try:
        files = [(path.stat().st_size, path.stat().st_mtime) for path in folder.iterdir() if path.is_file()]
        journal = read_journal(folder / JOURNAL)
    except FileNotFoundError:
        return None
    latest = max(changed for _, changed in files)
    if time.time() - latest < QUIET_SECONDS:
        return None
    opened = next((line.get("started_at") for line in journal.lines if line["what"] == "opened"), None)
    began = datetime.fromtimestamp(float(opened) if opened is not None else latest, UTC)
    return UnclaimedSound(folder.relative_to(root).as_posix(), began, journal.seconds, sum(size for size, _ in files))


def _delete(folder: Path) -> None:
    """The call's own files; a consultation's folder within is another call's."""
    for path in folder.iterdir():
        if path.is_file():
            path.unlink()
    if not any(folder.iterdir()):
        shutil.rmtree(folder)
