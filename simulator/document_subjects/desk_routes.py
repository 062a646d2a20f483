"""The pages of a subject in documents at the desks: what the candidate may read now, and all of them for the jury."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse

from scenarios.models import AttachedDocument
from scenarios.models.attached import MOST_PAGES
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.conduct.kept_packs import KeptPacks
from simulator.desk.seat_read import SeatRead
from simulator.document_subjects.desk_views import AttachedView, for_candidate, listed
from simulator.errors import NotFound
from simulator.ids import SeatId
from simulator.parts import UseKeptPacks, UseRooms
from simulator.timetable.document_routes import Picture
from simulator.timetable.files import SANDBOX

router = APIRouter()

Number = Annotated[int, PathParameter(ge=1, le=MOST_PAGES)]


@router.get("/api/candidate/attached")
async def candidates_documents(who: CurrentCandidate, rooms: UseRooms) -> list[AttachedView]:
    """Those that the candidate may read now; none while no phase opens them."""
    read = await rooms.read(who.seat_id or SeatId(""))
    return listed(for_candidate(read.state), "/api/candidate/attached")


@router.get("/api/candidate/attached/{document_id}/{number}.jpg", response_class=Picture)
async def candidates_page(
    document_id: str, number: Number, who: CurrentCandidate, rooms: UseRooms, kept_packs: UseKeptPacks
) -> FileResponse:
    """One page (from 1)."""
    read = await rooms.read(who.seat_id or SeatId(""))
    return await _page(kept_packs, read, for_candidate(read.state), document_id, number)


@router.get("/api/staff/seats/{seat_id}/attached")
async def jurys_documents(seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms) -> list[AttachedView]:
    """All of the subject, the jury's sheets first; none before the envelopes are opened."""
    await doors.may_see_seat(who, seat_id)
    read = await rooms.read(seat_id)
    return listed(
        sorted(read.state.pack.attached, key=lambda one: one.place != "jury"), f"/api/staff/seats/{seat_id}/attached"
    )


@router.get("/api/staff/seats/{seat_id}/attached/{document_id}/{number}.jpg", response_class=Picture)
async def jurys_page(
    seat_id: SeatId,
    document_id: str,
    number: Number,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    kept_packs: UseKeptPacks,
) -> FileResponse:
    """One page (from 1)."""
    await doors.may_see_seat(who, seat_id)
    read = await rooms.read(seat_id)
    return await _page(kept_packs, read, read.state.pack.attached, document_id, number)


async def _page(
    kept_packs: KeptPacks, read: SeatRead, readable: Iterable[AttachedDocument], document_id: str, number: int
) -> FileResponse:
    document = next((one for one in readable if one.id == document_id), None)
    if document is None or number > document.pages:
        raise NotFound("Cette page n’existe pas, ou elle ne se lit pas maintenant.")
    version = await kept_packs.of(read.state.training)
    return FileResponse(
        await kept_packs.kept_file(version, document.path(number)), media_type="image/jpeg", headers=SANDBOX
    )
