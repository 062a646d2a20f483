"""Which desk codes may still open something, in memory: so that guessing costs no database."""

from sqlalchemy import select

from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.storage.database import Sessions


class OpenCodes:
    """Hashes of the codes that may still open something, so that a wrong one is told without the database.

    What is in here may have been used meanwhile: the database has the last word.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._hashes: set[str] = set()
        self._is_read = False

    def issued(self, *hashes: str | None) -> None:
        """Once they are kept."""
        self._hashes.update(one for one in hashes if one is not None)

    async def has(self, hashed: str) -> bool:
        """Reads the database once, at the first question."""
        if not self._is_read:
            is_open = TrainingSessionRow.closed_at.is_(None)
            async with self._sessions() as session:
                rows = await session.execute(
                    select(SeatRow.code_hash, SeatRow.partner_code_hash).join(TrainingSessionRow).where(is_open)
                )
                for row in rows:
                    self.issued(*row)
            self._is_read = True
        return hashed in self._hashes
