"""Breaks of an accommodation: whoever keeps the candidate's room begins and ends them."""

from fastapi import APIRouter

from simulator.exam_day import bodies, views
from simulator.exam_day.day_parts import UseDay
from simulator.exam_day.routes import Watcher, act_at, kept_day
from simulator.ids import SeatId, SessionId
from simulator.seat.deciding import breaks

router = APIRouter(prefix="/api/staff/exam-days")


@router.post("/{session_id}/seats/{seat_id}/break")
async def begin_break(
    session_id: SessionId, seat_id: SeatId, body: bodies.BeginBreak, who: Watcher, parts: UseDay
) -> views.Done:
    """The clock under way stops, and goes on by itself at the end. Raises Forbidden, Refused (more than granted)."""
    day = await kept_day(parts, who, session_id, None, seat_id)
    return await act_at(
        parts, day, day.seats_of("", (seat_id,)), who, lambda scene: breaks.begin(scene, body.minutes)
    )


@router.post("/{session_id}/seats/{seat_id}/break/end")
async def end_break(session_id: SessionId, seat_id: SeatId, who: Watcher, parts: UseDay) -> views.Done:
    """Before its time: the clock goes on now. Raises Forbidden; Refused where no break holds it."""
    day = await kept_day(parts, who, session_id, None, seat_id)
    return await act_at(parts, day, day.seats_of("", (seat_id,)), who, breaks.end)
