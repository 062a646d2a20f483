"""Codes that open a seat, on paper: the candidate's serves once, a partner's as long as the session is open."""

from typing import Annotated

import structlog
from fastapi import Depends
from sqlalchemy import select

from simulator.accounts.door import OpenCodes
from simulator.accounts.passwords import hash_code, new_code
from simulator.accounts.signing import SignIns
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.conduct.sessions import refuse_closed
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.conduct.views import DeskCode
from simulator.parts import UseDoor, UseSecret, UseSessions, UseSignIns
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)


class DeskCodes:
    """`open_codes` is told of each, so that the door knows it."""

    def __init__(self, sessions: Sessions, sign_ins: SignIns, open_codes: OpenCodes, secret: str) -> None:
        self._sessions, self._sign_ins, self._open_codes, self._secret = sessions, sign_ins, open_codes, secret

    async def issue(self, training: TrainingSessionRow, seat_id: str) -> DeskCode:
        """New codes for this seat: the former ones are void, and a partner signed in with one is out.

        A candidate stays signed in until somebody uses the new code: nobody is cut off by a sheet being printed.
        """
        refuse_closed(training)
        code = new_code()
        partner_code = new_code() if training.kind == "practice" else None
        async with self._sessions() as session, session.begin():
            seat = await session.get_one(SeatRow, seat_id)
            person = await session.get_one(PersonRow, seat.person_id)
            seat.code_hash = hash_code(code, self._secret)
            seat.partner_code_hash = hash_code(partner_code, self._secret) if partner_code else None
            label, name, desk = seat.label, person.name, seat.desk
            await self._sign_ins.end(session, SignInRow.seat_id == seat_id, SignInRow.kind == "partner")
        self._open_codes.issued(seat.code_hash, seat.partner_code_hash)
        log.info("desk_code_issued", session=training.id, seat=seat_id)
        return DeskCode(
            seat_id=seat_id, label=label, candidate_name=name, desk=desk, code=code, partner_code=partner_code
        )

    async def issue_missing(self, training: TrainingSessionRow) -> list[DeskCode]:
        """The sheet to print: a code for each seat at which nobody has signed in; codes not used yet are replaced."""
        refuse_closed(training)
        taken = select(SignInRow.seat_id).where(SignInRow.kind == "candidate", SignInRow.ended_at.is_(None))
        async with self._sessions() as session:
            seats = await session.scalars(
                select(SeatRow.id)
                .where(
                    SeatRow.session_id == training.id, SeatRow.id.not_in(taken.where(SignInRow.seat_id.is_not(None)))
                )
                .order_by(SeatRow.label)
            )
            waiting = list(seats)
        return [await self.issue(training, seat_id) for seat_id in waiting]


async def the_desk_codes(sessions: UseSessions, sign_ins: UseSignIns, door: UseDoor, secret: UseSecret) -> DeskCodes:
    """FastAPI dependency."""
    return DeskCodes(sessions, sign_ins, door.open_codes, secret)


UseDeskCodes = Annotated[DeskCodes, Depends(the_desk_codes)]
