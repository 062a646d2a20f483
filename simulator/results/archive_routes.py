"""Sealed archives over HTTP: made when they are owed, taken away by the responsible person."""

import asyncio

from fastapi import APIRouter
from fastapi.responses import FileResponse
from sqlalchemy import select

from simulator.accounts.guards import Leader
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.errors import Conflict, Gone
from simulator.ids import SeatId, SessionId
from simulator.parts import UseJobs, UseRooms, UseSessions, UseSettings
from simulator.results.archive_rows import ArchiveRows, file_name
from simulator.results.archiving import archives_folder, path_of
from simulator.results.record import NotSignedYet
from simulator.results.routes import UseSessionRecords
from simulator.storage.database import Sessions
from simulator.storage.job_queue import JobRow, ask, done

router = APIRouter()


class SessionNotSettled(Conflict):
    def __init__(self, awaited: str) -> None:
        super().__init__(
            "session_not_settled",
            f"Toutes les délibérations ne sont pas signées : {awaited}.",
            "L’archive de la session se scelle après la dernière signature.",
        )


@router.post("/api/staff/exam-days/{session_id}/archives", status_code=202)
async def seal_session(
    session_id: SessionId, who: Leader, records: UseSessionRecords, sessions: UseSessions, jobs: UseJobs
) -> None:
    """The session's own, once every candidate's deliberation is signed. Asked for again, another one is made."""
    record = await records.of(session_id)
    if record.awaited or not record.candidates:
        raise SessionNotSettled(", ".join(one.place.label for one in record.awaited) or "aucun candidat")
    await _owe(sessions, f"session:{session_id}:{len(record.archives) + 1}")
    jobs.ring(ARCHIVE_JOB)


@router.post("/api/staff/seats/{seat_id}/archives", status_code=202)
async def seal_candidate(seat_id: SeatId, who: Leader, rooms: UseRooms, sessions: UseSessions, jobs: UseJobs) -> None:
    """Again, where the first one could not be made or had no time-stamp; the earlier ones stay."""
    state = (await rooms.read(seat_id)).state
    if not state.deliberation.is_signed(seat_id, state.jurors):
        raise NotSignedYet
    known = await ArchiveRows(sessions).of_session(state.training.id)
    await _owe(sessions, f"again:{seat_id}:{len(known) + 1}")
    jobs.ring(ARCHIVE_JOB)


@router.get("/api/staff/archives/{archive_id}", response_class=FileResponse)
async def archive(archive_id: str, who: Leader, sessions: UseSessions, settings: UseSettings) -> FileResponse:
    """The file as it was sealed."""
    row = await ArchiveRows(sessions).of(archive_id)
    path = path_of(archives_folder(settings.data), row.session_id, row.id)
    if row.state != "kept" or not await asyncio.to_thread(path.is_file):
        raise Gone("Cette archive a été effacée : son temps de conservation est fini, ou le fichier a été déplacé.")
    return FileResponse(path, media_type="application/zip", filename=file_name(row))


async def _owe(sessions: Sessions, subject: str) -> None:
    """One that was given up is tried anew."""
    async with sessions() as session, session.begin():
        query = select(JobRow).where(JobRow.kind == ARCHIVE_JOB, JobRow.subject == subject)
        known = await session.scalar(query)
        if known is not None and known.gave_up_at is not None:
            await done(session, ARCHIVE_JOB, subject)
            await session.flush()
        await ask(session, ARCHIVE_JOB, subject)
