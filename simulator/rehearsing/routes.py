"""A rehearsal is asked for, and removed, by a responsible person."""

from fastapi import APIRouter

from simulator.accounts.guards import Leader
from simulator.conduct.sessions import UseSessionMaker, close_session
from simulator.ids import SessionId
from simulator.parts import UseClock, UseEngine, UseRooms, UseSessions, UseSettings, UseSignIns
from simulator.rehearsing.bodies import NewRehearsal, RehearsalMade
from simulator.rehearsing.making import make_rehearsal
from simulator.rehearsing.removing import remove_rehearsal, the_rehearsal

router = APIRouter()


@router.post("/api/staff/rehearsals", status_code=201)
async def new_rehearsal(
    body: NewRehearsal, who: Leader, sessions: UseSessions, engine: UseEngine, maker: UseSessionMaker, clock: UseClock
) -> RehearsalMade:
    """A session marked as a rehearsal, with accounts of its own; refused while an exam is under way."""
    return await make_rehearsal(sessions, engine, maker, body, who.person_id, clock.now())


@router.delete("/api/staff/rehearsals/{session_id}", status_code=204)
async def delete_rehearsal(
    session_id: SessionId,
    who: Leader,
    sessions: UseSessions,
    settings: UseSettings,
    rooms: UseRooms,
    sign_ins: UseSignIns,
) -> None:
    """Closes it and removes all of it, recordings and archives included; of any other session: 404."""
    training = await the_rehearsal(sessions, session_id)
    await close_session(sessions, sign_ins, rooms, training)
    await rooms.forget(session_id)
    await remove_rehearsal(sessions, settings, training)
