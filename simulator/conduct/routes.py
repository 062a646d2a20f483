"""Sessions, seats and packs over HTTP, for staff."""

from fastapi import APIRouter
from sqlalchemy import false, select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import JURORS, AnyStaff, CurrentStaff, Teacher
from simulator.accounts.signing import SignedIn
from simulator.conduct import jury_changes
from simulator.conduct import sessions as conduct
from simulator.conduct.doors import UseDoors
from simulator.conduct.in_turn import signing_turn
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.pack_views import pack_summary
from simulator.conduct.session_views import UseSessionViews
from simulator.conduct.sessions import UseSessionMaker
from simulator.conduct.tables import SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.conduct.views import (
    DeskCode,
    MySeat,
    NewAttempt,
    NewSeat,
    NewSession,
    PackSummary,
    SeatJurors,
    SeatSummary,
    SessionDetail,
    SessionSummary,
)
from simulator.errors import Forbidden
from simulator.ids import SeatId, SessionId
from simulator.packs.registry import PackRegistry
from simulator.parts import (
    UseClock,
    UseDeskCodes,
    UseKeptPacks,
    UseLiveRights,
    UsePackRegistry,
    UsePhones,
    UseRooms,
    UseSessions,
    UseSignIns,
)
from simulator.seat.deciding.under_signature import may_change_jury
from simulator.storage.database import Sessions

router = APIRouter()


@router.get("/api/staff/packs")
async def packs(who: AnyStaff, packs: UsePackRegistry, kept_packs: UseKeptPacks) -> list[PackSummary]:
    """Installed scenario packs; of one under seal for an exam, titles only; subjects in documents for the lead."""
    await packs.notice()
    return [
        await _in_lists(packs, kept_packs, pack.company.id)
        for pack in packs.all()
        if _may_choose(packs, pack.company.id, who)
    ]


@router.get("/api/staff/packs/{pack_id}")
async def pack_detail(pack_id: str, who: AnyStaff, packs: UsePackRegistry, kept_packs: UseKeptPacks) -> PackSummary:
    """One installed pack: its subjects, their exchanges and competences, its case studies."""
    _must_choose(packs, pack_id, who)
    return await _in_lists(packs, kept_packs, pack_id)


def _may_choose(packs: PackRegistry, pack_id: str, who: SignedIn) -> bool:
    return "session_lead" in who.roles or not packs.is_in_documents(pack_id)


def _must_choose(packs: PackRegistry, pack_id: str, who: SignedIn) -> None:
    """Raises Forbidden: a subject in documents may be an exam's, before anybody opens it."""
    if not _may_choose(packs, pack_id, who):
        raise Forbidden("Seul le responsable de session voit et joue les sujets en documents.")


async def _in_lists(packs: PackRegistry, kept_packs: KeptPacks, pack_id: str) -> PackSummary:
    version = packs.get(pack_id)
    is_under_seal = await kept_packs.is_under_seal(version.digest)
    return pack_summary(kept_packs.in_lists(version, is_under_seal).pack, version.story_moves and not is_under_seal)


@router.get("/api/staff/sessions")
async def sessions(who: AnyStaff, views: UseSessionViews, sessions: UseSessions) -> list[SessionSummary]:
    """Sessions that I may see, newest first."""
    return [await views.in_list(who, row) for row in await conduct.sessions_for(sessions, who)]


@router.post("/api/staff/sessions", status_code=201)
async def create_session(
    body: NewSession, who: Teacher, views: UseSessionViews, maker: UseSessionMaker, packs: UsePackRegistry
) -> SessionDetail:
    """A new practice or exam session; an exam, or a subject in documents, needs the session lead."""
    _must_choose(packs, body.pack_id, who)
    if body.kind == "exam" and "session_lead" not in who.roles:
        raise Forbidden("Seul le responsable de session crée une session d’examen.")
    row = await maker.create(body, who.person_id)
    return await views.whole(who, row)


@router.get("/api/staff/sessions/{session_id}")
async def session_detail(
    session_id: SessionId, who: AnyStaff, views: UseSessionViews, sessions: UseSessions
) -> SessionDetail:
    """One session with those of its seats that I may follow, each with its state at a glance."""
    row = await conduct.get_session(sessions, session_id)
    if row.id not in {mine.id for mine in await conduct.sessions_for(sessions, who)}:
        raise Forbidden("Cette séance n’est pas l’une des vôtres.")
    return await views.whole(who, row)


@router.post("/api/staff/sessions/{session_id}/seats", status_code=201)
async def add_seat(
    session_id: SessionId,
    body: NewSeat,
    who: Teacher,
    views: UseSessionViews,
    maker: UseSessionMaker,
    sessions: UseSessions,
    phones: UsePhones,
) -> SeatSummary:
    """A candidate's place."""
    training = await mine_to_lead(sessions, who, session_id)
    seat = await maker.add_seat(training, body)
    await phones.places_changed()
    return await views.of_seat(seat)


