"""Sealing an exam day: the pack that it plays leaves the readable tables for a box whose keys are printed once."""

import asyncio
from dataclasses import dataclass

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import TrainingSessionRow
from simulator.custody import age
from simulator.custody.boxes import NewBoxes, new_boxes
from simulator.custody.envelopes import folded
from simulator.custody.sealed_pack import SealedContent, packed, titles_of
from simulator.custody.tables import SealedPackRow
from simulator.errors import Conflict
from simulator.facts.day_facts import EmergencyKeyMade
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from simulator.facts.log import Overtaken
from simulator.ids import SessionId
from simulator.packs.blobs import drop_document_subject, drop_unneeded, forget_what_is_deleted
from simulator.packs.tables import PackSoundRow, PackVersionRow
from simulator.packs.versions import PackVersion
from simulator.steady_clock import SteadyClock

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is printed once. `also_played_by`: other sessions that play this version and are not sealed."""

    opening_code: str
    emergency_key: str
    fingerprint: str
    also_played_by: int


@dataclass(frozen=True, slots=True)
class Sealing:
    """The parts that it needs."""

    days: DayLog
    kept_packs: KeptPacks
    clock: SteadyClock

    async def seal(self, training: TrainingSessionRow, session: AsyncSession, actor: Actor) -> Sealed:
        """Seals the pack of this exam day. `session`: to read the sounds with.

        Raises Conflict where it is sealed or opened already, or where the pack cannot be read. Cancelled or killed,
        all of it is done or none; done without the sheet having been read, seal nothing with it: the emergency key
        and the code were on that answer only, and the session is made anew.
        """
        envelopes = folded(await self.days.of_session(training.id))
        envelopes.must_be_closed()
        if envelopes.emergency_fingerprint:
            raise Conflict(
                "already_sealed",
                "Cette session est déjà sous scellés.",
                "Son code et sa clé de secours sont dans leurs enveloppes ; Combiné ne les a plus.",
            )
        digest = training.pack_version
        if digest is None:
            raise Conflict("pack_lost", "Le scénario de cette session est perdu.", "Créez une nouvelle session.")
        version = await self.kept_packs.whole(digest)
        wanted = select(PackSoundRow.digest, PackSoundRow.sound)
        rows = await session.execute(wanted.where(PackSoundRow.digest.in_(version.sounds.values())))
        sounds = {row.digest: row.sound for row in rows}
        now = self.clock.now()
        boxes = await asyncio.to_thread(new_boxes, training.id, now)
        sealed = await asyncio.to_thread(_sealed, version, sounds, boxes)
        others = 0

        async def beside(writing: AsyncSession) -> None:
            nonlocal others
            writing.add_all([*boxes.rows, sealed_row(training.id, version, sealed)])
            await writing.flush()
            others = await _played_elsewhere(writing, digest)
            if others == 0:
                await _remove(writing, version)

        try:
            made = EmergencyKeyMade(fingerprint=boxes.fingerprint)
            await self.days.keep(training.id, envelopes.last_fact, [(actor, made)], now, beside)
        except Overtaken as error:
            raise Conflict("overtaken", "Quelqu’un d’autre vient d’agir.", "Rechargez la page.") from error
        if others == 0:
            await self.kept_packs.put_away(version)
        log.info("session_sealed", session=training.id, also_played_by=others)
        return Sealed(boxes.opening_code, boxes.emergency_key, boxes.fingerprint, others)


def sealed_row(session_id: SessionId, version: PackVersion, sealed: bytes) -> SealedPackRow:
    return SealedPackRow(session_id=session_id, digest=version.digest, titles=titles_of(version), sealed=sealed)


def _sealed(version: PackVersion, sounds: dict[str, bytes], boxes: NewBoxes) -> bytes:
    recipient = next(row.recipient for row in boxes.rows if row.box == "subject")
    return age.encrypt(packed(SealedContent(version.content, sounds)), recipient)


async def _played_elsewhere(session: AsyncSession, digest: str) -> int:
    """Sessions that play this version and have it in no box: their copy stays readable."""
    boxed = select(SealedPackRow.session_id)
    count = select(func.count()).where(TrainingSessionRow.pack_version == digest, TrainingSessionRow.id.not_in(boxed))
    return await session.scalar(count.select_from(TrainingSessionRow)) or 0


async def _remove(session: AsyncSession, version: PackVersion) -> None:
    """Its readable copy, and the subject in documents that it was made of; sounds and pages that another version has
    too stay."""
    await forget_what_is_deleted(session)
    await session.execute(delete(PackVersionRow).where(PackVersionRow.digest == version.digest))
    await drop_unneeded(session, {*version.sounds.values(), *await drop_document_subject(session, version)})
