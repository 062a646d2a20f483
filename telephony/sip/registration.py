"""Registering somewhere else, as a telephone does: at a centre's own PBX, or at another Combiné (RFC 3261 §10.2).

One task registers, refreshes at 80 % of what was granted, shows that it is alive in between, and begins again when
the answer, the connection or the network is gone. Calls that come back on this way need no digest of ours: our
Contact carries a `line` that only this registrar was told, as Asterisk and Snom do.
"""

import asyncio
import hmac
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import ip_address

import structlog
from aiosipua import SipRequest, SipResponse, SipUri, parse_uri

from telephony.codecs import Codec

from .addresses import read_address
from .caller_id import name_addr
from .client_request import ClientRequest
from .digest_answers import DigestAnswers
from .endpoint import SipEndpoint
from .messages import METHODS, USER_AGENT, number_of
from .sdp import PREFERRED
from .standing import Cause, Patience, RegistrationState, Standing, refusal
from .wire import Flow, TransportName

log = structlog.get_logger(__name__)

REFRESH_AT = 0.8
GOODBYE_SECONDS = 2.0
RESOLVE_SECONDS = 5.0
OPTIONS_IGNORED_MOST = 2


@dataclass(frozen=True, slots=True)
class SipLogin:
    """What a telephone is told. `registrar`: name or address; `domain`: of our address when it is not the registrar.

    `realm`: the only one whose challenges are answered; "" answers any. `expires`: seconds asked for.
    """

    account: str
    password: str
    registrar: str
    port: int = 5060
    transport: TransportName = "UDP"
    auth_user: str = ""
    domain: str = ""
    realm: str = ""
    name: str = ""
    expires: int = 300
    codecs: tuple[Codec, ...] = PREFERRED
    instance: str = ""
    """What this telephone calls itself for good, a URN (RFC 5626 §4.1): after a crash it is known again."""
    tls: ssl.SSLContext | None = None
    """How the registrar's certificate is judged, over TLS."""

    def speaks(self, codecs: Iterable[Codec]) -> list[Codec]:
        """Of these, what may be spoken there; all that may be when none of these."""
        return [codec for codec in codecs if codec in self.codecs] or list(self.codecs)

    @property
    def host(self) -> str:
        """What stands after the @ of our own address and of those we dial."""
        if self.domain:
            return self.domain
        return self.registrar if self.port == 5060 else f"{self.registrar}:{self.port}"


