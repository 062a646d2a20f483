"""The sound of reactions is kept as long as its session says, like that of calls."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.tables import TrainingSessionRow
from simulator.facts import kinds
from simulator.facts.tables import FactRow
from simulator.ids import SeatId, SessionId
from simulator.interviews.tables import ReactionRow
from simulator.storage.database import Sessions


async def due_reactions(sessions: Sessions, now: datetime) -> dict[tuple[SessionId, SeatId, int], list[ReactionRow]]:
    """Older than their session's retention, those never ended too; by session, seat and its days."""
    query = (
        select(ReactionRow, TrainingSessionRow.retention_days)
        .join(TrainingSessionRow, TrainingSessionRow.id == ReactionRow.session_id)
        .where(ReactionRow.state != "purged")
    )
    due: defaultdict[tuple[SessionId, SeatId, int], list[ReactionRow]] = defaultdict(list)
    async with sessions() as session:
        for row, days in await session.execute(query):
            if now - row.started_at > timedelta(days=days):
                due[row.session_id, row.seat_id, days].append(row)
    return due


async def reaction_digests(session: AsyncSession, seat_id: SeatId, reaction_ids: Sequence[str]) -> tuple[str, ...]:
    """SHA-256 of the sound of each that was ended, as its latest fact says: what proves which sound went."""
    ended = kinds.ReactionEnded.model_fields["kind"].default
    rows = await session.scalars(
        select(FactRow.data).where(FactRow.seat_id == seat_id, FactRow.kind == ended).order_by(FactRow.number)
    )
    latest = {str(data["reaction_id"]): str(data["sha256"]) for data in rows}
    return tuple(latest[one] for one in reaction_ids if latest.get(one))


def purged_reactions(reaction_ids: Sequence[str]) -> Callable[[AsyncSession], Awaitable[None]]:
    """For the transaction that keeps the proof. Files are gone by then: a row that says « purged » is true."""

    async def beside(session: AsyncSession) -> None:
        await session.execute(
            update(ReactionRow).where(ReactionRow.reaction_id.in_(reaction_ids)).values(state="purged")
        )

    return beside
