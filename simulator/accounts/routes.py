"""Signing in and out."""

from typing import Annotated, Any, cast

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.door import LockedOut, SignInDoor
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.accounts.guesses import note_slowed
from simulator.accounts.passwords import DoorIsBusy, hash_code, verify_password
from simulator.accounts.second_factor import SecondFactorNeeded, SecondFactors, UseSecondFactors, WrongSecondFactor
from simulator.accounts.signing import SignIns, refuse_foreign_origin
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.accounts.visitor import UseVisitors, Visitor, Visitors
from simulator.bodies import Body
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import SimulatorError
from simulator.finite import FiniteModel
from simulator.parts import UseDoor, UseSecret, UseSessions, UseSignIns
from simulator.phones.renewing import renew_secret
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)

router = APIRouter()


class StaffSignIn(Body):
    login: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[str, Field(min_length=1, max_length=200)]
    second: Annotated[str | None, Field(max_length=24)] = None
    """Figures of the authenticator application, or a recovery code; asked for once the password was right."""


class CodeSignIn(Body):
    code: Annotated[str, Field(min_length=6, max_length=24)]


class StaffMe(FiniteModel):
    """Who I am. `seat_id` for a partner, who plays the customers of that one seat."""

    person_id: str
    name: str
    roles: list[str]
    is_partner: bool
    seat_id: str | None


class CandidateMe(FiniteModel):
    seat_id: str
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
    second_factors: SecondFactors, door: SignInDoor, visitor: Visitor, login: str, person_id: str, figures: str | None
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
        log.warning("second_factor_refused", person=person_id, address=visitor.network)
        raise WrongSecondFactor
    door.second_factors.succeeded(person_id, place)


@router.post("/api/candidate/sign-in")
async def candidate_sign_in(
    body: CodeSignIn,
    request: Request,
    response: Response,
    sign_ins: UseSignIns,
    visitors: UseVisitors,
    secret: UseSecret,
    sessions: UseSessions,
    door: UseDoor,
) -> CandidateMe:
    """Uses up a desk code."""
    seat = await _use_code(sign_ins, visitors, secret, sessions, door, request, body.code, partner=False)
    await sign_ins.open(response, "candidate", seat.person_id, seat.id)
    return CandidateMe(seat_id=seat.id, name=await _name(sessions, seat.person_id))


@router.post("/api/staff/partner-sign-in")
async def partner_sign_in(
    body: CodeSignIn,
    request: Request,
    response: Response,
    sign_ins: UseSignIns,
    visitors: UseVisitors,
    secret: UseSecret,
    sessions: UseSessions,
    door: UseDoor,
) -> StaffMe:
    """Practice: another trainee plays the customers of a seat."""
    seat = await _use_code(sign_ins, visitors, secret, sessions, door, request, body.code, partner=True)
    await sign_ins.open(response, "partner", seat.person_id, seat.id)
    return StaffMe(person_id=seat.person_id, name="Partenaire", roles=["partner"], is_partner=True, seat_id=seat.id)


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
    return CandidateMe(seat_id=who.seat_id or "", name=who.name)


@router.post("/api/staff/sign-out", status_code=204)
async def staff_sign_out(who: CurrentStaff, response: Response, sign_ins: UseSignIns) -> None:
    """Ends this sign-in for good."""
    await sign_ins.close(response, who)


@router.post("/api/candidate/sign-out", status_code=204)
async def candidate_sign_out(who: CurrentCandidate, response: Response, sign_ins: UseSignIns) -> None:
    """Ends this sign-in for good; a new desk code opens another."""
    await sign_ins.close(response, who)


async def _use_code(
    sign_ins: SignIns,
    visitors: Visitors,
    secret: str,
    sessions: Sessions,
    door: SignInDoor,
    request: Request,
    code: str,
    partner: bool,
) -> SeatRow:
    """The seat that this code opens. A candidate's code opens it once: the database says which of two was first."""
    refuse_foreign_origin(request)
    visitor, hashed = visitors.of(request), hash_code(code, secret)
    await door.begin_code(hashed, visitor)
    column = SeatRow.partner_code_hash if partner else SeatRow.code_hash
    async with sessions() as session, session.begin():
        seat = await session.scalar(
            select(SeatRow)
            .join(TrainingSessionRow)
            .join(PersonRow, PersonRow.id == SeatRow.person_id)
            .where(column == hashed, TrainingSessionRow.closed_at.is_(None), PersonRow.disabled_at.is_(None))
        )
        found = seat if seat is not None and (partner or await _use_up(sign_ins, session, seat.id, hashed)) else None
    if found is None:
        kind = "partner" if partner else "candidate"
        log.warning("sign_in_refused", sign_in_kind=kind, address=visitor.network)
        raise WrongSignIn("Code de poste")
    door.right_code(visitor)
    return found


async def _use_up(sign_ins: SignIns, session: AsyncSession, seat_id: str, hashed: str) -> bool:
    """Voids the code, and ends whoever sat there before: the candidate has moved to this browser."""
    used = await session.execute(
        update(SeatRow)
        .where(SeatRow.id == seat_id, SeatRow.code_hash == hashed)
        .values(code_hash=None)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", used).rowcount != 1:
        return False
    if await sign_ins.end(session, SignInRow.seat_id == seat_id, SignInRow.kind == "candidate"):
        # What was set up on the former machine rings there no more.
        await renew_secret(session, seat_id=seat_id)
    return True


async def _name(sessions: Sessions, person_id: str) -> str:
    async with sessions() as session:
        person = await session.get(PersonRow, person_id)
        return person.name if person else ""
