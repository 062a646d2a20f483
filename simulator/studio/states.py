"""What is written becomes an item's newest state; the earlier ones stay, so that nothing anybody wrote is lost."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.packs.studio_tables import StudioItemRow, StudioStateRow
from simulator.studio.items import Content, Item

MOST_STATES = 60
"""Of one item: the oldest are forgotten first."""


def add_items(
    session: AsyncSession,
    pack_id: str,
    items: Sequence[Item],
    by: str,
    at: datetime,
    after: Sequence[StudioItemRow] = (),
) -> list[StudioItemRow]:
    """Their first states. `after`: those that the pack has."""
    first = max((one.position for one in after), default=0) + 1
    rows = [
        StudioItemRow(
            pack_id=pack_id,
            kind=one.kind,
            id=one.id,
            parent=one.parent,
            position=first + place,
            number=1,
            content=_dumped(one.content),
            changed_by=by,
            changed_at=at,
            is_removed=False,
        )
        for place, one in enumerate(items)
    ]
    session.add_all(rows)
    session.add_all(_state_of(row, None) for row in rows)
    return rows


async def replace(
    session: AsyncSession, row: StudioItemRow, content: Content, by: str, at: datetime, before: int | None
) -> None:
    """`before`: the state that « undo » goes back to from this one."""
    row.number, row.content = row.number + 1, _dumped(content)
    row.changed_by, row.changed_at = by, at
    session.add(_state_of(row, before))
    oldest = StudioStateRow.number <= row.number - MOST_STATES
    await session.execute(delete(StudioStateRow).where(*of_item(row.pack_id, row.kind, row.id), oldest))


async def state_of(session: AsyncSession, row: StudioItemRow, number: int | None) -> StudioStateRow | None:
    """None where there is none, or no longer."""
    return await session.get(StudioStateRow, (row.pack_id, row.kind, row.id, number)) if number is not None else None


def of_item(pack_id: str, kind: str, item_id: str) -> tuple[ColumnElement[bool], ...]:
    """Whose states."""
    return StudioStateRow.pack_id == pack_id, StudioStateRow.kind == kind, StudioStateRow.item_id == item_id


def _dumped(content: Content) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _state_of(row: StudioItemRow, before: int | None) -> StudioStateRow:
    return StudioStateRow(
        pack_id=row.pack_id,
        kind=row.kind,
        item_id=row.id,
        number=row.number,
        before=before,
        content=row.content,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )
