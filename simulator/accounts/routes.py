"""Signing in by a password, and out. What a code opens: `conduct/code_routes.py`."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import select

from simulator.accounts.door import LockedOut, SignInDoor
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.accounts.guesses import note_slowed
from simulator.accounts.passwords import DoorIsBusy, verify_password
from simulator.accounts.second_factor import SecondFactorNeeded, SecondFactors, UseSecondFactors, WrongSecondFactor
from simulator.accounts.signing import refuse_foreign_origin
from simulator.accounts.tables import PersonRow
from simulator.accounts.visitor import UseVisitors, Visitor
from simulator.bodies import Body
from simulator.errors import SimulatorError
from simulator.finite import FiniteModel
from simulator.ids import PersonId, SeatId
from simulator.parts import UseDoor, UseSessions, UseSignIns
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)

router = APIRouter()


class StaffSignIn(Body):
    login: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    second: Annotated[str | None, Field(max_length=24)] = None
    """Figures of the authenticator application, or a recovery code; asked for once the password was right."""


class StaffMe(FiniteModel):
    """Who I am. `seat_id` for a partner, who plays the customers of that one seat."""

    person_id: PersonId
    name: str
    roles: list[str]
    is_partner: bool
    seat_id: SeatId | None


class CandidateMe(FiniteModel):
    seat_id: SeatId
    name: str


class WrongSignIn(SimulatorError):
    status = 401

    def __init__(self, what: str) -> None:
        super().__init__(
            "wrong_sign_in", f"{what} incorrect.", "Vérifiez la saisie (majuscules, tirets) et réessayez."
        )


@router.post("/api/staff/sign-in")
async def staff_sign_in(
    body: StaffSignIn,
    request: Request,
    response: Response,
    sign_ins: UseSignIns,
    second_factors: UseSecondFactors,
    visitors: UseVisitors,
    sessions: UseSessions,
    door: UseDoor,
) -> StaffMe:
    """Opens a staff desk; whoever guesses is slowed before anything is looked up."""
    refuse_foreign_origin(request)
    login, visitor = body.login.strip().lower(), visitors.of(request)
    person = await proved(sessions, door, visitor, login, body.password)
    if await second_factors.is_on(person.id):
        await _prove_more(second_factors, door, visitor, login, person.id, body.second)
    door.right_password(login, visitor)
    await sign_ins.open(response, "staff", person.id)
    visitors.remember(response, visitor, login)
    return StaffMe(person_id=person.id, name=person.name, roles=person.roles, is_partner=False, seat_id=None)


async def proved(sessions: Sessions, door: SignInDoor, visitor: Visitor, login: str, password: str) -> PersonRow:
    """Whose login and password these are. Raises LockedOut, DoorIsBusy, WrongSignIn.

    The caller tells the door when all was right; until then, and when this is cancelled, the try counts as wrong.
    """
    door.begin_password(login, visitor)
    async with sessions() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.login == login))
    usable = person if person is not None and person.disabled_at is None else None
    try:
        hashed = usable.password_hash if usable is not None else None
        right = await verify_password(password, hashed, is_known=visitor.knows(login))
    except DoorIsBusy:
        door.password_not_tried(login, visitor)
        raise
    if usable is None or not right:
        log.warning("sign_in_refused", sign_in_kind="staff", address=visitor.network)
        if door.wrong_password(login, visitor):
            await note_slowed(sessions, login if person is not None else "", visitor)
        raise WrongSignIn("Identifiant ou mot de passe")
    return usable


async def _prove_more(
    second_factors: SecondFactors,
    door: SignInDoor,
    visitor: Visitor,
    login: str,
    person_id: PersonId,
    figures: str | None,
) -> None:
    """The second factor, where somebody has one. Raises SecondFactorNeeded, WrongSecondFactor, LockedOut."""
    if not figures:
        door.password_not_tried(login, visitor)
        raise SecondFactorNeeded
    place = visitor.origin(login) if visitor.knows(login) else ""
    wait = door.second_factors.begin(person_id, place)
    if wait > 0:
        raise LockedOut(wait)
    if not await second_factors.passes(person_id, figures):
        door.wrong_second_factor()
        log.warning("second_factor_refused", person=person_id, address=visitor.network)
        raise WrongSecondFactor
    door.second_factors.succeeded(person_id, place)


@router.get("/api/staff/me")
async def staff_me(who: CurrentStaff) -> StaffMe:
    """Who is signed in at this staff desk."""
    return StaffMe(
        person_id=who.person_id,
        name="Partenaire" if who.kind == "partner" else who.name,
        roles=sorted(who.roles),
        is_partner=who.kind == "partner",
        seat_id=who.seat_id,
    )


@router.get("/api/candidate/me")
async def candidate_me(who: CurrentCandidate) -> CandidateMe:
    """Who is signed in at this candidate's desk."""
    return CandidateMe(seat_id=who.seat_id or SeatId(""), name=who.name)


@router.post("/api/staff/sign-out", status_code=204)
async def staff_sign_out(who: CurrentStaff, response: Response, sign_ins: UseSignIns) -> None:
    """Ends this sign-in for good."""
    await sign_ins.close(response, who)


@router.post("/api/candidate/sign-out", status_code=204)
async def candidate_sign_out(who: CurrentCandidate, response: Response, sign_ins: UseSignIns) -> None:
    """Ends this sign-in for good; a new desk code opens another."""
    await sign_ins.close(response, who)
