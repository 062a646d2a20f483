"""The headset client (`python -m softphone`): its code on a page, its account for that code."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Request
from pydantic import Field

from simulator.accounts.guards import AnyStaff, CurrentCandidate
from simulator.accounts.signing import SignedIn, refuse_foreign_origin
from simulator.accounts.visitor import CurrentVisitor
from simulator.bodies import Body
from simulator.errors import SimulatorError
from simulator.finite import FiniteModel
from simulator.parts import UseDoor, UsePhones, UseSettings
from simulator.phones.accounts import Telephone
from simulator.phones.headset_codes import GOOD_SECONDS
from simulator.phones.own_telephone import NoTelephones
from simulator.phones.registrar_address import registrar_host
from simulator.phones.routes import SeatsPhone, StaffsPhone
from simulator.phones.service import Phones
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

router = APIRouter()


class HeadsetCode(FiniteModel):
    """What to type into the headset client, within `minutes`. `address`: of this server, as the page reached it."""

    code: str
    minutes: int
    address: str


class HeadsetSignIn(Body):
    code: Annotated[str, Field(min_length=6, max_length=24)]


class HeadsetAccount(FiniteModel):
    """What the headset client must be told; nothing of a desk's page."""

    auth_user: str
    password: str
    registrar: str
    port: int
    name: str


class WrongHeadsetCode(SimulatorError):
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "wrong_sign_in",
            french_spaces("Ce code n’ouvre aucun casque : il est faux, déjà utilisé ou trop ancien."),
            french_spaces(
                "Ouvrez d’abord votre poste dans le navigateur avec le code de votre feuille, puis Mon téléphone : "
                "sous Client casque, un code s’affiche, valable dix minutes."
            ),
        )


@router.post("/api/staff/phone/headset-code")
async def my_headset_code(who: AnyStaff, phone: StaffsPhone, request: Request, phones: UsePhones) -> HeadsetCode:
    """A code for the headset client of this juror or trainer; the former one is void."""
    return _headset_code(phones, request, phone, who)


@router.post("/api/candidate/phone/headset-code")
async def candidates_headset_code(
    who: CurrentCandidate, phone: SeatsPhone, request: Request, phones: UsePhones
) -> HeadsetCode:
    """A code for the headset client at this place; the former one is void."""
    return _headset_code(phones, request, phone, who)


@router.post("/api/public/phone/headset")
async def headset_sign_in(
    body: HeadsetSignIn,
    request: Request,
    visitor: CurrentVisitor,
    settings: UseSettings,
    door: UseDoor,
    phones: UsePhones,
) -> HeadsetAccount:
    """Uses up a headset code: the telephone account of whoever was shown it."""
    refuse_foreign_origin(request)
    codes = phones.headset_codes
    door.begin_headset_code(codes.is_open(body.code), visitor)
    user = codes.use(body.code)
    phone = phones.of_user(user) if user is not None else None
    if phone is None or phones.switchboard is None:
        door.wrong_code()
        log.warning("sign_in_refused", sign_in_kind="headset", address=visitor.network)
        raise WrongHeadsetCode
    door.right_code(visitor)
    log.info("signed_in", sign_in_kind="headset", account=phone.account.user, address=visitor.network)
    return HeadsetAccount(
        auth_user=phone.account.user,
        password=phone.account.password,
        registrar=registrar_host(settings),
        port=phones.switchboard.calls.endpoint.port,
        name=phone.account.name,
    )


def _headset_code(phones: Phones, request: Request, phone: Telephone, who: SignedIn) -> HeadsetCode:
    if phones.switchboard is None:
        raise NoTelephones
    code = phones.headset_codes.offer(phone.account.user, who.sign_in_id)
    return HeadsetCode(code=code, minutes=round(GOOD_SECONDS / 60), address=str(request.base_url).rstrip("/"))
