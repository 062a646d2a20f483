"""What is kept, how long, and the proof that it went: looked at once a day, and at each start.

Recordings with their words go after their session's days, exam files after the installation's; an appeal or a report
of fraud freezes both. Each erasure is a fact of its session: what, by which rule, the SHA-256 of each file.
"""

import asyncio
import secrets
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.custody.session_keys import SessionKeys
from simulator.facts.day_facts import RecordsErased
from simulator.facts.day_log import DayLog
from simulator.facts.fact import SYSTEM
from simulator.facts.log import Beside, Overtaken
from simulator.facts.tables import FactRow
from simulator.ids import SeatId, SessionId
from simulator.interviews.purging import due_reactions, purged_reactions, reaction_digests
from simulator.interviews.tables import ReactionRow
from simulator.recordings.tables import RecordingRow
from simulator.results.archiving import archives_folder, path_of
from simulator.results.erasing import doomed, erase_rows, erase_session_rows, files_of
from simulator.results.freezing import file_until, freezes_of, is_due, is_frozen, sound_until
from simulator.results.lightening import without_sound
from simulator.results.retention_words import EXAM_FILE, SOUND_IN_ARCHIVE, file_rule, sound_rule, sound_words
from simulator.results.tables import SealedArchiveRow
from simulator.settings import Settings
from simulator.steady_clock import SteadyClock
from simulator.timetable.files import FOLDER as DOCUMENTS
from simulator.transcripts.tables import TranscriptRow

log = structlog.get_logger(__name__)

LOOK_EVERY = 3600.0
"""Seconds: a server that was asleep at midnight purges in the morning."""

MOST_OVERTAKEN = 5


@dataclass(frozen=True, slots=True)
class Purged:
    """What one look has erased."""

    recordings: int = 0
    lightened: int = 0
    """Archives that were made anew without their sound."""
    files: int = 0


