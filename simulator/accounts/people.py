"""The people of the centre: accounts made, closed, given other roles or another password by the session lead."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter
from pydantic import Field
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.accounts import second_factor
from simulator.accounts.guards import AnyStaff, Leader
from simulator.accounts.live_rights import RightsChanged
from simulator.accounts.passwords import hash_password
from simulator.accounts.strength import refuse_weak
from simulator.accounts.tables import PersonRow, SecondFactorRow, SignInRow
from simulator.bodies import PRINTABLE, Body, Visible
from simulator.errors import Conflict, NotFound
from simulator.finite import FiniteModel
from simulator.ids import PersonId
from simulator.parts import UseLiveRights, UseSessions, UseSignIns

log = structlog.get_logger(__name__)

router = APIRouter()

DEMO_LOGINS = "demo-"
"""Logins that begin so belong to the demo centre: a start without the demo closes them."""

Role = Literal["session_lead", "jury", "invigilator", "trainer"]


class Person(FiniteModel):
    id: str
    login: str | None
    name: str
    roles: list[str]
    disabled: bool
    second_factor: bool


class NewPerson(Body):
    login: Annotated[str, Field(min_length=2, max_length=80, pattern=r"^[a-z0-9][a-z0-9._@-]*$")]
    name: Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]
    roles: Annotated[list[Role], Field(min_length=1)]
    password: Annotated[str, Field(min_length=10, max_length=200)]


class NewPassword(Body):
    password: Annotated[str, Field(min_length=10, max_length=200)]


class NewRoles(Body):
    roles: Annotated[list[Role], Field(min_length=1)]


@router.get("/api/staff/people")
async def people(who: AnyStaff, sessions: UseSessions) -> list[Person]:
    """All staff of the centre, by name."""
    async with sessions() as session:
        rows = await session.execute(
            select(PersonRow, SecondFactorRow.confirmed_at)
            .outerjoin(SecondFactorRow, SecondFactorRow.person_id == PersonRow.id)
            .where(PersonRow.login.is_not(None))
            .order_by(PersonRow.name)
        )
        return [_person(row, confirmed_at is not None) for row, confirmed_at in rows]


@router.post("/api/staff/people", status_code=201)
async def add_person(body: NewPerson, who: Leader, sessions: UseSessions) -> Person:
    """A new account for staff."""
    person = await create_person(sessions, body.login, body.name, [*body.roles], body.password)
    log.info("account_made", person=person.id, by=who.person_id, roles=person.roles)
    return _person(person, False)


@router.post("/api/staff/people/{person_id}/password", status_code=204)
async def reset_password(
    person_id: PersonId,
    body: NewPassword,
    who: Leader,
    sign_ins: UseSignIns,
    sessions: UseSessions,
) -> None:
    """Sets another password; whoever is signed in so is out, and their telephones need another one too."""
    async with sessions() as session:
        person = await staff_row(session, person_id)
    await refuse_weak(body.password, person.login or "", person.name)
    hashed = await hash_password(body.password)
    async with sessions() as session, session.begin():
        person = await staff_row(session, person_id)
        person.password_hash = hashed
        await sign_ins.everything_anew(session, person_id, but=who.sign_in_id)
    log.info("password_reset", person=person_id, by=who.person_id)


@router.post("/api/staff/people/{person_id}/disable", status_code=204)
async def disable_person(
    person_id: PersonId,
    who: Leader,
    sign_ins: UseSignIns,
    sessions: UseSessions,
) -> None:
    """Closes an account; what the person did stays."""
    if person_id == who.person_id:
        raise Conflict(
            "own_account", "Vous ne pouvez pas fermer votre propre compte.", "Demandez à un autre responsable."
        )
    async with sessions() as session, session.begin():
        person = await staff_row(session, person_id)
        person.disabled_at = datetime.now(UTC)
        await sign_ins.everything_anew(session, person_id)
    log.info("account_closed", person=person_id, by=who.person_id)


@router.put("/api/staff/people/{person_id}/roles")
async def change_roles(
    person_id: PersonId, body: NewRoles, who: Leader, sessions: UseSessions, live_rights: UseLiveRights
) -> Person:
    """Other roles, from this moment on, at open desks too."""
    if person_id == who.person_id and "session_lead" not in body.roles:
        raise Conflict(
            "own_account",
            "Vous ne pouvez pas vous retirer vous-même le rôle de responsable.",
            "Demandez à un autre responsable.",
        )
    async with sessions() as session, session.begin():
        person = await staff_row(session, person_id)
        person.roles = list(dict.fromkeys(body.roles))
        has_second_factor = await session.get(SecondFactorRow, person_id) is not None
        live_rights.publish_after_commit(session, RightsChanged(person_id=person_id))
    log.info("roles_changed", person=person_id, by=who.person_id, roles=person.roles)
    return _person(person, has_second_factor)


@router.post("/api/staff/people/{person_id}/second-factor/reset", status_code=204)
async def reset_second_factor(person_id: PersonId, who: Leader, sign_ins: UseSignIns, sessions: UseSessions) -> None:
    """For a lost telephone: their password alone opens from then on, until they set another one up."""
    async with sessions() as session, session.begin():
        await staff_row(session, person_id)
        await second_factor.remove(session, person_id)
        await sign_ins.end(session, SignInRow.person_id == person_id, SignInRow.id != who.sign_in_id)
    log.info("second_factor_reset", person=person_id, by=who.person_id)


async def create_person(
    sessions: async_sessionmaker[AsyncSession], login: str, name: str, roles: list[str], password: str
) -> PersonRow:
    """Raises Conflict when the login is taken, or kept for the demo; WeakPassword."""
    if login.startswith(DEMO_LOGINS):
        raise Conflict(
            "login_reserved",
            f"Les identifiants en « {DEMO_LOGINS}… » sont réservés à la démonstration.",
            "Choisissez-en un autre.",
        )
    await refuse_weak(password, login, name)
    return await add_person_row(sessions, login, name, roles, password)


async def add_person_row(
    sessions: async_sessionmaker[AsyncSession], login: str, name: str, roles: list[str], password: str
) -> PersonRow:
    """As `create_person`, whatever the login and the password. Raises Conflict."""
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


async def forget_second_factor(sessions: async_sessionmaker[AsyncSession], login: str) -> bool:
    """For the command, beside the server, which ends what is open by these sign-ins at its next look.

    False: no such account, or it had none."""
    async with sessions() as session, session.begin():
        person_id = await session.scalar(select(PersonRow.id).where(PersonRow.login == login))
        if person_id is None or not await second_factor.remove(session, person_id):
            return False
        open_ones = update(SignInRow).where(SignInRow.person_id == person_id, SignInRow.ended_at.is_(None))
        await session.execute(open_ones.values(ended_at=datetime.now(UTC)))
        return True


async def staff_row(session: AsyncSession, person_id: PersonId) -> PersonRow:
    """Raises NotFound."""
    person = await session.get(PersonRow, person_id)
    if person is None or person.login is None:
        raise NotFound("Cette personne n’existe pas.")
    return person


def _person(row: PersonRow, has_second_factor: bool) -> Person:
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        roles=row.roles,
        disabled=row.disabled_at is not None,
        second_factor=has_second_factor,
    )
