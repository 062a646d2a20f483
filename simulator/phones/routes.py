"""Everybody's own telephone: its account, its QR code, and what rings. Nobody sees another's."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from simulator.accounts.guards import AnyStaff, CurrentCandidate
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.bodies import Body
from simulator.desk.routes import actor_of
from simulator.errors import NotFound
from simulator.phones.accounts import Device, Telephone, choose_device, make_account
from simulator.phones.provisioning import linphone_xml, qr_svg, token_of, user_of
from simulator.phones.registrar_address import registrar_host
from simulator.services import Services, UseServices

router = APIRouter()


class PhoneAccount(BaseModel):
    """What a telephone must be told, and what is registered now. `trouble`: why no telephone can register."""

    available: bool
    trouble: str
    uri: str
    auth_user: str
    password: str
    registrar: str
    port: int
    rings: Device
    phones: list[str]
    provisioning_url: str
    qr_svg: str


class PhoneChoice(Body):
    rings: Device


class NoTelephones(NotFound):
    def __init__(self) -> None:
        super().__init__("Les téléphones ne sont pas activés sur cette installation.")
        self.remedy = "Le responsable informatique les active avec COMBINE_SIP=true."


@router.get("/api/staff/phone")
async def my_phone(who: AnyStaff, request: Request, services: UseServices) -> PhoneAccount:
    """This juror's or trainer's telephone account, made at first asking."""
    return await _shown(services, request, await _of_staff(services, who))


@router.put("/api/staff/phone")
async def choose_my_phone(body: PhoneChoice, who: AnyStaff, request: Request, services: UseServices) -> PhoneAccount:
    """What rings for me from the next call on."""
    return await _choose(services, request, await _of_staff(services, who), body.rings)


@router.get("/api/candidate/phone")
async def candidates_phone(who: CurrentCandidate, request: Request, services: UseServices) -> PhoneAccount:
    """The telephone account of this candidate's place."""
    return await _shown(services, request, await _of_seat(services, who))


@router.put("/api/candidate/phone")
async def choose_candidates_phone(
    body: PhoneChoice, who: CurrentCandidate, request: Request, services: UseServices
) -> PhoneAccount:
    """What rings at this place from the next call on."""
    return await _choose(services, request, await _of_seat(services, who), body.rings)


@router.get("/api/public/phone/linphone.xml")
async def provisioning(token: Annotated[str, Query(max_length=300)], services: UseServices) -> Response:
    """Linphone's configuration for the account that the token was signed for."""
    user = user_of(services.secret, token)
    phone = services.phones.of_user(user) if user is not None else None
    if phone is None or services.phones.board is None:
        raise NotFound("Ce code n’est plus valable : affichez-en un nouveau.")
    host = registrar_host(services.settings)
    xml = linphone_xml(phone, host, services.phones.board.calls.endpoint.port)
    return Response(xml, media_type="application/xml", headers={"Cache-Control": "no-store"})


async def _of_staff(services: Services, who: SignedIn) -> Telephone:
    if not services.settings.has_sip:
        raise NoTelephones
    known = services.phones.of(actor_of(who).id)
    if known is not None:
        return known
    async with services.sessions() as session:
        person = await session.get_one(PersonRow, who.person_id)
    made = await make_account(services.sessions, services.secret, person.login or "")
    await services.phones.refresh()
    return made


async def _of_seat(services: Services, who: SignedIn) -> Telephone:
    owner = f"candidate:{who.seat_id}"
    if services.settings.has_sip and services.phones.of(owner) is None:
        await services.phones.refresh()
    known = services.phones.of(owner)
    if known is None:
        raise NoTelephones
    return known


async def _choose(services: Services, request: Request, phone: Telephone, device: Device) -> PhoneAccount:
    await choose_device(services.sessions, phone.account.user, device)
    await services.phones.refresh()
    services.rooms.on_phone_change(phone.owner)
    return await _shown(services, request, services.phones.of(phone.owner) or phone)


async def _shown(services: Services, request: Request, phone: Telephone) -> PhoneAccount:
    host = registrar_host(services.settings)
    board = services.phones.board
    port = board.calls.endpoint.port if board is not None else services.settings.sip_port
    url = str(
        request.url_for("provisioning").include_query_params(token=token_of(services.secret, phone.account.user))
    )
    return PhoneAccount(
        available=board is not None,
        trouble=services.phones.trouble,
        uri=f"sip:{phone.account.user}@{host}:{port}",
        auth_user=phone.account.user,
        password=phone.account.password,
        registrar=host,
        port=port,
        rings=phone.device,
        phones=[binding.user_agent for binding in services.phones.registered(phone.owner)],
        provisioning_url=url,
        qr_svg=qr_svg(url),
    )
