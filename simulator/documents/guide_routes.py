"""The guide d'entretien in PDF: one's own, to be written on by hand or kept as it was filled in."""

from fastapi import APIRouter, Response

from simulator.accounts.guards import CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.documents.guide_pages import guide_pages
from simulator.documents.routes import Pdf, pdf
from simulator.documents.typesetting import typeset
from simulator.ids import SeatId
from simulator.interviews.guide_routes import guide_view
from simulator.parts import UseReferential, UseRooms

router = APIRouter()


@router.get("/api/staff/seats/{seat_id}/interview/guide.pdf", response_class=Pdf)
async def printed_guide(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, referential: UseReferential
) -> Response:
    """With my ticks and notes, and of the other juror what I may see."""
    await doors.may_mark_seat(who, seat_id)
    view = guide_view((await rooms.read(seat_id)).state, referential, who)
    return pdf(await typeset("guide", guide_pages(view)), f"Combine_{view.seat_label}_guide-entretien")