@router.post("/api/staff/sessions/{session_id}/desk-codes", status_code=201)
async def desk_codes(
    session_id: SessionId, who: Teacher, desk_codes: UseDeskCodes, sessions: UseSessions
) -> list[DeskCode]:
    """The sheet to print and cut: a new code for each seat where nobody has signed in yet, shown this once."""
    return await desk_codes.issue_missing(await mine_to_lead(sessions, who, session_id))


@router.put("/api/staff/seats/{seat_id}/jurors")
async def set_jurors(
    seat_id: SeatId,
    body: SeatJurors,
    who: Teacher,
    doors: UseDoors,
    views: UseSessionViews,
    sessions: UseSessions,
    live_rights: UseLiveRights,
    rooms: UseRooms,
    clock: UseClock,
) -> SeatSummary:
    """Who plays, listens and marks at this seat. An exam's jury that changes is a dated fact, told to its desks; one
    that has signed changes with a reason, and no more in a closed session."""
    seat = await doors.may_see_seat(who, seat_id)
    training = await mine_to_lead(sessions, who, seat.session_id)
    reason = body.reason.strip()
    async with signing_turn(seat_id):
        state = (await rooms.read(seat_id)).state
        before = await conduct.set_jurors(
            sessions, live_rights, seat_id, body.person_ids, lambda: may_change_jury(state, reason)
        )
        await rooms.rows_changed(seat_id)
    if training.kind == "exam":
        change = await jury_changes.kept(sessions, clock, seat, actor_of(who), before, body.person_ids, reason)
        room = rooms.open_room(seat_id)
        if change is not None and room is not None:
            room.jury_changed(change.before, change.after)
    return await views.of_seat(seat)


@router.post("/api/staff/seats/{seat_id}/desk-code", status_code=201)
async def desk_code(
    seat_id: SeatId, who: Teacher, doors: UseDoors, desk_codes: UseDeskCodes, sessions: UseSessions
) -> DeskCode:
    """A new one-time desk code, shown this once."""
    seat = await doors.may_see_seat(who, seat_id)
    training = await mine_to_lead(sessions, who, seat.session_id)
    return await desk_codes.issue(training, seat_id)


@router.post("/api/staff/seats/{seat_id}/runs", status_code=201)
async def new_attempt(
    seat_id: SeatId,
    body: NewAttempt,
    who: CurrentStaff,
    doors: UseDoors,
    views: UseSessionViews,
    sessions: UseSessions,
    rooms: UseRooms,
) -> SeatSummary:
    """Practice: the same exchange once more."""
    seat = await doors.may_see_seat(who, seat_id)
    training = await conduct.get_session(sessions, seat.session_id)
    await conduct.add_attempt(sessions, training, seat_id, body.exchange_id)
    await rooms.rows_changed(seat_id)
    return await views.of_seat(seat)


@router.post("/api/staff/sessions/{session_id}/close")
async def close_session(
    session_id: SessionId,
    who: Teacher,
    views: UseSessionViews,
    sign_ins: UseSignIns,
    sessions: UseSessions,
    rooms: UseRooms,
    phones: UsePhones,
) -> SessionDetail:
    """Ends a session: no new exchange, no new sign-in."""
    training = await mine_to_lead(sessions, who, session_id)
    await conduct.close_session(sessions, sign_ins, rooms, training)
    await phones.places_changed()
    return await views.whole(who, await conduct.get_session(sessions, session_id))


@router.get("/api/staff/my-seats")
async def my_seats(who: CurrentStaff, views: UseSessionViews, sessions: UseSessions) -> list[MySeat]:
    """Seats of open sessions where I play or mark (a partner: the one seat)."""
    query = select(SeatRow, TrainingSessionRow).join(TrainingSessionRow).where(TrainingSessionRow.closed_at.is_(None))
    if who.kind == "partner":
        query = query.where(SeatRow.id == who.seat_id)
    else:
        mine = select(SeatJurorRow.seat_id).where(SeatJurorRow.person_id == who.person_id)
        query = query.where(SeatRow.id.in_(mine) if JURORS & who.roles else false())
    async with sessions() as session:
        rows = list(await session.execute(query.order_by(TrainingSessionRow.created_at.desc(), SeatRow.label)))
    found: list[MySeat] = []
    for seat, training in rows:
        summary = await views.of_seat(seat)
        found.append(
            MySeat(
                **dict(summary),
                session_id=training.id,
                session_title=training.title,
                session_kind="exam" if training.kind == "exam" else "practice",
            )
        )
    return found


async def mine_to_lead(sessions: Sessions, who: SignedIn, session_id: SessionId) -> TrainingSessionRow:
    """A trainer leads practice sessions; an exam is the session lead's. Raises Forbidden."""
    training = await conduct.get_session(sessions, session_id)
    if training.kind == "exam" and "session_lead" not in who.roles:
        raise Forbidden("Seul le responsable de session prépare une session d’examen.")
    return training
