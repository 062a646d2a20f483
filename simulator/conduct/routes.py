"""Sessions, seats and packs over HTTP, for staff."""

from fastapi import APIRouter
from sqlalchemy import false, select

from scenarios import Pack
from scenarios.models import Subject
from simulator.accounts.guards import JURORS, AnyStaff, CurrentStaff, Teacher
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.conduct import sessions as conduct
from simulator.conduct.doors import may_see_seat
from simulator.conduct.tables import ExchangeRunRow, SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.conduct.views import (
    CaseStudySummary,
    DeskCode,
    ExchangeSummary,
    MySeat,
    NewAttempt,
    NewSeat,
    NewSession,
    PackSummary,
    SeatJurors,
    SeatSummary,
    SessionDetail,
    SessionSummary,
    SubjectSummary,
)
from simulator.custody.sealed_pack import titles_of
from simulator.errors import Forbidden
from simulator.packs.substitute import under_seal
from simulator.services import Services, UseServices

router = APIRouter()


@router.get("/api/staff/packs")
async def packs(who: AnyStaff, services: UseServices) -> list[PackSummary]:
    """Installed scenario packs."""
    return [await _pack_summary(services, pack.company.id) for pack in services.packs.all()]


@router.get("/api/staff/packs/{pack_id}")
async def pack_detail(pack_id: str, who: AnyStaff, services: UseServices) -> PackSummary:
    """One installed pack: its subjects, their exchanges and competences, its case studies."""
    return await _pack_summary(services, pack_id)


@router.get("/api/staff/sessions")
async def sessions(who: AnyStaff, services: UseServices) -> list[SessionSummary]:
    """Sessions that I may see, newest first."""
    return [await _summary(services, who, row) for row in await conduct.sessions_for(services, who)]


@router.post("/api/staff/sessions", status_code=201)
async def create_session(body: NewSession, who: Teacher, services: UseServices) -> SessionDetail:
    """A new practice or exam session; an exam needs the session lead."""
    if body.kind == "exam" and "session_lead" not in who.roles:
        raise Forbidden("Seul le responsable de session crée une session d’examen.")
    row = await conduct.create_session(services, body, who.person_id)
    return await _detail(services, who, row)


@router.get("/api/staff/sessions/{session_id}")
async def session_detail(session_id: str, who: AnyStaff, services: UseServices) -> SessionDetail:
    """One session with those of its seats that I may follow, each with its state at a glance."""
    row = await conduct.get_session(services, session_id)
    if row.id not in {mine.id for mine in await conduct.sessions_for(services, who)}:
        raise Forbidden("Cette séance n’est pas l’une des vôtres.")
    return await _detail(services, who, row)


@router.post("/api/staff/sessions/{session_id}/seats", status_code=201)
async def add_seat(session_id: str, body: NewSeat, who: Teacher, services: UseServices) -> SeatSummary:
    """A candidate's place."""
    training = await mine_to_lead(services, who, session_id)
    seat = await conduct.add_seat(services, training, body)
    await services.phones.places_changed()
    return await _seat(services, seat)


@router.post("/api/staff/sessions/{session_id}/desk-codes", status_code=201)
async def desk_codes(session_id: str, who: Teacher, services: UseServices) -> list[DeskCode]:
    """The sheet to print and cut: a new code for each seat where nobody has signed in yet, shown this once."""
    return await conduct.issue_missing_codes(services, await mine_to_lead(services, who, session_id))


@router.put("/api/staff/seats/{seat_id}/jurors")
async def set_jurors(seat_id: str, body: SeatJurors, who: Teacher, services: UseServices) -> SeatSummary:
    """Who plays, listens and marks at this seat."""
    seat = await may_see_seat(services, who, seat_id)
    await mine_to_lead(services, who, seat.session_id)
    await conduct.set_jurors(services, seat_id, body.person_ids)
    return await _seat(services, seat)


@router.post("/api/staff/seats/{seat_id}/desk-code", status_code=201)
async def desk_code(seat_id: str, who: Teacher, services: UseServices) -> DeskCode:
    """A new one-time desk code, shown this once."""
    seat = await may_see_seat(services, who, seat_id)
    training = await mine_to_lead(services, who, seat.session_id)
    return await conduct.issue_code(services, training, seat_id)


@router.post("/api/staff/seats/{seat_id}/runs", status_code=201)
async def new_attempt(seat_id: str, body: NewAttempt, who: CurrentStaff, services: UseServices) -> SeatSummary:
    """Practice: the same exchange once more."""
    seat = await may_see_seat(services, who, seat_id)
    training = await conduct.get_session(services, seat.session_id)
    await conduct.add_attempt(services, training, seat_id, body.exchange_id)
    await services.rooms.runs_changed(seat_id)
    return await _seat(services, seat)


@router.post("/api/staff/sessions/{session_id}/close")
async def close_session(session_id: str, who: Teacher, services: UseServices) -> SessionDetail:
    """Ends a session: no new exchange, no new sign-in."""
    training = await mine_to_lead(services, who, session_id)
    await conduct.close_session(services, training)
    await services.phones.places_changed()
    return await _detail(services, who, await conduct.get_session(services, session_id))


