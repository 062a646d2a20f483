"""Reading and adding the rows of sealed archives."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.errors import NotFound
from simulator.ids import SeatId, SessionId
from simulator.results.tables import SealedArchiveRow
from simulator.storage.database import Sessions


class ArchiveRows:
    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def of_session(self, session_id: SessionId) -> list[SealedArchiveRow]:
        """Of its candidates and of itself, the oldest first."""
        query = select(SealedArchiveRow).where(SealedArchiveRow.session_id == session_id)
        async with self._sessions() as session:
            return list(await session.scalars(query.order_by(SealedArchiveRow.sealed_at, SealedArchiveRow.id)))

    async def of(self, archive_id: str) -> SealedArchiveRow:
        """Raises NotFound."""
        row = await self.known(archive_id)
        if row is None:
            raise NotFound("Cette archive n’existe pas.")
        return row

    async def known(self, archive_id: str) -> SealedArchiveRow | None:
        async with self._sessions() as session:
            return await session.get(SealedArchiveRow, archive_id)


def archive_id(subject: str) -> str:
    """The same each time the same work is begun: what a crash left is overwritten, never left beside."""
    return hashlib.sha256(f"archive {subject}".encode()).hexdigest()[:32]


def archive_id_after(seat_id: SeatId, signed_at: datetime) -> str:
    """Of the archive that follows the last signature below a page."""
    return archive_id(f"seat:{seat_id}:{signed_at.isoformat()}")


def file_name(row: SealedArchiveRow) -> str:
    """« Combine_C-01_2026-11-28_1f3a9c0e.zip »: archives of one day differ by the roots that the papers print."""
    return f"{row.name.removesuffix('.zip')}_{row.root[:8]}.zip"


def added(session: AsyncSession, row: SealedArchiveRow) -> None:
    """Within the caller's transaction."""
    session.add(row)
