"""« Mon compte »: everybody of the staff changes their own password, and sets up a second factor if they want one."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends
from pydantic import Field

from simulator.accounts import second_factor
from simulator.accounts.door import SignInDoor
from simulator.accounts.guards import AnyStaff
from simulator.accounts.passwords import hash_password
from simulator.accounts.people import staff_row
from simulator.accounts.routes import WrongSignIn, proved
from simulator.accounts.second_factor import SecondFactors, UseSecondFactors
from simulator.accounts.signing import SignedIn
from simulator.accounts.strength import refuse_weak
from simulator.accounts.tables import PersonRow
from simulator.accounts.visitor import CurrentVisitor, Visitor
from simulator.bodies import Body
from simulator.finite import FiniteModel
from simulator.parts import UseDoor, UseSessions, UseSignIns
from simulator.qr_codes import qr_svg
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)

router = APIRouter()

Password = Annotated[str, Field(min_length=1, max_length=200)]


class OwnNewPassword(Body):
    current: Password
    password: Annotated[str, Field(min_length=10, max_length=200)]


class OwnPassword(Body):
    current: Password


class Figures(Body):
    code: Annotated[str, Field(min_length=6, max_length=24)]


class OwnAccount(FiniteModel):
    login: str
    name: str
    second_factor: bool
    recovery_codes_left: int


class OfferedFactor(FiniteModel):
    """To scan, or to type where there is no camera."""

    secret: str
    uri: str
    qr_svg: str


class RecoveryCodes(FiniteModel):
    """Shown this once."""

    codes: list[str]


class WrongCurrentPassword(WrongSignIn):
    """As a problem of the form: 401 would send the page to the sign-in."""

    status = 409

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.code = "wrong_current_password"


class Sureness:
    """It is really they who sit there: a desk left open must not give an account or a signature away."""

    def __init__(self, visitor: Visitor, sessions: Sessions, door: SignInDoor) -> None:
        self._visitor, self._sessions, self._door = visitor, sessions, door

    async def is_really(self, who: SignedIn, password: str, what: str = "Mot de passe actuel") -> PersonRow:
        """`what`: as the form names it. Slowed as guessing is. Raises WrongCurrentPassword, LockedOut, DoorIsBusy."""
        async with self._sessions() as session:
            login = (await staff_row(session, who.person_id)).login or ""
        try:
            person = await proved(self._sessions, self._door, self._visitor, login, password)
        except WrongSignIn:
            raise WrongCurrentPassword(what) from None
        self._door.right_password(login, self._visitor)
        return person


def _sureness(visitor: CurrentVisitor, sessions: UseSessions, door: UseDoor) -> Sureness:
    return Sureness(visitor, sessions, door)


UseSureness = Annotated[Sureness, Depends(_sureness)]


@router.get("/api/staff/me/account")
async def own_account(who: AnyStaff, second_factors: UseSecondFactors, sessions: UseSessions) -> OwnAccount:
    """What stands on « Mon compte »."""
    return await _account(second_factors, sessions, who)


@router.post("/api/staff/me/password", status_code=204)
async def change_own_password(
    body: OwnNewPassword,
    who: AnyStaff,
    sign_ins: UseSignIns,
    sureness: UseSureness,
    sessions: UseSessions,
) -> None:
    """Another password; every other sign-in of mine ends, and my telephones need another password too."""
    person = await sureness.is_really(who, body.current)
    await refuse_weak(body.password, person.login or "", person.name)
    hashed = await hash_password(body.password)
    async with sessions() as session, session.begin():
        row = await staff_row(session, who.person_id)
        row.password_hash = hashed
        await sign_ins.everything_anew(session, who.person_id, but=who.sign_in_id)
    log.info("password_changed", person=who.person_id)


@router.post("/api/staff/me/second-factor", status_code=201)
async def offer_second_factor(
    body: OwnPassword,
    who: AnyStaff,
    second_factors: UseSecondFactors,
    sureness: UseSureness,
) -> OfferedFactor:
    """A QR code for an authenticator application; nothing changes before its figures have been confirmed."""
    person = await sureness.is_really(who, body.current)
    secret = await second_factors.offer(who.person_id)
    uri = second_factor.uri_of(secret, person.login or "")
    return OfferedFactor(secret=secret, uri=uri, qr_svg=qr_svg(uri))


@router.post("/api/staff/me/second-factor/confirm")
async def confirm_second_factor(body: Figures, who: AnyStaff, second_factors: UseSecondFactors) -> RecoveryCodes:
    """Switches it on, with the figures that the application shows."""
    try:
        codes = await second_factors.confirm(who.person_id, body.code)
    except second_factor.WrongSecondFactor as error:
        error.status = 409
        raise
    log.info("second_factor_on", person=who.person_id)
    return RecoveryCodes(codes=codes)


@router.post("/api/staff/me/second-factor/remove")
async def remove_second_factor(
    body: OwnPassword,
    who: AnyStaff,
    second_factors: UseSecondFactors,
    sureness: UseSureness,
    sessions: UseSessions,
) -> OwnAccount:
    """My password alone opens from then on."""
    await sureness.is_really(who, body.current)
    async with sessions() as session, session.begin():
        await second_factor.remove(session, who.person_id)
    log.info("second_factor_off", person=who.person_id)
    return await _account(second_factors, sessions, who)


async def _account(second_factors: SecondFactors, sessions: Sessions, who: SignedIn) -> OwnAccount:
    async with sessions() as session:
        person = await staff_row(session, who.person_id)
    return OwnAccount(
        login=person.login or "",
        name=person.name,
        second_factor=await second_factors.is_on(who.person_id),
        recovery_codes_left=await second_factors.recovery_codes_left(who.person_id),
    )
