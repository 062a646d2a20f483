"""The sound of reactions is kept as long as its session says, like that of calls."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from simulator.conduct.tables import TrainingSessionRow
from simulator.ids import SeatId, SessionId
from simulator.interviews.tables import ReactionRow
from simulator.storage.database import Sessions

IsFrozen = Callable[[SessionId, SeatId], Awaitable[bool]]
"""Whether an appeal or a report of fraud keeps what there is of a candidate."""


async def purge_reactions(sessions: Sessions, recordings: Path, now: datetime, is_frozen: IsFrozen) -> int:
    """Deletes the sound of those older than their session's retention, a reaction that was never ended too; how many.

    Files first: a row that says « purged » is true. Cancelled in between, the next look goes on.
    """
    async with sessions() as session:
        rows = await session.execute(
            select(ReactionRow.reaction_id, ReactionRow.folder, ReactionRow.started_at)
            .add_columns(TrainingSessionRow.retention_days, ReactionRow.session_id, ReactionRow.seat_id)
            .join(TrainingSessionRow, TrainingSessionRow.id == ReactionRow.session_id)
            .where(ReactionRow.state != "purged")
        )
        old = [row for row in rows if now - row.started_at > timedelta(days=row.retention_days)]
    purged = 0
    for reaction_id, folder, _, _, session_id, seat_id in old:
        if await is_frozen(session_id, seat_id):
            continue
        await asyncio.to_thread(shutil.rmtree, recordings / folder, ignore_errors=True)
        async with sessions() as session, session.begin():
            (await session.get_one(ReactionRow, reaction_id)).state = "purged"
        purged += 1
    return purged
