"""Draws in two steps over HTTP: what is drawn at a seat, binding, revealing, the proof as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field
from sqlalchemy import select

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import JURORS, CurrentStaff
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.attached import attached
from simulator.bodies import Body
from simulator.conduct.doors import Doors, UseDoors
from simulator.conduct.keepers import attached_at, may_keep, room_of
from simulator.conduct.tables import SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict, Forbidden, NotFound
from simulator.ids import SeatId
from simulator.interviews.ceremony import Ceremony
from simulator.interviews.choices import What
from simulator.interviews.row import row_of
from simulator.interviews.showing import drawings_of, proof_of
from simulator.interviews.views import SeatDraws
from simulator.parts import UseClock, UseRooms, UseSecret, UseSessions
from simulator.storage.database import Sessions

router = APIRouter()


class DrawBound(Body):
    """A further draw needs a reason."""

    reason: Annotated[str, Field(max_length=300)] = ""


class DrawWord(Body):
    """What the candidate said, as it was said."""

    word: Annotated[str, Field(min_length=1, max_length=120)]


@dataclass(frozen=True, slots=True)
class DrawDesk:
    """What these routes need: who may pass, what is shown, the two steps."""

    sessions: Sessions
    doors: Doors
    rooms: SeatRooms
    ceremony: Ceremony

    async def may_attend(self, who: SignedIn, seat_id: SeatId) -> SeatRow:
        """Whoever follows the seat but a partner; in an exam its invigilators too. Raises NotFound, Forbidden."""
        async with self.sessions() as session:
            seat = await session.get(SeatRow, seat_id)
            training = await session.get(TrainingSessionRow, seat.session_id) if seat is not None else None
        if seat is not None and training is not None and training.kind == "exam" and "invigilator" in who.roles:
            kept = await attached_at(self.sessions, seat.session_id, seat_id)
            if may_keep(kept, who.person_id, who.roles, room_of(seat.desk)):
                return seat
            if not who.roles & JURORS:
                raise Forbidden("Ce poste n’est pas dans une salle que vous surveillez.")
        if who.kind == "partner":
            return await self.doors.may_mark_seat(who, seat_id)
        return await self.doors.may_see_seat(who, seat_id)

    async def may_draw(self, who: SignedIn, seat_id: SeatId, what: What) -> None:
        """A sequence: before the jury, by it. A subject: whoever attends the preparation, too. Raises Forbidden."""
        await (self.may_attend(who, seat_id) if what == "subject" else self.doors.may_mark_seat(who, seat_id))
        training = (await self.rooms.read(seat_id)).state.training
        if training.kind != "exam":
            raise Conflict(
                "draws_in_one_step", "À l’entraînement, le tirage se fait en un clic.", "Tirez depuis cette page."
            )
        held = {phase.draws for phase in training.phases} or {"recording"}
        if what not in held:
            raise NotFound("Ce tirage n’est pas prévu dans cette session.")

    async def shown(self, seat_id: SeatId) -> SeatDraws:
        state = (await self.rooms.read(seat_id)).state
        drawn: dict[What, Sequence[str]] = {}
        for what in ("subject", "recording"):
            drawn[what] = (await row_of(self.sessions, state.training.id, seat_id, what)).drawn
        async with self.sessions() as session:
            jurors = await session.scalars(
                select(PersonRow.name)
                .join(SeatJurorRow, SeatJurorRow.person_id == PersonRow.id)
                .where(SeatJurorRow.seat_id == seat_id)
                .order_by(PersonRow.name)
            )
            names = tuple(jurors)
        return SeatDraws(
            seat_id=seat_id,
            label=state.seat.label,
            candidate_name=state.candidate_name,
            jurors=names,
            session_id=state.training.id,
            is_in_two_steps=state.training.kind == "exam",
            drawings=drawings_of(state, drawn),
        )


async def the_draw_desk(
    sessions: UseSessions, doors: UseDoors, rooms: UseRooms, clock: UseClock, secret: UseSecret
) -> DrawDesk:
    """FastAPI dependency."""
    return DrawDesk(sessions, doors, rooms, Ceremony(sessions, rooms, clock, secret))


UseDrawDesk = Annotated[DrawDesk, Depends(the_draw_desk)]


@router.get("/api/staff/seats/{seat_id}/draws")
async def seat_draws(seat_id: SeatId, who: CurrentStaff, desk: UseDrawDesk) -> SeatDraws:
    """What is drawn at this seat, what it is drawn from, and how it came out."""
    await desk.may_attend(who, seat_id)
    return await desk.shown(seat_id)


@router.post("/api/staff/seats/{seat_id}/draws/{what}")
async def bind_draw(seat_id: SeatId, what: What, body: DrawBound, who: CurrentStaff, desk: UseDrawDesk) -> SeatDraws:
    """First step: the server binds itself; its commitment is shown before the candidate speaks."""
    await desk.may_draw(who, seat_id, what)
    await desk.ceremony.bind(seat_id, what, body.reason, actor_of(who))
    return await desk.shown(seat_id)


@router.post("/api/staff/seats/{seat_id}/draws/{what}/reveal")
async def reveal_draw(seat_id: SeatId, what: What, body: DrawWord, who: CurrentStaff, desk: UseDrawDesk) -> SeatDraws:
    """Second step: the candidate said a number or a word; the seed is shown, and what follows from both is drawn."""
    await desk.may_draw(who, seat_id, what)
    await desk.ceremony.reveal(seat_id, what, body.word, actor_of(who))
    return await desk.shown(seat_id)


@router.get("/api/staff/seats/{seat_id}/draws/{what}/proof.json")
async def draw_proof(seat_id: SeatId, what: What, who: CurrentStaff, desk: UseDrawDesk) -> Response:
    """What `simulator draw verify` redoes the draw with. No name in it."""
    await desk.may_attend(who, seat_id)
    proof = proof_of((await desk.rooms.read(seat_id)).state, what)
    name = f"tirage-{'sujet' if what == 'subject' else 'sequence'}-{proof.candidate}.json"
    return attached(proof.model_dump_json(indent=2).encode(), "application/json", name)
