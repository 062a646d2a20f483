"""Whether a session's envelopes are open, and the sealed pack that it plays."""

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.custody.at_rest import AtRest
from simulator.custody.boxes import BoxDamaged, Boxes
from simulator.custody.sealed_pack import SealedContent, unpacked
from simulator.custody.tables import CustodyBoxRow, SealedPackRow
from simulator.facts.day_facts import EnvelopesOpened
from simulator.facts.tables import DayFactRow
from simulator.ids import SessionId
from simulator.packs.versions import digest_of

OPENED = EnvelopesOpened.model_fields["kind"].default


class Keeper:
    """Reads; whoever opens writes. `boxes`, `at_rest`: the same for productions and marks."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], secret: str) -> None:
        self._sessions = sessions
        self.boxes = Boxes(sessions, secret)
        self.at_rest = AtRest(self.boxes)

    async def is_opened(self, session_id: SessionId) -> bool:
        """Whether the day's fact says so."""
        opened = select(DayFactRow.id).where(DayFactRow.session_id == session_id, DayFactRow.kind == OPENED)
        async with self._sessions() as session:
            return await session.scalar(opened.limit(1)) is not None

    async def sealed_pack(self, session_id: SessionId) -> SealedPackRow | None:
        """As it stands, still encrypted; None where the session's pack is not sealed."""
        async with self._sessions() as session:
            return await session.get(SealedPackRow, session_id)

    async def titles(self) -> list[tuple[str, dict[str, str]]]:
        """Of every sealed pack, with its digest: what lists may show of it."""
        async with self._sessions() as session:
            rows = await session.execute(select(SealedPackRow.digest, SealedPackRow.titles))
            return [(digest, titles) for digest, titles in rows]

    async def shut_digests(self) -> set[str]:
        """Versions under seal in some session: nobody may read them elsewhere either."""
        async with self._sessions() as session:
            rows = await session.scalars(
                select(SealedPackRow.digest)
                .join(CustodyBoxRow, CustodyBoxRow.session_id == SealedPackRow.session_id)
                .where(CustodyBoxRow.box == "subject", CustodyBoxRow.kept.is_(None))
            )
            return set(rows)

    async def content_of(self, digest: str) -> SealedContent | None:
        """Out of any opened session's box that has this version; None where none has.

        Raises BoxDamaged. Cancelled, nothing has changed.
        """
        async with self._sessions() as session:
            row = await session.scalar(
                select(SealedPackRow)
                .join(CustodyBoxRow, CustodyBoxRow.session_id == SealedPackRow.session_id)
                .where(
                    SealedPackRow.digest == digest, CustodyBoxRow.box == "subject", CustodyBoxRow.kept.is_not(None)
                )
                .limit(1)
            )
        if row is None:
            return None
        return await asyncio.to_thread(
            read_whole, await self.boxes.open(row.session_id, "subject", row.sealed), digest
        )


def read_whole(packed: bytes, digest: str) -> SealedContent:
    """Raises BoxDamaged where it is not the version of this digest."""
    try:
        content = unpacked(packed)
    except Exception as error:  # a zip in pieces raises a dozen kinds
        raise BoxDamaged from error
    if digest_of(content.content.encode()) != digest:
        raise BoxDamaged
    return content
