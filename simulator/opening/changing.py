"""Another subject for an exam day, before its envelopes are opened: one that arrived on the same morning."""

from dataclasses import dataclass
from typing import cast

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from exams.formats import official_formats
from exams.phases import FormatId, PhaseId
from scenarios import Pack
from simulator.conduct.tables import ExamDayRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.facts.day_facts import SubjectChanged
from simulator.facts.fact import Actor
from simulator.facts.log import Overtaken
from simulator.opening.ceremony import Opening
from simulator.packs.registry import PackRegistry
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChangingSubject:
    """The parts that it needs."""

    sessions: Sessions
    packs: PackRegistry
    opening: Opening

    async def change(self, training: TrainingSessionRow, pack_id: str, actor: Actor) -> None:
        """The day plays this subject in documents from now on, and what it was made with no more.

        Raises NotFound for one that is not ready, Conflict once the envelopes are open or the session is sealed, and
        where the day holds a case study. Cancelled, it is changed or not.
        """
        envelopes = await self.opening.envelopes(training.id)
        envelopes.must_be_closed()
        if envelopes.emergency_fingerprint:
            raise Conflict(
                "already_sealed",
                "Cette session est sous scellés : son sujet ne change plus.",
                "Créez une nouvelle session pour en jouer un autre.",
            )
        version = self.packs.get(pack_id)
        if not self.packs.is_in_documents(pack_id):
            raise NotFound("Ce n’est pas un sujet en documents.")
        async with self.sessions() as session:
            _must_fit(await session.get_one(ExamDayRow, training.id), version.pack)
        subject = version.pack.subjects[0]
        made = SubjectChanged(pack_id=pack_id, subject_id=subject.id, title=subject.title, version=version.digest)

        async def beside(session: AsyncSession) -> None:
            row = await session.get_one(TrainingSessionRow, training.id)
            row.pack_version = await self.opening.kept_packs.keep(session, version)
            row.pack_id, row.subject_id = pack_id, subject.id

        try:
            now = self.opening.clock.now()
            await self.opening.days.keep(training.id, envelopes.last_fact, [(actor, made)], now, beside)
        except Overtaken as error:
            raise Conflict("overtaken", "Quelqu’un d’autre vient d’agir.", "Rechargez la page.") from error
        log.info("subject_changed", session=training.id, version=version.digest[:12])
        await self.opening.rooms.opened(training.id)


def _must_fit(day: ExamDayRow, pack: Pack) -> None:
    """Raises Conflict."""
    held = official_formats()[cast(FormatId, day.format_id)].slice(cast(list[PhaseId], day.phases))
    if any(phase.produces or phase.draws == "recording" for phase in held):
        raise Conflict(
            "no_case_study",
            "Cette journée a une étude de cas, que ce sujet n’a pas.",
            "Créez la session en cochant « Sans étude de cas ».",
        )
    if pack.subjects[0].exam_format != day.format_id:
        raise Conflict(
            "other_format",
            "Ce sujet n’est pas de l’épreuve de cette session.",
            "Préparez-en un pour cette épreuve, ou créez une session pour la sienne.",
        )
