"""A day's timetable over HTTP: the responsible person's to change, everybody's of the day to read once published."""

from fastapi import APIRouter

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import AnyStaff, Leader
from simulator.conduct.keepers import attached_in, attached_on, keeps_any
from simulator.conduct.sessions import get_session, sessions_for
from simulator.errors import Forbidden, NotFound
from simulator.ids import SessionId
from simulator.parts import UseSessions
from simulator.timetable.planner import UsePlanner, shown
from simulator.timetable.views import (
    MoveView,
    NewMove,
    NewPlan,
    NewPublication,
    NewSetup,
    OfVersion,
    TimetableView,
)

router = APIRouter()

TIMETABLE = "/api/staff/exam-days/{session_id}/timetable"


@router.get(TIMETABLE)
async def timetable(session_id: SessionId, who: Leader, planner: UsePlanner) -> TimetableView:
    """The plan as it stands, with what it breaks of the rules."""
    return await planner.view(session_id)


@router.get(f"{TIMETABLE}/published")
async def published_timetable(
    session_id: SessionId, who: AnyStaff, planner: UsePlanner, sessions: UseSessions
) -> TimetableView:
    """What was published last, for jurors of the session and invigilators."""
    row = await get_session(sessions, session_id)
    is_of_the_day = "invigilator" in who.roles and row.kind == "exam"
    if is_of_the_day:
        day = (await planner.store.newest(session_id)).day
        attached = attached_on(await attached_in(sessions, session_id), day)
        is_of_the_day = keeps_any(attached, who.person_id, who.roles)
    if not is_of_the_day and row.id not in {mine.id for mine in await sessions_for(sessions, who)}:
        raise Forbidden("Cette séance n’est pas l’une des vôtres.")
    kept = await planner.published(session_id)
    if kept is None:
        raise NotFound("L’emploi du temps n’est pas encore publié.")
    return shown(kept, kept.plan, kept.version)


@router.put(f"{TIMETABLE}/setup")
async def set_up(session_id: SessionId, body: NewSetup, who: Leader, planner: UsePlanner) -> TimetableView:
    """Date, rooms, jury pairs, hours."""
    return await planner.set_up(session_id, body, actor_of(who))


@router.post(f"{TIMETABLE}/plan")
async def compute(session_id: SessionId, body: NewPlan, who: Leader, planner: UsePlanner) -> TimetableView:
    """Computes the plan anew; what was moved by hand is in the version before."""
    return await planner.compute(session_id, body.version, body.method, actor_of(who))


@router.post(f"{TIMETABLE}/moves")
async def move(session_id: SessionId, body: NewMove, who: Leader, planner: UsePlanner) -> MoveView:
    """Moves an activity, or gives a candidate to another pair; or only says what that would do."""
    return await planner.move(session_id, body, actor_of(who))


@router.post(f"{TIMETABLE}/undo")
async def undo(session_id: SessionId, body: OfVersion, who: Leader, planner: UsePlanner) -> TimetableView:
    """One change back."""
    return await planner.undo(session_id, body.version, actor_of(who))


@router.post(f"{TIMETABLE}/publish")
async def publish(session_id: SessionId, body: NewPublication, who: Leader, planner: UsePlanner) -> TimetableView:
    """A fact of the day; jurors get their seats."""
    return await planner.publish(session_id, body.version, body.despite_conflicts, actor_of(who))
