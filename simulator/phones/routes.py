"""Everybody's own telephone: its account, its QR code, what rings, and a ring to try it. Nobody sees another's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import AnyStaff, CurrentCandidate
from simulator.accounts.signing import SignedIn
from simulator.accounts.tables import PersonRow
from simulator.conduct import sessions as conduct
from simulator.errors import Conflict, Forbidden, Invalid, NotFound
from simulator.phones.accounts import Telephone, choose_device, choose_extension, choose_for_session, make_account
from simulator.phones.check import PhoneCheck
from simulator.phones.diagnosis import echo_words
from simulator.phones.listening import listening_code
from simulator.phones.provisioning import is_of, linphone_xml, token_of, user_of
from simulator.phones.views import (
    PhoneAccount,
    PhoneAdvice,
    PhoneCheckView,
    PhoneChoice,
    PhoneState,
    SessionChoice,
    extension_phone,
    registered_phone,
)
from simulator.phones.ways_in import WayIn, way_in
from simulator.qr_codes import qr_svg
from simulator.services import Services, UseServices
from telephony.sip import in_uri

router = APIRouter()


class NoTelephones(NotFound):
    def __init__(self) -> None:
        super().__init__("Les téléphones ne sont pas activés sur cette installation.")
        self.code = "no_telephones"
        self.remedy = "Le responsable informatique les active avec COMBINE_SIP=true."


async def staffs_phone(who: AnyStaff, services: UseServices) -> Telephone:
    """This juror's or trainer's account, made at first asking. Raises NoTelephones."""
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


async def seats_phone(who: CurrentCandidate, services: UseServices) -> Telephone:
    """The account of this candidate's place. Raises NoTelephones."""
    owner = f"candidate:{who.seat_id}"
    if services.settings.has_sip and services.phones.of(owner) is None:
        await services.phones.refresh()
    known = services.phones.of(owner)
    if known is None:
        raise NoTelephones
    return known


StaffsPhone = Annotated[Telephone, Depends(staffs_phone)]
SeatsPhone = Annotated[Telephone, Depends(seats_phone)]


@router.get("/api/staff/phone")
async def my_phone(who: AnyStaff, phone: StaffsPhone, request: Request, services: UseServices) -> PhoneAccount:
    """This juror's or trainer's telephone account, made at first asking."""
    return _account(services, request, phone, await _session_choices(services, who, phone))


@router.put("/api/staff/phone")
async def choose_my_phone(
    body: PhoneChoice, who: AnyStaff, phone: StaffsPhone, request: Request, services: UseServices
) -> PhoneAccount:
    """What rings for me from the next call on: everywhere, or in one of my sessions."""
    if body.session_id is None:
        await _choose(services, phone, body)
    else:
        if body.session_id not in {mine.id for mine in await conduct.sessions_for(services, who)}:
            raise Forbidden("Cette séance n’est pas l’une des vôtres.")
        await choose_for_session(services.sessions, phone.account.user, body.session_id, body.rings)
        await _chosen(services, phone)
    phone = services.phones.of(phone.owner) or phone
    return _account(services, request, phone, await _session_choices(services, who, phone))


@router.get("/api/staff/phone/state")
async def my_phones_state(phone: StaffsPhone, services: UseServices) -> PhoneState:
    """What of mine is registered just now, and how the last try went."""
    return _state(services, phone)


@router.post("/api/staff/phone/check")
async def try_my_phone(phone: StaffsPhone, services: UseServices) -> PhoneState:
    """Rings my telephones; the one that is picked up hears itself."""
    return _try(services, phone)


@router.delete("/api/staff/phone/check")
async def stop_my_phone(phone: StaffsPhone, services: UseServices) -> PhoneState:
    """Ends the try."""
    services.phones.checks.stop(phone.owner)
    return _state(services, phone)


@router.post("/api/staff/phone/password")
async def renew_my_password(
    who: AnyStaff, phone: StaffsPhone, request: Request, services: UseServices
) -> PhoneAccount:
    """Another password for my telephones: those signed in with the former one are signed out."""
    await services.phones.renew(phone.owner)
    phone = services.phones.of(phone.owner) or phone
    return _account(services, request, phone, await _session_choices(services, who, phone))


@router.get("/api/candidate/phone")
async def candidates_phone(phone: SeatsPhone, request: Request, services: UseServices) -> PhoneAccount:
    """The telephone account of this candidate's place."""
    return _account(services, request, phone, [])


@router.put("/api/candidate/phone")
async def choose_candidates_phone(
    body: PhoneChoice, phone: SeatsPhone, request: Request, services: UseServices
) -> PhoneAccount:
    """What rings at this place from the next call on."""
    if body.session_id is not None:
        raise Invalid("session_id")
    if body.extension is not None:
        # Whoever types a wrong number would ring somebody who has no part in the session.
        raise Forbidden("Le poste au standard d’un candidat est indiqué par qui prépare la séance.")
    await _choose(services, phone, body)
    return _account(services, request, services.phones.of(phone.owner) or phone, [])


