"""Telephones on a page: what is in force and where it comes from, the PBX set and tried, everybody's accounts."""

import asyncio
from typing import Annotated

import structlog
from fastapi import APIRouter
from fastapi import Path as PathParameter
from sqlalchemy import select

from simulator.accounts.guards import STAFF, Leader
from simulator.accounts.tables import PersonRow
from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict, NotFound
from simulator.installation.phone_views import (
    AccountChange,
    AccountLine,
    NewAccount,
    PhonesView,
    SettingView,
    StepView,
    TrunkBody,
    TrunkChangeView,
    TrunkSetView,
    TrunkTrialBody,
    WithoutAccount,
)
from simulator.installation.setting_sources import shown
from simulator.parts import UsePhones, UseRooms, UseSecret, UseSessions, UseSettings, UseSwitch
from simulator.phones.accounts import Telephone, choose_device, choose_extension, make_account
from simulator.phones.own_telephone import NoTelephones
from simulator.phones.service import Phones
from simulator.phones.trunk import sentence_of
from simulator.phones.trunk_choice import TrunkChange, TrunkForm
from simulator.phones.trunk_trial import try_trunk
from simulator.settings import Settings, config_file
from simulator.storage.database import Sessions
from simulator.system_words import why
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

router = APIRouter()

HERE = "/api/staff/installation/telephones"

Account = Annotated[str, PathParameter(max_length=60)]

LABELS = (
    ("sip", "Téléphones SIP"),
    ("sip_host", "Adresse d’écoute"),
    ("sip_port", "Port, en UDP et TCP"),
    ("sip_tls_port", "Port chiffré (TLS)"),
    ("sip_only_encrypted", "Téléphones chiffrés seulement"),
    ("rtp_ports", "Ports UDP du son"),
    ("ring_seconds", "Sonnerie avant l’appel manqué"),
    ("grace_seconds", "Attente d’un côté coupé"),
    ("lockout_attempts", "Mots de passe faux avant d’attendre"),
)


@router.get(HERE)
async def telephones(who: Leader, settings: UseSettings, phones: UsePhones, sessions: UseSessions) -> PhonesView:
    """All of it; no password."""
    return await _view(settings, phones, sessions)


@router.put(HERE + "/trunk")
async def set_trunk(
    body: TrunkBody,
    who: Leader,
    settings: UseSettings,
    phones: UsePhones,
    sessions: UseSessions,
    switch: UseSwitch,
) -> PhonesView:
    """From now on; each change stays in the history with its author. Refused while somebody is on the telephone."""
    async with in_turn("trunk"):
        if body.version != await phones.trunk_choices.version():
            raise Conflict(
                "trunk_changed",
                "Quelqu’un d’autre vient de changer le standard : rien n’a été enregistré.",
                "Lisez d’abord son réglage dans « Changements » ; enregistrer de nouveau mettra le vôtre à sa place.",
            )
        proposed = await phones.trunk_choices.proposed(body.form, body.password, body.forgets_password)
        if any(switch.tally().calls.values()):
            raise Conflict(
                "calls_running",
                "Un appel est en cours : changer de standard le couperait.",
                "Attendez la fin des échanges, puis recommencez.",
            )
        await phones.trunk_choices.keep(proposed, who.person_id)
        try:
            await phones.use_trunk(proposed)
        except OSError as error:
            raise _authority_unreadable(error) from None
        log.info("trunk_set", registrar=proposed.trunk_registrar, account=proposed.trunk_account, by=who.person_id)
    return await _view(settings, phones, sessions)


@router.post(HERE + "/trunk/test")
async def test_trunk(body: TrunkTrialBody, who: Leader, phones: UsePhones) -> list[StepView]:
    """Found, asked (OPTIONS), registered at (REGISTER); nothing is kept."""
    if phones.switchboard is None:
        raise NoTelephones
    proposed = await phones.trunk_choices.proposed(body.form, body.password, body.forgets_password)
    if not proposed.trunk_registrar:
        raise Conflict("no_trunk", "Il n’y a pas de standard à essayer.", "Donnez son nom ou son adresse.")
    async with in_turn("trunk test"):
        steps = await try_trunk(phones.switchboard.calls, phones.trunk, proposed)
    log.info("trunk_tried", registrar=proposed.trunk_registrar, worst=steps[-1].level, by=who.person_id)
    return [StepView(name=one.name, level=one.level, said=one.said, remedy=one.remedy) for one in steps]


