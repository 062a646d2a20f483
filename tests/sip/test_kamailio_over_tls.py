"""The trunk at a PBX that nobody here wrote, over TLS: Kamailio registers it, calls it and is called by it."""

import ssl
from pathlib import Path

import pytest

from simulator.certificate import Certificate, certificate_for
from telephony.sip import Cause, RegistrationState, SipLogin
from tests.sip.kamailio import Kamailio
from tests.sip.test_registration import a_phone, login_at, until


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate_for(tmp_path_factory.mktemp("pbx"), "127.0.0.1")


def login_over_tls(pbx: Kamailio, authority: Path | None) -> SipLogin:
    assert pbx.tls_port is not None
    judging = ssl.create_default_context(cafile=authority)
    return SipLogin("combine", pbx.password, pbx.host, pbx.tls_port, transport="TLS", tls=judging, name="Combiné")


async def test_the_trunk_is_registered_called_and_calls_over_tls_while_others_speak_udp(
    tmp_path: Path, certificate: Certificate
) -> None:
    async with (
        Kamailio(tmp_path, certificate=certificate) as pbx,
        a_phone(login_over_tls(pbx, certificate.authority)) as ours,
        a_phone(login_at(pbx, "204", name="Poste 204")) as other,
    ):
        await ours.until(RegistrationState.REGISTERED)
        await other.until(RegistrationState.REGISTERED)
        assert ours.client.registration.flow is not None
        assert ours.client.registration.flow.transport == "TLS"

        other.client.dial("0612345678")
        await until(lambda: other.ear.heard("answered"), f"answered: {other.ear.told} {pbx.log()[-2000:]}")
        (call,) = ours.ear.dialled
        assert call.through is ours.client.registration, "it came over our own connection"
        (leg,) = other.ear.heard("answered")
        leg.hang_up()
        await until(lambda: ours.ear.heard("ended"), "hung up over there")

        ours.client.dial("204")
        await until(lambda: ours.ear.heard("answered"), f"answered: {ours.ear.told} {pbx.log()[-2000:]}")
        assert other.ear.dialled[0].caller.number == "combine"
        (leg,) = ours.ear.heard("answered")
        assert leg.flow == ours.client.registration.flow
        other.ear.dialled[0].leg.hang_up()
        await until(lambda: leg in ours.ear.heard("ended"), "hung up by the other")


async def test_a_pbx_that_comes_back_is_found_again_over_tls(tmp_path: Path, certificate: Certificate) -> None:
    async with (
        Kamailio(tmp_path, certificate=certificate) as pbx,
        a_phone(login_over_tls(pbx, certificate.authority)) as ours,
    ):
        await ours.until(RegistrationState.REGISTERED)
        pbx.kill()
        await ours.until(RegistrationState.UNREACHABLE)
        await pbx.start()
        await ours.until(RegistrationState.REGISTERED)


async def test_a_pbx_whose_certificate_nobody_vouches_for_is_not_told_the_password(
    tmp_path: Path, certificate: Certificate
) -> None:
    async with Kamailio(tmp_path, certificate=certificate) as pbx, a_phone(login_over_tls(pbx, None)) as ours:
        told = await ours.until(RegistrationState.UNREACHABLE)
        assert told.cause is Cause.CERTIFICATE
        assert not ours.sent("REGISTER")
