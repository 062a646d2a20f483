"""The centre's PBX spoken to over TLS: a real handshake on loopback, both directions, and certificates that are not
to be believed."""

import ssl
from pathlib import Path

import pytest

from simulator.certificate import Certificate, certificate_for
from simulator.phones.trunk import detail_of
from telephony import CallConnected, CallEnded
from telephony.sip import Cause, IncomingCall, RegistrationState, SipLogin
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import ACCOUNTS
from tests.sip.test_registration import a_phone, until


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate_for(tmp_path_factory.mktemp("pbx"), "127.0.0.1")


def accepted(_: Exchange, call: IncomingCall) -> None:
    assert call.accept([])


def login(port: int, authority: Path | None, registrar: str = "127.0.0.1") -> SipLogin:
    judging = ssl.create_default_context(cafile=authority)
    return SipLogin("lea", ACCOUNTS["lea"].password, registrar, port, transport="TLS", tls=judging)


async def test_the_trunk_registers_is_called_and_calls_over_tls_with_encrypted_sound(
    tmp_path: Path, certificate: Certificate
) -> None:
    async with an_exchange(tmp_path, certificate=certificate, on_dial=accepted) as pbx:
        port = pbx.board.calls.endpoint.tls_port
        assert port is not None
        async with a_phone(login(port, certificate.authority)) as ours:
            await ours.until(RegistrationState.REGISTERED)
            (binding,) = pbx.board.phones("lea")
            assert binding.flow.transport == "TLS"
            assert "transport=tls" in ours.sent("REGISTER")[0]

            pbx.ring_adviser()
            await pbx.told(CallConnected)
            (call,) = ours.ear.dialled
            assert call.through is ours.client.registration, "over our own connection it needs no proof"
            assert call.leg.rtp is not None
            assert call.leg.rtp.srtp is not None, "keys that travelled over TLS are used"
            call.leg.hang_up()
            await pbx.told(CallEnded)

            ours.client.dial("0612345678")
            await until(lambda: ours.ear.heard("answered"), f"answered: {ours.ear.told}")
            assert pbx.dialled[0].dialled == "0612345678"
            (leg,) = ours.ear.heard("answered")
            assert leg.flow == ours.client.registration.flow
            pbx.dialled[0].leg.hang_up()
            await until(lambda: leg in ours.ear.heard("ended"), "hung up over there")


async def test_a_certificate_that_nobody_vouches_for_or_of_another_name_is_refused_and_said(
    tmp_path: Path, certificate: Certificate
) -> None:
    of_another = certificate_for(tmp_path / "other", "192.0.2.7")
    for shown, authority in ((certificate, None), (of_another, of_another.authority)):
        async with an_exchange(tmp_path, certificate=shown) as pbx:
            port = pbx.board.calls.endpoint.tls_port
            assert port is not None
            async with a_phone(login(port, authority)) as ours:
                told = await ours.until(RegistrationState.UNREACHABLE)
                assert told.cause is Cause.CERTIFICATE
                assert "COMBINE_TRUNK_AUTHORITY" in detail_of(told)
                assert not pbx.board.phones("lea")