@router.post(HERE + "/accounts", status_code=201)
async def add_account(
    body: NewAccount, who: Leader, settings: UseSettings, phones: UsePhones, sessions: UseSessions, secret: UseSecret
) -> PhonesView:
    """An account for somebody of the staff; its password is on their own page « Mon téléphone »."""
    if not settings.has_sip:
        raise NoTelephones
    async with sessions() as session:
        person = await session.get(PersonRow, body.person_id)
    if person is None or not person.login or person.disabled_at is not None:
        raise NotFound("Ce compte n’existe pas, ou il est fermé.")
    made = await make_account(sessions, secret, person.login)
    await phones.refresh()
    log.info("sip_account_made", account=made.account.user, by=who.person_id)
    return await _view(settings, phones, sessions)


@router.put(HERE + "/accounts/{account}")
async def change_account(
    account: Account,
    body: AccountChange,
    who: Leader,
    settings: UseSettings,
    phones: UsePhones,
    sessions: UseSessions,
    secret: UseSecret,
    rooms: UseRooms,
) -> PhonesView:
    """Its telephone at the PBX, and what rings."""
    phone = _known(phones, account)
    if body.extension is not None:
        await choose_extension(sessions, secret, account, body.extension)
    if body.rings is not None:
        await choose_device(sessions, account, body.rings)
    await phones.refresh()
    rooms.on_phone_change(phone.owner)
    log.info("sip_account_changed", account=account, extension=body.extension, rings=body.rings, by=who.person_id)
    return await _view(settings, phones, sessions)


@router.post(HERE + "/accounts/{account}/password", status_code=204)
async def renew_password(account: Account, who: Leader, phones: UsePhones) -> None:
    """The former one is good for nothing: telephones that have it are signed out."""
    await phones.renew(_known(phones, account).owner)
    log.info("sip_password_renewed", account=account, by=who.person_id)


def _known(phones: Phones, account: str) -> Telephone:
    """Raises NotFound."""
    phone = phones.of_user(account)
    if phone is None:
        raise NotFound("Ce compte téléphonique n’existe pas (ou plus).")
    return phone


async def _view(settings: Settings, phones: Phones, sessions: Sessions) -> PhonesView:
    staff = select(PersonRow).where(PersonRow.login.is_not(None))
    async with sessions() as session:
        people: dict[str, PersonRow] = {one.id: one for one in await session.scalars(staff)}
    known = phones.everybody()
    has_account = {one.owner for one in known}
    return PhonesView(
        is_on=settings.has_sip,
        trouble=phones.trouble,
        file=str(config_file().absolute()),
        settings=tuple(
            SettingView(label=one.label, value=french_spaces(one.value), variable=one.variable, source=one.source)
            for one in await asyncio.to_thread(shown, settings, LABELS)
        ),
        trunk=await _trunk(phones, people),
        accounts=tuple(_line(one, phones) for one in known),
        without=tuple(
            WithoutAccount(person_id=one.id, name=one.name)
            for one in sorted(people.values(), key=lambda one: one.name)
            if one.login
            and one.disabled_at is None
            and STAFF & {*one.roles}
            and f"person:{one.id}" not in has_account
        ),
    )


def _line(phone: Telephone, phones: Phones) -> AccountLine:
    return AccountLine(
        account=phone.account.user,
        name=phone.account.name,
        kind="staff" if phone.owner.startswith("person:") else "candidate",
        rings=phone.device,
        extension=phone.extension,
        registered=tuple(one.user_agent for one in phones.registered(phone.owner)),
    )


async def _trunk(phones: Phones, people: dict[str, PersonRow]) -> TrunkSetView:
    choices = phones.trunk_choices
    now = await choices.in_force()
    standing = phones.trunk.client.standing if phones.trunk is not None else None
    by_page = "page" if now.trunk_registrar else "nobody"
    return TrunkSetView(
        set_by="configuration" if choices.is_set_elsewhere else by_page,
        version=await choices.version(),
        form=TrunkForm.of(now),
        has_password=bool(now.trunk_password),
        state=standing.state.value if standing is not None else "none",
        sentence=sentence_of(standing) if standing is not None else "",
        history=tuple(
            TrunkChangeView(at=one.at, by=people[one.by].name if one.by in people else "", said=_said(one))
            for one in await choices.history()
        ),
    )


def _said(change: TrunkChange) -> str:
    form = change.form
    if not form.registrar:
        return "Aucun standard."
    serves = {"everybody": "pour tous", "candidates": "pour les candidats", "staff": "pour l’équipe"}[form.serves]
    password = "avec un mot de passe" if change.has_password else "sans mot de passe"
    where = f"{form.registrar}, port {form.port} ({form.transport.upper()})"
    return french_spaces(
        f"{where}, compte « {form.account} » {password}, {serves} ; codecs {', '.join(form.codecs)}."
    )


def _authority_unreadable(error: OSError) -> Conflict:
    return Conflict(
        "trunk_authority_unreadable",
        f"Le fichier de l’autorité du standard ne se lit pas ({why(error)}).",
        "Vérifiez COMBINE_TRUNK_AUTHORITY, puis recommencez.",
    )
