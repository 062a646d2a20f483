"""Signing in and out, and the people of the centre."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts.guards import AnyStaff, CurrentCandidate, CurrentStaff, Leader
from simulator.accounts.lockout import NO_ACCOUNT, begin_attempt, forget_attempt, forget_failures
from simulator.accounts.passwords import hash_code, hash_password, verify_password
from simulator.accounts.signing import end_sign_ins, refuse_foreign_origin, sign_in, sign_out
from simulator.accounts.tables import PersonRow, SignInRow
from simulator.bodies import PRINTABLE, Body, Visible
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound, SimulatorError
from simulator.finite import FiniteModel
from simulator.services import Services, UseServices

log = structlog.get_logger(__name__)

router = APIRouter()

DEMO_LOGINS = "demo-"
"""Logins that begin so belong to the demo centre: a start without the demo closes them."""

Role = Literal["session_lead", "jury", "invigilator", "trainer"]


class StaffSignIn(Body):
    login: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


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


class Person(FiniteModel):
    id: str
    login: str | None
    name: str
    roles: list[str]
    disabled: bool


class NewPerson(Body):
    login: Annotated[str, Field(min_length=2, max_length=80, pattern=r"^[a-z0-9][a-z0-9._@-]*$")]
    name: Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]
    roles: Annotated[list[Role], Field(min_length=1)]
    password: Annotated[str, Field(min_length=10, max_length=200)]


class NewPassword(Body):
    password: Annotated[str, Field(min_length=10, max_length=200)]


class WrongSignIn(SimulatorError):
    status = 401

    def __init__(self, what: str) -> None:
        super().__init__(
            "wrong_sign_in", f"{what} incorrect.", "Vérifiez la saisie (majuscules, tirets) et réessayez."
        )


@router.post("/api/staff/sign-in")
async def staff_sign_in(body: StaffSignIn, request: Request, response: Response, services: UseServices) -> StaffMe:
    """Opens a staff desk; the lockout comes before anything is looked up."""
    refuse_foreign_origin(request)
    login = body.login.strip().lower()
    await begin_attempt(services, login, _address(request))
    async with services.sessions() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.login == login))
    usable = person is not None and person.disabled_at is None
    right = await verify_password(body.password, person.password_hash if person and usable else None)
    if person is None or not right:
        log.warning("sign_in_refused", sign_in_kind="staff", address=_address(request))
        raise WrongSignIn("Identifiant ou mot de passe")
    await forget_failures(services, login)
    await sign_in(services, response, "staff", person.id)
    return StaffMe(person_id=person.id, name=person.name, roles=person.roles, is_partner=False, seat_id=None)


@router.post("/api/candidate/sign-in")
async def candidate_sign_in(
    body: CodeSignIn, request: Request, response: Response, services: UseServices
) -> CandidateMe:
    """Uses up a desk code."""
    seat = await _use_code(services, request, body.code, partner=False)
    await sign_in(services, response, "candidate", seat.person_id, seat.id)
    return CandidateMe(seat_id=seat.id, name=await _name(services, seat.person_id))


@router.post("/api/staff/partner-sign-in")
async def partner_sign_in(body: CodeSignIn, request: Request, response: Response, services: UseServices) -> StaffMe:
    """Practice: another trainee plays the customers of a seat."""
    seat = await _use_code(services, request, body.code, partner=True)
    await sign_in(services, response, "partner", seat.person_id, seat.id)
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
async def staff_sign_out(who: CurrentStaff, response: Response, services: UseServices) -> None:
    """Ends this sign-in for good."""
    await sign_out(services, response, who)


@router.post("/api/candidate/sign-out", status_code=204)
async def candidate_sign_out(who: CurrentCandidate, response: Response, services: UseServices) -> None:
    """Ends this sign-in for good; a new desk code opens another."""
    await sign_out(services, response, who)


@router.get("/api/staff/people")
async def people(who: AnyStaff, services: UseServices) -> list[Person]:
    """All staff of the centre, by name."""
    async with services.sessions() as session:
        rows = await session.scalars(select(PersonRow).where(PersonRow.login.is_not(None)).order_by(PersonRow.name))
        return [_person(row) for row in rows]


@router.post("/api/staff/people", status_code=201)
async def add_person(body: NewPerson, who: Leader, services: UseServices) -> Person:
    """A new account for staff."""
    person = await create_person(services.sessions, body.login, body.name, [*body.roles], body.password)
    log.info("account_made", person=person.id, by=who.person_id, roles=person.roles)
    return _person(person)


@router.post("/api/staff/people/{person_id}/password", status_code=204)
async def reset_password(person_id: str, body: NewPassword, who: Leader, services: UseServices) -> None:
    """Sets another password."""
    hashed = await hash_password(body.password)
    async with services.sessions() as session, session.begin():
        person = await session.get(PersonRow, person_id)
        if person is None or person.login is None:
            raise NotFound("Cette personne n’existe pas.")
        person.password_hash = hashed
        await end_sign_ins(session, SignInRow.person_id == person_id, SignInRow.id != who.sign_in_id)
    await services.phones.renew(f"person:{person_id}")
    log.info("password_reset", person=person_id, by=who.person_id)


@router.post("/api/staff/people/{person_id}/disable", status_code=204)
async def disable_person(person_id: str, who: Leader, services: UseServices) -> None:
    """Closes an account; what the person did stays."""
    if person_id == who.person_id:
        raise Conflict(
            "own_account", "Vous ne pouvez pas fermer votre propre compte.", "Demandez à un autre responsable."
        )
    async with services.sessions() as session, session.begin():
        person = await session.get(PersonRow, person_id)
        if person is None or person.login is None:
            raise NotFound("Cette personne n’existe pas.")
        person.disabled_at = datetime.now(UTC)
        await end_sign_ins(session, SignInRow.person_id == person_id)
    await services.phones.rights_changed()
    log.info("account_closed", person=person_id, by=who.person_id)


async def create_person(
    sessions: async_sessionmaker[AsyncSession], login: str, name: str, roles: list[str], password: str
) -> PersonRow:
    """Raises Conflict when the login is taken, or kept for the demo."""
    if login.startswith(DEMO_LOGINS):
        raise Conflict(
            "login_reserved",
            f"Les identifiants en « {DEMO_LOGINS}… » sont réservés à la démonstration.",
            "Choisissez-en un autre.",
        )
    return await add_person_row(sessions, login, name, roles, password)


async def add_person_row(
    sessions: async_sessionmaker[AsyncSession], login: str, name: str, roles: list[str], password: str
) -> PersonRow:
    """As `create_person`, whatever the login. Raises Conflict."""
    row = PersonRow(
        id=secrets.token_hex(8),
        login=login,
        name=name,
        password_hash=await hash_password(password),
        roles=list(dict.fromkeys(roles)),
        created_at=datetime.now(UTC),
    )
    try:
        async with sessions() as session, session.begin():
            session.add(row)
    except IntegrityError:
        raise Conflict("login_taken", "Cet identifiant existe déjà.", "Choisissez-en un autre.") from None
    return row


async def _use_code(services: Services, request: Request, code: str, partner: bool) -> SeatRow:
    """The seat that this code opens. A candidate's code opens it once: the database says which of two was first."""
    refuse_foreign_origin(request)
    attempt = await begin_attempt(services, NO_ACCOUNT, _address(request))
    hashed = hash_code(code, services.secret)
    column = SeatRow.partner_code_hash if partner else SeatRow.code_hash
    async with services.sessions() as session, session.begin():
        seat = await session.scalar(
            select(SeatRow)
            .join(TrainingSessionRow)
            .join(PersonRow, PersonRow.id == SeatRow.person_id)
            .where(column == hashed, TrainingSessionRow.closed_at.is_(None), PersonRow.disabled_at.is_(None))
        )
        found = seat if seat is not None and (partner or await _use_up(session, seat.id, hashed)) else None
    if found is None:
        kind = "partner" if partner else "candidate"
        log.warning("sign_in_refused", sign_in_kind=kind, address=_address(request))
        raise WrongSignIn("Code de poste")
    await forget_attempt(services, attempt)
    return found


async def _use_up(session: AsyncSession, seat_id: str, hashed: str) -> bool:
    """Voids the code, and ends whoever sat there before: the candidate has moved to this browser."""
    used = await session.execute(
        update(SeatRow)
        .where(SeatRow.id == seat_id, SeatRow.code_hash == hashed)
        .values(code_hash=None)
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", used).rowcount != 1:
        return False
    await end_sign_ins(session, SignInRow.seat_id == seat_id, SignInRow.kind == "candidate")
    return True


async def _name(services: Services, person_id: str) -> str:
    async with services.sessions() as session:
        person = await session.get(PersonRow, person_id)
        return person.name if person else ""


def _person(row: PersonRow) -> Person:
    return Person(id=row.id, login=row.login, name=row.name, roles=row.roles, disabled=row.disabled_at is not None)


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"