class Retention:
    """`async with` owns the task that purges."""

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        settings: Settings,
        session_keys: SessionKeys,
        clock: SteadyClock,
    ) -> None:
        """`clock`: one that no step moves. What a wrong date deletes is gone when it is set right."""
        self._sessions, self._session_keys, self._clock = sessions, session_keys, clock
        self._recordings, self._archives = settings.recordings, archives_folder(settings.data)
        self._documents, self._file_days = settings.data / DOCUMENTS, settings.exam_file_days
        self._log = DayLog(sessions)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Retention":
        self._task = asyncio.create_task(self._purge_daily(), name="retention")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def purge(self) -> Purged:
        """Erases whatever is due and not frozen. Cancelled in between, the next look goes on."""
        recordings = await self._purge_sound() + await self._purge_reactions()
        lightened = await self._lighten_archives()
        files = await self._erase_files()
        await self._sweep()
        return Purged(recordings, lightened, files)

    async def _purge_sound(self) -> int:
        """Files first: a row that says « purged » is true; the proof is kept with it, in one transaction."""
        now = self._clock.now()
        old: defaultdict[tuple[SessionId, SeatId, int], list[RecordingRow]] = defaultdict(list)
        async with self._sessions() as session:
            rows = await session.execute(
                select(RecordingRow, TrainingSessionRow.retention_days)
                .join(TrainingSessionRow, TrainingSessionRow.id == RecordingRow.session_id)
                .where(RecordingRow.state.in_(("ready", "failed")))
            )
            for row, days in rows:
                if now > sound_until(row.started_at, days):
                    old[row.session_id, row.seat_id, days].append(row)
        count = 0
        for (session_id, seat_id, days), rows in old.items():
            if await self._is_frozen(session_id, seat_id):
                continue
            for row in rows:
                await asyncio.to_thread(shutil.rmtree, self._recordings / row.folder, ignore_errors=True)
            proof = RecordsErased(
                what=sound_words(len(rows)),
                rule=sound_rule(days),
                seat_id=seat_id,
                sha256s=tuple(row.sha256 for row in rows if row.sha256),
                count=len(rows),
            )
            await self._keep(session_id, proof, _purged([row.call_id for row in rows]))
            count += len(rows)
        return count

    async def _purge_reactions(self) -> int:
        """What candidates said in the room, as their calls."""
        count = 0
        for (session_id, seat_id, days), rows in (await due_reactions(self._sessions, self._clock.now())).items():
            if await self._is_frozen(session_id, seat_id):
                continue
            for row in rows:
                await asyncio.to_thread(shutil.rmtree, self._recordings / row.folder, ignore_errors=True)
            reaction_ids = [row.reaction_id for row in rows]
            async with self._sessions() as session:
                digests = await reaction_digests(session, seat_id, reaction_ids)
            proof = RecordsErased(
                what=sound_words(len(rows)), rule=sound_rule(days), seat_id=seat_id, sha256s=digests, count=len(rows)
            )
            await self._keep(session_id, proof, purged_reactions(reaction_ids))
            count += len(rows)
        return count

    async def _lighten_archives(self) -> int:
        """Archives whose candidate has no recording left hold none either."""
        left = select(RecordingRow.call_id).where(
            RecordingRow.seat_id == SealedArchiveRow.seat_id, RecordingRow.state != "purged"
        )
        answers = select(ReactionRow.reaction_id).where(
            ReactionRow.seat_id == SealedArchiveRow.seat_id, ReactionRow.state != "purged"
        )
        query = (
            select(SealedArchiveRow, TrainingSessionRow.retention_days)
            .join(TrainingSessionRow, TrainingSessionRow.id == SealedArchiveRow.session_id)
            .where(SealedArchiveRow.state == "kept", SealedArchiveRow.has_sound, ~left.exists(), ~answers.exists())
        )
        async with self._sessions() as session:
            due = [(row, days) for row, days in await session.execute(query)]
        count = 0
        for row, days in due:
            if row.seat_id is not None and not await self._is_frozen(row.session_id, row.seat_id):
                count += await self._lighten(row, row.seat_id, days)
        return count

    async def _lighten(self, row: SealedArchiveRow, seat_id: SeatId, days: int) -> int:
        now, rule = self._clock.now(), sound_rule(days)
        key = await self._session_keys.of(row.session_id, now)
        old, new_id = path_of(self._archives, row.session_id, row.id), secrets.token_hex(16)
        new = path_of(self._archives, row.session_id, new_id)
        about = {"External-Identifier": f"{row.session_id}/{seat_id}", "Bag-Group-Identifier": row.root}
        try:
            made, gone = await asyncio.to_thread(without_sound, old, new, row.root, rule, about, key, now)
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            log.error("archive_not_lightened", archive=row.id, error=type(error).__name__)
            return 0
        lighter = SealedArchiveRow(
            id=new_id,
            session_id=row.session_id,
            seat_id=seat_id,
            name=row.name.replace(".zip", "_sans-son.zip"),
            root=made.root,
            key=made.key,
            files=made.files,
            bytes=made.bytes,
            state="kept",
            stamp="none",
            has_sound=False,
            sealed_at=now,
        )
        proof = RecordsErased(
            what=SOUND_IN_ARCHIVE.format(row.root[:16], made.root[:16]),
            rule=rule,
            seat_id=seat_id,
            sha256s=tuple(gone.values()),
            count=len(gone),
        )

        async def beside(session: AsyncSession) -> None:
            (await session.get_one(SealedArchiveRow, row.id)).state = "erased"
            await session.merge(lighter)

        await self._keep(row.session_id, proof, beside)
        return 1

    async def _erase_files(self) -> int:
        """Exam files whose years are over; of a session of which none is left, also its plans and messages."""
        now, count = self._clock.now(), 0
        signed = (
            select(FactRow.seat_id, func.max(FactRow.at).label("at"))
            .where(FactRow.kind == "deliberation.signed")
            .group_by(FactRow.seat_id)
            .subquery()
        )
        query = (
            select(SeatRow.id, SeatRow.session_id, signed.c.at, TrainingSessionRow.closed_at)
            .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
            .outerjoin(signed, signed.c.seat_id == SeatRow.id)
            .where(TrainingSessionRow.kind == "exam")
        )
        async with self._sessions() as session:
            seats = list(await session.execute(query))
        for seat_id, session_id, signed_at, closed_at in seats:
            until = file_until(signed_at, closed_at, self._file_days)
            if not is_due(until, now, frozen=False) or await self._is_erased(session_id, seat_id):
                continue
            if not await self._is_frozen(session_id, seat_id):
                await self._erase_file(session_id, seat_id, [one.id for one in seats if one.session_id == session_id])
                count += 1
        return count

    async def _erase_file(self, session_id: SessionId, seat_id: SeatId, all_seats: Sequence[SeatId]) -> None:
        async with self._sessions() as session:
            found = await doomed(session, seat_id)
        for path in files_of(found, session_id, self._recordings, self._archives, self._documents):
            await asyncio.to_thread(_remove, path)
        proof = RecordsErased(
            what=EXAM_FILE,
            rule=file_rule(self._file_days),
            seat_id=seat_id,
            sha256s=found.sha256s,
            count=found.facts,
        )
        await self._keep(session_id, proof, lambda session: erase_rows(session, seat_id))
        log.info("exam_file_erased", session=session_id, seat=seat_id, facts=found.facts)
        if all([await self._is_erased(session_id, one) for one in all_seats]):
            async with self._sessions() as session, session.begin():
                await erase_session_rows(session, session_id)
            await asyncio.to_thread(_remove, self._archives / session_id)

    async def _sweep(self) -> None:
        """Files of archives whose row says « erased »: a crash may have left them."""
        async with self._sessions() as session:
            rows = list(await session.scalars(select(SealedArchiveRow).where(SealedArchiveRow.state == "erased")))
        for row in rows:
            await asyncio.to_thread(_remove, path_of(self._archives, row.session_id, row.id))

    async def _is_frozen(self, session_id: SessionId, seat_id: SeatId) -> bool:
        return is_frozen(freezes_of(await self._log.of_session(session_id)), seat_id)

    async def _is_erased(self, session_id: SessionId, seat_id: SeatId) -> bool:
        facts = await self._log.of_session(session_id)
        return any(
            isinstance(one.data, RecordsErased) and one.data.what == EXAM_FILE and one.data.seat_id == seat_id
            for one in facts
        )

    async def _keep(self, session_id: SessionId, proof: RecordsErased, beside: Beside) -> None:
        """The proof and what it proves, in one transaction."""
        for _ in range(MOST_OVERTAKEN):
            facts = await self._log.of_session(session_id)
            last = facts[-1].number if facts else 0
            try:
                await self._log.keep(session_id, last, [(SYSTEM, proof)], self._clock.now(), beside)
                return
            except Overtaken:
                continue

    async def _purge_daily(self) -> None:
        purged_on = None
        while True:
            today = self._clock.now().date()
            if purged_on != today:
                try:
                    purged = await self.purge()
                    log.info(
                        "retention_looked_at",
                        recordings=purged.recordings,
                        lightened=purged.lightened,
                        exam_files=purged.files,
                    )
                    purged_on = today
                except Exception:
                    # The rows are still there: tried again within the hour.
                    log.exception("purge_failed")
            await asyncio.sleep(LOOK_EVERY)


def _purged(call_ids: Sequence[str]) -> Beside:
    async def beside(session: AsyncSession) -> None:
        for row in await session.scalars(select(RecordingRow).where(RecordingRow.call_id.in_(call_ids))):
            row.state, row.report = "purged", None
        await session.execute(delete(TranscriptRow).where(TranscriptRow.call_id.in_(call_ids)))

    return beside


def _remove(path: Path) -> None:
    """A file or a folder; what is gone already is gone."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
