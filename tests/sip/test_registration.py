"""We register somewhere else: at Kamailio, at our own registrar, and where nobody answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosipua import SipRequest, SipResponse

from telephony.sip import (
    Cause,
    IncomingCall,
    Patience,
    RegistrationState,
    Ringing,
    SipCalls,
    SipClient,
    SipLeg,
    SipLogin,
    SipSettings,
    Standing,
)
from telephony.sip.digest_answers import DigestAnswers
from tests.free_ports import free_port
from tests.sip.kamailio import Kamailio
from tests.sip.ports import KnownAccounts, a_port

QUICK = Patience(answer=1.0, keep_alive=0.3, unreachable_first=0.2, unreachable_most=0.4, refused_first=30)


@dataclass
class Ear:
    """A CallListener that keeps what it hears, and answers every call."""

    dialled: list[IncomingCall] = field(default_factory=list[IncomingCall])
    told: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])
    accepts: bool = True

    def phone_dials(self, call: IncomingCall) -> None:
        self.dialled.append(call)
        call.ring()
        if self.accepts:
            call.accept([])

    def phone_gave_up(self, call: IncomingCall) -> None:
        self.told.append(("gave_up", call))

    def phone_rings(self, ringing: Ringing) -> None:
        self.told.append(("rings", ringing))

    def phone_answered(self, ringing: Ringing, leg: SipLeg) -> None:
        self.told.append(("answered", leg))

    def nobody_answers(self, ringing: Ringing, status: int) -> None:
        self.told.append(("nobody", status))

    def leg_packet(self, leg: SipLeg, packet: object) -> None: ...

    def leg_held(self, leg: SipLeg, held: bool) -> None: ...

    def leg_digit(self, leg: SipLeg, digit: str) -> None: ...
    def leg_muted(self, leg: SipLeg, muted: bool) -> None: ...
    def leg_refers(self, leg: SipLeg, target: str) -> bool:
        return False

    def leg_ended(self, leg: SipLeg, lost: bool) -> None:
        self.told.append(("ended", leg))

    def heard(self, kind: str) -> list[Any]:
        return [what for said, what in self.told if said == kind]


@dataclass
class Phone:
    calls: SipCalls
    client: SipClient
    ear: Ear
    standings: list[Standing]

    async def until(self, state: RegistrationState, seconds: float = 8) -> Standing:
        await until(lambda: self.client.standing.state is state, f"{state}: {self.standings}", seconds)
        return self.client.standing

    def sent(self, method: str) -> list[str]:
        texts = [data.decode() for _, way, _, data in self.calls.endpoint.trace if way == "out"]
        return [text for text in texts if text.startswith(method)]


async def until(holds: Any, what: str = "", seconds: float = 8) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(what) from None


@asynccontextmanager
async def a_phone(login: SipLogin, *, accepts: bool = True, patience: Patience = QUICK) -> AsyncIterator[Phone]:
    ear, standings = Ear(accepts=accepts), list[Standing]()
    async with (
        SipCalls(SipSettings(port=0, trace=True), KnownAccounts(), lambda _: None, ear) as calls,
        SipClient(calls, login, standings.append, patience) as client,
    ):
        yield Phone(calls, client, ear, standings)


def login_at(pbx: Kamailio, account: str, **how: Any) -> SipLogin:
    return SipLogin(account, how.pop("password", pbx.password), pbx.host, pbx.port, **how)


@pytest.mark.parametrize(("transport", "algorithm"), [("UDP", "MD5"), ("TCP", "SHA-256")])
async def test_two_clients_of_kamailio_register_call_each_other_and_leave(
    tmp_path: Path, transport: Any, algorithm: str
) -> None:
    async with (
        Kamailio(tmp_path, algorithm=algorithm) as pbx,
        a_phone(login_at(pbx, "combine", transport=transport, name="Combiné")) as ours,
        a_phone(login_at(pbx, "204", transport=transport, name="Poste 204")) as other,
    ):
        await ours.until(RegistrationState.REGISTERED)
        await other.until(RegistrationState.REGISTERED)
        other.client.dial("0612345678")
        await until(lambda: other.ear.heard("answered"), f"answered: {other.ear.told} {pbx.log()[-2000:]}")
        (call,) = ours.ear.dialled
        assert call.through is ours.client.registration
        assert (call.dialled, call.caller.number, call.caller.name) == ("0612345678", "204", "Poste 204")
        proved = [text for text in other.sent("INVITE") if "Proxy-Authorization: Digest" in text]
        assert proved
        assert f"algorithm={algorithm}" in proved[0]
        assert any("Proxy-Authorization" in text for text in other.sent("ACK"))
        (leg,) = other.ear.heard("answered")
        leg.hang_up()
        await until(lambda: ours.ear.heard("ended"), "hung up over there")
        ours.client.dial("204")
        await until(lambda: ours.ear.heard("answered"), "answered the other way")
        assert other.ear.dialled[0].caller.number == "combine"
        other.ear.dialled[0].leg.hang_up()
        await until(lambda: ours.ear.heard("ended")[1:], "hung up from there")
        await ours.client.__aexit__()
        assert ours.client.standing.state is RegistrationState.CLOSED
        other.client.dial("0612345678")
        await until(lambda: other.ear.heard("nobody") == [404], f"gone from the registrar: {other.ear.told}")


async def test_a_call_that_does_not_come_from_the_registrar_must_prove_itself(tmp_path: Path) -> None:
    async with (
        Kamailio(tmp_path) as pbx,
        a_phone(login_at(pbx, "combine")) as ours,
        a_phone(login_at(pbx, "204")) as stranger,
    ):
        await ours.until(RegistrationState.REGISTERED)
        await stranger.until(RegistrationState.REGISTERED)
        # The same host, and even the registrar's own port without the line that it alone was told.
        registration = ours.client.registration
        assert registration.flow is not None
        contact = ours.sent("REGISTER")[0].partition("Contact: <")[2].partition(">")[0]
        good = SipRequest(method="INVITE", uri=contact)
        assert registration.trusts(good, registration.flow)
        assert not registration.trusts(SipRequest(method="INVITE", uri="sip:combine@127.0.0.1"), registration.flow)
        assert not registration.trusts(SipRequest(method="INVITE", uri=contact[:-1] + "x"), registration.flow)
        elsewhere = type(registration.flow)("UDP", "127.0.0.9", registration.flow.port)
        assert not registration.trusts(good, elsewhere)
        straight = SipLogin("204", "rien", "127.0.0.1", ours.calls.endpoint.port)
        async with a_phone(straight) as intruder:
            await intruder.until(RegistrationState.REFUSED)


async def test_a_short_registration_is_lengthened_refreshed_and_its_nonce_counted(tmp_path: Path) -> None:
    async with (
        Kamailio(tmp_path, shortest=2, longest=2, nonce_seconds=3) as pbx,
        a_phone(login_at(pbx, "combine", expires=1), patience=Patience(answer=1, keep_alive=0.5)) as ours,
    ):
        await ours.until(RegistrationState.REGISTERED)
        await until(lambda: len(ours.sent("REGISTER")) >= 6, "refreshed")
        assert [one.state for one in ours.standings] == [RegistrationState.REGISTERED], ours.standings
        registers = ours.sent("REGISTER")
        assert any("nc=00000002" in text for text in registers), registers
        assert ours.sent("OPTIONS")


async def test_wrong_password_wrong_realm_and_an_unknown_account_are_told_apart(tmp_path: Path) -> None:
    async with Kamailio(tmp_path) as pbx:
        async with a_phone(login_at(pbx, "combine", password="faux")) as ours:
            told = await ours.until(RegistrationState.REFUSED)
            assert (told.cause, told.status) == (Cause.PASSWORD, 403)
            assert told.retry_at is not None
            assert 25 < told.retry_at - told.since < 35
            assert len(ours.sent("REGISTER")) == 2, "nobody insists with a wrong password"
        async with a_phone(login_at(pbx, "combine", realm="ailleurs")) as ours:
            told = await ours.until(RegistrationState.REFUSED)
            assert (told.cause, told.status) == (Cause.REALM, 401)
            assert "Authorization" not in "".join(ours.sent("REGISTER"))


@pytest.mark.parametrize("transport", ["UDP", "TCP"])
async def test_a_registrar_that_dies_is_unreachable_and_found_again(tmp_path: Path, transport: Any) -> None:
    async with Kamailio(tmp_path) as pbx, a_phone(login_at(pbx, "combine", transport=transport)) as ours:
        await ours.until(RegistrationState.REGISTERED)
        pbx.kill()
        told = await ours.until(RegistrationState.UNREACHABLE)
        since = told.since
        await until(lambda: len([one for one in ours.standings if one.state is told.state]) >= 3, "tried again")
        assert ours.client.standing.since >= since
        assert ours.client.extension("204") is None
        await pbx.start()
        await ours.until(RegistrationState.REGISTERED)
        async with a_phone(login_at(pbx, "204", transport=transport)) as other:
            await other.until(RegistrationState.REGISTERED)
            other.client.dial("0612345678")
            await until(lambda: other.ear.heard("answered"), f"reached again: {other.ear.told}")


async def test_our_own_registrar_takes_us_as_it_takes_any_telephone() -> None:
    async with a_port() as port:
        login = SipLogin("roy", "secret-de-roy", "127.0.0.1", port.endpoint.port, transport="TCP")
        async with a_phone(login) as ours:
            await ours.until(RegistrationState.REGISTERED)
            (binding,) = port.endpoint.registrar.phones("roy")
            assert binding.flow.transport == "TCP"
            assert "algorithm=SHA-256" in ours.sent("REGISTER")[1]
        assert not port.endpoint.registrar.phones("roy")
    async with a_phone(SipLogin("roy", "x", "127.0.0.1", free_port(), transport="TCP")) as ours:
        told = await ours.until(RegistrationState.UNREACHABLE)
        assert told.cause is Cause.CONNECTION


def test_a_stale_nonce_is_answered_anew_and_a_proxy_beside_a_server() -> None:
    answers = DigestAnswers("roy", "secret")
    asked = SipResponse(status_code=401)
    asked.headers.append("WWW-Authenticate", 'Digest realm="r", nonce="a", algorithm=MD5, qop="auth,auth-int"')
    asked.headers.append("WWW-Authenticate", 'Digest realm="r", nonce="b", algorithm=SHA-256, qop="auth"')
    assert answers.take(asked)
    proxy = SipResponse(status_code=407)
    proxy.headers.append("Proxy-Authenticate", 'Digest realm="p", nonce="c"')
    assert answers.take(proxy)
    for count in (1, 2):
        request = SipRequest(method="INVITE", uri="sip:204@pbx")
        answers.prepare(request)
        proof = request.headers.get_first("authorization") or ""
        assert 'nonce="b"' in proof
        assert f"nc={count:08x}" in proof
        assert 'realm="p"' in (request.headers.get_first("proxy-authorization") or "")
    only = SipResponse(status_code=401)
    only.headers.append("WWW-Authenticate", 'Digest realm="r", nonce="d", algorithm=SHA-512-256, qop="auth"')
    assert not DigestAnswers("roy", "secret").take(only)