@router.post("/api/candidate/phone/password")
async def renew_candidates_password(phone: SeatsPhone, request: Request, services: UseServices) -> PhoneAccount:
    """Another password for the telephones of this place: those signed in with the former one are signed out."""
    await services.phones.renew(phone.owner)
    return _account(services, request, services.phones.of(phone.owner) or phone, [])


@router.get("/api/candidate/phone/state")
async def candidates_phones_state(phone: SeatsPhone, services: UseServices) -> PhoneState:
    """What is registered for this place just now, and how the last try went."""
    return _state(services, phone)


@router.post("/api/candidate/phone/check")
async def try_candidates_phone(phone: SeatsPhone, services: UseServices) -> PhoneState:
    """Rings the telephones of this place; the one that is picked up hears itself."""
    return _try(services, phone)


@router.delete("/api/candidate/phone/check")
async def stop_candidates_phone(phone: SeatsPhone, services: UseServices) -> PhoneState:
    """Ends the try."""
    services.phones.checks.stop(phone.owner)
    return _state(services, phone)


@router.get("/api/public/phone/linphone.xml")
async def provisioning(token: Annotated[str, Query(max_length=300)], services: UseServices) -> Response:
    """Linphone's configuration for the account that the token was signed for."""
    user = user_of(services.secret, token)
    phone = services.phones.of_user(user) if user is not None else None
    if phone is None or not is_of(services.secret, token, phone.account) or services.phones.board is None:
        raise NotFound("Ce code n’est plus valable : affichez-en un nouveau.")
    xml = linphone_xml(phone, current_way_in(services))
    return Response(xml, media_type="application/xml", headers={"Cache-Control": "no-store"})


async def _choose(services: Services, phone: Telephone, body: PhoneChoice) -> None:
    if body.rings is None and body.extension is None:
        raise Invalid("rings")
    if body.extension is not None:
        await choose_extension(services.sessions, services.secret, phone.account.user, body.extension)
    if body.rings is not None:
        await choose_device(services.sessions, phone.account.user, body.rings)
    await _chosen(services, phone)


async def _chosen(services: Services, phone: Telephone) -> None:
    await services.phones.refresh()
    services.rooms.on_phone_change(phone.owner)


async def _session_choices(services: Services, who: SignedIn, phone: Telephone) -> list[SessionChoice]:
    return [
        SessionChoice(
            session_id=training.id,
            title=training.title,
            kind=training.kind,
            rings=services.phones.chosen(phone.owner, training.id),
        )
        for training in await conduct.sessions_for(services, who)
        if training.closed_at is None
    ]


def _try(services: Services, phone: Telephone) -> PhoneState:
    if services.rooms.is_on_call(phone.owner):
        raise Conflict("line_busy", "Un appel est en cours.", "Essayez votre téléphone une fois raccroché.")
    if services.phones.board is None:
        raise Conflict("no_phone", services.phones.trouble or "Aucun téléphone ne peut s’enregistrer.")
    services.phones.checks.begin(services.phones.board, phone, services.phones.reachable(phone.owner))
    return _state(services, phone)


def _state(services: Services, phone: Telephone) -> PhoneState:
    phones, check = services.phones, services.phones.checks.of(phone.owner)
    return PhoneState(
        available=phones.board is not None,
        trouble=phones.trouble,
        phones=[
            *(registered_phone(one, phones.now()) for one in phones.registered(phone.owner)),
            *(extension_phone(one) for one in phones.extensions(phone.owner)),
        ],
        check=_check(check) if check is not None else None,
        advice=tuple(
            PhoneAdvice(code=one.code, text=one.text, remedy=one.remedy) for one in phones.advice(phone.owner)
        ),
        on_call=services.rooms.is_on_call(phone.owner),
    )


def _check(check: PhoneCheck) -> PhoneCheckView:
    found = echo_words(check.echo) if check.echo is not None else ""
    return PhoneCheckView(state=check.state, outcome=check.outcome, found=found)


def current_way_in(services: Services) -> WayIn:
    """With the ports that are really listened on."""
    board = services.phones.board
    if board is None:
        return way_in(services.settings)
    endpoint = board.calls.endpoint
    return way_in(services.settings, endpoint.port, endpoint.tls_port)


def _account(services: Services, request: Request, phone: Telephone, sessions: list[SessionChoice]) -> PhoneAccount:
    way = current_way_in(services)
    token = token_of(services.secret, phone.account)
    url = str(request.url_for("provisioning").include_query_params(token=token))
    return PhoneAccount(
        **dict(_state(services, phone)),
        name=phone.account.name,
        uri=f"sip:{phone.account.user}@{in_uri(way.host)}:{way.port}",
        auth_user=phone.account.user,
        password=phone.account.password,
        registrar=way.host,
        port=way.port,
        transports=list(way.transports),
        rings=phone.device,
        extension=phone.extension,
        has_trunk=services.phones.trunk is not None,
        listening_code=_code(services, phone),
        sessions=sessions,
        provisioning_url=url,
        qr_svg=qr_svg(url),
    )


def _code(services: Services, phone: Telephone) -> str | None:
    """Never to a candidate: their telephone listens to nobody."""
    if not phone.owner.startswith("person:"):
        return None
    return listening_code(services.secret, phone.owner)
