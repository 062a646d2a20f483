"""The opening of the envelopes over HTTP: the responsible person's, in an exam day of theirs."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import func, select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import Leader
from simulator.accounts.tables import PersonRow
from simulator.conduct.exam_days import draws_subject
from simulator.conduct.in_turn import in_turn
from simulator.conduct.sessions import get_session
from simulator.conduct.tables import ExamDayRow, SeatRow, TrainingSessionRow
from simulator.custody.envelopes import Confirmed
from simulator.errors import Conflict, NotFound
from simulator.facts.day_log import DayLog
from simulator.ids import SessionId
from simulator.opening.ceremony import Opening, Seen
from simulator.opening.changing import ChangingSubject
from simulator.opening.sealing import Sealing
from simulator.opening.views import (
    CandidateConfirms,
    CandidateOfDay,
    ChangeSubject,
    Confirmation,
    LeadConfirms,
    OpenEnvelopes,
    OpeningView,
    SealedSheet,
)
from simulator.packs.registry import PackRegistry
from simulator.parts import UseClock, UseKeeper, UseKeptPacks, UsePackRegistry, UseRooms, UseSecret, UseSessions
from simulator.qr_codes import qr_svg
from simulator.storage.database import Sessions
from simulator.timetable.days import FIRST, today_of
from simulator.timetable.tables import CandidateRecordRow

router = APIRouter()

SHORTEST_REASON = 3


@dataclass(frozen=True, slots=True)
class OpeningDesk:
    """What these routes need: the session as an exam day, what is shown of it, the ceremony."""

    sessions: Sessions
    packs: PackRegistry
    opening: Opening

    async def exam_day(self, session_id: SessionId) -> TrainingSessionRow:
        """Raises NotFound for a session that is none."""
        training = await get_session(self.sessions, session_id)
        async with self.sessions() as session:
            if await session.get(ExamDayRow, session_id) is None:
                raise NotFound("Cette séance n’est pas une journée d’épreuves : elle n’a pas de plis.")
        return training

    async def shown(self, training: TrainingSessionRow) -> OpeningView:
        envelopes = await self.opening.envelopes(training.id)
        photo = await self.opening.photo(training.id)
        async with self.sessions() as session:
            day = await session.get_one(ExamDayRow, training.id)
            # Whoever confirms is in the room: of several days, those of today.
            today = today_of(day.days, self.opening.clock.now().astimezone().date())
            rows = await session.execute(
                select(SeatRow.id, SeatRow.label, PersonRow.name)
                .join(PersonRow, PersonRow.id == SeatRow.person_id)
                .outerjoin(CandidateRecordRow, CandidateRecordRow.seat_id == SeatRow.id)
                .where(SeatRow.session_id == training.id, func.coalesce(CandidateRecordRow.day, FIRST) == today)
                .order_by(SeatRow.label)
            )
            candidates = tuple(CandidateOfDay(seat_id=it[0], label=it[1], name=it[2]) for it in rows)
        company, subject = self.opening.kept_packs.names(training)
        is_drawn = draws_subject(day) and not self.opening.kept_packs.has_one_subject(training)
        return OpeningView(
            session_id=training.id,
            session_title=training.title,
            company_name=company,
            subject_title="" if is_drawn else subject,
            days=tuple(day.days),
            is_sealed=bool(envelopes.emergency_fingerprint),
            is_pack_installed=self.packs.of_digest(training.pack_version or "") is not None,
            fingerprint=envelopes.emergency_fingerprint,
            by_lead=_confirmation(envelopes.by_lead),
            by_candidate=_confirmation(envelopes.by_candidate),
            candidates=candidates,
            photo_sha256=photo.sha256 if photo is not None else "",
            opened_at=envelopes.opened_at,
            opened_by=envelopes.opened_by,
            emergency_used_at=envelopes.emergency_used_at,
        )


async def the_opening_desk(
    sessions: UseSessions,
    packs: UsePackRegistry,
    keeper: UseKeeper,
    kept_packs: UseKeptPacks,
    rooms: UseRooms,
    clock: UseClock,
    secret: UseSecret,
) -> OpeningDesk:
    """FastAPI dependency."""
    opening = Opening(sessions, DayLog(sessions), keeper, kept_packs, rooms, clock, secret)
    return OpeningDesk(sessions, packs, opening)


UseOpeningDesk = Annotated[OpeningDesk, Depends(the_opening_desk)]


@router.get("/api/staff/exam-days/{session_id}/opening")
async def opening(session_id: SessionId, who: Leader, desk: UseOpeningDesk) -> OpeningView:
    """Who has confirmed, whether the envelopes are open, and who may confirm."""
    return await desk.shown(await desk.exam_day(session_id))


@router.post("/api/staff/exam-days/{session_id}/sealing", status_code=201)
async def seal(session_id: SessionId, who: Leader, desk: UseOpeningDesk) -> SealedSheet:
    """Encrypts the day's content; the answer is printed for two envelopes and kept nowhere."""
    training = await desk.exam_day(session_id)
    sealing = Sealing(desk.opening.days, desk.opening.kept_packs, desk.opening.clock)
    async with in_turn(f"opening {session_id}"), desk.sessions() as session:
        made = await sealing.seal(training, session, actor_of(who))
    return SealedSheet(
        opening_code=made.opening_code,
        emergency_key=made.emergency_key,
        emergency_qr=qr_svg(made.emergency_key),
        fingerprint=made.fingerprint,
        also_played_by=made.also_played_by,
    )


