"""Sealed archives as owed work: asked for with the last signature, made again after a crash, never half there."""

import asyncio
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Literal

import httpx
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from archives import Member, Sealed, seal_archive
from archives.keys import fingerprint
from archives.stamps import BadStamp
from scoring.referential import Referential
from simulator.custody.session_keys import SessionKeys
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.exam_day.days import ExamDays
from simulator.facts import day_facts
from simulator.facts.day_log import DayLog
from simulator.facts.fact import SYSTEM, Fact
from simulator.ids import SeatId, SessionId
from simulator.results.archive_rows import ArchiveRows, added, archive_id, archive_id_after
from simulator.results.held_on import held_on
from simulator.results.members import MemberParts, candidate_members, session_members
from simulator.results.record import NotSignedYet, record_of
from simulator.results.session_record import SessionRecords
from simulator.results.stamping import ask_authority
from simulator.results.tables import SealedArchiveRow
from simulator.seat.state import SeatState
from simulator.settings import Settings
from simulator.steady_clock import SteadyClock
from simulator.storage.job_kind import JobKind
from simulator.storage.job_queue import ask
from telephony.durable import make_folders, sync_folder

log = structlog.get_logger(__name__)

Stamp = Literal["none", "stamped", "unreachable"]


class Archiving:
    """`folder`: where archives stand, `<folder>/<session>/<archive>.zip`."""

    def __init__(
        self,
        parts: MemberParts,
        session_keys: SessionKeys,
        referential: Referential,
        clock: SteadyClock,
        settings: Settings,
    ) -> None:
        self._parts, self._session_keys, self._referential = parts, session_keys, referential
        self._clock, self._settings, self._folder = clock, settings, archives_folder(settings.data)
        self._days, self._rows = ExamDays(parts.sessions, clock), ArchiveRows(parts.sessions)
        self.job = JobKind(ARCHIVE_JOB, self.make)

    async def make(self, subject: str) -> None:
        """« seat:<id>:<fact> » after a signature, « again:<id>:<number> » or « session:<id>:<number> » when asked.

        Not the last signature that was awaited: there is nothing to make. Every page that a whole jury signed has its
        archive, made of what stood at that signature, however soon a correction follows. Begun again after a crash,
        it ends what it had begun: the same file, one row, one fact of the day.
        Raises NotYet while a recording is being finished. Cancelled, no half archive stands anywhere.
        """
        kind, _, rest = subject.partition(":")
        name = rest.partition(":")[0]
        if kind == "seat":
            await self._after_signature(SeatId(name), int(rest.partition(":")[2]))
        elif kind == "again":
            seat_id = SeatId(name)
            as_now = (await self._parts.rooms.read(seat_id)).state.last_fact
            state = await self._parts.rooms.read_as_of(seat_id, as_now)
            await self._of_candidate(state, archive_id(subject))
        else:
            await self._of_session(SessionId(name), archive_id(subject))

    async def _after_signature(self, seat_id: SeatId, fact_number: int) -> None:
        """Each signature asks for it, the last ones at once perhaps: they mean one archive a signed page."""
        state = await self._parts.rooms.read_as_of(seat_id, fact_number)
        try:
            signed_at = record_of(state, self._referential, None).signed_at
        except NotSignedYet:
            return
        await self._of_candidate(state, archive_id_after(seat_id, signed_at))

    async def _of_candidate(self, state: SeatState, archive_id: str) -> None:
        """`state`: nobody's to change while it is read here."""
        seat_id = state.seat.id
        try:
            record = record_of(state, self._referential, await held_on(self._parts.sessions, seat_id))
        except NotSignedYet:
            return
        if await self._is_made(archive_id):
            return
        now = self._clock.now()
        day = await DayLog(self._parts.sessions).of_session(state.training.id)
        members = await candidate_members(self._parts, record, day, now)
        about = {
            "External-Identifier": f"{state.training.id}/{seat_id}",
            "Internal-Sender-Description": f"Candidat {state.seat.label.encode('ascii', 'replace').decode()}",
        }
        await self._seal(state.training.id, seat_id, members, about, now, archive_id)

    async def _is_made(self, archive_id: str) -> bool:
        """By an attempt that was cut after its row was kept."""
        row = await self._rows.known(archive_id)
        if row is not None:
            await self._told(row)
        return row is not None

    async def _of_session(self, session_id: SessionId, archive_id: str) -> None:
        if await self._is_made(archive_id):
            return
        parts = self._parts
        records = SessionRecords(parts.sessions, parts.rooms, self._clock, self._referential, parts.centre)
        record = await records.of(session_id)
        if record.awaited:
            return
        now = self._clock.now()
        key = await self._session_keys.of(session_id, now)
        members = await session_members(record, fingerprint(key.public_key()))
        about = {"External-Identifier": str(session_id), "Internal-Sender-Description": "Session entiere"}
        await self._seal(session_id, None, members, about, now, archive_id)

    async def _seal(
        self,
        session_id: SessionId,
        seat_id: SeatId | None,
        members: list[Member],
        about: dict[str, str],
        now: datetime,
        archive_id: str,
    ) -> None:
        key = await self._session_keys.of(session_id, now)
        out = path_of(self._folder, session_id, archive_id)
        stamp: Stamp = "none"

        def stamped(tag_manifest: bytes) -> bytes:
            digest = hashlib.sha256(tag_manifest).digest()
            return ask_authority(
                self._settings.time_stamp_url, tag_manifest, digest, self._settings.time_stamp_seconds
            )

        def seal(with_stamp: bool) -> Sealed:
            make_folders(out.parent, 0o700)
            made = seal_archive(out, members, about, key, now, stamped if with_stamp else None)
            sync_folder(out.parent)
            return made

        if self._settings.time_stamp_url:
            try:
                made = await asyncio.to_thread(seal, with_stamp=True)
                stamp = "stamped"
            except (httpx.HTTPError, BadStamp) as error:
                log.warning("time_stamp_refused", error=type(error).__name__)
                stamp = "unreachable"
                made = await asyncio.to_thread(seal, with_stamp=False)
        else:
            made = await asyncio.to_thread(seal, with_stamp=False)
        row = SealedArchiveRow(
            id=archive_id,
            session_id=session_id,
            seat_id=seat_id,
            name=await self._name(session_id, seat_id, now),
            root=made.root,
            key=made.key,
            files=made.files,
            bytes=made.bytes,
            state="kept",
            stamp=stamp,
            has_sound=any(one.name.endswith(".ogg") for one in members),
            sealed_at=now,
        )
        async with self._parts.sessions() as session, session.begin():
            added(session, row)
        # The work stays owed until the day tells of it: the procès-verbal and the register read the day.
        await self._told(row)
        log.info("archive_sealed", session=session_id, seat=seat_id, bytes=made.bytes, files=made.files)

    async def _told(self, row: SealedArchiveRow) -> None:
        told = day_facts.ArchiveSealed(root=row.root, key=row.key, seat_id=row.seat_id or SeatId(""))
        if all(fact.data != told for fact in await DayLog(self._parts.sessions).of_session(row.session_id)):
            await self._days.keep(row.session_id, SYSTEM, lambda _: [told])

    async def _name(self, session_id: SessionId, seat_id: SeatId | None, now: datetime) -> str:
        """« Combine_C-01_2026-11-28.zip »."""
        of = "session"
        if seat_id is not None:
            of = (await self._parts.rooms.read(seat_id)).state.seat.label
        plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in of)
        return f"Combine_{plain}_{now:%Y-%m-%d}.zip"


async def deliberation_signed(session: AsyncSession, fact: Fact) -> None:
    """With each signature: if it was the last one awaited, an archive is owed."""
    await ask(session, ARCHIVE_JOB, f"seat:{fact.place.seat_id}:{fact.number}")


def archives_folder(data: Path) -> Path:
    return data / "archives"


def path_of(folder: Path, session_id: SessionId, archive_id: str) -> Path:
    return folder / session_id / f"{archive_id}.zip"
