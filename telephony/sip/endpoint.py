"""The SIP port: every message passes here, is judged, and goes to whoever deals with it.

REGISTER and OPTIONS are answered here; dialogs (INVITE, BYE…) are handed to `on_request`. Requests from accounts are
believed only after a digest, or within a dialog that began with one.
"""

import asyncio
import secrets
import ssl
import time
from collections.abc import Callable

import structlog
from aiosipua import SipRequest, SipResponse, generate_branch

from telephony.pace import Pace

from . import remembered
from .addresses import address_in
from .call_troubles import CallTrouble, CallTroubles, TroubleKind
from .calling_back import CallingBack
from .client_request import ClientRequest, Proof
from .client_transactions import ClientTransactions, OnResponse
from .digest import Digest, Verdict
from .guessers import Guessers
from .messages import METHODS, SUPPORTED, Unreadable, fault_of, read, reply, stamp
from .old_phones import OldPhones
from .registrar import Binding, Registrar, RegistrationRefused
from .server_transactions import ServerTransaction, ServerTransactions
from .settings import Directory, SipAccount, SipSettings
from .wire import Flow, SipWire, address_towards, in_uri

log = structlog.get_logger(__name__)

OnRequest = Callable[[SipRequest, Flow, ServerTransaction | None], None]
"""Gets requests of dialogs; the transaction is None for ACK."""

EXPIRE_EVERY = 2.0

STRANGERS_A_SECOND = 100.0
STRANGERS_AT_ONCE = 300.0
"""Requests of one address that have proved nothing: a flood from one place must not cost a room its exam. A whole
room behind one router that is switched on at once asks about 60."""

BEFORE_PROVED = 2.0
"""Requests that a telephone needs to prove who it is: asked for a proof, and with it. They are no stranger's then."""

MOST_LATE_ANSWERS = 20
"""Of one address, while wrong passwords are answered late."""

LOOK_AGAIN_SECONDS = 5.0
"""How long a new account's first registration may wait for the accounts to be read."""


