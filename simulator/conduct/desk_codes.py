"""Codes that open a seat, on paper: the candidate's serves once, a partner's as long as the session is open."""

from typing import Any, cast

import structlog
from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.passwords import hash_code, new_code
from simulator.accounts.signing import SignIns
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.conduct.open_codes import OpenCodes
from simulator.conduct.sessions import refuse_closed
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.conduct.views import DeskCode
from simulator.ids import SeatId
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)


class DeskCodes:
    """One per process. `open_codes` is told of each, so that the door knows it."""

    def __init__(self, sessions: Sessions, sign_ins: SignIns, open_codes: OpenCodes, secret: str) -> None:
        self._sessions, self._sign_ins, self._open_codes, self._secret = sessions, sign_ins, open_codes, secret

    async def issue(self, training: TrainingSessionRow, seat_id: SeatId) -> DeskCode:
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

    async def issue_partner(self, training: TrainingSessionRow, seat_id: SeatId) -> str:
        """A new code for whoever plays the customers of this practice seat; the former one is void.

        Raises Conflict in a closed session.
        """
        refuse_closed(training)
        code = new_code()
        async with self._sessions() as session, session.begin():
            seat = await session.get_one(SeatRow, seat_id)
            seat.partner_code_hash = hash_code(code, self._secret)
            await self._sign_ins.end(session, SignInRow.seat_id == seat_id, SignInRow.kind == "partner")
        self._open_codes.issued(hash_code(code, self._secret))
        log.info("partner_code_issued", session=training.id, seat=seat_id)
        return code

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

    def hash_of(self, code: str) -> str:
        """As it is kept."""
        return hash_code(code, self._secret)

    async def use(self, code: str, *, partner: bool, known: str | None = None) -> tuple[SeatRow, str] | None:
        """The open seat that this code opens and its candidate's name; None for a wrong code. `known`: the sign-in
        that the candidate's browser had before.

        A candidate's code opens it once: the database says which of two was first."""
        hashed = self.hash_of(code)
        column = SeatRow.partner_code_hash if partner else SeatRow.code_hash
        async with self._sessions() as session, session.begin():
            row = await session.execute(
                select(SeatRow, PersonRow.name)
                .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
                .join(PersonRow, PersonRow.id == SeatRow.person_id)
                .where(column == hashed, TrainingSessionRow.closed_at.is_(None), PersonRow.disabled_at.is_(None))
            )
            found = row.one_or_none()
            if found is None:
                return None
            seat, name = found
            return (seat, name) if partner or await self._use_up(session, seat.id, hashed, known) else None

    async def _use_up(self, session: AsyncSession, seat_id: SeatId, hashed: str, known: str | None) -> bool:
        """Voids the code, and ends whoever sat there before: the candidate has moved to this browser."""
        used = await session.execute(
            update(SeatRow)
            .where(SeatRow.id == seat_id, SeatRow.code_hash == hashed)
            .values(code_hash=None)
            .execution_options(synchronize_session=False)
        )
        if cast("CursorResult[Any]", used).rowcount != 1:
            return False
        await self._sign_ins.move_candidate(session, seat_id, known)
        return True
