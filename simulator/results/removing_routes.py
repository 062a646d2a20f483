"""Taking out a candidate who was entered by mistake, over HTTP."""

from fastapi import APIRouter

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import Teacher
from simulator.conduct.doors import UseDoors
from simulator.conduct.routes import mine_to_lead
from simulator.ids import SeatId
from simulator.parts import UseClock, UsePhones, UseRooms, UseSessions
from simulator.results.removing import remove

router = APIRouter()


@router.delete("/api/staff/seats/{seat_id}", status_code=204)
async def remove_candidate(
    seat_id: SeatId,
    who: Teacher,
    doors: UseDoors,
    sessions: UseSessions,
    rooms: UseRooms,
    clock: UseClock,
    phones: UsePhones,
) -> None:
    """Only before anything of theirs is kept; a dated fact says who took them out. Refused in words after."""
    seat = await doors.may_see_seat(who, seat_id)
    await mine_to_lead(sessions, who, seat.session_id)
    await remove(sessions, clock, rooms, actor_of(who), seat_id)
    await phones.places_changed()
