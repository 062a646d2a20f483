"""The case study on paper: read over by its candidate while it runs, printed for their folder once it is sealed."""

from fastapi import APIRouter, Response

from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.conduct.doors import may_review_seat
from simulator.documents.production_pages import production_pages
from simulator.documents.routes import Pdf, pdf
from simulator.documents.typesetting import typeset
from simulator.productions.version_rows import VersionRows
from simulator.seat.deciding.corrections import must_be_sealed
from simulator.seat.deciding.productions import must_be_open
from simulator.services import UseServices

router = APIRouter()


@router.get("/api/candidate/productions/preview.pdf", response_class=Pdf)
async def preview(who: CurrentCandidate, services: UseServices) -> Response:
    """What the server has, as it would be printed now."""
    state = (await services.rooms.room(who.seat_id or "")).state
    must_be_open(state, services.clock.now())
    pages = await production_pages(VersionRows(services.sessions), state)
    return pdf(await typeset("productions", pages), "Combine_relecture")


@router.get("/api/staff/seats/{seat_id}/productions.pdf", response_class=Pdf)
async def printed(seat_id: str, who: CurrentStaff, services: UseServices) -> Response:
    """For the candidate's folder: sealed, never before."""
    await may_review_seat(services, who, seat_id)
    state = (await services.rooms.read(seat_id)).state
    must_be_sealed(state)
    pages = await production_pages(VersionRows(services.sessions), state)
    return pdf(await typeset("productions", pages), f"Combine_{state.seat.label}_etude-de-cas")