class Registration:
    """`async with Registration(endpoint, login, on_change)`; `on_change(standing)` hears every change."""

    def __init__(
        self,
        endpoint: SipEndpoint,
        login: SipLogin,
        on_change: Callable[[Standing], None],
        patience: Patience | None = None,
    ) -> None:
        self.endpoint, self.login = endpoint, login
        self.standing = Standing(RegistrationState.REGISTERING, time.time())
        self.answers = DigestAnswers(login.auth_user or login.account, login.password, login.realm)
        self.flow: Flow | None = None
        """The way to the registrar, once it is known."""
        self.service_route: list[str] = []
        """What the registrar wants calls through it to pass (RFC 3608)."""
        self._on_change, self._patience = on_change, patience or Patience()
        # The same after a restart: the registrar replaces the binding instead of ringing a dead one beside it.
        place = f"line:{login.account}@{login.registrar}:{login.port}".encode()
        self._line = hmac.digest(login.password.encode(), place, "sha256").hex()[:24]
        self._hosts: set[str] = set()
        self._call_id, self._tag = secrets.token_hex(16), secrets.token_hex(6)
        self._cseq = 0
        self._contact = ""
        self._expires = login.expires
        self._options_ignored = 0
        self._wake = asyncio.Event()
        self._told_next: list[asyncio.Future[Standing]] = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Registration":
        self._task = asyncio.create_task(self._stay_registered(), name="sip-registration")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Says goodbye, for at most two seconds."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if self.standing.is_registered and self.flow is not None:
            await self._ask(self._register(self.flow, 0), self.flow, GOODBYE_SECONDS)
        self._stand(Standing(RegistrationState.CLOSED, time.time()))
        if self.flow is not None and self.flow.is_reliable:
            self.endpoint.disconnect(self.flow)

    @property
    def is_registered(self) -> bool:
        return self.standing.is_registered and self.flow is not None and self.endpoint.can_reach(self.flow)

    @property
    def address(self) -> str:
        """Our own: sip:account@host."""
        return f"sip:{self.login.account}@{self.login.host}"

    def retry_now(self) -> None:
        """Somebody does not want to wait for the next attempt."""
        self._wake.set()

    async def next_standing(self) -> Standing:
        """How the next attempt ends, or the first one. Cancelled, nothing changes."""
        told: asyncio.Future[Standing] = asyncio.get_running_loop().create_future()
        self._told_next.append(told)
        return await told

    async def ask_options(self) -> tuple[int, float] | None:
        """What the registrar answers to OPTIONS, and after how many seconds; None: nothing, or it is not reached."""
        if self.flow is None or not self.endpoint.can_reach(self.flow):
            return None
        asked_at = time.monotonic()
        response, _ = await self._ask(self._request("OPTIONS", self.flow), self.flow, self._patience.answer)
        return (response.status_code, time.monotonic() - asked_at) if response is not None else None

    def next_cseq(self) -> int:
        self._cseq += 1
        return self._cseq

    def trusts(self, request: SipRequest, flow: Flow) -> bool:
        """Whether this request came to our Contact from where we are registered: then it needs no digest of ours."""
        if self.flow is None or not self.standing.is_registered:
            return False
        if flow.is_reliable and flow == self.flow:
            return True
        try:
            line = parse_uri(request.uri).params.get("line") or ""
        except ValueError:
            return False
        if flow.host in self._hosts and hmac.compare_digest(line.encode(), self._line.encode()):
            return True
        if flow.host in self._hosts:
            log.warning("sip_registrar_drops_line", registrar=self.login.registrar, address=flow.host)
        return False

    def flow_to(self, hop: SipUri) -> Flow:
        """The way to this next hop of a dialog: straight to it where UDP reaches it, else through the registrar."""
        assert self.flow is not None
        transport = (hop.params.get("transport") or "udp").upper()
        port = hop.port or 5060
        try:
            ip_address(hop.host)
        except ValueError:
            return self.flow
        if transport != "UDP" or self.flow.transport != "UDP":
            return self.flow
        return Flow("UDP", hop.host, port)

    # The task.

    async def _stay_registered(self) -> None:
        failures = 0
        while True:
            self._wake.clear()
            try:
                granted = await self._sign_in()
            except _Failed as failed:
                failures += 1
                wait = max(self._patience.wait(failed.standing.state, failures), failed.retry_after)
                self._stand(failed.standing, time.time() + wait)
                self._lose_way()
                await self._woken(wait)
                continue
            failures = 0
            self._stand(Standing(RegistrationState.REGISTERED, time.time()))
            await self._while_granted(granted * REFRESH_AT)

    async def _sign_in(self) -> float:
        """One REGISTER to its end; the seconds granted. Raises _Failed."""
        flow = self.flow if self.flow is not None and self.endpoint.can_reach(self.flow) else await self._find_way()
        self.flow = flow
        for _ in range(2):
            response, asked = await self._ask(self._register(flow, self._expires), flow, self._patience.answer)
            if response is None:
                raise _Failed(RegistrationState.UNREACHABLE, Cause.NO_ANSWER)
            status = response.status_code
            if status == 423:
                # Too short for this registrar: it says what it takes (RFC 3261 §10.2.8).
                shortest = number_of(response.headers.get_first("min-expires"), 0)
                if shortest > self._expires:
                    self._expires = shortest
                    continue
            if 200 <= status < 300:
                self._contact = self._own_contact(flow)
                self.service_route = response.headers.get("service-route")
                return self._granted(response)
            state, cause = refusal(status, asked.challenges_answered)
            if cause is Cause.NO_ANSWER and not self.endpoint.can_reach(flow):
                cause = Cause.CONNECTION
            after = float(number_of(response.headers.get_first("retry-after"), 0))
            raise _Failed(state, cause, status, response.reason_phrase, after)
        raise _Failed(RegistrationState.REFUSED, Cause.FORBIDDEN, 423, "Interval Too Brief")

    async def _find_way(self) -> Flow:
        """Raises _Failed."""
        login = self.login
        kind = socket.SOCK_DGRAM if login.transport == "UDP" else socket.SOCK_STREAM
        family = socket.AF_INET6 if ":" in self.endpoint.settings.host else socket.AF_INET
        try:
            async with asyncio.timeout(RESOLVE_SECONDS):
                found = await asyncio.get_running_loop().getaddrinfo(
                    login.registrar, login.port, family=family, type=kind
                )
        except (OSError, TimeoutError, UnicodeError) as error:
            raise _Failed(RegistrationState.UNREACHABLE, Cause.NAME) from error
        hosts = [str(one[4][0]) for one in found]
        self._hosts = set(hosts)
        self.answers.forget()
        self._options_ignored = 0
        if login.transport == "UDP":
            return Flow("UDP", hosts[0], login.port)
        try:
            tls = login.tls if login.transport == "TLS" else None
            return await self.endpoint.connect(hosts[0], login.port, self._wake.set, tls, login.registrar)
        except ssl.SSLCertVerificationError as error:
            raise _Failed(RegistrationState.UNREACHABLE, Cause.CERTIFICATE) from error
        except (OSError, TimeoutError) as error:
            raise _Failed(RegistrationState.UNREACHABLE, Cause.CONNECTION) from error

    def _lose_way(self) -> None:
        """The next attempt looks the name up again, and connects anew."""
        if self.flow is not None and self.flow.is_reliable:
            self.endpoint.disconnect(self.flow)
        self.flow = None

    async def _while_granted(self, seconds: float) -> None:
        """Returns when it is time to register again: it runs out, or the registrar is no longer there."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        assert self.flow is not None
        while (left := ends - loop.time()) > 0:
            if await self._woken(min(left, self._patience.keep_alive)):
                return
            if ends - loop.time() <= 0:
                return
            if not await self._is_alive(self.flow):
                return

    async def _is_alive(self, flow: Flow) -> bool:
        """Any answer to OPTIONS is a sign of life. A registrar that leaves them unanswered but registers us each time
        is asked no more: line ends keep the way open instead."""
        if self._options_ignored >= OPTIONS_IGNORED_MOST:
            self.endpoint.keep_alive(flow)
            return True
        response, _ = await self._ask(self._request("OPTIONS", flow), flow, self._patience.answer)
        if response is not None and response.status_code != 408:
            self._options_ignored = 0
            return True
        self._options_ignored += 1
        return False

    async def _woken(self, seconds: float) -> bool:
        """Whether something happened before that time: a connection closed, or somebody wants a new attempt."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        return True

    # Messages.

    async def _ask(self, request: SipRequest, flow: Flow, seconds: float) -> tuple[SipResponse | None, ClientRequest]:
        """The final answer, None when there is none in that time."""
        answered: asyncio.Future[SipResponse] = asyncio.get_running_loop().create_future()

        def heard(response: SipResponse) -> None:
            if response.status_code >= 200 and not answered.done():
                answered.set_result(response)

        # A sign of life needs no proof: a challenge is one, too.
        proof = self if request.method == "REGISTER" else None
        asked = self.endpoint.request(request, flow, heard, proof)
        try:
            async with asyncio.timeout(seconds):
                return await answered, asked
        except TimeoutError:
            return None, asked
        finally:
            asked.abandon()

    def _request(self, method: str, flow: Flow) -> SipRequest:
        request = SipRequest(method=method, uri=f"sip:{self.login.host}")
        request.headers.set_single("From", f"{name_addr(self.login.name, self.address)};tag={self._tag}")
        request.headers.set_single("To", f"<{self.address if method == 'REGISTER' else request.uri}>")
        request.headers.set_single("Call-ID", self._call_id if method == "REGISTER" else secrets.token_hex(16))
        request.headers.set_single("CSeq", f"{self.next_cseq()} {method}")
        request.headers.set_single("User-Agent", USER_AGENT)
        return request

    def _register(self, flow: Flow, expires: int) -> SipRequest:
        request = self._request("REGISTER", flow)
        contact = self._own_contact(flow)
        itself = f';reg-id=1;+sip.instance="<{self.login.instance}>"' if self.login.instance else ""
        request.headers.append("Contact", f"{contact}{itself};expires={expires}")
        if self._contact and self._contact != contact:
            # Our address has changed: the old one must not ring any more.
            request.headers.append("Contact", f"{self._contact};expires=0")
        request.headers.set_single("Expires", str(expires))
        request.headers.set_single("Allow", ", ".join(METHODS))
        return request

    def _own_contact(self, flow: Flow) -> str:
        suffix = f";transport={flow.transport.lower()}" if flow.is_reliable else ""
        host = self.endpoint.authority(flow)
        return f"<sip:{self.login.account}@{host}{suffix};line={self._line}>"

    def _granted(self, response: SipResponse) -> float:
        """Seconds: of our own Contact among those that the registrar knows (RFC 3261 §10.2.4)."""
        default = number_of(response.headers.get_first("expires"), self._expires)
        for value in response.headers.get("contact"):
            if self._line in value:
                return float(max(1, number_of(read_address(value).params.get("expires"), default)))
        return float(max(1, default))

    def _stand(self, standing: Standing, retry_at: float | None = None) -> None:
        before = self.standing
        self.standing = before.then(
            Standing(standing.state, standing.since, standing.cause, standing.status, standing.reason, retry_at)
        )
        if self.standing != before:
            log.info(
                "sip_registration",
                registrar=self.login.registrar,
                account=self.login.account,
                state=str(standing.state),
                cause=str(standing.cause),
                status=standing.status,
                retry_in=round(retry_at - time.time(), 1) if retry_at is not None else None,
            )
            self._on_change(self.standing)
        for told in self._told_next:
            if not told.done():
                told.set_result(self.standing)
        self._told_next.clear()


class _Failed(Exception):
    """An attempt that did not register us."""

    def __init__(
        self, state: RegistrationState, cause: Cause, status: int = 0, reason: str = "", retry_after: float = 0
    ) -> None:
        super().__init__(f"{state} {cause} {status}")
        self.standing = Standing(state, time.time(), cause, status, reason)
        self.retry_after = retry_after
