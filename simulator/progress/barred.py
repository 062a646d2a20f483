"""What nobody may practise: subjects that an exam uses, packs under seal."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from simulator.accounts.people import DEMO_LOGINS
from simulator.accounts.tables import PersonRow
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import TrainingSessionRow
from simulator.packs.registry import PackRegistry
from simulator.storage.database import Sessions


@dataclass(frozen=True, slots=True)
class Barred:
    """By identifier. Of a pack under seal everything: its other subjects have the same company and customers."""

    packs: frozenset[str]
    subjects: frozenset[tuple[str, str]]

    def has(self, pack_id: str, subject_id: str) -> bool:
        return pack_id in self.packs or (pack_id, subject_id) in self.subjects


async def barred(sessions: Sessions, packs: PackRegistry, kept_packs: KeptPacks) -> Barred:
    """As it stands now. An exam's subject must not be played beforehand; the demonstration's exams are none.

    A pack that was edited, or came anew with an update, since one of its versions was sealed is shut all the same.
    """
    shut = await kept_packs.shut_digests()
    async with sessions() as session:
        sealed = await session.scalars(
            select(TrainingSessionRow.pack_id).where(TrainingSessionRow.pack_version.in_(shut))
        )
        shut_packs = {one.pack.company.id for one in packs.versions() if one.digest in shut} | set(sealed)
        examined = await session.execute(
            select(TrainingSessionRow.pack_id, TrainingSessionRow.subject_id)
            .join(PersonRow, PersonRow.id == TrainingSessionRow.created_by)
            .where(
                TrainingSessionRow.kind == "exam",
                or_(PersonRow.login.is_(None), PersonRow.login.not_like(f"{DEMO_LOGINS}%")),
            )
        )
        return Barred(frozenset(shut_packs), frozenset((pack_id, subject_id) for pack_id, subject_id in examined))
