"""At start: words of exam days that an earlier Combiné kept in clear text are sealed, once for each day.

Only their form in the row changes: what a fact or a version says, its author, its moment and its number stay.
"""

from datetime import datetime

import structlog
from sqlalchemy import exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from simulator.conduct.tables import SeatRow
from simulator.custody.boxes import WRITTEN_BOXES
from simulator.custody.keeper import OPENED, Keeper
from simulator.custody.tables import CustodyBoxRow
from simulator.facts import sealed_facts
from simulator.facts.tables import DayFactRow, FactRow
from simulator.ids import SessionId
from simulator.productions.tables import ProductionVersionRow
from simulator.productions.version_rows import shut
from simulator.storage.database import Sessions, open_sessions

log = structlog.get_logger(__name__)


async def seal_what_stands_open(engine: AsyncEngine, keeper: Keeper, now: datetime) -> None:
    """Before any fact is read or written. Each day is one transaction: killed, the next start goes on.

    SQLite overwrites what stood there, in the database and in its log; PostgreSQL does at its next vacuum. Copies
    that were made before (backups) keep it.
    """
    sessions = open_sessions(engine)
    await _make_boxes(sessions, keeper, now)
    async with sessions() as session:
        days = list(await session.scalars(select(CustodyBoxRow.session_id).where(_not_all_in).distinct()))
    for session_id in days:
        async with sessions() as session, session.begin():
            if engine.dialect.name == "sqlite":
                await session.execute(text("PRAGMA secure_delete = ON"))
            versions = await _seal_versions(session, keeper, session_id)
            marks = await _seal_marks(session, keeper, session_id)
            of_day = update(CustodyBoxRow).where(CustodyBoxRow.session_id == session_id)
            await session.execute(of_day.values(holds_all=True))
        log.info("sealed_what_stood_open", session=session_id, versions=versions, marks=marks)
    if days and engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


_not_all_in = CustodyBoxRow.holds_all.is_(False)


async def _make_boxes(sessions: Sessions, keeper: Keeper, now: datetime) -> None:
    """Of days that were opened without a seal."""
    is_of_day = CustodyBoxRow.session_id == DayFactRow.session_id
    has_one = exists().where(is_of_day, CustodyBoxRow.box.in_(WRITTEN_BOXES))
    opened = select(DayFactRow.session_id).where(DayFactRow.kind == OPENED, ~has_one).distinct()
    async with sessions() as session, session.begin():
        for session_id in await session.scalars(opened):
            session.add_all(keeper.boxes.of_a_day_without_seal(session_id, now, holds_all=False))


async def _seal_versions(session: AsyncSession, keeper: Keeper, session_id: SessionId) -> int:
    columns = (ProductionVersionRow.id, ProductionVersionRow.document, ProductionVersionRow.text)
    of_day = select(*columns).join(SeatRow, SeatRow.id == ProductionVersionRow.seat_id)
    rows = (
        await session.execute(of_day.where(SeatRow.session_id == session_id, ProductionVersionRow.sealed.is_(None)))
    ).all()
    for row in rows:
        words = await shut(keeper.at_rest, session_id, row.document, row.text)
        this = update(ProductionVersionRow).where(ProductionVersionRow.id == row.id)
        await session.execute(this.values(**words).execution_options(synchronize_session=False))
    return len(rows)


async def _seal_marks(session: AsyncSession, keeper: Keeper, session_id: SessionId) -> int:
    marks = FactRow.kind.in_(sealed_facts.SEALED_KINDS)
    rows = (
        await session.execute(
            select(FactRow.id, FactRow.kind, FactRow.data).where(FactRow.session_id == session_id, marks)
        )
    ).all()
    for row in rows:
        data = await sealed_facts.shut(keeper.at_rest, session_id, row.kind, row.data)
        this = update(FactRow).where(FactRow.id == row.id)
        await session.execute(this.values(data=data).execution_options(synchronize_session=False))
    return len(rows)
