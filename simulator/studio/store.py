"""The items of a draft: added, saved, undone, put aside; each with its number and its earlier states."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict, NotFound
from simulator.packs.studio_tables import StudioFileRow, StudioItemRow, StudioPackRow, StudioStateRow
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.studio.beginnings import a_customer, first_exchange
from simulator.studio.differing import between
from simulator.studio.items import Content, Item, Kind, exchange_id
from simulator.studio.naming import free_id
from simulator.studio.overtaken import Overtaken
from simulator.studio.rows import item_of, item_row, pack_row, rows_of
from simulator.studio.states import add_items, of_item, replace, state_of
from simulator.studio.views import NewItem

MOST_ITEMS = 3000
"""Of one pack."""


class StudioDrafts:
    """What authors write. `by`: a name. Each call is one transaction: cancelled, all or nothing."""

    def __init__(self, sessions: Sessions, clock: SteadyClock) -> None:
        self._sessions, self._clock = sessions, clock

    async def add(self, pack_id: str, kind: Kind, new: NewItem, by: str) -> StudioItemRow:
        """One more item of this kind, at the end. Raises NotFound, Conflict."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            await pack_row(session, pack_id)
            rows = await rows_of(session, pack_id)
            if len(rows) >= MOST_ITEMS:
                raise Conflict("too_many_items", "Ce scénario est plein.", "Faites-en un second.")
            if kind == "company":
                raise Conflict("one_company", "Un scénario a une seule entreprise.", "Dupliquez-le pour une autre.")
            parent = new.parent if kind == "exchange" else ""
            if kind == "exchange" and not any(one.kind == "subject" and one.id == parent for one in rows):
                raise NotFound("Ce sujet n’existe pas.")
            content = self._content_of(new, kind, rows)
            own_id = free_id(kind, content, {one.id for one in rows if one.kind == kind})
            item = Item(kind, exchange_id(parent, own_id) if parent else own_id, content, parent)
            (row,) = add_items(session, pack_id, [item], by, self._clock.now(), after=rows)
        return row

    async def take_in(self, pack_id: str, new: Sequence[Item], changed: Sequence[Item], by: str) -> None:
        """Many at once: items that are not there yet, and others' new content. Raises NotFound, Conflict."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            await pack_row(session, pack_id)
            rows = await rows_of(session, pack_id)
            if len(rows) + len(new) > MOST_ITEMS:
                raise Conflict("too_many_items", "Ce scénario est plein.", "Faites-en un second.")
            known = {(row.kind, row.id): row for row in rows}
            if any((one.kind, one.id) in known for one in new):
                raise Conflict(
                    "imported_already",
                    "Cette liste vient d’être importée.",
                    "Rechargez la page, puis regardez la liste.",
                )
            add_items(session, pack_id, new, by, self._clock.now(), after=rows)
            for one in changed:
                row = known[one.kind, one.id]
                await replace(session, row, one.content, by, self._clock.now(), before=row.number)

    def _content_of(self, new: NewItem, kind: Kind, rows: Sequence[StudioItemRow]) -> Content:
        if new.copy_of:
            found = next((one for one in rows if one.kind == kind and one.id == new.copy_of), None)
            if found is None:
                raise NotFound
            return {**item_of(found).content, **new.content}
        if kind == "customer":
            count = sum(one.kind == "customer" for one in rows)
            return {**a_customer(count + 1, self._clock.now().date()), **new.content}
        if kind == "exchange" and not new.content:
            return first_exchange()
        return dict(new.content)

    async def save(self, pack_id: str, kind: Kind, item_id: str, number: int, content: Content, by: str) -> None:
        """Replaces an item's content. Raises NotFound, and Overtaken where `number` is not the newest."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await item_row(session, pack_id, kind, item_id)
            theirs = item_of(row).content
            if row.number != number:
                raise Overtaken(row, between(kind, item_id, theirs, content))
            if theirs != content:
                await replace(session, row, content, by, self._clock.now(), before=row.number)

    async def undo(self, pack_id: str, kind: Kind, item_id: str, number: int, by: str) -> None:
        """Back to the state before this one; again, to the one before that. Raises NotFound, Overtaken, Conflict."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await item_row(session, pack_id, kind, item_id)
            if row.number != number:
                raise Overtaken(row, ())
            now = await session.get(StudioStateRow, (pack_id, kind, item_id, number))
            earlier = await state_of(session, row, now.before if now is not None else None)
            if earlier is None:
                raise Conflict("nothing_to_undo", "Il n’y a rien à annuler.", "C’est l’état le plus ancien.")
            await replace(session, row, json.loads(earlier.content), by, self._clock.now(), before=earlier.before)

    async def go_back(self, pack_id: str, kind: Kind, item_id: str, number: int, to: int, by: str) -> None:
        """To any earlier state; it can be undone. Raises NotFound, Overtaken."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await item_row(session, pack_id, kind, item_id)
            if row.number != number:
                raise Overtaken(row, ())
            earlier = await state_of(session, row, to)
            if earlier is None:
                raise NotFound("Cet état n’est plus gardé.")
            await replace(session, row, json.loads(earlier.content), by, self._clock.now(), before=row.number)

    async def put_aside(self, pack_id: str, kind: Kind, item_id: str, is_removed: bool, by: str) -> None:
        """Takes an item out of the pack, or brings it back. Raises NotFound, Conflict."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await item_row(session, pack_id, kind, item_id)
            if kind == "company":
                raise Conflict("one_company", "Un scénario garde son entreprise.", "Modifiez-la.")
            row.is_removed, row.changed_by, row.changed_at = is_removed, by, self._clock.now()

    async def states(self, pack_id: str, kind: Kind, item_id: str) -> list[StudioStateRow]:
        """Earlier ones, newest first. Raises NotFound."""
        async with self._sessions() as session:
            row = await item_row(session, pack_id, kind, item_id)
            earlier = StudioStateRow.number < row.number
            query = select(StudioStateRow).where(*of_item(pack_id, kind, item_id), earlier)
            return list(await session.scalars(query.order_by(StudioStateRow.number.desc())))

    async def before(self, row: StudioItemRow) -> int | None:
        """The state that « undo » would go back to."""
        async with self._sessions() as session:
            now = await session.get(StudioStateRow, (row.pack_id, row.kind, row.id, row.number))
            earlier = await state_of(session, row, now.before if now is not None else None)
            return earlier.number if earlier is not None else None

    async def files_of(self, pack_id: str) -> list[StudioFileRow]:
        """What the draft was begun from."""
        async with self._sessions() as session:
            return list(await session.scalars(select(StudioFileRow).where(StudioFileRow.pack_id == pack_id)))

    async def read(self, pack_id: str) -> tuple[StudioPackRow, list[StudioItemRow]]:
        """Everything of one pack, what was put aside too. Raises NotFound."""
        async with self._sessions() as session:
            return await pack_row(session, pack_id), await rows_of(session, pack_id)
