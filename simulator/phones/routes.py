"""Everybody's own telephone: its account, its QR code, what rings, and a ring to try it. Nobody sees another's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import AnyStaff, CurrentCandidate
from simulator.accounts.tables import PersonRow
from simulator.conduct import sessions as conduct
from simulator.errors import Forbidden, Invalid, NotFound
from simulator.parts import UsePhones, UseSecret, UseSessions, UseSettings
from simulator.phones.accounts import Telephone, choose_for_session, make_account
from simulator.phones.own_telephone import NoTelephones, UseOwnTelephone
from simulator.phones.provisioning import is_of, linphone_xml, user_of
from simulator.phones.views import (
    PhoneAccount,
    PhoneChoice,
    PhoneState,
)

router = APIRouter()


async def staffs_phone(
    who: AnyStaff, settings: UseSettings, secret: UseSecret, sessions: UseSessions, phones: UsePhones
) -> Telephone:
    """This juror's or trainer's account, made at first asking. Raises NoTelephones."""
    if not settings.has_sip:
        raise NoTelephones
    known = phones.of(actor_of(who).id)
    if known is not None:
        return known
    async with sessions() as session:
        person = await session.get_one(PersonRow, who.person_id)
    made = await make_account(sessions, secret, person.login or "")
    await phones.refresh()
    return made


async def seats_phone(who: CurrentCandidate, settings: UseSettings, phones: UsePhones) -> Telephone:
    """The account of this candidate's place. Raises NoTelephones."""
    owner = f"candidate:{who.seat_id}"
    if settings.has_sip and phones.of(owner) is None:
        await phones.refresh()
    known = phones.of(owner)
    if known is None:
        raise NoTelephones
    return known


StaffsPhone = Annotated[Telephone, Depends(staffs_phone)]
SeatsPhone = Annotated[Telephone, Depends(seats_phone)]


@router.get("/api/staff/phone")
async def my_phone(who: AnyStaff, phone: StaffsPhone, request: Request, own: UseOwnTelephone) -> PhoneAccount:
    """This juror's or trainer's telephone account, made at first asking."""
    return own.account(request, phone, await own.session_choices(who, phone))


@router.put("/api/staff/phone")
async def choose_my_phone(
    body: PhoneChoice,
    who: AnyStaff,
    phone: StaffsPhone,
    request: Request,
    own: UseOwnTelephone,
    sessions: UseSessions,
    phones: UsePhones,
) -> PhoneAccount:
    """What rings for me from the next call on: everywhere, or in one of my sessions."""
    if body.session_id is None:
        await own.choose(phone, body)
    else:
        if body.session_id not in {mine.id for mine in await conduct.sessions_for(sessions, who)}:
            raise Forbidden("Cette séance n’est pas l’une des vôtres.")
        await choose_for_session(sessions, phone.account.user, body.session_id, body.rings)
        await own.chosen(phone)
    phone = phones.of(phone.owner) or phone
    return own.account(request, phone, await own.session_choices(who, phone))


@router.get("/api/staff/phone/state")
async def my_phones_state(phone: StaffsPhone, own: UseOwnTelephone) -> PhoneState:
    """What of mine is registered just now, and how the last try went."""
    return own.state(phone)


@router.post("/api/staff/phone/check")
async def try_my_phone(phone: StaffsPhone, own: UseOwnTelephone) -> PhoneState:
    """Rings my telephones; the one that is picked up hears itself."""
    return own.begin_check(phone)


@router.delete("/api/staff/phone/check")
async def stop_my_phone(phone: StaffsPhone, own: UseOwnTelephone, phones: UsePhones) -> PhoneState:
    """Ends the try."""
    phones.checks.stop(phone.owner)
    return own.state(phone)


@router.post("/api/staff/phone/password")
async def renew_my_password(
    who: AnyStaff, phone: StaffsPhone, request: Request, own: UseOwnTelephone, phones: UsePhones
) -> PhoneAccount:
    """Another password for my telephones: those signed in with the former one are signed out."""
    await phones.renew(phone.owner)
    phone = phones.of(phone.owner) or phone
    return own.account(request, phone, await own.session_choices(who, phone))


@router.get("/api/candidate/phone")
async def candidates_phone(phone: SeatsPhone, request: Request, own: UseOwnTelephone) -> PhoneAccount:
    """The telephone account of this candidate's place."""
    return own.account(request, phone, [])


@router.put("/api/candidate/phone")
async def choose_candidates_phone(
    body: PhoneChoice, phone: SeatsPhone, request: Request, own: UseOwnTelephone, phones: UsePhones
) -> PhoneAccount:
    """What rings at this place from the next call on."""
    if body.session_id is not None:
        raise Invalid("session_id")
    if body.extension is not None:
        # Whoever types a wrong number would ring somebody who has no part in the session.
        raise Forbidden("Le poste au standard d’un candidat est indiqué par qui prépare la séance.")
    await own.choose(phone, body)
    return own.account(request, phones.of(phone.owner) or phone, [])


@router.post("/api/candidate/phone/password")
async def renew_candidates_password(
    phone: SeatsPhone, request: Request, own: UseOwnTelephone, phones: UsePhones
) -> PhoneAccount:
    """Another password for the telephones of this place: those signed in with the former one are signed out."""
    await phones.renew(phone.owner)
    return own.account(request, phones.of(phone.owner) or phone, [])


@router.get("/api/candidate/phone/state")
async def candidates_phones_state(phone: SeatsPhone, own: UseOwnTelephone) -> PhoneState:
    """What is registered for this place just now, and how the last try went."""
    return own.state(phone)


@router.post("/api/candidate/phone/check")
async def try_candidates_phone(phone: SeatsPhone, own: UseOwnTelephone) -> PhoneState:
    """Rings the telephones of this place; the one that is picked up hears itself."""
    return own.begin_check(phone)


@router.delete("/api/candidate/phone/check")
async def stop_candidates_phone(phone: SeatsPhone, own: UseOwnTelephone, phones: UsePhones) -> PhoneState:
    """Ends the try."""
    phones.checks.stop(phone.owner)
    return own.state(phone)


@router.get("/api/public/phone/linphone.xml")
async def provisioning(
    token: Annotated[str, Query(max_length=300)], own: UseOwnTelephone, secret: UseSecret, phones: UsePhones
) -> Response:
    """Linphone's configuration for the account that the token was signed for."""
    user = user_of(secret, token)
    phone = phones.of_user(user) if user is not None else None
    if phone is None or not is_of(secret, token, phone.account) or phones.switchboard is None:
        raise NotFound("Ce code n’est plus valable : affichez-en un nouveau.")
    xml = linphone_xml(phone, own.way_in)
    return Response(xml, media_type="application/xml", headers={"Cache-Control": "no-store"})