@router.put("/api/staff/exam-days/{session_id}/opening/subject")
async def change_subject(
    session_id: SessionId, body: ChangeSubject, who: Leader, desk: UseOpeningDesk
) -> OpeningView:
    """The day plays this subject in documents instead of what it was made with."""
    changing = ChangingSubject(desk.sessions, desk.packs, desk.opening)
    async with in_turn(f"opening {session_id}"):
        await changing.change(await desk.exam_day(session_id), body.pack_id, actor_of(who))
    return await desk.shown(await desk.exam_day(session_id))


@router.post("/api/staff/exam-days/{session_id}/opening/lead")
async def lead_confirms(session_id: SessionId, body: LeadConfirms, who: Leader, desk: UseOpeningDesk) -> OpeningView:
    """The responsible person says what they see of the envelopes."""
    training = await desk.exam_day(session_id)
    await desk.opening.confirm_as_lead(session_id, _seen(body), actor_of(who))
    return await desk.shown(training)


@router.post("/api/staff/exam-days/{session_id}/opening/candidate")
async def candidate_confirms(
    session_id: SessionId, body: CandidateConfirms, who: Leader, desk: UseOpeningDesk
) -> OpeningView:
    """A candidate says what they see of them, beside the responsible person."""
    training = await desk.exam_day(session_id)
    await desk.opening.confirm_as_candidate(session_id, body.seat_id, body.code_or_name, _seen(body), actor_of(who))
    return await desk.shown(training)


@router.post("/api/staff/exam-days/{session_id}/opening/open")
async def open_envelopes(
    session_id: SessionId, body: OpenEnvelopes, who: Leader, desk: UseOpeningDesk
) -> OpeningView:
    """Opens them: from now on the day's content is read by those who need it."""
    training = await desk.exam_day(session_id)
    if body.emergency_key and len(body.reason.strip()) < SHORTEST_REASON:
        raise Conflict("reason_due", "La clé de secours demande un motif.", "Écrivez pourquoi le code manque.")
    async with in_turn(f"opening {session_id}"):
        await desk.opening.open(training, body.code, body.emergency_key, body.reason.strip(), actor_of(who))
    return await desk.shown(training)


@router.put("/api/staff/opening-photo/{session_id}")
async def put_photo(session_id: SessionId, request: Request, who: Leader, desk: UseOpeningDesk) -> OpeningView:
    """A photo of the envelopes, before they are opened. The body is the file."""
    training = await desk.exam_day(session_id)
    await desk.opening.keep_photo(session_id, await request.body())
    return await desk.shown(training)


@router.get("/api/staff/opening-photo/{session_id}", response_class=Response)
async def get_photo(session_id: SessionId, who: Leader, desk: UseOpeningDesk) -> Response:
    """The photo as it is kept."""
    await desk.exam_day(session_id)
    photo = await desk.opening.photo(session_id)
    if photo is None:
        raise NotFound("Aucune photo n’a été prise.")
    return Response(photo.jpeg, media_type="image/jpeg")


def _seen(body: LeadConfirms) -> Seen:
    if not body.intact and len(body.remark.strip()) < SHORTEST_REASON:
        raise Conflict("remark_due", "Un pli non intact demande une remarque.", "Décrivez ce que vous voyez.")
    return Seen(body.intact, body.remark.strip())


def _confirmation(said: Confirmed | None) -> Confirmation | None:
    if said is None:
        return None
    way = said.way
    return Confirmation(name=said.name, at=said.at, intact=said.intact, remark=said.remark, way=way)
