"""The telephones of a running installation: who may register, who is registered, and the port that they use."""

import asyncio
import ssl
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import structlog
from aiosipua import parse_uri
from sqlalchemy.exc import SQLAlchemyError

from simulator.accounts.live_rights import RightsChanged
from simulator.ids import CallId, SeatId, SessionId
from simulator.phones.accounts import (
    Device,
    Telephone,
    choices,
    make_missing_seat_accounts,
    renew_password,
    telephones,
)
from simulator.phones.check import ECHO_NUMBER, PhoneChecks
from simulator.phones.diagnosis import Advice, PhoneFacts, RegisteredFact, advice, call_trouble_words
from simulator.phones.headset_codes import HeadsetCodes
from simulator.phones.last_calls import LastCalls
from simulator.phones.listening import PhoneListening
from simulator.phones.trunk import Trunk
from simulator.phones.trunk_choice import TrunkChoices
from simulator.phones.ways_in import tls_context
from simulator.settings import Settings
from simulator.storage.database import Sessions
from simulator.typography import french_spaces
from telephony import CallConnected, RecordingReport, Role, Switch, SwitchEvent
from telephony.sip import (
    Binding,
    CannotListen,
    Extension,
    Guesser,
    IncomingCall,
    Phone,
    SipAccount,
    SipSettings,
    Switchboard,
)

log = structlog.get_logger(__name__)

LISTENING_PREFIX = "*1"

REFRESH_SECONDS = 2.0
"""How soon an account closed beside the server loses its telephones."""


