"""The drawn sequence over HTTP, and practice's draw in one step. Exams draw in two: `draw_routes.py`."""

import secrets
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pydantic import Field

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.bodies import Body
from simulator.conduct.doors import UseDoors
from simulator.errors import Conflict, NotFound
from simulator.ids import SeatId
from simulator.interviews.drawing import drawn_view, sequence_of
from simulator.interviews.views import DrawnSequence
from simulator.parts import UseKeptPacks, UseRooms
from simulator.seat.deciding import draws, interviews

router = APIRouter()


class NewDraw(Body):
    """A second draw needs a reason."""

    case_study_id: Annotated[str, Field(max_length=60)] | None = None
    reason: Annotated[str, Field(max_length=300)] = ""


@router.post("/api/staff/seats/{seat_id}/draw")
async def draw(seat_id: SeatId, body: NewDraw, who: CurrentStaff, doors: UseDoors, rooms: UseRooms) -> DrawnSequence:
    """Practice: draws one recorded customer sequence for the technical interview; every draw is a fact."""
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    if room.state.training.kind == "exam":
        raise Conflict(
            "draws_in_two_steps",
            "En examen, le tirage se fait en deux temps, avec le candidat.",
            "Ouvrez la page du tirage : le serveur s’engage, puis le candidat dit un nombre ou un mot.",
        )
    studies = room.state.pack.case_studies
    study = next((one for one in studies if body.case_study_id in (None, one.id)), None)
    if study is None:
        raise NotFound("Ce scénario n’a pas d’étude de cas enregistrée.")
    chosen = secrets.choice(study.sequences).id
    await room.commanding.decide(actor_of(who), lambda scene: draws.draw(scene, study, body.reason, chosen))
    drawn = drawn_view(room.state)
    assert drawn is not None
    return drawn


@router.get("/api/staff/seats/{seat_id}/draw")
async def drawn_sequence(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms
) -> DrawnSequence | None:
    """What was drawn for this seat; null before the draw."""
    await doors.may_mark_seat(who, seat_id)
    return drawn_view((await rooms.read(seat_id)).state)


@router.post("/api/staff/seats/{seat_id}/draw/played", status_code=204)
async def sequence_played(seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms) -> None:
    """The sequence was played in the room."""
    await doors.may_mark_seat(who, seat_id)
    await (await rooms.room(seat_id)).commanding.decide(
        actor_of(who), lambda scene: interviews.begin_hearing(scene, "")
    )


@router.get("/api/staff/seats/{seat_id}/draw/audio", response_class=FileResponse)
async def drawn_audio(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, kept_packs: UseKeptPacks, rooms: UseRooms
) -> FileResponse:
    """The drawn sequence, and no other: nothing can be heard before the draw."""
    await doors.may_mark_seat(who, seat_id)
    state = (await rooms.read(seat_id)).state
    if state.drawn is None:
        raise NotFound("Aucune séquence n’est tirée.")
    sequence = sequence_of(state, state.drawn.data)
    if sequence is None:
        raise NotFound("Cette séquence a été retirée du scénario avant que Combiné n’en garde une copie.")
    version = await kept_packs.of(state.training)
    return FileResponse(await kept_packs.kept_file(version, sequence.audio), media_type="audio/ogg")
