"""What each recording weighs on the disk, and when it goes: rows give the dates, the files their size."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from simulator.conduct.tables import TrainingSessionRow
from simulator.installation.forecast import Sound
from simulator.recordings.tables import RecordingRow
from simulator.results.freezing import sound_until
from simulator.storage.database import Sessions


async def weigh(sessions: Sessions, recordings: Path) -> list[Sound]:
    """Of those that were not erased. Looks at every folder, in a thread; cancelling changes nothing."""
    query = (
        select(RecordingRow.folder, RecordingRow.started_at, TrainingSessionRow.retention_days)
        .join(TrainingSessionRow, TrainingSessionRow.id == RecordingRow.session_id)
        .where(RecordingRow.state != "purged")
    )
    async with sessions() as session:
        rows = [(folder, at, days) for folder, at, days in await session.execute(query)]
    sizes = await asyncio.to_thread(lambda: [_size(recordings / folder) for folder, _, _ in rows])
    return [Sound(at, size, sound_until(at, days)) for (_, at, days), size in zip(rows, sizes, strict=True)]


def _size(folder: Path) -> int:
    """Of its own files; 0 where it is gone. A consultation's folder within is another recording's."""
    try:
        with os.scandir(folder) as entries:
            return _sum(entries)
    except OSError:
        return 0


def _sum(entries: "Iterable[os.DirEntry[str]]") -> int:
    return sum(one.stat().st_size for one in entries if one.is_file(follow_symlinks=False))
