"""Drafts as the studio's pages show them."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, cast

from simulator.errors import NotFound
from simulator.packs.studio_tables import StudioItemRow
from simulator.studio.checking import StudioFault
from simulator.studio.differing import between, title_of
from simulator.studio.items import Content, Kind, without_blanks
from simulator.studio.rows import item_of
from simulator.studio.store import StudioDrafts
from simulator.studio.versions import StudioVersions, faults_of_pack, in_pack
from simulator.studio.views import EarlierState, ItemLine, ItemView, StudioLine, StudioPackView
from simulator.studio.whole_drafts import WholeDrafts

_WAYS = {
    ("phone", "inbound"): "Appel entrant",
    ("phone", "outbound"): "Appel sortant",
    ("chat", "inbound"): "Chat",
    ("chat", "outbound"): "Chat sortant",
}


async def the_list(drafts: StudioDrafts, whole: WholeDrafts, versions: StudioVersions) -> list[StudioLine]:
    """Changed last first."""
    newest = await versions.newest_numbers()
    lines: list[StudioLine] = []
    for pack in await whole.all():
        _, rows = await drafts.read(pack.id)
        last = max(rows, key=lambda one: one.changed_at)
        lines.append(
            StudioLine(
                id=pack.id,
                company_name=_company_name(rows),
                based_on=pack.based_on,
                exchanges=sum(one.kind == "exchange" and not one.is_removed for one in rows),
                published=newest.get(pack.id),
                retired_at=pack.retired_at,
                changed_by=last.changed_by,
                changed_at=last.changed_at,
            )
        )
    return sorted(lines, key=lambda one: one.changed_at, reverse=True)


async def the_pack(drafts: StudioDrafts, versions: StudioVersions, pack_id: str) -> StudioPackView:
    """Raises NotFound."""
    pack, rows = await drafts.read(pack_id)
    published = await versions.of(pack_id)
    faults = await asyncio.to_thread(faults_of_pack, pack_id, in_pack(rows), pack.sounds)
    changes = await versions.differences(pack_id, published[0].number, None) if published else []
    names = {one.id: title_of(item_of(one)) for one in rows if one.kind == "customer"}
    return StudioPackView(
        id=pack_id,
        company_name=_company_name(rows),
        based_on=pack.based_on,
        retired_at=pack.retired_at,
        items=tuple(_line(one, names) for one in rows),
        versions=tuple(published),
        faults=tuple(faults),
        changes=len(changes),
    )


async def the_item(drafts: StudioDrafts, pack_id: str, kind: Kind, item_id: str) -> ItemView:
    """Raises NotFound."""
    pack, rows = await drafts.read(pack_id)
    row = _row(rows, kind, item_id)
    faults = await asyncio.to_thread(faults_of_pack, pack_id, in_pack(rows), pack.sounds)
    return ItemView(
        kind=kind,
        id=item_id,
        parent=row.parent,
        number=row.number,
        content=item_of(row).content,
        faults=tuple(one for one in faults if (one.kind, one.id) == (kind, item_id)),
        may_undo=await drafts.before(row) is not None,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )


async def checked(
    drafts: StudioDrafts, pack_id: str, kind: Kind, item_id: str, content: Content
) -> list[StudioFault]:
    """What would be wrong with this item, if it were so. Raises NotFound."""
    pack, rows = await drafts.read(pack_id)
    _row(rows, kind, item_id)
    items = [
        one if (one.kind, one.id) != (kind, item_id) else type(one)(one.kind, one.id, content, one.parent)
        for one in in_pack(rows)
    ]
    faults = await asyncio.to_thread(faults_of_pack, pack_id, items, pack.sounds)
    return [one for one in faults if (one.kind, one.id) == (kind, item_id)]


async def earlier_states(drafts: StudioDrafts, pack_id: str, kind: Kind, item_id: str) -> list[EarlierState]:
    """Raises NotFound."""
    _, rows = await drafts.read(pack_id)
    now = item_of(_row(rows, kind, item_id)).content
    return [
        EarlierState(
            number=one.number,
            changed_by=one.changed_by,
            changed_at=one.changed_at,
            differences=tuple(between(kind, item_id, json.loads(one.content), now)),
        )
        for one in await drafts.states(pack_id, kind, item_id)
    ]


def _row(rows: Sequence[StudioItemRow], kind: Kind, item_id: str) -> StudioItemRow:
    found = next((one for one in rows if (one.kind, one.id) == (kind, item_id)), None)
    if found is None:
        raise NotFound
    return found


def _company_name(rows: Sequence[StudioItemRow]) -> str:
    return next((title_of(item_of(one)) for one in rows if one.kind == "company"), "")


def _line(row: StudioItemRow, names: dict[str, str]) -> ItemLine:
    item = item_of(row)
    return ItemLine(
        kind=item.kind,
        id=item.id,
        parent=item.parent,
        title=title_of(item),
        about=_about(item.content, names) if item.kind == "exchange" else "",
        number=row.number,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        is_removed=row.is_removed,
    )


def _about(content: Content, names: dict[str, str]) -> str:
    said = without_blanks(content)
    candidate: Any = said.get("candidate")
    face = cast(Content, candidate) if isinstance(candidate, dict) else {}
    way = _WAYS.get((str(face.get("channel")), str(face.get("direction"))), "")
    name = names.get(str(said.get("customer")), "")
    minutes = said.get("minutes")
    return " · ".join(filter(None, (way, name, f"{minutes} min" if isinstance(minutes, int) else "")))
