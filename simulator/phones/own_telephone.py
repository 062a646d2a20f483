"""One's own telephone: what its page shows, and what one may choose and try there."""

from typing import Annotated

from fastapi import Depends, Request

from simulator.accounts.signing import SignedIn
from simulator.conduct.sessions import sessions_for
from simulator.desk.rooms import SeatRooms
from simulator.errors import Conflict, Invalid, NotFound
from simulator.parts import UsePhones, UseRooms, UseSecret, UseSessions, UseSettings
from simulator.phones.accounts import Telephone, choose_device, choose_extension
from simulator.phones.check import PhoneCheck
from simulator.phones.diagnosis import echo_words
from simulator.phones.listening import listening_code
from simulator.phones.provisioning import token_of
from simulator.phones.service import Phones
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
from simulator.settings import Settings
from simulator.storage.database import Sessions
from telephony.sip import in_uri


class NoTelephones(NotFound):
    def __init__(self) -> None:
        super().__init__("Les téléphones ne sont pas activés sur cette installation.")
        self.code = "no_telephones"
        self.remedy = "Le responsable informatique les active avec COMBINE_SIP=true."


class OwnTelephone:
    """Made for a request."""

    def __init__(self, phones: Phones, rooms: SeatRooms, sessions: Sessions, settings: Settings, secret: str) -> None:
        self._phones, self._rooms, self._sessions = phones, rooms, sessions
        self._settings, self._secret = settings, secret

    async def choose(self, phone: Telephone, body: PhoneChoice) -> None:
        if body.rings is None and body.extension is None:
            raise Invalid("rings")
        if body.extension is not None:
            await choose_extension(self._sessions, self._secret, phone.account.user, body.extension)
        if body.rings is not None:
            await choose_device(self._sessions, phone.account.user, body.rings)
        await self.chosen(phone)

    async def chosen(self, phone: Telephone) -> None:
        await self._phones.refresh()
        self._rooms.on_phone_change(phone.owner)

    async def session_choices(self, who: SignedIn, phone: Telephone) -> list[SessionChoice]:
        return [
            SessionChoice(
                session_id=training.id,
                title=training.title,
                kind=training.kind,
                rings=self._phones.chosen(phone.owner, training.id),
            )
            for training in await sessions_for(self._sessions, who)
            if training.closed_at is None
        ]

    def begin_check(self, phone: Telephone) -> PhoneState:
        if self._rooms.is_on_call(phone.owner):
            raise Conflict("line_busy", "Un appel est en cours.", "Essayez votre téléphone une fois raccroché.")
        if self._phones.switchboard is None:
            raise Conflict("no_phone", self._phones.trouble or "Aucun téléphone ne peut s’enregistrer.")
        self._phones.checks.begin(self._phones.switchboard, phone, self._phones.reachable(phone.owner))
        return self.state(phone)

    def state(self, phone: Telephone) -> PhoneState:
        phones, check = self._phones, self._phones.checks.of(phone.owner)
        return PhoneState(
            available=phones.switchboard is not None,
            trouble=phones.trouble,
            phones=[
                *(registered_phone(one, phones.now()) for one in phones.registered(phone.owner)),
                *(extension_phone(one) for one in phones.extensions(phone.owner)),
            ],
            check=_check(check) if check is not None else None,
            advice=tuple(
                PhoneAdvice(code=one.code, text=one.text, remedy=one.remedy) for one in phones.advice(phone.owner)
            ),
            on_call=self._rooms.is_on_call(phone.owner),
        )

    def account(self, request: Request, phone: Telephone, sessions: list[SessionChoice]) -> PhoneAccount:
        way = self.way_in
        token = token_of(self._secret, phone.account)
        url = str(request.url_for("provisioning").include_query_params(token=token))
        return PhoneAccount(
            **dict(self.state(phone)),
            name=phone.account.name,
            uri=f"sip:{phone.account.user}@{in_uri(way.host)}:{way.port}",
            auth_user=phone.account.user,
            password=phone.account.password,
            registrar=way.host,
            port=way.port,
            transports=list(way.transports),
            rings=phone.device,
            extension=phone.extension,
            has_trunk=self._phones.trunk is not None,
            listening_code=self._code(phone),
            sessions=sessions,
            provisioning_url=url,
            qr_svg=qr_svg(url),
        )

    @property
    def way_in(self) -> WayIn:
        """With the ports that are really listened on."""
        switchboard = self._phones.switchboard
        if switchboard is None:
            return way_in(self._settings)
        endpoint = switchboard.calls.endpoint
        return way_in(self._settings, endpoint.port, endpoint.tls_port)

    def _code(self, phone: Telephone) -> str | None:
        """Never to a candidate: their telephone listens to nobody."""
        if not phone.owner.startswith("person:"):
            return None
        return listening_code(self._secret, phone.owner)


def _check(check: PhoneCheck) -> PhoneCheckView:
    found = echo_words(check.echo) if check.echo is not None else ""
    return PhoneCheckView(state=check.state, outcome=check.outcome, found=found)


async def the_own_telephone(
    phones: UsePhones, rooms: UseRooms, sessions: UseSessions, settings: UseSettings, secret: UseSecret
) -> OwnTelephone:
    """FastAPI dependency."""
    return OwnTelephone(phones, rooms, sessions, settings, secret)


UseOwnTelephone = Annotated[OwnTelephone, Depends(the_own_telephone)]
