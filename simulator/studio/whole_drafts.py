"""Drafts as a whole: begun, copied, removed. `by`: a name. Each call is one transaction: all of it or nothing."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scenarios.zipped import files_of
from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict
from simulator.packs.registry import PackRegistry
from simulator.packs.studio_tables import (
    StudioFileRow,
    StudioItemRow,
    StudioPackRow,
    StudioStateRow,
    StudioVersionRow,
)
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.studio.beginnings import a_company, first_subject
from simulator.studio.items import Item, audio_of, items_of
from simulator.studio.kept_sounds import drop_sounds, keep_brought, keep_sounds, sounds_of
from simulator.studio.naming import new_id, new_pack_id
from simulator.studio.rows import item_of, pack_row, rows_of
from simulator.studio.states import add_items
from simulator.studio.store import MOST_ITEMS
from simulator.studio.varying import VARIATIONS
from simulator.studio.views import NewStudioPack
from simulator.studio.zipping import KeptFile, UnpackedDraft, packed

log = structlog.get_logger(__name__)

MOST_PACKS = 300
"""In the studio."""


class WholeDrafts:
    """Companies of the studio."""

    def __init__(self, sessions: Sessions, packs: PackRegistry, clock: SteadyClock) -> None:
        self._sessions, self._packs, self._clock = sessions, packs, clock

    async def begin(self, new: NewStudioPack, by: str, person_id: str) -> str:
        """A new company with an exchange to write; its identifier. Raises NotFound, Conflict."""
        pack_id = new_pack_id()
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
            items += first_subject(new_id("echange"))
        async with self._sessions() as session, session.begin():
            await _need_room(session)
            if new.based_on:
                await keep_sounds(session, self._packs.get(new.based_on), sounds)
            await self._add(session, pack_id, based_on, sounds, items, by, person_id)
            for one in await self._declarations(session, new):
                session.add(StudioFileRow(pack_id=pack_id, path=one.path, content=one.content, said=one.said))
        log.info("studio_pack_begun", pack=pack_id)
        return pack_id

    async def take_in(self, brought: UnpackedDraft, by: str, person_id: str) -> str:
        """What a ZIP holds as a new draft; its identifier. Raises Conflict."""
        pack_id = new_pack_id()
        if len(brought.items) > MOST_ITEMS:
            raise Conflict("too_many_items", f"Ce scénario a plus de {MOST_ITEMS} fiches.", "Faites-en deux.")
        async with self._sessions() as session, session.begin():
            await _need_room(session)
            sounds = await keep_brought(session, brought.sounds)
            await self._add(session, pack_id, "", sounds, [*brought.items], by, person_id)
            for one in brought.files:
                session.add(StudioFileRow(pack_id=pack_id, path=one.path, content=one.content, said=one.said))
        log.info("studio_pack_unzipped", pack=pack_id, items=len(brought.items))
        return pack_id

    async def begin_with(self, pack_id: str, items: Sequence[Item], by: str, person_id: str) -> str:
        """These as a new draft, after this one; its identifier. Raises NotFound, Conflict."""
        made = new_pack_id()
        async with self._sessions() as session, session.begin():
            row = await pack_row(session, pack_id)
            await _need_room(session)
            await self._add(session, made, row.based_on, {}, [*items], by, person_id)
        return made

    async def pack_up(self, pack_id: str) -> tuple[str, bytes]:
        """Its folder's name, and a ZIP of it. Raises NotFound, Conflict."""
        async with self._sessions() as session:
            row = await pack_row(session, pack_id)
            items = [item_of(one) for one in await rows_of(session, pack_id) if not one.is_removed]
            kept = list(await session.scalars(select(StudioFileRow).where(StudioFileRow.pack_id == pack_id)))
            played = audio_of(items)
            sounds = await sounds_of(session, {path: one for path, one in row.sounds.items() if path in played})
        return await packed(pack_id, items, kept, sounds)

    async def duplicate(self, pack_id: str, by: str, person_id: str) -> str:
        """All that is in a draft as a new one; its identifier. Raises NotFound."""
        copy = new_pack_id()
        async with self._sessions() as session, session.begin():
            row = await pack_row(session, pack_id)
            items = [item_of(one) for one in await rows_of(session, pack_id) if not one.is_removed]
            for one in items:
                if one.kind == "company" and isinstance(one.content.get("name"), str):
                    one.content["name"] = f"{one.content['name']} (copie)"
            await self._add(session, copy, row.based_on, row.sounds, items, by, person_id)
            for one in list(await session.scalars(select(StudioFileRow).where(StudioFileRow.pack_id == pack_id))):
                # Not its identifier: two of one would stand for each other where they are installed.
                if one.path != "company.yaml":
                    session.add(StudioFileRow(pack_id=copy, path=one.path, content=one.content, said=one.said))
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
            for table in (StudioStateRow, StudioItemRow, StudioFileRow):
                await session.execute(delete(table).where(table.pack_id == pack_id))
            await session.execute(delete(StudioPackRow).where(StudioPackRow.id == pack_id))
            await drop_sounds(session, sounds)

    async def all(self) -> list[StudioPackRow]:
        """In no order."""
        async with self._sessions() as session:
            return list(await session.scalars(select(StudioPackRow)))

    async def _declarations(self, session: AsyncSession, new: NewStudioPack) -> list[KeptFile]:
        """How the exchanges that are copied may vary."""
        if not (new.based_on and new.with_subjects):
            return []
        folder = self._packs.get(new.based_on).pack.folder
        if folder is not None:
            found = await asyncio.to_thread(_variations_in, folder)
            return [KeptFile(path, content, "") for path, content in found.items()]
        of_that = StudioFileRow.pack_id == new.based_on, StudioFileRow.path.startswith(VARIATIONS)
        rows = await session.scalars(select(StudioFileRow).where(*of_that))
        return [KeptFile(one.path, one.content, one.said) for one in rows]

    async def _add(
        self,
        session: AsyncSession,
        pack_id: str,
        based_on: str,
        sounds: dict[str, str],
        items: list[Item],
        by: str,
        person_id: str,
    ) -> None:
        now = self._clock.now()
        session.add(
            StudioPackRow(
                id=pack_id, based_on=based_on, sounds=sounds, made_by=person_id, made_at=now, retired_at=None
            )
        )
        await session.flush()
        add_items(session, pack_id, items, by, now)


def _variations_in(folder: Path) -> dict[str, bytes]:
    return {path: content for path, content in files_of(folder).items() if path.startswith(VARIATIONS)}


async def _need_room(session: AsyncSession) -> None:
    """Raises Conflict."""
    if (await session.scalar(select(func.count()).select_from(StudioPackRow)) or 0) >= MOST_PACKS:
        raise Conflict(
            "too_many_packs",
            f"L’atelier a déjà {MOST_PACKS} scénarios.",
            "Supprimez des brouillons qui ne servent plus.",
        )


def _is_played(item: Item) -> bool:
    return item.kind in ("subject", "exchange", "case_study")
