"""A trainee's practice seats: which are open, and how one browser goes from one to another."""

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Response
from sqlalchemy import select

from simulator.accounts.signing import SignedIn, SignIns
from simulator.assignments.views import OpenedPlace
from simulator.conduct import sessions as conduct
from simulator.conduct.desk_codes import DeskCodes
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound
from simulator.parts import UseDeskCodes, UseRooms, UseSessions, UseSignIns
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.desk.rooms import SeatRooms


class OwnPlaces:
    """Made for a request of somebody at a candidate's desk."""

    def __init__(self, sessions: Sessions, rooms: "SeatRooms", desk_codes: DeskCodes, sign_ins: SignIns) -> None:
        self._sessions, self._rooms, self._desk_codes, self._sign_ins = sessions, rooms, desk_codes, sign_ins

    async def here(self, who: SignedIn) -> TrainingSessionRow:
        """The practice session of this desk. Raises NotFound in an exam: nothing leads out of it."""
        async with self._sessions() as session:
            seat = await session.get_one(SeatRow, who.seat_id)
            training = await session.get_one(TrainingSessionRow, seat.session_id)
        if training.kind != "practice":
            raise NotFound("En examen, il n’y a pas d’exercice à faire.")
        return training

    async def open_ones(self, who: SignedIn) -> list[tuple[SeatRow, TrainingSessionRow]]:
        """Those of sessions that are not closed, this desk's among them; the latest session first."""
        query = (
            select(SeatRow, TrainingSessionRow)
            .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
            .where(
                SeatRow.person_id == who.person_id,
                TrainingSessionRow.kind == "practice",
                TrainingSessionRow.closed_at.is_(None),
            )
            .order_by(TrainingSessionRow.created_at.desc())
        )
        async with self._sessions() as session:
            return [(seat, training) for seat, training in await session.execute(query)]

    async def refuse_while_playing(self, who: SignedIn) -> None:
        """Raises Conflict: nobody walks away from a customer."""
        if who.seat_id is not None and (await self._rooms.read(who.seat_id)).state.active is not None:
            raise Conflict(
                "exchange_running", "Un échange est en cours à votre poste.", "Terminez-le, puis recommencez."
            )

    async def make_ready(self, seat: SeatRow, training: TrainingSessionRow, exchange_id: str) -> None:
        """Where all was played, the exchange stands there once more. Raises Conflict in a closed session."""
        state = (await self._rooms.read(seat.id)).state
        if all(run.ended_at is not None for run in state.runs.values()):
            await conduct.add_attempt(self._sessions, training, seat.id, exchange_id)
            await self._rooms.rows_changed(seat.id)

    async def sit(
        self, who: SignedIn, seat: SeatRow, training: TrainingSessionRow, response: Response
    ) -> OpenedPlace:
        """This browser is signed in there now. Raises Conflict in a closed session."""
        if seat.id != who.seat_id:
            await self._sign_ins.change_place(response, who, seat.id)
        room = self._rooms.open_room(seat.id)
        is_awaited = room is not None and room.here.has_jury()
        # A partner who is there has used the code: another would put them out.
        code = None if is_awaited else await self._desk_codes.issue_partner(training, seat.id)
        return OpenedPlace(seat_id=seat.id, partner_code=code)


async def the_own_places(
    sessions: UseSessions, rooms: UseRooms, desk_codes: UseDeskCodes, sign_ins: UseSignIns
) -> OwnPlaces:
    """FastAPI dependency."""
    return OwnPlaces(sessions, rooms, desk_codes, sign_ins)


UseOwnPlaces = Annotated[OwnPlaces, Depends(the_own_places)]
