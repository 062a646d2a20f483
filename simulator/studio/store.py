"""Drafts as rows: each item with its number and its earlier states, so that nothing anybody wrote is lost."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import structlog
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict, NotFound
from simulator.packs.blobs import drop_unneeded, keep_once
from simulator.packs.registry import PackRegistry
from simulator.packs.studio_tables import StudioItemRow, StudioPackRow, StudioStateRow, StudioVersionRow
from simulator.packs.tables import PackSoundRow
from simulator.packs.versions import PackVersion, digest_of
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.studio.beginnings import a_company, a_customer, first_exchange, first_subject, slug_of
from simulator.studio.differing import Difference, between
from simulator.studio.items import COMPANY, Content, Item, Kind, exchange_id, items_of
from simulator.studio.views import NewItem, NewStudioPack
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

MOST_ITEMS, MOST_PACKS, MOST_STATES = 3000, 300, 60
"""Of one pack; in the studio; of one item: the oldest are forgotten first."""


class Overtaken(Conflict):
    """Somebody else has saved since this state was read. Nothing was written; what differs is in the answer."""

    def __init__(self, row: StudioItemRow, differences: Sequence[Difference]) -> None:
        super().__init__(
            "overtaken",
            f"{row.changed_by} a enregistré entre-temps.",
            "Choisissez, champ par champ, ce qu’il faut garder.",
        )
        self._theirs = {
            "number": row.number,
            "content": json.loads(row.content),
            "changed_by": row.changed_by,
            "changed_at": row.changed_at.isoformat(),
            "differences": [one.model_dump() for one in differences],
        }

    def body(self) -> dict[str, Any]:  # type: ignore[override]  this refusal says more than its words
        return super().body() | self._theirs


class StudioDrafts:
    """What authors write. `by`: a name. Each call is one transaction: cancelled, all or nothing."""

    def __init__(self, sessions: Sessions, packs: PackRegistry, clock: SteadyClock) -> None:
        self._sessions, self._packs, self._clock = sessions, packs, clock

    async def begin(self, new: NewStudioPack, by: str, person_id: str) -> str:
        """A new company with an exchange to write; its identifier. Raises NotFound, Conflict."""
        pack_id = f"studio-{secrets.token_hex(6)}"
        based_on, sounds, items = "", dict[str, str](), list[Item]()
        if new.based_on:
            version = self._packs.get(new.based_on)
            based_on = version.pack.company.name
            items = [one for one in items_of(version.pack) if new.with_subjects or not _is_played(one)]
            sounds = version.sounds if new.with_subjects else {}
        else:
            name = " ".join(new.company.split())
            if not name:
                raise Conflict("no_company", "L’entreprise n’a pas de nom.", "Écrivez-le, ou partez d’un scénario.")
            items = [a_company(name, self._clock.now().date())]
        if not any(one.kind == "exchange" for one in items):
            items += first_subject(_new_id("echange"))
        async with self._sessions() as session, session.begin():
            if (await session.scalar(select(func.count()).select_from(StudioPackRow)) or 0) >= MOST_PACKS:
                raise Conflict(
                    "too_many_packs",
                    f"L’atelier a déjà {MOST_PACKS} scénarios.",
                    "Supprimez des brouillons qui ne servent plus.",
                )
            if new.based_on:
                await _keep_sounds(session, self._packs.get(new.based_on), sounds)
            session.add(
                StudioPackRow(
                    id=pack_id,
                    based_on=based_on,
                    sounds=sounds,
                    made_by=person_id,
                    made_at=self._clock.now(),
                    retired_at=None,
                )
            )
            await session.flush()
            self._add(session, pack_id, items, by)
        log.info("studio_pack_begun", pack=pack_id)
        return pack_id

    async def duplicate(self, pack_id: str, by: str, person_id: str) -> str:
        """All that is in a draft as a new one; its identifier. Raises NotFound."""
        copy = f"studio-{secrets.token_hex(6)}"
        async with self._sessions() as session, session.begin():
            row = await pack_row(session, pack_id)
            items = [item_of(one) for one in await rows_of(session, pack_id) if not one.is_removed]
            session.add(
                StudioPackRow(
                    id=copy,
                    based_on=row.based_on,
                    sounds=row.sounds,
                    made_by=person_id,
                    made_at=self._clock.now(),
                    retired_at=None,
                )
            )
            await session.flush()
            for one in items:
                if one.kind == "company" and isinstance(one.content.get("name"), str):
                    one.content["name"] = f"{one.content['name']} (copie)"
            self._add(session, copy, items, by)
        return copy

    async def remove(self, pack_id: str) -> None:
        """A draft that was never published. Raises NotFound, Conflict."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await pack_row(session, pack_id)
            sounds = [*row.sounds.values()]
            if await session.scalar(select(StudioVersionRow.number).where(StudioVersionRow.pack_id == pack_id)):
                raise Conflict(
                    "was_published",
                    "Ce scénario a été publié : des séances peuvent s’en servir.",
                    "Retirez-le : il ne sera plus proposé aux nouvelles séances.",
                )
            for table in (StudioStateRow, StudioItemRow):
                await session.execute(delete(table).where(table.pack_id == pack_id))
            await session.execute(delete(StudioPackRow).where(StudioPackRow.id == pack_id))
            await drop_unneeded(session, sounds)

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
            own_id = _free_id(kind, content, {one.id for one in rows if one.kind == kind})
            item = Item(kind, exchange_id(parent, own_id) if parent else own_id, content, parent)
            (row,) = self._add(session, pack_id, [item], by, after=rows)
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
            self._add(session, pack_id, new, by, after=rows)
            for one in changed:
                row = known[one.kind, one.id]
                await self._replace(session, row, one.content, by, before=row.number)

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
                await self._replace(session, row, content, by, before=row.number)

    async def undo(self, pack_id: str, kind: Kind, item_id: str, number: int, by: str) -> None:
        """Back to the state before this one; again, to the one before that. Raises NotFound, Overtaken, Conflict."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await item_row(session, pack_id, kind, item_id)
            if row.number != number:
                raise Overtaken(row, ())
            now = await session.get(StudioStateRow, (pack_id, kind, item_id, number))
            earlier = await self._state(session, row, now.before if now is not None else None)
            if earlier is None:
                raise Conflict("nothing_to_undo", "Il n’y a rien à annuler.", "C’est l’état le plus ancien.")
            await self._replace(session, row, json.loads(earlier.content), by, before=earlier.before)

    async def go_back(self, pack_id: str, kind: Kind, item_id: str, number: int, to: int, by: str) -> None:
        """To any earlier state; it can be undone. Raises NotFound, Overtaken."""
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await item_row(session, pack_id, kind, item_id)
            if row.number != number:
                raise Overtaken(row, ())
            earlier = await self._state(session, row, to)
            if earlier is None:
                raise NotFound("Cet état n’est plus gardé.")
            await self._replace(session, row, json.loads(earlier.content), by, before=row.number)

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
            query = select(StudioStateRow).where(*_of(pack_id, kind, item_id), earlier)
            return list(await session.scalars(query.order_by(StudioStateRow.number.desc())))

    async def before(self, row: StudioItemRow) -> int | None:
        """The state that « undo » would go back to."""
        async with self._sessions() as session:
            now = await session.get(StudioStateRow, (row.pack_id, row.kind, row.id, row.number))
            earlier = await self._state(session, row, now.before if now is not None else None)
            return earlier.number if earlier is not None else None

    async def read(self, pack_id: str) -> tuple[StudioPackRow, list[StudioItemRow]]:
        """Everything of one pack, what was put aside too. Raises NotFound."""
        async with self._sessions() as session:
            return await pack_row(session, pack_id), await rows_of(session, pack_id)

    async def all(self) -> list[StudioPackRow]:
        async with self._sessions() as session:
            return list(await session.scalars(select(StudioPackRow)))

    async def _state(self, session: AsyncSession, row: StudioItemRow, number: int | None) -> StudioStateRow | None:
        return (
            await session.get(StudioStateRow, (row.pack_id, row.kind, row.id, number)) if number is not None else None
        )

    async def _replace(
        self, session: AsyncSession, row: StudioItemRow, content: Content, by: str, before: int | None
    ) -> None:
        row.number, row.content = row.number + 1, _dumped(content)
        row.changed_by, row.changed_at = by, self._clock.now()
        session.add(_state_of(row, before))
        oldest = StudioStateRow.number <= row.number - MOST_STATES
        await session.execute(delete(StudioStateRow).where(*_of(row.pack_id, row.kind, row.id), oldest))

    def _add(
        self, session: AsyncSession, pack_id: str, items: Sequence[Item], by: str, after: Sequence[StudioItemRow] = ()
    ) -> list[StudioItemRow]:
        first = max((one.position for one in after), default=0) + 1
        rows = [
            StudioItemRow(
                pack_id=pack_id,
                kind=one.kind,
                id=one.id,
                parent=one.parent,
                position=first + at,
                number=1,
                content=_dumped(one.content),
                changed_by=by,
                changed_at=self._clock.now(),
                is_removed=False,
            )
            for at, one in enumerate(items)
        ]
        session.add_all(rows)
        session.add_all(_state_of(row, None) for row in rows)
        return rows


async def pack_row(session: AsyncSession, pack_id: str) -> StudioPackRow:
    row = await session.get(StudioPackRow, pack_id)
    if row is None:
        raise NotFound("Ce scénario n’est pas (ou plus) dans l’atelier.")
    return row


async def item_row(session: AsyncSession, pack_id: str, kind: str, item_id: str) -> StudioItemRow:
    row = await session.get(StudioItemRow, (pack_id, kind, item_id))
    if row is None:
        raise NotFound
    return row


async def rows_of(session: AsyncSession, pack_id: str) -> list[StudioItemRow]:
    query = select(StudioItemRow).where(StudioItemRow.pack_id == pack_id)
    return list(await session.scalars(query.order_by(StudioItemRow.position, StudioItemRow.id)))


def item_of(row: StudioItemRow) -> Item:
    return Item(cast(Kind, row.kind), row.id, json.loads(row.content), row.parent)


def _is_played(item: Item) -> bool:
    return item.kind in ("subject", "exchange", "case_study")


def _of(pack_id: str, kind: str, item_id: str) -> tuple[ColumnElement[bool], ...]:
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


def _new_id(what: str) -> str:
    return f"{what}-{secrets.token_hex(3)}"


_NAMES: dict[Kind, str] = {
    "company": COMPANY,
    "product": "produit",
    "procedure": "procedure",
    "customer": "client",
    "subject": "sujet",
    "exchange": "echange",
    "case_study": "etude",
}


def _free_id(kind: Kind, content: Content, taken: set[str]) -> str:
    """After its name where it has one that nobody else has: authors who export a pack read these."""
    if kind == "customer":
        named = slug_of(f"{content.get('first_name', '')} {content.get('last_name', '')}")
    else:
        named = slug_of(str(content.get("name") or content.get("title") or ""))
    return named if named and named not in taken else _new_id(_NAMES[kind])


async def _keep_sounds(session: AsyncSession, version: PackVersion, sounds: dict[str, str]) -> None:
    folder = version.pack.folder
    for path, digest in sounds.items():
        if folder is None or await session.get(PackSoundRow, digest) is not None:
            continue
        sound = await asyncio.to_thread(_sound, folder, path)
        if digest_of(sound) != digest:
            raise Conflict(
                "pack_changed",
                french_spaces(f"Le son « {path} » de ce scénario a changé depuis le démarrage de Combiné."),
                "Redémarrez Combiné, puis recommencez.",
            )
        await keep_once(session, PackSoundRow, digest=digest, sound=sound)


def _sound(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError:
        return b""
