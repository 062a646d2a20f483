"""What is kept of a session and until when, what freezes it, the proofs of what went, and a person's own export."""

import asyncio
import io
import zipfile
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints
from sqlalchemy import func, select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import Leader
from simulator.attached import attached
from simulator.bodies import Body, VisibleText
from simulator.errors import Conflict
from simulator.exam_day.days import ExamDays
from simulator.exam_day.roster import exam_of
from simulator.exam_day.state import DayState
from simulator.facts import day_facts
from simulator.facts.day_facts import AnyDayFact
from simulator.facts.day_log import DayLog
from simulator.ids import SeatId, SessionId
from simulator.parts import UseClock, UseFacts, UseReferential, UseRooms, UseSessions, UseSettings
from simulator.productions.version_rows import UseVersions
from simulator.recordings.tables import RecordingRow
from simulator.results import views
from simulator.results.freezing import file_until, freezes_of, is_frozen, sound_until
from simulator.results.personal_export import personal_export
from simulator.results.retention_words import EXAM_FILE
from simulator.storage.database import Sessions
from simulator.timetable.document_routes import UseDocuments

router = APIRouter()


class NewFreeze(Body):
    """`id`: made by whoever asks; sent again under it, it is one freeze. `seat_id` empty: the whole session."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16,64}$")]
    cause: Literal["appeal", "fraud", "other"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500), VisibleText]
    seat_id: SeatId = SeatId("")


class Release(Body):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500), VisibleText]


@router.get("/api/staff/exam-days/{session_id}/retention")
async def retention(
    session_id: SessionId, who: Leader, sessions: UseSessions, rooms: UseRooms, settings: UseSettings
) -> views.RetentionView:
    """Until when sound and file of each candidate are kept, what is frozen, what was erased."""
    day = await exam_of(sessions, session_id)
    facts = await DayLog(sessions).of_session(session_id)
    freezes = freezes_of(facts)
    erasures = [(one.at, one.data) for one in facts if isinstance(one.data, day_facts.RecordsErased)]
    gone = {data.seat_id for _, data in erasures if data.what == EXAM_FILE}
    latest = await _latest_sound(sessions, session_id)
    files: list[views.KeptFile] = []
    for place in day.places:
        state = (await rooms.read(place.seat_id)).state
        signed = [one.at for one in state.deliberation.signatures]
        began = latest.get(place.seat_id)
        until = file_until(max(signed, default=None), day.session.closed_at, settings.exam_file_days)
        files.append(
            views.KeptFile(
                seat_id=place.seat_id,
                label=place.label,
                candidate_name=place.candidate,
                sound_until=sound_until(began, day.session.retention_days) if began is not None else None,
                file_until=None if place.seat_id in gone else until,
                is_frozen=is_frozen(freezes, place.seat_id),
            )
        )
    return views.RetentionView(
        title=day.session.title,
        recording_days=day.session.retention_days,
        exam_file_days=settings.exam_file_days,
        files=tuple(files),
        freezes=tuple(
            views.FreezeView(
                id=one.id,
                cause=one.cause,
                reason=one.reason,
                seat_id=one.seat_id,
                by=one.by,
                at=one.at,
                released_at=one.released_at,
                released_reason=one.released_reason,
            )
            for one in freezes
        ),
        erasures=tuple(
            views.ErasureView(at=at, what=data.what, rule=data.rule, count=data.count, sha256s=data.sha256s)
            for at, data in erasures
        ),
    )


@router.post("/api/staff/exam-days/{session_id}/freezes", status_code=204)
async def freeze(session_id: SessionId, body: NewFreeze, who: Leader, sessions: UseSessions, clock: UseClock) -> None:
    """An appeal or a report of fraud: nothing is erased until it is released."""
    day = await exam_of(sessions, session_id)
    if body.seat_id:
        day.place(body.seat_id)
    log = DayLog(sessions)

    frozen = day_facts.FileFrozen(
        freeze_id=body.id, cause=body.cause, reason=body.reason.strip(), seat_id=body.seat_id
    )
    known = {one.id for one in freezes_of(await log.of_session(session_id))}

    def once(_: DayState) -> list[AnyDayFact]:
        return [] if body.id in known else [frozen]

    await ExamDays(sessions, clock).keep(session_id, actor_of(who), once)


@router.post("/api/staff/exam-days/{session_id}/freezes/{freeze_id}/release", status_code=204)
async def release(
    session_id: SessionId, freeze_id: str, body: Release, who: Leader, sessions: UseSessions, clock: UseClock
) -> None:
    await exam_of(sessions, session_id)
    known = {one.id: one for one in freezes_of(await DayLog(sessions).of_session(session_id))}
    if freeze_id not in known:
        raise Conflict("not_now", "Ce gel n’existe pas.", "Rechargez la page.")

    def released(_: DayState) -> list[AnyDayFact]:
        if known[freeze_id].released_at is not None:
            return []
        return [day_facts.FileReleased(freeze_id=freeze_id, reason=body.reason.strip())]

    await ExamDays(sessions, clock).keep(session_id, actor_of(who), released)


@router.get("/api/staff/seats/{seat_id}/personal-export.zip")
async def person_export(
    seat_id: SeatId,
    who: Leader,
    rooms: UseRooms,
    facts: UseFacts,
    sessions: UseSessions,
    versions: UseVersions,
    settings: UseSettings,
    referential: UseReferential,
    documents: UseDocuments,
) -> Response:
    """What is kept of this candidate, to be handed to them (RGPD, articles 15 and 20)."""
    files = await personal_export(
        seat_id, rooms, facts, sessions, settings.recordings, referential, versions, documents
    )
    return attached(await asyncio.to_thread(_zipped, files), "application/zip", "Combine_donnees-personnelles.zip")


async def _latest_sound(sessions: Sessions, session_id: SessionId) -> dict[SeatId, datetime]:
    query = (
        select(RecordingRow.seat_id, func.max(RecordingRow.started_at).label("at"))
        .where(RecordingRow.session_id == session_id, RecordingRow.state != "purged")
        .group_by(RecordingRow.seat_id)
    )
    async with sessions() as session:
        return {row.seat_id: row.at for row in await session.execute(query)}


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