class Phones:
    """`async with` owns the port. Without one (taken, or switched off) it knows of no telephone."""

    def __init__(
        self,
        sessions: Sessions,
        settings: Settings,
        secret: str,
        switch: Switch,
        listening: PhoneListening,
        on_change: Callable[[str], None],
        candidate_dials: Callable[[IncomingCall, SeatId], Awaitable[None]],
    ) -> None:
        """`on_change(owner)`: something of their telephone; `candidate_dials(call, seat)`: a customer's number."""
        self._sessions, self._settings, self._secret, self._switch = sessions, settings, secret, switch
        self._listening, self._on_change, self._candidate_dials = listening, on_change, candidate_dials
        self._by_user: dict[str, Telephone] = {}
        self._by_owner: dict[str, Telephone] = {}
        self._choices: dict[tuple[str, str], Device] = {}
        self._seen: dict[str, tuple[float, str]] = {}
        """By account, when its telephones last came or went, and what the last one called itself."""
        self._refreshing = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._trunk_stack = AsyncExitStack()
        self._refresher: asyncio.Task[None] | None = None
        self._dialling: set[asyncio.Task[None]] = set()
        self._last_calls = LastCalls()
        self.checks = PhoneChecks()
        self.headset_codes = HeadsetCodes(secret)
        self.trunk_choices = TrunkChoices(sessions, settings, secret)
        self.switchboard: Switchboard | None = None
        self.trunk: Trunk | None = None
        """The centre's own PBX, where there is one."""
        self.trouble = ""
        """Why there is no telephone though there should be, in French; empty when all is well."""

    async def __aenter__(self) -> "Phones":
        if not self._settings.has_sip:
            return self
        await self.refresh()
        try:
            self.switchboard = await self._stack.enter_async_context(self._switchboard())
            # After the switchboard, which watches too: it knows by then which telephone answered.
            self._switch.watch(self._follow_call)
        except (ssl.SSLError, OSError) as error:
            self.trouble = french_spaces(
                "Téléphones SIP indisponibles : le certificat ou sa clé ne se lit pas "
                f"({getattr(error, 'strerror', None) or error}). "
                "Le reste fonctionne ; vérifiez COMBINE_SIP_TLS_CERTIFICATE et COMBINE_SIP_TLS_KEY."
            )
            print(self.trouble, file=sys.stderr, flush=True)
            log.error("sip_certificate_refused", why=str(error))
            return self
        except CannotListen as error:
            is_tls = error.port == self._settings.sip_tls_port
            setting = "COMBINE_SIP_TLS_PORT" if is_tls else "COMBINE_SIP_PORT"
            taken = "il est déjà pris par un autre programme" if error.is_taken else error.reason
            self.trouble = french_spaces(
                f"Téléphones SIP indisponibles : le port {error.port} de {error.host} ne s’ouvre pas ({taken}). "
                f"Le reste fonctionne ; choisissez un autre port avec {setting}."
            )
            print(self.trouble, file=sys.stderr, flush=True)
            log.error("sip_cannot_listen", host=error.host, port=error.port, why=error.reason)
            return self
        endpoint = self.switchboard.calls.endpoint
        log.info("sip_listening", host=endpoint.settings.host, port=endpoint.port, tls_port=endpoint.tls_port)
        await self.use_trunk(await self.trunk_choices.in_force())
        self._refresher = asyncio.create_task(self._refresh_often(), name="sip-accounts")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._refresher is not None:
            # A telephone that listens would stay for ever.
            for task in (self._refresher, *self._dialling):
                task.cancel()
            await asyncio.gather(self._refresher, *self._dialling, return_exceptions=True)
        await self.checks.close()
        await self._trunk_stack.aclose()
        await self._stack.aclose()

    async def use_trunk(self, settings: Settings) -> None:
        """Registers at this PBX in place of the former one; at none where there is no registrar.

        Its calls would end: the caller sees to it that there is none. Raises OSError: its authority cannot be read.
        """
        if self.switchboard is None:
            return
        trunk = Trunk(self.switchboard.calls, settings, self._trunk_changed) if settings.trunk_registrar else None
        self.trunk = None
        await self._trunk_stack.aclose()
        if trunk is not None:
            self.trunk = await self._trunk_stack.enter_async_context(trunk)
        self._trunk_changed()

    # Directory, as the SIP port asks for it.

    def account(self, user: str) -> SipAccount | None:
        phone = self._by_user.get(user)
        return phone.account if phone is not None else None

    async def look_again(self) -> None:
        await self.refresh()

    def everybody(self) -> list[Telephone]:
        """By account."""
        return sorted(self._by_user.values(), key=lambda one: one.account.user)

    def of_user(self, user: str) -> Telephone | None:
        return self._by_user.get(user)

    def of(self, owner: str) -> Telephone | None:
        """The telephone account of this actor."""
        return self._by_owner.get(owner)

    def registered(self, owner: str) -> list[Binding]:
        """The telephones of this actor that would ring now."""
        phone = self._by_owner.get(owner)
        return self.switchboard.phones(phone.account.user) if phone and self.switchboard else []

    def extensions(self, owner: str) -> list[Extension]:
        """The telephone of this actor at the centre's PBX, when it can be rung now."""
        phone = self._by_owner.get(owner)
        extension = self.trunk.extension_of(phone) if phone is not None and self.trunk is not None else None
        return [extension] if extension is not None else []

    def reachable(self, owner: str) -> list[Phone]:
        """All telephones of this actor that would ring now, here or at the PBX."""
        return [*self.registered(owner), *self.extensions(owner)]

    def listening_number(self, seat_id: SeatId) -> str | None:
        """What is dialled to listen at this place, *1 and its number; None while no telephone can."""
        phone = self._by_owner.get(f"candidate:{seat_id}")
        if self.switchboard is None or phone is None or phone.desk_number is None:
            return None
        return f"{LISTENING_PREFIX}{phone.desk_number}"

    def seat_of(self, listening_number: str) -> SeatId | None:
        seats = (
            SeatId(owner.removeprefix("candidate:")) for owner in self._by_owner if owner.startswith("candidate:")
        )
        return next((seat for seat in seats if self.listening_number(seat) == listening_number), None)

    def advice(self, owner: str) -> list[Advice]:
        """What is wrong with this actor's telephone, in words; nothing where all is well or nothing is known."""
        phone = self._by_owner.get(owner)
        if phone is None or self.switchboard is None:
            return []
        endpoint, user = self.switchboard.calls.endpoint, phone.account.user
        bindings = self.registered(owner)
        seen = self._seen.get(user)
        check, call = self.checks.of(owner), self._last_calls.of(owner)
        if check is not None and call is not None:
            # The newer one tells: a telephone is mended between two of them.
            check, call = (check, None) if check.began > call.at else (None, call)
        facts = PhoneFacts(
            registered=[_fact(one, endpoint.registrar.is_kept_alive(one.flow)) for one in bindings],
            away_minutes=(self.now() - seen[0]) / 60 if seen is not None and not bindings else None,
            last_name=seen[1] if seen is not None else "",
            wrong_passwords=endpoint.guessers.tried(user),
            call_trouble=endpoint.troubles.of(user),
            echo=check.echo if check is not None else None,
            was_silent=check is not None and check.outcome == "silent",
            call=call,
        )
        return advice(facts)

    def call_trouble(self, owner: str) -> str:
        """What this actor's telephone did with its last call, and what to do; empty where nothing is wrong."""
        phone = self._by_owner.get(owner)
        if phone is None or self.switchboard is None:
            return ""
        trouble = self.switchboard.calls.endpoint.troubles.of(phone.account.user)
        model = " ".join(one.user_agent for one in self.registered(owner))
        return call_trouble_words(trouble, model) if trouble is not None else ""

    def call_recorded(self, call_id: CallId, report: RecordingReport) -> None:
        """What the recording tells of the telephones that carried the call."""
        for owner in self._last_calls.recorded(call_id, report, self.now()):
            self._on_change(owner)

    def guessers(self) -> list[Guesser]:
        """Who is slowed for trying passwords."""
        return self.switchboard.calls.endpoint.guessers.slowed() if self.switchboard is not None else []

    def let_off(self, account: str, address: str) -> None:
        if self.switchboard is not None:
            self.switchboard.calls.endpoint.guessers.reopen(account, address)

    @staticmethod
    def now() -> float:
        """On the clock of the bindings."""
        return time.monotonic()

    async def refresh(self) -> None:
        """Reads the accounts again and tells the desks of what changed. Those that were closed, or have another
        password, lose their registrations and their calls. Cancelled, it leaves what was known."""
        async with self._refreshing:
            await make_missing_seat_accounts(self._sessions)
            found = await telephones(self._sessions, self._secret)
            self._choices = await choices(self._sessions)
            known = {one.account.user: one.account.password for one in found}
            # Another password is another account: what was set up with the former one is out.
            gone = [user for user, one in self._by_user.items() if known.get(user) != one.account.password]
            self._by_user = {one.account.user: one for one in found}
            before, self._by_owner = self._by_owner, {one.owner: one for one in found}
            if self.switchboard is not None:
                for user in gone:
                    self.switchboard.shut_out(user)
                    self.headset_codes.forget(user)
            for owner, phone in self._by_owner.items():
                # Made a moment ago, or changed by the command beside the server: the desks show it all the same.
                if before.get(owner) != phone and (before or self._refresher is not None):
                    self._on_change(owner)

    async def renew(self, owner: str) -> None:
        """Another password: whoever knew the former one is signed out. Nothing for whom has no telephone account."""
        known = self._by_owner.get(owner)
        if known is not None:
            await renew_password(self._sessions, known.account.user)
            await self.refresh()

    async def places_changed(self) -> None:
        """A place or a session was made, closed or changed: telephones follow at once.

        A database that is busy must not undo what was just done: the next turn tries again.
        """
        if not self._settings.has_sip:
            return
        try:
            await self.refresh()
        except SQLAlchemyError:
            log.exception("sip_accounts_not_read")

    async def rights_changed(self, change: RightsChanged) -> None:
        """Whose account is closed, whose place is another's: their telephones are out at once. (LiveRights)"""
        self.headset_codes.forget_sign_ins(change.sign_ins)
        if self.switchboard is not None:
            await self.refresh()

    async def _refresh_often(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            try:
                await self.refresh()
            except Exception:
                # A busy or absent database must not end registrations for good: the next turn tries again.
                log.exception("sip_accounts_not_read")

    def chosen(self, owner: str, session_id: SessionId) -> Device | None:
        """What this actor chose for this session; None: as everywhere."""
        phone = self._by_owner.get(owner)
        return self._choices.get((phone.account.user, session_id)) if phone is not None else None

    def device(self, owner: str, session_id: SessionId) -> Device:
        """What rings for this actor in this session."""
        phone = self._by_owner.get(owner)
        return self.chosen(owner, session_id) or (phone.device if phone is not None else "browser")

    def rings_browser(self, owner: str, session_id: SessionId) -> bool:
        """Whether the page of this actor rings: always, unless a telephone alone was chosen and is registered."""
        return self.device(owner, session_id) != "phone" or not self.registered(owner)

    def ringing_phones(self, owner: str, session_id: SessionId) -> list[Phone]:
        """The telephones of this actor that ring for a call: none when they chose the browser alone."""
        return self.reachable(owner) if self.device(owner, session_id) != "browser" else []

    def _switchboard(self) -> Switchboard:
        settings = self._settings
        sip = SipSettings(
            host=settings.sip_host,
            port=settings.sip_port,
            lockout_attempts=settings.lockout_attempts,
            lockout_seconds=settings.lockout_minutes * 60,
            rtp_ports=settings.rtp_ports,
            tls=tls_context(settings),
            tls_port=settings.sip_tls_port or 0,
            only_encrypted_sound=settings.sip_only_encrypted,
            remembers=settings.data / "telephones.json",
        )
        return Switchboard(self._switch, sip, self, self._changed, self._dialled)

    def _follow_call(self, event: SwitchEvent) -> None:
        if not isinstance(event, CallConnected) or self.switchboard is None:
            return
        legs = {role: self.switchboard.carrier(event.call_id, role) for role in Role}
        phones = {role: self._by_user.get(leg.account) for role, leg in legs.items() if leg is not None}
        owners = {role: phone.owner for role, phone in phones.items() if phone is not None}
        self._last_calls.carried(event.call_id, owners)

    def _dialled(self, call: IncomingCall) -> None:
        owner = call.account.owner if call.account is not None else self._owner_behind(call)
        if owner is None:
            log.warning("trunk_caller_unknown", caller=call.caller.number[:40], dialled=call.dialled[:40])
            call.refuse(403, "Unknown Extension")
            return
        task = asyncio.create_task(self._connect(call, owner), name=f"dialled by {owner}")
        self._dialling.add(task)
        task.add_done_callback(self._dialling.discard)

    async def _connect(self, call: IncomingCall, owner: str) -> None:
        """A candidate's telephone reaches the customers of their seat, a juror's listens; either may hear itself."""
        kind, _, seat_id = owner.partition(":")
        if call.dialled == ECHO_NUMBER and self.switchboard is not None:
            await self.checks.dialled(self.switchboard, call, owner)
        elif call.dialled.startswith(LISTENING_PREFIX) and self.switchboard is not None:
            await self._listening.dialled(self.switchboard, call, owner, self.seat_of(call.dialled))
        elif kind == "candidate":
            await self._candidate_dials(call, SeatId(seat_id))
        else:
            call.refuse(404)

    def _owner_behind(self, call: IncomingCall) -> str | None:
        """Whose telephone of the PBX calls; None for a call that the PBX did not bring, or for a stranger's."""
        trunk, number = self.trunk, call.caller.number
        if trunk is None or not trunk.brought(call) or not number:
            return None
        served = (one for one in self._by_owner.values() if trunk.serves(one))
        return next((one.owner for one in served if one.extension == number), None)

    def _trunk_changed(self) -> None:
        for phone in self._by_owner.values():
            if phone.extension:
                self._on_change(phone.owner)

    def _changed(self, user: str) -> None:
        bindings = self.switchboard.phones(user) if self.switchboard is not None else []
        before = self._seen.get(user)
        if bindings or before is not None:
            name = bindings[0].user_agent if bindings else before[1] if before is not None else ""
            self._seen[user] = self.now(), name
        phone = self._by_user.get(user)
        if phone is not None:
            self._on_change(phone.owner)


def _fact(binding: Binding, is_kept_alive: bool) -> RegisteredFact:
    try:
        contact_host = parse_uri(binding.contact).host
    except ValueError:
        contact_host = ""
    flow = binding.flow
    return RegisteredFact(binding.user_agent, flow.host, contact_host, flow.transport, is_kept_alive)
