"""Signing in and out, and the people of the centre."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from simulator.accounts.guards import AnyStaff, CurrentCandidate, CurrentStaff, Leader
from simulator.accounts.lockout import count_failure, forget_failures, refuse_when_locked
from simulator.accounts.passwords import hash_code, hash_password, verify_password
from simulator.accounts.signing import refuse_foreign_origin, sign_in, sign_out
from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict, NotFound, SimulatorError
from simulator.services import Services, UseServices

router = APIRouter()

Role = Literal["session_lead", "jury", "invigilator", "trainer"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StaffSignIn(Body):
    login: Annotated[str, Field(min_length=1, max_length=80)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class CodeSignIn(Body):
    code: Annotated[str, Field(min_length=6, max_length=24)]


class StaffMe(BaseModel):
    """Who I am. `seat_id` for a partner, who plays the customers of that one seat."""

    person_id: str
    name: str
    roles: list[str]
    is_partner: bool
    seat_id: str | None


class CandidateMe(BaseModel):
    seat_id: str
    name: str


class Person(BaseModel):
    id: str
    login: str | None
    name: str
    roles: list[str]
    disabled: bool


class NewPerson(Body):
    login: Annotated[str, Field(min_length=2, max_length=80, pattern=r"^[a-z0-9][a-z0-9._@-]*$")]
    name: Annotated[str, Field(min_length=2, max_length=160)]
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
    login, address = body.login.strip().lower(), _address(request)
    await refuse_when_locked(services, login, address)
    async with services.sessions() as session:
        person = await session.scalar(select(PersonRow).where(PersonRow.login == login))
    usable = person is not None and person.disabled_at is None
    right = await verify_password(body.password, person.password_hash if person and usable else None)
    if person is None or not right:
        await count_failure(services, login, address)
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
    return _person(await create_person(services, body.login, body.name, [*body.roles], body.password))


@router.post("/api/staff/people/{person_id}/password", status_code=204)
async def reset_password(person_id: str, body: NewPassword, who: Leader, services: UseServices) -> None:
    """Sets another password."""
    hashed = await hash_password(body.password)
    async with services.sessions() as session, session.begin():
        person = await session.get(PersonRow, person_id)
        if person is None:
            raise NotFound("Cette personne n’existe pas.")
        person.password_hash = hashed


@router.post("/api/staff/people/{person_id}/disable", status_code=204)
async def disable_person(person_id: str, who: Leader, services: UseServices) -> None:
    """Closes an account; what the person did stays."""
    if person_id == who.person_id:
        raise Conflict(
            "own_account", "Vous ne pouvez pas fermer votre propre compte.", "Demandez à un autre responsable."
        )
    async with services.sessions() as session, session.begin():
        person = await session.get(PersonRow, person_id)
        if person is None:
            raise NotFound("Cette personne n’existe pas.")
        person.disabled_at = datetime.now(UTC)


async def create_person(
    services: Services, login: str | None, name: str, roles: list[str], password: str | None
) -> PersonRow:
    """Raises Conflict when the login is taken."""
    hashed = await hash_password(password) if password else None
    async with services.sessions() as session, session.begin():
        if login and await session.scalar(select(PersonRow).where(PersonRow.login == login)):
            raise Conflict("login_taken", "Cet identifiant existe déjà.", "Choisissez-en un autre.")
        row = PersonRow(
            id=secrets.token_hex(8),
            login=login,
            name=name,
            password_hash=hashed,
            roles=list(roles),
            created_at=datetime.now(UTC),
        )
        session.add(row)
    return row


async def _use_code(services: Services, request: Request, code: str, partner: bool) -> SeatRow:
    refuse_foreign_origin(request)
    address = _address(request)
    await refuse_when_locked(services, f"code:{address}", address)
    hashed = hash_code(code, services.secret)
    async with services.sessions() as session, session.begin():
        column = SeatRow.partner_code_hash if partner else SeatRow.code_hash
        seat = await session.scalar(select(SeatRow).where(column == hashed))
        training = await session.get(TrainingSessionRow, seat.session_id) if seat else None
        if seat is not None and training is not None and training.closed_at is None:
            if not partner:
                seat.code_hash = None
            return seat
    await count_failure(services, f"code:{address}", address)
    raise WrongSignIn("Code de poste")


async def _name(services: Services, person_id: str) -> str:
    async with services.sessions() as session:
        person = await session.get(PersonRow, person_id)
        return person.name if person else ""


def _person(row: PersonRow) -> Person:
    return Person(id=row.id, login=row.login, name=row.name, roles=row.roles, disabled=row.disabled_at is not None)


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"
