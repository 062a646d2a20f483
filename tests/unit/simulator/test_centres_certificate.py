"""A certificate that browsers or TLS would refuse is refused before anything is served, each with its way out."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from simulator.centres_certificate import BadCertificate, read_certificate
from simulator.doctor.certificates import certificate
from simulator.settings import BadSettings, Settings, load_settings

AUTHORITY = trustme.CA()
LATER = datetime.now(UTC) + timedelta(days=400)


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    return tmp_path / "chaine.pem"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "cle.pem"


@pytest.fixture
def issued(chain: Path, key: Path) -> trustme.LeafCert:
    """Of two files that fit."""
    leaf = AUTHORITY.issue_cert("combine.centre.example", "*.centre.example", "192.0.2.4", not_after=LATER)
    chain.write_bytes(leaf.cert_chain_pems[0].bytes() + AUTHORITY.cert_pem.bytes())
    key.write_bytes(leaf.private_key_pem.bytes())
    return leaf


def test_files_that_fit_are_taken_with_the_names_that_are_one_server_s(
    issued: trustme.LeafCert, chain: Path, key: Path
) -> None:
    found = read_certificate(chain, key)
    assert found.names == ("combine.centre.example", "192.0.2.4")
    assert abs(found.end - LATER) < timedelta(seconds=2)


def _encrypted(key: Path) -> None:
    private = load_pem_private_key(key.read_bytes(), None)
    key.write_bytes(
        private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"mot-de-passe"))
    )


def _turned_round(chain: Path) -> None:
    leaf, end, authority = chain.read_bytes().partition(b"-----END CERTIFICATE-----\n")
    chain.write_bytes(authority + leaf + end)


Breaks = Callable[[Path, Path], object]


@pytest.mark.parametrize(
    ("breaks", "said", "remedy"),
    [
        (lambda chain, _: chain.unlink(), "ne se lit pas", "/etc/combine"),
        (lambda _, key: key.unlink(), "ne se lit pas", "/etc/combine"),
        (lambda chain, _: chain.write_bytes(b"\x30\x82"), "ne contient pas de certificat PEM", "-nokeys"),
        (lambda _, key: key.write_bytes(b"\x30\x82"), "ne contient pas de clé PEM", "-nocerts"),
        (lambda _, key: _encrypted(key), "protégée par un mot de passe", "openssl pkey"),
        (
            lambda _, key: key.write_bytes(AUTHORITY.issue_cert("x").private_key_pem.bytes()),
            "n’est pas celle du certificat",
            "refaites la demande",
        ),
        (lambda chain, _: _turned_round(chain), "n’est pas le premier", "en tête"),
    ],
    ids=["no chain", "no key", "chain in DER", "key in DER", "a password", "another key", "turned round"],
)
def test_what_does_not_fit_is_told_with_its_way_out(
    issued: trustme.LeafCert, chain: Path, key: Path, breaks: Breaks, said: str, remedy: str
) -> None:
    breaks(chain, key)
    with pytest.raises(BadCertificate, match=re.escape(said)) as told:
        read_certificate(chain, key)
    assert remedy in told.value.remedy


def test_a_file_that_the_account_may_not_read_is_told_with_the_commands(
    issued: trustme.LeafCert, chain: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuses)  # root may read anything
    with pytest.raises(BadCertificate, match="ne peut pas lire") as told:
        read_certificate(chain, key)
    assert f"chgrp combine {chain}" in told.value.remedy


def test_before_and_after_its_time_it_is_refused(issued: trustme.LeafCert, chain: Path, key: Path) -> None:
    with pytest.raises(BadCertificate, match="échu depuis le"):
        read_certificate(chain, key, LATER + timedelta(days=1))
    with pytest.raises(BadCertificate, match="ne vaut qu’à partir du") as told:
        read_certificate(chain, key, datetime(1999, 1, 1, tzinfo=UTC))
    assert "timedatectl" in told.value.remedy


def test_the_doctor_tells_its_end_and_how_it_is_renewed(
    issued: trustme.LeafCert, chain: Path, key: Path, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path / "var", tls_certificate=chain, tls_key=key)
    well = certificate(settings)
    assert (well.level, well.said) == ("ok", f"Certificat : valable jusqu’au {LATER:%d/%m/%Y}.")
    soon = certificate(settings, LATER - timedelta(days=10, hours=1))
    assert (soon.level, "dans 10 jours" in soon.said) == ("warning", True)
    assert "sans redémarrer" in soon.remedy
    over = certificate(settings, LATER + timedelta(days=1))
    assert (over.level, "échu" in over.said) == ("fault", True)
    assert "autorité du centre" in over.remedy
    key.unlink()
    assert certificate(settings).level == "fault"


def test_one_file_without_the_other_is_no_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadSettings, match="vont ensemble"):
        load_settings(tls_certificate="chaine.pem")


def test_with_it_this_machine_is_served_over_tls_too_and_cookies_follow(chain: Path, key: Path) -> None:
    settings = Settings(tls_certificate=chain, tls_key=key)
    assert (settings.scheme, settings.are_cookies_secure) == ("https", True)
    assert (Settings().scheme, Settings(host="192.0.2.4").scheme) == ("http", "https")
