"""What a desk is given for STUN and TURN."""

import base64
import hashlib
import hmac

import pytest

from telephony import IceServer, IceServers
from telephony.carrying.ice_servers import is_stun_url, is_turn_url

NOW = 1_800_000_000.5


def test_nothing_is_given_where_nothing_is_configured():
    assert IceServers(secret="s", user="u", password="p").of_desk("seat-1", NOW) == ()


def test_each_desk_gets_its_own_credentials_that_run_out():
    servers = IceServers(turn_urls=("turn:relais:3478",), secret="partage", user="ignored", lifetime_seconds=3600)
    (one,) = servers.of_desk("seat-1", NOW)
    (other,) = servers.of_desk("seat-2", NOW)
    assert one.username == "1800003600:seat-1"
    # As the TURN server computes it: base64(HMAC-SHA1(secret, username)).
    signed = hmac.new(b"partage", one.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(one.credential) == signed
    assert other.credential != one.credential


def test_without_a_shared_secret_all_desks_use_one_account_and_stun_needs_none():
    servers = IceServers(("stun:relais",), ("turn:relais",), user="desks", password="pass")
    assert servers.of_desk("seat-1", NOW) == (
        IceServer(("stun:relais",)),
        IceServer(("turn:relais",), "desks", "pass"),
    )


@pytest.mark.parametrize("url", ["stun:relais", "stun:10.0.0.2:3478", "stun:[2001:db8::1]:3478", "stuns:relais:5349"])
def test_stun_urls(url: str):
    assert is_stun_url(url)


@pytest.mark.parametrize(
    "url", ["turn:relais", "turn:relais:3478?transport=udp", "turn:[::1]:3478?transport=tcp", "turns:relais:5349"]
)
def test_turn_urls(url: str):
    assert is_turn_url(url)


@pytest.mark.parametrize(
    "url", ["", "relais", "http://relais", "turn:", "turn:relais:0", "turn:relais:70000", "turn:relais?transport=ip"]
)
def test_what_is_no_url_of_a_server(url: str):
    assert not is_stun_url(url)
    assert not is_turn_url(url)