class SipEndpoint:
    """`async with SipEndpoint(settings, directory, on_change, on_request)`. Raises CannotListen."""

    def __init__(
        self,
        settings: SipSettings,
        directory: Directory,
        on_change: Callable[[str], None],
        on_request: OnRequest,
    ) -> None:
        self.settings = settings
        self.registrar = Registrar(on_change)
        self._on_change = on_change
        self._directory, self._on_request = directory, on_request
        self._digest = Digest(secrets.token_bytes(32), self._password_of)
        self.guessers = Guessers(settings.lockout_attempts, settings.lockout_seconds)
        self._pace = Pace(STRANGERS_AT_ONCE, STRANGERS_A_SECOND)
        self._late_answers: dict[asyncio.TimerHandle, str] = {}
        """Refusals of guessers that are kept waiting, and their addresses."""
        self._old_phones = OldPhones()
        self._wire = SipWire(settings.host, settings.port, self.take, settings.tls_port, settings.tls)
        self._wire.on_keep_alive = self.registrar.kept_alive
        self.server = ServerTransactions(self._send)
        self.client = ClientTransactions(self._send)
        self.trace: list[tuple[float, str, Flow, bytes]] = []
        """(loop time, "in" or "out", the other end, message), when settings.trace is on."""
        self._calling_back = CallingBack(
            self.registrar, self._wire.has, lambda host, port: self._wire.connect(host, port, lambda: None)
        )
        self._sweeper: asyncio.Task[None] | None = None
        self._newcomers: set[asyncio.Task[None]] = set()
        self._remembered: list[Binding] = []
        self.troubles = CallTroubles()

    async def __aenter__(self) -> "SipEndpoint":
        await self._wire.__aenter__()
        if self.settings.remembers is not None:
            found = await asyncio.to_thread(remembered.load, self.settings.remembers)
            self.registrar.restore(one for one in found if self._directory.account(one.account) is not None)
            self._calling_back.look()
        self._sweeper = asyncio.create_task(self._sweep(), name="sip-expiry")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._sweeper is not None:
            tasks = (self._sweeper, *self._newcomers)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self._calling_back.close()
        await self._remember()
        for timer in self._late_answers:
            timer.cancel()
        self._late_answers.clear()
        self.server.close()
        self.client.close()
        await self._wire.__aexit__()

    @property
    def port(self) -> int:
        return self._wire.port

    @property
    def tls_port(self) -> int | None:
        return self._wire.tls_port if self.settings.tls is not None else None

    def call_failed(self, account: str, trouble: CallTrouble | None) -> None:
        """Remembered for whoever asks what is wrong with that telephone."""
        if trouble is not None and account and trouble != self.troubles.of(account):
            self.troubles.remember(account, trouble)
            self._on_change(account)

    def call_succeeded(self, account: str, only: TroubleKind | None = None) -> None:
        """`only`: what this call shows to be well again; None for one that the telephone was rung for."""
        trouble = self.troubles.of(account)
        if trouble is not None and only in (None, trouble.kind):
            self.troubles.forget(account)
            self._on_change(account)

    def address_for(self, flow: Flow) -> str:
        """Our address as this peer sees it."""
        return address_towards(flow.host, self.settings.host)

    def authority(self, flow: Flow) -> str:
        """Our `host:port` for this peer, as URIs and Via write it."""
        return f"{in_uri(self.address_for(flow))}:{self._wire.port_towards(flow)}"

    @property
    def nonces_remembered(self) -> int:
        return len(self._digest)

    def can_reach(self, flow: Flow) -> bool:
        return self._wire.has(flow)

    async def connect(
        self,
        host: str,
        port: int,
        on_closed: Callable[[], None],
        tls: ssl.SSLContext | None = None,
        name: str = "",
    ) -> Flow:
        """A TCP or TLS flow of our own to a registrar; `name`: whose certificate it must be. Raises OSError (of a
        certificate, too), TimeoutError."""
        return await self._wire.connect(host, port, on_closed, tls, name)

    def disconnect(self, flow: Flow) -> None:
        """Closes a TCP connection at once."""
        self._wire.disconnect(flow)

    def keep_alive(self, flow: Flow) -> None:
        """Two line ends, which keep a NAT's port and a connection open (RFC 5626 §3.5.1)."""
        self._wire.send(b"\r\n\r\n", flow)

    def request(
        self, request: SipRequest, flow: Flow, on_response: OnResponse, proof: Proof | None = None
    ) -> ClientRequest:
        """Sends a request (its Via is written here) and hears its answers. `proof`: answers challenges on the way."""
        return ClientRequest(request, flow, on_response, self.client, self.add_via, proof)

    def send_ack(self, ack: SipRequest, flow: Flow) -> None:
        """ACK of a 200: no transaction of its own."""
        self.add_via(ack, flow)
        self._send(bytes(ack), flow)

    def add_via(self, request: SipRequest, flow: Flow) -> None:
        via = f"SIP/2.0/{flow.transport} {self.authority(flow)};branch={generate_branch()};rport"
        request.headers.set_single("Via", via)
        if request.headers.get_first("max-forwards") is None:
            request.headers.set_single("Max-Forwards", "70")

    def contact(self, flow: Flow, *, is_sips: bool = False) -> str:
        """Where this peer reaches us within a dialog; with `sips:` where it used it (RFC 5630 §5.1.2)."""
        suffix = f";transport={flow.transport.lower()}" if flow.is_reliable else ""
        return f"<{'sips' if is_sips else 'sip'}:combine@{self.authority(flow)}{suffix}>"

    def authenticate(self, transaction: ServerTransaction) -> SipAccount | None:
        """The account that this request proves to be of; otherwise it has been answered (401, 403)."""
        host = transaction.flow.host
        verdict, user = self._digest.check(transaction.request)
        if verdict is not Verdict.NONE:
            self._old_phones.answered(transaction.request, host)
        match verdict:
            case Verdict.GOOD:
                self.guessers.right(user, host)
                self._pace.give_back(host, BEFORE_PROVED)
                self._wire.proved(transaction.flow)
                return self._directory.account(user)
            case Verdict.WRONG:
                self._refuse_late(transaction, self.guessers.wrong(user, host))
            case _:
                challenge = reply(transaction.request, 401)
                md5_only = verdict is Verdict.NONE and self._old_phones.needs_md5(transaction.request, host)
                for value in self._digest.challenges(verdict is Verdict.STALE, md5_only):
                    challenge.headers.append("WWW-Authenticate", value)
                transaction.respond(challenge)
        return None

    def _refuse_late(self, transaction: ServerTransaction, seconds: float) -> None:
        """403, after so long. Of one address only so many wait: the others are never answered."""
        host = transaction.flow.host
        if not seconds:
            transaction.answer(403)
            return
        if sum(address == host for address in self._late_answers.values()) >= MOST_LATE_ANSWERS:
            return

        def refuse() -> None:
            del self._late_answers[timer]
            transaction.answer(403)

        timer = asyncio.get_running_loop().call_later(seconds, refuse)
        self._late_answers[timer] = host

    def _password_of(self, user: str) -> str | None:
        account = self._directory.account(user)
        return account.password if account is not None else None

    # What comes in.

    def take(self, data: bytes, flow: Flow) -> None:
        """What came from there; whatever it is, nothing is raised and the next message is taken as well."""
        if self.settings.trace:
            self.trace.append((asyncio.get_running_loop().time(), "in", flow, data))
        try:
            message = read(data)
            if isinstance(message, SipResponse):
                self.client.take(message)
            else:
                self._take_request(message, data, flow)
        except Unreadable as error:
            log.info("sip_unreadable", host=flow.host, why=str(error)[:80])
        except Exception:
            # One message that trips us must not close the port for everybody else.
            log.exception("sip_message_failed", host=flow.host)

    def _take_request(self, request: SipRequest, data: bytes, flow: Flow) -> None:
        fault = fault_of(request, data)
        stamp(request, flow.host, flow.port)
        if fault is not None:
            log.info("sip_request_refused", host=flow.host, status=fault.status, why=fault.reason)
            if request.method != "ACK":
                refusal = reply(request, fault.status, fault.reason)
                for name, value in fault.headers:
                    refusal.headers.set_single(name, value)
                self._send(bytes(refusal), flow)
            return
        known = self.server.find(request)
        if request.method == "ACK":
            if known is not None:
                known.acknowledged()
            else:
                self._on_request(request, flow, None)
            return
        if known is not None:
            known.again()
            return
        if not self._is_known(request, flow) and self._pace.take(flow.host) > 0:
            return
        transaction = self.server.open(request, self._way_back(request, flow), self.registrar.has_flow(flow))
        if transaction is None:
            return
        match request.method:
            case "REGISTER" if self._may_be_new(transaction):
                task = asyncio.create_task(self._register_newcomer(transaction), name="sip-newcomer")
                self._newcomers.add(task)
                task.add_done_callback(self._newcomers.discard)
            case "REGISTER":
                self._register(transaction)
            case "OPTIONS":
                transaction.answer(
                    200, Allow=", ".join(METHODS), Accept="application/sdp", Supported=", ".join(SUPPORTED)
                )
            case _:
                self._on_request(request, flow, transaction)

    def _is_known(self, request: SipRequest, flow: Flow) -> bool:
        """Within a dialog, or from a telephone that is signed in."""
        named = address_in(request, "to")
        return self.registrar.has_flow(flow) or (named is not None and bool(named.tag))

    @staticmethod
    def _way_back(request: SipRequest, flow: Flow) -> Flow:
        """Where answers go: the port that the Via names, unless it asks for the true one (RFC 3581 §4)."""
        via = request.via[0]
        if flow.is_reliable or "rport" in via.params:
            return flow
        return Flow(flow.transport, flow.host, via.port or 5060)

    def _may_be_new(self, transaction: ServerTransaction) -> bool:
        """Whether it proves itself with a name that is not known yet, from where few wrong ones came."""
        request = transaction.request
        named, host = address_in(request, "to"), transaction.flow.host
        user = named.user if named is not None else ""
        waits = any(one.address == host for one in self.guessers.slowed())
        return bool(request.headers.get("authorization")) and not waits and self._directory.account(user) is None

    async def _register_newcomer(self, transaction: ServerTransaction) -> None:
        try:
            await asyncio.wait_for(self._directory.look_again(), LOOK_AGAIN_SECONDS)
        except Exception:
            # The accounts known so far decide.
            log.exception("sip_accounts_not_read")
        self._register(transaction)

    def _register(self, transaction: ServerTransaction) -> None:
        request, flow = transaction.request, transaction.flow
        account = self.authenticate(transaction)
        if account is None:
            return
        if self.settings.only_encrypted_sound and flow.transport != "TLS":
            transaction.answer(403, "TLS Required")
            return
        named = address_in(request, "to")
        if named is None or named.user != account.user:
            transaction.answer(403, "Not Your Account")
            return
        try:
            bound = self.registrar.register(account.user, request, flow)
        except RegistrationRefused as refused:
            answer = reply(request, refused.status, refused.reason)
            if refused.header is not None:
                answer.headers.set_single(*refused.header)
            transaction.respond(answer)
            return
        now = asyncio.get_running_loop().time()
        answer = reply(request, 200)
        for one in bound:
            answer.headers.append("Contact", one.header(now))
        transaction.respond(answer)
        log.info("sip_registered", account=account.user, phones=len(bound), address=flow.host)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(EXPIRE_EVERY)
            self.registrar.expire()
            await self._remember()
            self._calling_back.look()

    async def _remember(self) -> None:
        """Who is registered now, if it is not what was kept last. Cancelled, the former file stays whole."""
        path, phones = self.settings.remembers, self.registrar.all_phones()
        if path is None or phones == self._remembered:
            return
        self._remembered = phones
        text = remembered.written(phones, time.monotonic(), time.time())
        await asyncio.to_thread(remembered.save, path, text)

    def _send(self, data: bytes, flow: Flow) -> bool:
        if self.settings.trace:
            self.trace.append((asyncio.get_running_loop().time(), "out", flow, data))
        return self._wire.send(data, flow)
