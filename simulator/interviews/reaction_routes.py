"""The interview's sequence over HTTP: its hearings, and the candidate's reaction, a piece of sound at a time."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from pydantic import Field

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.bodies import Body
from simulator.conduct.doors import UseDoors
from simulator.conduct.in_turn import signing_turn
from simulator.errors import Invalid
from simulator.ids import SeatId
from simulator.interviews.interview_desk import interview_desk
from simulator.interviews.interview_views import InterviewDesk
from simulator.interviews.reactions import Reactions
from simulator.interviews.sound_parts import HIGHEST_RATE, LOWEST_RATE, Piece
from simulator.live_messages.shared_view import View
from simulator.parts import UseClock, UseRooms, UseSettings
from simulator.seat.deciding import interviews
from simulator.seat.deciding.under_signature import need_unsigned

router = APIRouter()

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{16,32}$")]
"""A page's own name for what it begins: sent twice, it is one."""

SECONDS_FOR_A_PIECE = 20.0
"""Until the whole of a piece's bytes must have come."""

SOUND = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}


class NewHearing(Body):
    hearing_id: Id


class HearingEnd(Body):
    at_seconds: Annotated[float, Field(ge=0, le=36_000)]
    to_the_end: bool


class NewReaction(Body):
    """Without a microphone nothing is recorded: `why` says so, and the interview goes on."""

    reaction_id: Id
    is_recorded: bool = True
    why: Annotated[str, Field(max_length=300)] = ""


class NewPart(Body):
    """The part that this page begins: as many as there are."""

    part: Annotated[int, Field(ge=1, le=1000)]


class Kept(View):
    """Everything before piece `next_number` is on the server's disk."""

    next_number: int


async def the_reactions(settings: UseSettings) -> Reactions:
    """FastAPI dependency."""
    return Reactions(settings.recordings)


UseReactions = Annotated[Reactions, Depends(the_reactions)]


@router.get("/api/staff/seats/{seat_id}/interview")
async def desk(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, reactions: UseReactions, clock: UseClock
) -> InterviewDesk:
    """The interview as it stands: phases and their clocks, the sequence, its hearings, the reaction."""
    await doors.may_mark_seat(who, seat_id)
    return await interview_desk(reactions, (await rooms.read(seat_id)).state, clock.now())


@router.post("/api/staff/seats/{seat_id}/hearings", status_code=204)
async def begin_hearing(
    seat_id: SeatId, body: NewHearing, who: CurrentStaff, doors: UseDoors, rooms: UseRooms
) -> None:
    """The sequence is about to be heard on the room's loudspeakers. Refused once it was heard often enough."""
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    await room.commanding.decide(actor_of(who), lambda scene: interviews.begin_hearing(scene, body.hearing_id))


@router.post("/api/staff/seats/{seat_id}/hearings/{hearing_id}/end", status_code=204)
async def end_hearing(
    seat_id: SeatId, hearing_id: Id, body: HearingEnd, who: CurrentStaff, doors: UseDoors, rooms: UseRooms
) -> None:
    """It was heard to its end, or stopped before."""
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    await room.commanding.decide(
        actor_of(who), lambda scene: interviews.end_hearing(scene, hearing_id, body.at_seconds, body.to_the_end)
    )


@router.post("/api/staff/seats/{seat_id}/reactions", status_code=201)
async def start_reaction(
    seat_id: SeatId,
    body: NewReaction,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    reactions: UseReactions,
    clock: UseClock,
) -> InterviewDesk:
    """The candidate begins to answer; from now on pieces of sound are taken, where one records."""
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    await room.commanding.decide(
        actor_of(who),
        lambda scene: interviews.start_reaction(scene, body.reaction_id, is_recorded=body.is_recorded, why=body.why),
    )
    return await interview_desk(reactions, room.state, clock.now())


@router.post("/api/staff/seats/{seat_id}/reactions/{reaction_id}/parts")
async def resume_reaction(
    seat_id: SeatId,
    reaction_id: Id,
    body: NewPart,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    reactions: UseReactions,
) -> Kept:
    """Recording goes on after a cut, from this page."""
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    await room.commanding.decide(
        actor_of(who), lambda scene: interviews.resume_reaction(scene, reaction_id, body.part)
    )
    reaction = interviews.recorded(room.state, reaction_id)
    return Kept(next_number=await reactions.next_number(room.state, reaction))


@router.put(
    "/api/staff/seats/{seat_id}/reactions/{reaction_id}/pieces/{number}",
    openapi_extra=SOUND,
)
async def keep_piece(
    seat_id: SeatId,
    reaction_id: Id,
    number: int,
    request: Request,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    reactions: UseReactions,
    part: Annotated[int, Query(ge=0, le=1000)] = 0,
    rate: Annotated[int, Query(ge=LOWEST_RATE, le=HIGHEST_RATE, multiple_of=10)] = 16_000,
) -> Kept:
    """The body is sound: 16-bit samples, little endian, one channel. Answered once it is on the disk."""
    await doors.may_mark_seat(who, seat_id)
    async with asyncio.timeout(SECONDS_FOR_A_PIECE):
        samples = await request.body()
    if not samples or len(samples) % 2 or not 0 <= number < 1_000_000:
        raise Invalid("ce morceau de son n’en est pas un")
    state = (await rooms.room(seat_id)).state
    reaction, piece = interviews.recorded(state, reaction_id), Piece(number, part, rate, samples)
    if reaction.is_open:
        return Kept(next_number=await reactions.keep(state, reaction, piece))
    async with signing_turn(seat_id):
        # Late pieces complete it; over what the jury has signed they come no more.
        need_unsigned(state)
        return Kept(next_number=await reactions.keep(state, reaction, piece))


@router.post("/api/staff/seats/{seat_id}/reactions/{reaction_id}/end")
async def end_reaction(
    seat_id: SeatId,
    reaction_id: Id,
    who: CurrentStaff,
    doors: UseDoors,
    rooms: UseRooms,
    reactions: UseReactions,
    clock: UseClock,
) -> InterviewDesk:
    """The candidate has answered: the sound file is made of what was kept, and its digest is a fact."""
    await doors.may_mark_seat(who, seat_id)
    room = await rooms.room(seat_id)
    made = await reactions.close(room.state, interviews.recorded(room.state, reaction_id))
    await room.commanding.decide(
        actor_of(who), lambda scene: interviews.end_reaction(scene, reaction_id, made.seconds, made.sha256)
    )
    return await interview_desk(reactions, room.state, clock.now())


@router.get("/api/staff/seats/{seat_id}/reactions/{reaction_id}/audio", response_class=FileResponse)
async def reaction_audio(
    seat_id: SeatId, reaction_id: Id, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, reactions: UseReactions
) -> FileResponse:
    """What the candidate answered."""
    await doors.may_mark_seat(who, seat_id)
    state = (await rooms.read(seat_id)).state
    path = await reactions.sound(state, interviews.recorded(state, reaction_id))
    return FileResponse(path, media_type="audio/ogg", headers={"Cache-Control": "no-store"})


@router.get("/api/staff/seats/{seat_id}/reactions/{reaction_id}/peaks", response_class=FileResponse)
async def reaction_peaks(
    seat_id: SeatId, reaction_id: Id, who: CurrentStaff, doors: UseDoors, rooms: UseRooms, reactions: UseReactions
) -> FileResponse:
    """Its waveform."""
    await doors.may_mark_seat(who, seat_id)
    state = (await rooms.read(seat_id)).state
    path = await reactions.peaks(state, interviews.recorded(state, reaction_id))
    return FileResponse(path, media_type="application/json", headers={"Cache-Control": "no-store"})