@router.get("/api/staff/my-seats")
async def my_seats(who: CurrentStaff, services: UseServices) -> list[MySeat]:
    """Seats of open sessions where I play or mark (a partner: the one seat)."""
    query = select(SeatRow, TrainingSessionRow).join(TrainingSessionRow).where(TrainingSessionRow.closed_at.is_(None))
    if who.kind == "partner":
        query = query.where(SeatRow.id == who.seat_id)
    else:
        mine = select(SeatJurorRow.seat_id).where(SeatJurorRow.person_id == who.person_id)
        query = query.where(SeatRow.id.in_(mine) if JURORS & who.roles else false())
    async with services.sessions() as session:
        rows = list(await session.execute(query.order_by(TrainingSessionRow.created_at.desc(), SeatRow.label)))
    found: list[MySeat] = []
    for seat, training in rows:
        summary = await _seat(services, seat)
        found.append(
            MySeat(
                **dict(summary),
                session_id=training.id,
                session_title=training.title,
                session_kind="exam" if training.kind == "exam" else "practice",
            )
        )
    return found


async def mine_to_lead(services: Services, who: SignedIn, session_id: str) -> TrainingSessionRow:
    """A trainer leads practice sessions; an exam is the session lead's. Raises Forbidden."""
    training = await conduct.get_session(services, session_id)
    if training.kind == "exam" and "session_lead" not in who.roles:
        raise Forbidden("Seul le responsable de session prépare une session d’examen.")
    return training


async def _summary(services: Services, who: SignedIn, row: TrainingSessionRow) -> SessionSummary:
    seats = await conduct.seats_for(services, who, row)
    return _summarize(services, row, len(seats))


async def _detail(services: Services, who: SignedIn, row: TrainingSessionRow) -> SessionDetail:
    seats = await conduct.seats_for(services, who, row)
    return SessionDetail(
        **dict(_summarize(services, row, len(seats))),
        pack_id=row.pack_id,
        subject_id=row.subject_id,
        minutes=row.minutes,
        spell_check=row.spell_check,
        findings=row.findings,
        feedback=row.feedback,
        paste_limit=row.paste_limit,
        legal_basis=row.legal_basis,
        retention_days=row.retention_days,
        places=tuple([await _seat(services, seat) for seat in seats]),
    )


def _summarize(services: Services, row: TrainingSessionRow, seats: int) -> SessionSummary:
    company_name, subject_title = services.kept_packs.names(row)
    return SessionSummary(
        id=row.id,
        kind="exam" if row.kind == "exam" else "practice",
        title=row.title,
        group_name=row.group_name,
        company_name=company_name,
        subject_title=subject_title,
        seats=seats,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )


async def _seat(services: Services, seat: SeatRow) -> SeatSummary:
    async with services.sessions() as session:
        fresh = await session.get_one(SeatRow, seat.id, populate_existing=True)
        candidate = await session.get_one(PersonRow, seat.person_id)
        jurors = await session.scalars(
            select(PersonRow)
            .join(SeatJurorRow, SeatJurorRow.person_id == PersonRow.id)
            .where(SeatJurorRow.seat_id == seat.id)
            .order_by(PersonRow.name)
        )
        names = [(juror.id, juror.name) for juror in jurors]
        runs = list(await session.scalars(select(ExchangeRunRow.id).where(ExchangeRunRow.seat_id == seat.id)))
    state, at_a_glance = await services.rooms.glance(seat.id, names)
    return SeatSummary(
        seat_id=seat.id,
        label=seat.label,
        desk=seat.desk,
        candidate_name=candidate.name,
        extra_minutes=seat.extra_minutes,
        captions=seat.captions,
        jurors=at_a_glance,
        has_code=fresh.code_hash is not None,
        exchanges=len(runs),
        state=state,
    )


async def _pack_summary(services: Services, pack_id: str) -> PackSummary:
    """Titles only of what is under seal for an exam."""
    version = services.packs.get(pack_id)
    if version.digest in await services.keeper.shut_digests():
        version = under_seal(pack_id, titles_of(version))
    return _pack(version.pack)


def _pack(pack: Pack) -> PackSummary:
    return PackSummary(
        id=pack.company.id,
        company_name=pack.company.name,
        tagline=pack.company.tagline,
        customers=len(pack.customers),
        products=len(pack.products),
        procedures=len(pack.procedures),
        subjects=tuple(_subject(pack, subject) for subject in pack.subjects),
        case_studies=tuple(
            CaseStudySummary(id=study.id, title=study.title, sequences=len(study.sequences))
            for study in pack.case_studies
        ),
    )


def _subject(pack: Pack, subject: Subject) -> SubjectSummary:
    return SubjectSummary(
        id=subject.id,
        title=subject.title,
        summary=subject.summary,
        exam_format=subject.exam_format,
        minutes=sum(exchange.minutes for exchange in subject.exchanges),
        competences=subject.competences,
        exchanges=tuple(
            ExchangeSummary(
                id=exchange.id,
                label=exchange.candidate.label,
                customer_name=pack.customer(exchange.customer).display_name,
                channel=exchange.candidate.channel,
                direction=exchange.candidate.direction,
                competences=exchange.competences,
                minutes=exchange.minutes,
            )
            for exchange in subject.exchanges
        ),
    )
