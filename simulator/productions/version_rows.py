"""Writing and reading versions: the only place that knows their rows."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from exams.seals import EMPTY_DOCUMENT
from simulator.facts.log import Beside
from simulator.ids import SeatId
from simulator.productions.tables import ProductionVersionRow
from simulator.seat.state import SeatState
from simulator.seat.written import NewVersion, Version, WrittenId, WrittenState

_HEADS = (
    ProductionVersionRow.production,
    ProductionVersionRow.number,
    ProductionVersionRow.client_id,
    ProductionVersionRow.based_on,
    ProductionVersionRow.sha256,
    ProductionVersionRow.words,
    ProductionVersionRow.at,
)


def keep_versions(state: SeatState, versions: Sequence[NewVersion]) -> Beside:
    """What writes a row for each, in the transaction of its seat's decision."""
    rows = [_row(state.seat.id, new) for new in versions]

    async def write(session: AsyncSession) -> None:
        await session.execute(insert(ProductionVersionRow), rows)

    return write


class VersionRows:
    """Reads versions; keeps nothing."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def unknown_to(self, state: SeatState) -> Sequence[Version]:
        """What was written at this seat and its state does not know yet, without the words."""
        query = select(*_HEADS).where(ProductionVersionRow.seat_id == state.seat.id, _later_than(state.written))
        async with self._sessions() as session:
            rows = await session.execute(query.order_by(ProductionVersionRow.id))
            return [
                Version(
                    cast(WrittenId, row.production),
                    row.number,
                    row.client_id,
                    row.based_on,
                    row.sha256,
                    row.words,
                    row.at,
                )
                for row in rows
            ]

    async def document(self, state: SeatState, written: WrittenId) -> str:
        """The last version's document, canonical; an empty one where nothing was ever written."""
        number = state.written.number_of(written)
        if number == 0:
            return EMPTY_DOCUMENT
        async with self._sessions() as session:
            return (await session.scalars(_document(state.seat.id, written, number))).one()

    async def earlier_document(self, seat_id: SeatId, written: WrittenId, number: int) -> str | None:
        """Of one version; None where there is none of this number."""
        async with self._sessions() as session:
            return await session.scalar(_document(seat_id, written, number))


def _document(seat_id: SeatId, written: WrittenId, number: int) -> Select[str]:
    return select(ProductionVersionRow.document).where(
        ProductionVersionRow.seat_id == seat_id,
        ProductionVersionRow.production == written,
        ProductionVersionRow.number == number,
    )


def _later_than(known: WrittenState) -> ColumnElement[bool]:
    """Versions beyond the last known one of each text."""
    later = [
        and_(ProductionVersionRow.production == written, ProductionVersionRow.number > head.number)
        for written, head in known.heads.items()
    ]
    return or_(ProductionVersionRow.production.not_in([*known.heads]), *later)


def _row(seat_id: SeatId, new: NewVersion) -> dict[str, object]:
    version = new.version
    return {
        "seat_id": seat_id,
        "production": version.written,
        "number": version.number,
        "client_id": version.client_id,
        "based_on": version.based_on,
        "document": new.draft.document,
        "text": new.draft.text,
        "sha256": version.sha256,
        "words": version.words,
        "at": version.at,
    }
