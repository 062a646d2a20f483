"""Drafts as a whole: begun, copied, removed. `by`: a name. Each call is one transaction: all of it or nothing."""

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict
from simulator.packs.blobs import drop_unneeded
from simulator.packs.registry import PackRegistry
from simulator.packs.studio_tables import StudioItemRow, StudioPackRow, StudioStateRow, StudioVersionRow
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.studio.beginnings import a_company, first_subject
from simulator.studio.items import Item, items_of
from simulator.studio.kept_sounds import keep_sounds
from simulator.studio.naming import new_id, new_pack_id
from simulator.studio.rows import item_of, pack_row, rows_of
from simulator.studio.states import add_items
from simulator.studio.views import NewStudioPack

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
            if (await session.scalar(select(func.count()).select_from(StudioPackRow)) or 0) >= MOST_PACKS:
                raise Conflict(
                    "too_many_packs",
                    f"L’atelier a déjà {MOST_PACKS} scénarios.",
                    "Supprimez des brouillons qui ne servent plus.",
                )
            if new.based_on:
                await keep_sounds(session, self._packs.get(new.based_on), sounds)
            await self._add(session, pack_id, based_on, sounds, items, by, person_id)
        log.info("studio_pack_begun", pack=pack_id)
        return pack_id

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

    async def all(self) -> list[StudioPackRow]:
        """In no order."""
        async with self._sessions() as session:
            return list(await session.scalars(select(StudioPackRow)))

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


def _is_played(item: Item) -> bool:
    return item.kind in ("subject", "exchange", "case_study")
