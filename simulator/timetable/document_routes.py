"""Candidates' documents over HTTP: joined by the responsible person, looked at or taken away by the seat's jury."""

from functools import partial
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as PathParameter

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff, Leader
from simulator.conduct.doors import UseDoors
from simulator.conduct.in_turn import signing_turn
from simulator.ids import SeatId
from simulator.parts import UseClock, UseKeeper, UseRooms, UseSessions, UseSettings
from simulator.seat.deciding.under_signature import need_changeable
from simulator.timetable.documents import CandidateDocuments
from simulator.timetable.files import SANDBOX
from simulator.timetable.import_routes import A_FILE
from simulator.timetable.page_pictures import page_count, page_picture
from simulator.timetable.views import DocumentKind, DocumentView, PagesView

router = APIRouter()


class Picture(Response):
    media_type = "image/jpeg"


async def the_documents(
    sessions: UseSessions, settings: UseSettings, clock: UseClock, keeper: UseKeeper
) -> CandidateDocuments:
    """FastAPI dependency."""
    return CandidateDocuments(sessions, settings.data, clock.now, keeper.boxes)


UseDocuments = Annotated[CandidateDocuments, Depends(the_documents)]


@router.get("/api/staff/candidate-documents/{seat_id}")
async def documents(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, documents: UseDocuments
) -> list[DocumentView]:
    """What the jury considers of this candidate, and what is missing of it."""
    await doors.may_review_seat(who, seat_id)
    return await documents.of_seat(seat_id)


@router.get("/api/staff/candidate-documents/{seat_id}/{document_kind}", response_class=Response)
async def document(
    seat_id: SeatId, document_kind: DocumentKind, who: CurrentStaff, doors: UseDoors, documents: UseDocuments
) -> Response:
    """The file, to be taken away: never opened as a page of ours."""
    await doors.may_review_seat(who, seat_id)
    row = await documents.found(seat_id, document_kind)
    called = {"Content-Disposition": f"attachment; filename*=utf-8''{quote(row.name)}"}
    return Response(await documents.content(row), media_type=row.media_type, headers=SANDBOX | called)


@router.get("/api/staff/candidate-documents/{seat_id}/{document_kind}/pages")
async def pages(
    seat_id: SeatId, document_kind: DocumentKind, who: CurrentStaff, doors: UseDoors, documents: UseDocuments
) -> PagesView:
    """How many pages a PDF has, to be looked at one by one."""
    await doors.may_review_seat(who, seat_id)
    row = await documents.found(seat_id, document_kind)
    count = await page_count(await documents.content(row))
    return PagesView(name=row.name, pages=count, document_id=row.id)


@router.get("/api/staff/candidate-documents/{seat_id}/{document_kind}/pages/{number}.jpg", response_class=Picture)
async def page(
    seat_id: SeatId,
    document_kind: DocumentKind,
    number: Annotated[int, PathParameter(ge=1, le=300)],
    who: CurrentStaff,
    doors: UseDoors,
    documents: UseDocuments,
    width: Literal[800, 1600] = 1600,
) -> Response:
    """One page as a picture (from 1): nothing of the PDF itself reaches the browser."""
    await doors.may_review_seat(who, seat_id)
    row = await documents.found(seat_id, document_kind)
    picture = await page_picture(row.id, partial(documents.content, row), number - 1, width)
    return Picture(picture, headers=SANDBOX)


@router.put("/api/staff/candidate-documents/{seat_id}/{document_kind}", openapi_extra=A_FILE)
async def put_document(
    seat_id: SeatId,
    document_kind: DocumentKind,
    request: Request,
    who: Leader,
    documents: UseDocuments,
    rooms: UseRooms,
    name: Annotated[str, Query(max_length=300)] = "",
) -> list[DocumentView]:
    """The body is the file; one that is there already is replaced, until somebody of the jury has signed."""
    data = await request.body()
    if document_kind == "professional_file":
        # The jury looks at its pages in the final interview: what cannot be shown is said now.
        await page_count(data)
    async with signing_turn(seat_id):
        need_changeable((await rooms.read(seat_id)).state)
        await documents.put(seat_id, document_kind, name, data, actor_of(who))
    return await documents.of_seat(seat_id)


@router.delete("/api/staff/candidate-documents/{seat_id}/{document_kind}")
async def remove_document(
    seat_id: SeatId, document_kind: DocumentKind, who: Leader, documents: UseDocuments, rooms: UseRooms
) -> list[DocumentView]:
    """Takes it back, until somebody of the jury has signed."""
    async with signing_turn(seat_id):
        need_changeable((await rooms.read(seat_id)).state)
        await documents.remove(seat_id, document_kind)
    return await documents.of_seat(seat_id)
