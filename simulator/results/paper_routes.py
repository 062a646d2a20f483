"""Marks on paper over HTTP: a grid to print before, and its entry afterwards with the name of who typed it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field
from sqlalchemy import select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.accounts.tables import PersonRow
from simulator.bodies import Body
from simulator.conduct.tables import SeatJurorRow
from simulator.documents.routes import Pdf, pdf
from simulator.documents.typesetting import typeset
from simulator.errors import Forbidden
from simulator.facts import kinds
from simulator.facts.fact import Actor
from simulator.ids import PersonId, SeatId
from simulator.parts import UseReferential, UseRooms, UseSessions
from simulator.results import candidate_sheets, views
from simulator.results.routes import UseSignedSeats
from simulator.results.showing import paper_grid
from simulator.seat.deciding.paper_grids import enter_grid
from simulator.storage.database import Sessions

router = APIRouter(prefix="/api/staff/seats/{seat_id}")

MOST_EXCHANGES = 8


class NewPaperLine(Body):
    run_id: Annotated[str, Field(max_length=32)]
    """Empty: of what was written."""
    criterion: Annotated[str, Field(max_length=12)]
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed"]
    comment: Annotated[str, Field(max_length=500)] = ""


class NewPaperRemark(Body):
    criterion: Annotated[str, Field(max_length=12)]
    text: Annotated[str, Field(min_length=1, max_length=500)]


class NewPaperGrid(Body):
    """`id`: made by whoever types; sent again under it, the grid is kept once."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{24,64}$")]
    juror: PersonId
    verdicts: Annotated[list[NewPaperLine], Field(max_length=600)]
    remarks: Annotated[tuple[NewPaperRemark, ...], Field(max_length=60)] = ()
    hands_in: bool = False


@router.get("/paper-grid.pdf", response_class=Pdf)
async def paper_grid_pdf(seat_id: SeatId, who: CurrentStaff, seats: UseSignedSeats) -> Response:
    """To be printed before the day: nothing of a subject and nobody's marks."""
    record = await seats.blank(who, seat_id)
    exchanges = min(MOST_EXCHANGES, max(1, len(record.state.runs) or 3))
    data = candidate_sheets.paper_grid(record, exchanges)
    return pdf(await typeset("official", data), f"Combine_{record.state.seat.label}_grille-papier")


@router.get("/paper-grids")
async def paper_grids(
    seat_id: SeatId, who: CurrentStaff, seats: UseSignedSeats, sessions: UseSessions
) -> views.PaperGrid:
    """What may be typed in by me: my own grid, or every juror's for a responsible person who marks nobody here."""
    record = await seats.blank(who, seat_id)
    jurors = await _jurors(sessions, seat_id)
    _may_type(jurors, who.person_id, "session_lead" in who.roles)
    return paper_grid(record, jurors, who.person_id)


@router.post("/paper-grids", status_code=201)
async def enter(
    seat_id: SeatId,
    body: NewPaperGrid,
    who: CurrentStaff,
    seats: UseSignedSeats,
    sessions: UseSessions,
    rooms: UseRooms,
    referential: UseReferential,
) -> views.PaperGrid:
    """A fact with both names; until all jurors have handed in, nobody else sees what was typed."""
    await seats.blank(who, seat_id)
    jurors = await _jurors(sessions, seat_id)
    _may_type(jurors, who.person_id, "session_lead" in who.roles)
    grid = kinds.PaperGridEntered(
        juror=Actor.of_person(body.juror).id,
        juror_name=jurors.get(body.juror, ""),
        verdicts=tuple(
            kinds.PaperVerdict(
                run_id=one.run_id, criterion=one.criterion, verdict=one.verdict, comment=one.comment.strip()
            )
            for one in body.verdicts
        ),
        remarks=tuple(
            kinds.PaperRemark(criterion=one.criterion, text=one.text.strip())
            for one in body.remarks
            if one.text.strip()
        ),
        hands_in=body.hands_in,
    )
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor_of(who), lambda scene: enter_grid(scene, grid, referential, body.id))
    return paper_grid(await seats.blank(who, seat_id), jurors, who.person_id)


def _may_type(jurors: dict[PersonId, str], person_id: PersonId, leads: bool) -> None:
    if person_id not in jurors and not leads:
        raise Forbidden("Seuls un juré de ce candidat et le responsable de session saisissent une grille.")


async def _jurors(sessions: Sessions, seat_id: SeatId) -> dict[PersonId, str]:
    query = select(PersonRow.id, PersonRow.name).join(SeatJurorRow, SeatJurorRow.person_id == PersonRow.id)
    async with sessions() as session:
        rows = await session.execute(query.where(SeatJurorRow.seat_id == seat_id))
        return {row.id: row.name for row in rows}
