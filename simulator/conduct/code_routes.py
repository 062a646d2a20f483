"""Signing in by a code of a seat: a candidate, once; a partner, as long as the session is open."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import Field

from simulator.accounts.door import SignInDoor
from simulator.accounts.routes import CandidateMe, StaffMe, WrongSignIn
from simulator.accounts.signing import refuse_foreign_origin
from simulator.accounts.visitor import CurrentVisitor, Visitor
from simulator.bodies import Body
from simulator.conduct.desk_codes import DeskCodes
from simulator.conduct.tables import SeatRow
from simulator.parts import UseDeskCodes, UseDoor, UseSignIns

log = structlog.get_logger(__name__)

router = APIRouter()


class CodeSignIn(Body):
    code: Annotated[str, Field(min_length=6, max_length=24)]


@router.post("/api/candidate/sign-in")
async def candidate_sign_in(
    body: CodeSignIn,
    request: Request,
    response: Response,
    visitor: CurrentVisitor,
    door: UseDoor,
    desk_codes: UseDeskCodes,
    sign_ins: UseSignIns,
) -> CandidateMe:
    """Uses up a desk code."""
    refuse_foreign_origin(request)
    known = sign_ins.known(request, "candidate")
    seat, name = await _used(desk_codes, door, visitor, body.code, partner=False, known=known)
    await sign_ins.open(response, "candidate", seat.person_id, seat.id)
    return CandidateMe(seat_id=seat.id, name=name)


@router.post("/api/staff/partner-sign-in")
async def partner_sign_in(
    body: CodeSignIn,
    request: Request,
    response: Response,
    visitor: CurrentVisitor,
    door: UseDoor,
    desk_codes: UseDeskCodes,
    sign_ins: UseSignIns,
) -> StaffMe:
    """Practice: another trainee plays the customers of a seat."""
    refuse_foreign_origin(request)
    seat, _ = await _used(desk_codes, door, visitor, body.code, partner=True)
    await sign_ins.open(response, "partner", seat.person_id, seat.id)
    return StaffMe(person_id=seat.person_id, name="Partenaire", roles=["partner"], is_partner=True, seat_id=seat.id)


async def _used(
    desk_codes: DeskCodes, door: SignInDoor, visitor: Visitor, code: str, *, partner: bool, known: str | None = None
) -> tuple[SeatRow, str]:
    """The seat that this code opens, and its candidate's name. Raises LockedOut, WrongSignIn."""
    await door.begin_code(desk_codes.hash_of(code), visitor)
    found = await desk_codes.use(code, partner=partner, known=known)
    if found is None:
        door.wrong_code()
        log.warning("sign_in_refused", sign_in_kind="partner" if partner else "candidate", address=visitor.network)
        raise WrongSignIn("Code de poste")
    door.right_code(visitor)
    return found
