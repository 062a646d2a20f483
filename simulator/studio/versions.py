"""What authors have published: versions that nothing changes, offered to new sessions until they are retired."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import structlog
from fastapi import Depends
from sqlalchemy import func, select

from scenarios.exam_rules import ExamRules, load_exam_rules
from scenarios.reading import build
from scoring.referential import SHIPPED as REFERENTIAL
from simulator.conduct.in_turn import in_turn
from simulator.conduct.tables import TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.packs.registry import PackRegistry
from simulator.packs.studio_tables import StudioItemRow, StudioPackRow, StudioVersionRow
from simulator.packs.versions import PackVersion, UnreadableVersion, from_content
from simulator.parts import UseClock, UsePackRegistry, UseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.studio.checking import StudioFault, faults_in
from simulator.studio.differing import Difference, between_packs
from simulator.studio.items import Item, files_of, items_of
from simulator.studio.rows import item_of, pack_row, rows_of
from simulator.studio.store import StudioDrafts
from simulator.studio.views import VersionLine
from simulator.studio.whole_drafts import WholeDrafts

log = structlog.get_logger(__name__)

RULES: ExamRules = load_exam_rules(REFERENTIAL)


class StudioVersions:
    """From a draft to what sessions play."""

    def __init__(self, sessions: Sessions, packs: PackRegistry, clock: SteadyClock) -> None:
        self._sessions, self._packs, self._clock = sessions, packs, clock

    async def install_all(self) -> None:
        """At start: the newest version of each pack that is not retired is offered again."""
        async with self._sessions() as session:
            offered = list(await session.scalars(select(StudioPackRow.id).where(StudioPackRow.retired_at.is_(None))))
        for pack_id in offered:
            await self._install_newest(pack_id)

    async def publish(self, pack_id: str, by: str) -> int:
        """The draft as it stands becomes the next version; its number. Raises NotFound, Conflict.

        Sessions that play an earlier one go on with it. Cancelled, it is published or not."""
        async with in_turn(f"studio {pack_id}"):
            async with self._sessions() as session, session.begin():
                row = await pack_row(session, pack_id)
                items = in_pack(await rows_of(session, pack_id))
                version = await asyncio.to_thread(_built, pack_id, items, row.sounds)
                newest = await session.scalar(
                    select(func.max(StudioVersionRow.number)).where(StudioVersionRow.pack_id == pack_id)
                )
                number = (newest or 0) + 1
                if newest is not None:
                    earlier = await session.get_one(StudioVersionRow, (pack_id, newest))
                    if earlier.digest == version.digest:
                        raise Conflict(
                            "nothing_new",
                            f"Rien n’a changé depuis la version {newest}.",
                            "Modifiez le brouillon, puis publiez.",
                        )
                session.add(
                    StudioVersionRow(
                        pack_id=pack_id,
                        number=number,
                        digest=version.digest,
                        content=version.content,
                        published_by=by,
                        published_at=self._clock.now(),
                    )
                )
                row.retired_at = None
            self._packs.install(version, is_in_documents=False)
        log.info("studio_pack_published", pack=pack_id, version=number)
        return number

    async def retire(self, pack_id: str) -> None:
        """Offered to no new session; sessions that play it keep it. Raises NotFound."""
        async with in_turn(f"studio {pack_id}"):
            async with self._sessions() as session, session.begin():
                row = await pack_row(session, pack_id)
                row.retired_at = row.retired_at or self._clock.now()
            self._packs.uninstall(pack_id)

    async def bring_back(self, pack_id: str) -> None:
        """Offered again, in its newest version. Raises NotFound."""
        async with in_turn(f"studio {pack_id}"):
            async with self._sessions() as session, session.begin():
                (await pack_row(session, pack_id)).retired_at = None
            await self._install_newest(pack_id)

    async def of(self, pack_id: str) -> list[VersionLine]:
        """Newest first, each with how many sessions play it."""
        playing = (
            select(func.count())
            .select_from(TrainingSessionRow)
            .where(TrainingSessionRow.pack_version == StudioVersionRow.digest)
            .scalar_subquery()
        )
        query = select(
            StudioVersionRow.number, StudioVersionRow.published_by, StudioVersionRow.published_at, playing
        ).where(StudioVersionRow.pack_id == pack_id)
        async with self._sessions() as session:
            rows = await session.execute(query.order_by(StudioVersionRow.number.desc()))
            return [
                VersionLine(number=n, published_by=by, published_at=at, sessions=count) for n, by, at, count in rows
            ]

    async def newest_numbers(self) -> dict[str, int]:
        """By pack."""
        query = select(StudioVersionRow.pack_id, func.max(StudioVersionRow.number)).group_by(StudioVersionRow.pack_id)
        async with self._sessions() as session:
            return {row[0]: row[1] for row in await session.execute(query)}

    async def differences(self, pack_id: str, number: int, other: int | None) -> list[Difference]:
        """From this version to `other`; None: to the draft. Raises NotFound."""
        before = items_of((await self._read(pack_id, number)).pack)
        if other is not None:
            return between_packs(before, items_of((await self._read(pack_id, other)).pack))
        async with self._sessions() as session:
            now = in_pack(await rows_of(session, pack_id))
        return await asyncio.to_thread(between_packs, before, now)

    async def _read(self, pack_id: str, number: int) -> PackVersion:
        async with self._sessions() as session:
            row = await session.get(StudioVersionRow, (pack_id, number))
        if row is None:
            raise NotFound("Cette version n’existe pas.")
        return await asyncio.to_thread(from_content, row.content)

    async def _install_newest(self, pack_id: str) -> None:
        number = (await self.newest_numbers()).get(pack_id)
        if number is None:
            return
        try:
            self._packs.install(await self._read(pack_id, number), is_in_documents=False)
        except UnreadableVersion:
            # Of a later Combiné: sessions that play it say so themselves.
            log.exception("studio_version_unreadable", pack=pack_id, version=number)


def in_pack(rows: Sequence[StudioItemRow]) -> list[Item]:
    """What was put aside left out."""
    return [item_of(one) for one in rows if not one.is_removed]


def faults_of_pack(pack_id: str, items: Sequence[Item], sounds: dict[str, str]) -> list[StudioFault]:
    return faults_in(pack_id, items, [*sounds], RULES)


def _built(pack_id: str, items: Sequence[Item], sounds: dict[str, str]) -> PackVersion:
    errors = [one for one in faults_of_pack(pack_id, items, sounds) if one.severity == "error"]
    if errors:
        raise Conflict(
            "faulty",
            f"Il reste {len(errors)} erreur{'s' if len(errors) > 1 else ''} : {errors[0].problem}",
            errors[0].remedy,
        )
    pack = build(files_of(pack_id, items, sounds)).model_copy(update={"folder": None})
    played = {sequence.audio for study in pack.case_studies for sequence in study.sequences}
    return PackVersion(pack, {path: digest for path, digest in sounds.items() if path in played})


async def the_drafts(sessions: UseSessions, clock: UseClock) -> StudioDrafts:
    """FastAPI dependency."""
    return StudioDrafts(sessions, clock)


async def the_whole_drafts(sessions: UseSessions, packs: UsePackRegistry, clock: UseClock) -> WholeDrafts:
    """FastAPI dependency."""
    return WholeDrafts(sessions, packs, clock)


async def the_versions(sessions: UseSessions, packs: UsePackRegistry, clock: UseClock) -> StudioVersions:
    """FastAPI dependency."""
    return StudioVersions(sessions, packs, clock)


UseDrafts = Annotated[StudioDrafts, Depends(the_drafts)]
UseWholeDrafts = Annotated[WholeDrafts, Depends(the_whole_drafts)]
UseVersions = Annotated[StudioVersions, Depends(the_versions)]
