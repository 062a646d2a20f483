"""Where settings come from, what is refused before anything starts, and what is kept secret."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.cli import app
from simulator.settings import (
    BadSettings,
    Settings,
    configuration_page,
    is_loopback,
    load_secret,
    load_settings,
)
from simulator.settings_words import IN_FRENCH

ROOT = Path(__file__).parents[3]
Configure = Callable[[str], None]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file and no environment of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in ["config", *Settings.model_fields]:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Writes the file that COMBINE_CONFIG names."""

    def write(text: str) -> None:
        (tmp_path / "centre.toml").write_text(text)
        monkeypatch.setenv("COMBINE_CONFIG", str(tmp_path / "centre.toml"))

    return write


def test_the_documented_table_is_the_one_that_the_code_makes() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text()
    assert page == configuration_page(), "python -m simulator.settings > docs/configuration.md"
    assert set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == set(Settings.model_fields)


def test_every_setting_is_said_in_french_on_a_server_without_documentation() -> None:
    assert set(IN_FRENCH) == set(Settings.model_fields)
    told = CliRunner().invoke(app, ["settings"])
    assert told.exit_code == 0
    for name in Settings.model_fields:
        assert f"\n{name}  (COMBINE_{name.upper()}, d’usine\u00a0: " in told.output
    one = CliRunner().invoke(app, ["settings", "tls_key"]).output
    assert "sans mot de passe" in one
    assert "metrics_token" not in one
    assert CliRunner().invoke(app, ["settings", "cafetière"]).exit_code == 2


def test_what_an_error_names_is_there(configure: Configure) -> None:
    configure('trunk_for = "voisins"')
    with pytest.raises(BadSettings, match="simulator settings"):
        load_settings()
    assert "everybody" in CliRunner().invoke(app, ["settings", "trunk_for"]).output


def test_without_a_word_it_serves_this_machine_only_and_without_demo_accounts() -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.demo, settings.data) == ("127.0.0.1", 8080, False, Path("var"))
    assert settings.url.startswith("sqlite+aiosqlite:///")
    assert settings.retention_days <= 183, "CNIL: six months at most"


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(
    configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure('port = 9000\nring_seconds = 12\nice_addresses = ["192.0.2.4"]')
    monkeypatch.setenv("COMBINE_PORT", "9001")
    settings = load_settings()
    assert (settings.port, settings.ring_seconds, settings.grace_seconds) == (9001, 12, 30)
    assert settings.ice_addresses == ["192.0.2.4"]


def test_a_file_named_combine_toml_is_found_where_the_server_starts(tmp_path: Path) -> None:
    (tmp_path / "combine.toml").write_text("port = 9002")
    assert load_settings().port == 9002


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("portt = 9000", "«\u00a0portt\u00a0» n’est pas un réglage"),
        ("port = 70000", "COMBINE_PORT)\u00a0: il faut 65535 au plus"),
        ('port = "huit"', "il faut un nombre"),
        ('demo = "peut-être"', "il faut true ou false"),
        ("retention_days = 400", "il faut 180 au plus"),
        ("ring_seconds = 0", "il faut plus de 0"),
        ("port = = 1", "n’est pas du TOML valide"),
        ("webrtc_ports = [50100, 50000]", "il faut un premier et un dernier port"),
        ('stun_urls = ["relais.centre.fr"]', "n’est pas de la forme stun:serveur:port"),
        ('turn_urls = ["turn:relais?transport=sctp"]', "n’est pas de la forme turn:serveur"),
        ('turn_urls = ["turns:relais:5349"]', "il manque «\u00a0turn_secret\u00a0»"),
        ("sip_only_encrypted = true", "il faut un port TLS pour les téléphones"),
        ('sip_tls_key = "cle.pem"', "vont ensemble"),
        ("server_uses_turn = true", "aucun serveur n’est donné"),
    ],
)
def test_what_is_wrong_is_said_in_french_before_anything_starts(configure: Configure, text: str, said: str) -> None:
    configure(text)
    with pytest.raises(BadSettings, match=re.escape(said)):
        load_settings()


def test_every_wrong_setting_is_told_at_once(configure: Configure) -> None:
    configure("port = -1\nlockout_attempts = 0\nnope = 1")
    with pytest.raises(BadSettings) as told:
        load_settings()
    assert len(str(told.value).splitlines()) == 3


def test_a_file_that_is_not_there_is_no_silent_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMBINE_CONFIG", "absent.toml")
    with pytest.raises(BadSettings, match=r"absent\.toml"):
        load_settings()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "::", "classe.example"])
def test_the_demo_refuses_any_address_but_this_machine(host: str) -> None:
    with pytest.raises(BadSettings, match="La démonstration ne démarre que sur cette machine"):
        load_settings(host=host, demo=True)
    assert load_settings(host=host).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_the_demo_starts_on_every_name_of_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert load_settings(host=host, demo=True).demo


def test_cookies_travel_over_tls_only_unless_it_is_this_machine_or_said_otherwise() -> None:
    assert not load_settings().are_cookies_secure
    assert load_settings(host="192.168.1.20").are_cookies_secure
    assert load_settings(secure_cookies=True).are_cookies_secure, "behind a TLS proxy on this machine"


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    secret = load_secret(tmp_path / "var")
    assert len(secret) >= 48
    assert load_secret(tmp_path / "var") == secret
    assert stat.S_IMODE((tmp_path / "var" / "secrets.json").stat().st_mode) == 0o600
    assert load_secret(tmp_path / "elsewhere") != secret


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('port = 8080\nlegal_basis = "Décret"\n'.encode("cp1252"), "ligne 2, n’est pas en UTF-8"),
        (b"port = 8080\nhost = 127.0.0.1\n", "ligne 2, n’est pas du TOML valide"),
        (b'host = "127.0.0.1"\nport = "beaucoup"\n', "ligne 2."),
        (b"port = 8080\nport = 8081\n", "n’est pas du TOML valide"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_line_and_remedy_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str
) -> None:
    file = tmp_path / "combine.toml"
    file.write_bytes(content)
    monkeypatch.setenv("COMBINE_CONFIG", str(file))
    with pytest.raises(BadSettings) as told:
        load_settings()
    assert said in str(told.value)
    assert (
        "enregistrez-le de nouveau" in str(told.value)
        or "guillemets droits" in str(told.value)
        or "il faut" in str(told.value)
    )
    assert "Expected" not in str(told.value)
