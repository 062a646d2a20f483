"""The case study on paper: read over by its candidate while it runs, printed for their folder once it is sealed."""

from fastapi import APIRouter, Response

from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.documents.production_pages import production_pages
from simulator.documents.routes import Pdf, pdf
from simulator.documents.typesetting import typeset
from simulator.exam_day.day_parts import UseDay
from simulator.exam_day.routes import Watcher, kept_day
from simulator.ids import SeatId, SessionId
from simulator.parts import UseClock, UseRooms
from simulator.productions.version_rows import UseVersions
from simulator.seat.deciding.corrections import must_be_sealed
from simulator.seat.deciding.productions import must_be_readable

router = APIRouter()


@router.get("/api/candidate/productions/preview.pdf", response_class=Pdf)
async def preview(who: CurrentCandidate, rooms: UseRooms, versions: UseVersions, clock: UseClock) -> Response:
    """What the server has, as it would be printed now."""
    state = (await rooms.room(who.seat_id or SeatId(""))).state
    must_be_readable(state, clock.now())
    pages = await production_pages(versions, state)
    return pdf(await typeset("productions", pages), "Combine_relecture")


@router.get("/api/staff/seats/{seat_id}/productions.pdf", response_class=Pdf)
async def printed(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, versions: UseVersions
) -> Response:
    """For the candidate's folder: sealed, never before."""
    await doors.may_review_seat(who, seat_id)
    state = (await rooms.read(seat_id)).state
    must_be_sealed(state)
    pages = await production_pages(versions, state)
    return pdf(await typeset("productions", pages), f"Combine_{state.seat.label}_etude-de-cas")


@router.get("/api/staff/exam-days/{session_id}/seats/{seat_id}/productions.pdf", response_class=Pdf)
async def to_print(
    session_id: SessionId, seat_id: SeatId, who: Watcher, parts: UseDay, versions: UseVersions
) -> Response:
    """The same sheets at the invigilator's desk, for whoever sits in a room that they keep."""
    (await kept_day(parts, who, session_id, None, seat_id)).place(seat_id)
    state = (await parts.rooms.read(seat_id)).state
    must_be_sealed(state)
    pages = await production_pages(versions, state)
    return pdf(await typeset("productions", pages), f"Combine_{state.seat.label}_etude-de-cas")
