"""Writing and reading versions: the only place that knows their rows.

Of an exam day their words are sealed in the session's « productions » box; numbers and digests stay readable.
"""

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, cast

from fastapi import Depends
from sqlalchemy import ColumnElement, Select, and_, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from exams.seals import EMPTY_DOCUMENT
from simulator.custody.at_rest import AtRest
from simulator.facts.log import Beside
from simulator.ids import SeatId, SessionId
from simulator.parts import UseKeeper, UseSessions
from simulator.productions.tables import ProductionVersionRow
from simulator.seat.state import SeatState
from simulator.seat.written import NewVersion, Version, WrittenId, WrittenState

BOX: Literal["productions"] = "productions"

_HEADS = (
    ProductionVersionRow.production,
    ProductionVersionRow.number,
    ProductionVersionRow.client_id,
    ProductionVersionRow.based_on,
    ProductionVersionRow.sha256,
    ProductionVersionRow.words,
    ProductionVersionRow.at,
)


def keep_versions(at_rest: AtRest) -> Callable[[SeatState, Sequence[NewVersion]], Beside]:
    """What writes a row for each version, in the transaction of its seat's decision."""

    def beside(state: SeatState, versions: Sequence[NewVersion]) -> Beside:
        async def write(session: AsyncSession) -> None:
            rows = [await _row(at_rest, state, new) for new in versions]
            await session.execute(insert(ProductionVersionRow), rows)

        return write

    return beside


class VersionRows:
    """Reads versions; keeps nothing."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], at_rest: AtRest) -> None:
        self._sessions, self._at_rest = sessions, at_rest

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
        document = await self.earlier_document(state, written, number)
        if document is None:
            raise LookupError(f"version {number} of {written} at {state.seat.id}")
        return document

    async def earlier_document(self, state: SeatState, written: WrittenId, number: int) -> str | None:
        """Of one version; None where there is none of this number."""
        async with self._sessions() as session:
            row = (await session.execute(_document(state.seat.id, written, number))).one_or_none()
        if row is None or row.sealed is None:
            return row.document if row is not None else None
        words = await self._at_rest.opened(state.training.id, BOX, [row.sealed])
        return json.loads(words[0])["document"]


async def the_versions(sessions: UseSessions, keeper: UseKeeper) -> VersionRows:
    """FastAPI dependency."""
    return VersionRows(sessions, keeper.at_rest)


UseVersions = Annotated[VersionRows, Depends(the_versions)]


async def shut(at_rest: AtRest, session_id: SessionId, document: str, text: str) -> dict[str, object]:
    """The columns that hold a version's words."""
    sealed = await at_rest.shut(session_id, BOX, json.dumps({"document": document, "text": text}, ensure_ascii=False))
    if sealed is None:
        return {"document": document, "text": text, "sealed": None}
    return {"document": "", "text": "", "sealed": sealed}


def _document(seat_id: SeatId, written: WrittenId, number: int) -> Select[tuple[str, bytes | None]]:
    return select(ProductionVersionRow.document, ProductionVersionRow.sealed).where(
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


async def _row(at_rest: AtRest, state: SeatState, new: NewVersion) -> dict[str, object]:
    version = new.version
    return {
        "seat_id": state.seat.id,
        "production": version.written,
        "number": version.number,
        "client_id": version.client_id,
        "based_on": version.based_on,
        "sha256": version.sha256,
        "words": version.words,
        "at": version.at,
        **await shut(at_rest, state.training.id, new.draft.document, new.draft.text),
    }
