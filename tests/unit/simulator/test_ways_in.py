"""What telephones are told: addresses, ports, transports, with and without TLS."""

import ssl
from pathlib import Path

import pytest

from simulator.certificate import certificate_for
from simulator.phones.accounts import Telephone
from simulator.phones.cli import described
from simulator.phones.provisioning import linphone_xml
from simulator.phones.ways_in import tls_context, way_in
from simulator.settings import Settings
from telephony.sip import SipAccount

PHONE = Telephone(SipAccount("roy", "secret", "person:1", "Nadia Roy"), "person:1", "both")


def test_without_tls_a_telephone_is_told_udp_and_tcp() -> None:
    settings = Settings(sip_port=5060)
    one = described(settings, PHONE)
    assert (one["uri"], one["port"], one["transport"]) == ("sip:roy@127.0.0.1", 5060, "udp")
    assert way_in(settings).transports == ("UDP", "TCP")
    assert ";transport=tcp" in linphone_xml(PHONE, way_in(settings))


def test_with_tls_beside_a_telephone_may_choose_it() -> None:
    settings = Settings(sip_port=5070, sip_tls_port=5061)
    assert described(settings, PHONE)["uri"] == "sip:roy@127.0.0.1:5070"
    assert way_in(settings).transports == ("UDP", "TCP", "TLS (port 5061)")
    assert ">none<" in linphone_xml(PHONE, way_in(settings)), "the authority is not trusted there yet"


def test_with_encryption_only_every_telephone_is_told_tls_and_srtp() -> None:
    settings = Settings(sip_tls_port=5061, sip_only_encrypted=True)
    one = described(settings, PHONE)
    assert (one["uri"], one["port"], one["transport"]) == ("sip:roy@127.0.0.1", 5061, "tls")
    file = linphone_xml(PHONE, way_in(settings, port=40000, tls_port=40001))
    assert "&lt;sip:127.0.0.1:40001;transport=tls&gt;" in file
    assert '"media_encryption" overwrite="true">srtp<' in file


def test_an_ipv6_address_stands_in_brackets() -> None:
    settings = Settings(sip_host="::1", sip_port=5070)
    assert described(settings, PHONE)["uri"] == "sip:roy@[::1]:5070"
    assert "sip:[::1]:5070;transport=tcp" in linphone_xml(PHONE, way_in(settings))


def test_the_certificate_is_the_installations_own_or_the_one_that_is_named(tmp_path: Path) -> None:
    assert tls_context(Settings(data=tmp_path)) is None
    assert tls_context(Settings(data=tmp_path, sip_tls_port=5061)) is not None
    bought = certificate_for(tmp_path / "bought", "127.0.0.1")
    named = {"sip_tls_port": 5061, "sip_tls_certificate": bought.chain, "sip_tls_key": bought.key}
    assert tls_context(Settings(data=tmp_path, **named)) is not None
    with pytest.raises(ssl.SSLError):
        tls_context(Settings(data=tmp_path, **(named | {"sip_tls_key": bought.chain})))
    with pytest.raises(FileNotFoundError):
        tls_context(Settings(data=tmp_path, **(named | {"sip_tls_key": tmp_path / "none"})))
