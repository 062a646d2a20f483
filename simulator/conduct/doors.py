"""Who may see, review and mark a seat. Asked anew at each request: a right that was lost opens nothing."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy import select

from simulator.accounts.guards import JURORS, TEACHERS
from simulator.accounts.signing import SignedIn
from simulator.conduct.tables import SeatJurorRow, SeatRow, TrainingSessionRow
from simulator.errors import Forbidden, NotFound
from simulator.ids import SeatId
from simulator.parts import UseSessions
from simulator.storage.database import Sessions


class Doors:
    """For a request, or for whatever else somebody asks to pass by."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def may_see_seat(self, who: SignedIn, seat_id: SeatId) -> SeatRow:
        """The seat, if this person may follow it. Raises NotFound, Forbidden.

        A session lead sees every seat; a trainer every practice seat, and exam seats of which they are a juror; a
        juror the seats they are attached to; a partner the one seat whose code they have.
        """
        async with self._sessions() as session:
            seat = await session.get(SeatRow, seat_id)
            if seat is None:
                raise NotFound("Ce poste n’existe pas.")
            if who.kind == "partner":
                allowed = who.seat_id == seat_id
            elif "session_lead" in who.roles:
                allowed = True
            else:
                attached = select(SeatJurorRow).where(
                    SeatJurorRow.seat_id == seat_id, SeatJurorRow.person_id == who.person_id
                )
                allowed = bool(who.roles & JURORS) and await session.scalar(attached) is not None
                if not allowed and "trainer" in who.roles:
                    training = await session.get(TrainingSessionRow, seat.session_id)
                    allowed = training is not None and training.kind == "practice"
        if not allowed:
            raise Forbidden("Ce poste n’est pas l’un des vôtres.")
        return seat

    async def may_review_seat(self, who: SignedIn, seat_id: SeatId) -> SeatRow:
        """As `may_see_seat`, for what was recorded and written: never a partner, who is another trainee."""
        if who.kind == "partner":
            raise Forbidden("Un partenaire joue les clients ; la réécoute et les documents sont à l’équipe.")
        return await self.may_see_seat(who, seat_id)

    async def may_mark_seat(self, who: SignedIn, seat_id: SeatId) -> SeatRow:
        """As `may_see_seat`, for whoever marks: never a partner; in an exam, only the jurors of the seat."""
        seat = await self.may_see_seat(who, seat_id)
        if not await self.is_marker(who, seat):
            raise Forbidden("Seuls les membres du jury de ce poste notent.")
        return seat

    async def is_marker(self, who: SignedIn, seat: SeatRow) -> bool:
        """Whether this person marks at this seat."""
        if who.kind == "partner":
            return False
        async with self._sessions() as session:
            training = await session.get(TrainingSessionRow, seat.session_id)
            if training is not None and training.kind == "practice":
                return bool(who.roles & (TEACHERS | {"jury"}))
            attached = select(SeatJurorRow).where(
                SeatJurorRow.seat_id == seat.id, SeatJurorRow.person_id == who.person_id
            )
            return bool(who.roles & JURORS) and await session.scalar(attached) is not None


async def the_doors(sessions: UseSessions) -> Doors:
    """FastAPI dependency."""
    return Doors(sessions)


UseDoors = Annotated[Doors, Depends(the_doors)]
