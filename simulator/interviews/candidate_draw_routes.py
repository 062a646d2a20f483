"""A candidate's own draws over HTTP: what is bound for them, their word, and the proof that they take home.

Nothing is bound here: who prepares a draw is the jury or whoever keeps the room. What may be drawn has numbers only.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from simulator.accounts.guards import CurrentCandidate
from simulator.attached import attached
from simulator.desk.rooms import SeatRooms
from simulator.ids import SeatId
from simulator.interviews.ceremony import Ceremony
from simulator.interviews.choices import What
from simulator.interviews.draw_routes import DrawWord
from simulator.interviews.showing import drawings_of, proof_of
from simulator.interviews.views import CandidateDraws, Drawing
from simulator.parts import UseClock, UseRooms, UseSecret, UseSessions
from simulator.steady_clock import SteadyClock

router = APIRouter(prefix="/api/candidate/draws")


async def the_ceremony(sessions: UseSessions, rooms: UseRooms, clock: UseClock, secret: UseSecret) -> Ceremony:
    """FastAPI dependency."""
    return Ceremony(sessions, rooms, clock, secret)


UseCeremony = Annotated[Ceremony, Depends(the_ceremony)]


@router.get("")
async def my_draws(who: CurrentCandidate, rooms: UseRooms, clock: UseClock) -> CandidateDraws:
    """Those that are bound for me, and how they came out; none in practice, which draws in one step."""
    return await _shown(rooms, clock, who.seat_id or SeatId(""))


@router.post("/{what}/reveal")
async def say_my_word(
    what: What, body: DrawWord, who: CurrentCandidate, rooms: UseRooms, clock: UseClock, ceremony: UseCeremony
) -> CandidateDraws:
    """A number or a word of mine: the seed is shown, and what follows from both is drawn.

    Raises NotFound before the draw is bound, Conflict once it is revealed.
    """
    seat_id = who.seat_id or SeatId("")
    room = await rooms.room(seat_id)
    await ceremony.reveal(seat_id, what, body.word, room.here.candidate.actor)
    return await _shown(rooms, clock, seat_id)


@router.get("/{what}/proof.json")
async def my_proof(what: What, who: CurrentCandidate, rooms: UseRooms) -> Response:
    """What `simulator draw verify` redoes the draw with. Raises NotFound before it is revealed."""
    proof = proof_of((await rooms.read(who.seat_id or SeatId(""))).state, what)
    name = f"tirage-{'sujet' if what == 'subject' else 'sequence'}-{proof.candidate}.json"
    return attached(proof.model_dump_json(indent=2).encode(), "application/json", name)


async def _shown(rooms: SeatRooms, clock: SteadyClock, seat_id: SeatId) -> CandidateDraws:
    state, now = (await rooms.read(seat_id)).state, clock.now()
    is_exam = state.training.kind == "exam"
    under_way = next((one for one in state.clocks if one.state in ("running", "paused")), None)
    bound = [one for one in drawings_of(state, {}) if one.draw is not None] if is_exam else []
    return CandidateDraws(
        label=state.seat.label,
        candidate_name=state.candidate_name,
        clock=under_way.view(now) if under_way is not None else None,
        drawings=tuple(_by_number(one) for one in bound),
    )


def _by_number(drawing: Drawing) -> Drawing:
    """Titles of subjects that others of the day will draw are not this candidate's to read."""
    choices = tuple(one.model_copy(update={"title": ""}) for one in drawing.choices)
    return drawing.model_copy(update={"choices": choices, "can_draw_again": False})
