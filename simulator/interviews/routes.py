"""The draw of a recorded sequence over HTTP."""

import secrets
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pydantic import Field

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.bodies import Body
from simulator.conduct.doors import may_mark_seat
from simulator.errors import Conflict, NotFound
from simulator.facts import kinds
from simulator.interviews.drawing import draw_of, drawn_at
from simulator.interviews.views import DrawnSequence
from simulator.services import UseServices

router = APIRouter()


class NewDraw(Body):
    """A second draw needs a reason."""

    case_study_id: Annotated[str, Field(max_length=60)] | None = None
    reason: Annotated[str, Field(max_length=300)] = ""


@router.post("/api/staff/seats/{seat_id}/draw")
async def draw(seat_id: str, body: NewDraw, who: CurrentStaff, services: UseServices) -> DrawnSequence:
    """Draws one recorded customer sequence for the technical interview; every draw is a fact."""
    await may_mark_seat(services, who, seat_id)
    room = await services.rooms.room(seat_id)
    studies = room.state.pack.case_studies
    study = next((one for one in studies if body.case_study_id in (None, one.id)), None)
    if study is None:
        raise NotFound("Ce scénario n’a pas d’étude de cas enregistrée.")
    async with room.lock:
        if await draw_of(services, room) is not None and len(body.reason.strip()) < 3:
            raise Conflict("already_drawn", "Une séquence est déjà tirée.", "Indiquez le motif d’un nouveau tirage.")
        if body.reason:
            await room.record(kinds.IncidentNoted(text="Nouveau tirage\u00a0: " + body.reason), actor=actor_of(who))
        among = tuple(sequence.id for sequence in study.sequences)
        drawn = kinds.SequenceDrawn(case_study_id=study.id, sequence_id=secrets.choice(among), among=among)
        await room.record(drawn, actor=actor_of(who))
    found = await drawn_at(services, room)
    assert found is not None
    return found


@router.get("/api/staff/seats/{seat_id}/draw")
async def drawn_sequence(seat_id: str, who: CurrentStaff, services: UseServices) -> DrawnSequence | None:
    """What was drawn for this seat; null before the draw."""
    await may_mark_seat(services, who, seat_id)
    return await drawn_at(services, await services.rooms.room(seat_id))


@router.post("/api/staff/seats/{seat_id}/draw/played", status_code=204)
async def sequence_played(seat_id: str, who: CurrentStaff, services: UseServices) -> None:
    """The sequence was played in the room."""
    await may_mark_seat(services, who, seat_id)
    room = await services.rooms.room(seat_id)
    fact = await draw_of(services, room)
    if fact is None or not isinstance(fact.data, kinds.SequenceDrawn):
        raise NotFound("Aucune séquence n’est tirée.")
    async with room.lock:
        await room.record(kinds.SequencePlayed(sequence_id=fact.data.sequence_id), actor=actor_of(who))


@router.get("/api/staff/seats/{seat_id}/draw/audio", response_class=FileResponse)
async def drawn_audio(seat_id: str, who: CurrentStaff, services: UseServices) -> FileResponse:
    """The drawn sequence, and no other: nothing can be heard before the draw."""
    await may_mark_seat(services, who, seat_id)
    room = await services.rooms.room(seat_id)
    fact = await draw_of(services, room)
    if fact is None or not isinstance(fact.data, kinds.SequenceDrawn):
        raise NotFound("Aucune séquence n’est tirée.")
    study = room.state.pack.case_study(fact.data.case_study_id)
    sequence = next(one for one in study.sequences if one.id == fact.data.sequence_id)
    return FileResponse(room.state.pack.folder / sequence.audio, media_type="audio/ogg")
