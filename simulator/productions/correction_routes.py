"""The jury's correction over HTTP: sealed productions beside what is expected, notes and verdicts."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from exams.phases import ProductionId
from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.bodies import Body
from simulator.conduct.doors import UseDoors
from simulator.facts import kinds
from simulator.ids import SeatId
from simulator.parts import UseReferential, UseRooms
from simulator.productions.correcting import correction_desk, criteria_of
from simulator.productions.version_rows import UseVersions
from simulator.productions.views import CorrectionDesk
from simulator.seat.deciding import corrections

router = APIRouter()

Id = Annotated[str, Field(pattern=r"^[0-9a-zA-Z\-]{8,64}$")]


class NewNote(Body):
    """`paragraph` counts from 0; left out: on the whole text."""

    production: ProductionId
    criterion: Annotated[str, Field(max_length=8)]
    sign: Literal["favourable", "unfavourable", "note"]
    paragraph: Annotated[int, Field(ge=0, le=5000)] | None = None
    quote: Annotated[str, Field(max_length=500)] = ""
    text: Annotated[str, Field(max_length=2000)] = ""


class NewVerdict(Body):
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: Annotated[str, Field(max_length=2000)] = ""


@router.get("/api/staff/seats/{seat_id}/productions")
async def desk(
    seat_id: SeatId,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    versions: UseVersions,
    referential: UseReferential,
) -> CorrectionDesk:
    """For the seat's jurors, once the case study is sealed."""
    await doors.may_mark_seat(who, seat_id)
    state = (await rooms.read(seat_id)).state
    corrections.must_be_sealed(state)
    return await correction_desk(versions, referential, state, actor_of(who).id)


@router.put("/api/staff/seats/{seat_id}/productions/notes/{note_id}", status_code=204)
async def put_note(
    seat_id: SeatId,
    note_id: Id,
    body: NewNote,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    referential: UseReferential,
) -> None:
    """Notes in the margin, or changes one's own note of this name."""
    await doors.may_mark_seat(who, seat_id)
    new = kinds.CorrectionNoted(note_id=note_id, **body.model_dump())
    criteria = criteria_of(referential)
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor_of(who), lambda scene: corrections.note(scene, new, criteria))


@router.delete("/api/staff/seats/{seat_id}/productions/notes/{note_id}", status_code=204)
async def delete_note(seat_id: SeatId, note_id: Id, who: CurrentStaff, doors: UseDoors, rooms: UseRooms) -> None:
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor_of(who), lambda scene: corrections.remove_note(scene, note_id))


@router.put("/api/staff/seats/{seat_id}/productions/verdicts/{criterion}", status_code=204)
async def put_verdict(
    seat_id: SeatId,
    criterion: str,
    body: NewVerdict,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    referential: UseReferential,
) -> None:
    """One's own verdict on a criterion, from the productions."""
    await doors.may_mark_seat(who, seat_id)
    verdict = kinds.CorrectionVerdict(criterion=criterion, verdict=body.verdict, comment=body.comment)
    criteria = criteria_of(referential)
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor_of(who), lambda scene: corrections.set_verdict(scene, verdict, criteria))
