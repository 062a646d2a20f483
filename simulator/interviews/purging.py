"""The sound of reactions is kept as long as its session says, like that of calls."""

import asyncio
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from simulator.conduct.tables import TrainingSessionRow
from simulator.interviews.tables import ReactionRow
from simulator.storage.database import Sessions


async def purge_reactions(sessions: Sessions, recordings: Path, now: datetime) -> int:
    """Deletes the sound of those older than their session's retention, a reaction that was never ended too; how many.

    Files first: a row that says « purged » is true. Cancelled in between, the next look goes on.
    """
    async with sessions() as session:
        rows = await session.execute(
            select(ReactionRow.reaction_id, ReactionRow.folder, ReactionRow.started_at)
            .add_columns(TrainingSessionRow.retention_days)
            .join(TrainingSessionRow, TrainingSessionRow.id == ReactionRow.session_id)
            .where(ReactionRow.state != "purged")
        )
        old = [(reaction, folder) for reaction, folder, at, days in rows if now - at > timedelta(days=days)]
    for reaction_id, folder in old:
        await asyncio.to_thread(shutil.rmtree, recordings / folder, ignore_errors=True)
        async with sessions() as session, session.begin():
            (await session.get_one(ReactionRow, reaction_id)).state = "purged"
    return len(old)
