"""Drafts as rows, read."""

import json
from typing import cast

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.errors import NotFound
from simulator.packs.studio_tables import StudioItemRow, StudioPackRow
from simulator.studio.items import Item, Kind


async def pack_row(session: AsyncSession, pack_id: str) -> StudioPackRow:
    """Raises NotFound."""
    row = await session.get(StudioPackRow, pack_id)
    if row is None:
        raise NotFound("Ce scénario n’est pas (ou plus) dans l’atelier.")
    return row


async def item_row(session: AsyncSession, pack_id: str, kind: str, item_id: str) -> StudioItemRow:
    """Raises NotFound."""
    row = await session.get(StudioItemRow, (pack_id, kind, item_id))
    if row is None:
        raise NotFound
    return row


async def rows_of(session: AsyncSession, pack_id: str) -> list[StudioItemRow]:
    """In their order, what was put aside too."""
    query = select(StudioItemRow).where(StudioItemRow.pack_id == pack_id)
    return list(await session.scalars(query.order_by(StudioItemRow.position, StudioItemRow.id)))


def item_of(row: StudioItemRow) -> Item:
    return Item(cast(Kind, row.kind), row.id, json.loads(row.content), row.parent)
