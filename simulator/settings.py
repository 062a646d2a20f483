"""Every setting of an installation: environment (`COMBINE_…`) first, then one TOML file, then these defaults."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError

from simulator.media_settings import media_faults
from simulator.typography import french_spaces
from telephony.durable import write_once

SHORTEST_SECRET = 32
"""Characters; ours have 64."""

LISTED = "« simulator settings » (paquet Debian : « sudo combine settings »)"
"""The command that says what each setting is for."""

SECRET_REMEDY = (
    "remettez celui d’une sauvegarde. Sans sauvegarde, supprimez-le : Combiné en refait un, chacun se reconnecte, "
    "les codes de poste et les mots de passe des téléphones changent."
)

LEGAL_BASIS = (
    "Exécution de la mission de formation et d’évaluation du centre (RGPD, article 6.1.e ou 6.1.f selon le centre) ; "
    "enregistrement annoncé aux deux interlocuteurs (CNIL, délibération nᵒ 2014-474)."
)


class Settings(BaseSettings):
    """One object, made at start, handed to whoever needs it."""

    model_config = SettingsConfigDict(allow_inf_nan=False, env_prefix="COMBINE_", extra="forbid")

    host: str = Field("127.0.0.1", description="Address to serve on; another than loopback brings a certificate")
    port: int = Field(8080, ge=0, le=65535, description="Port to serve on")
    tls_certificate: Path | None = Field(
        None,
        description="Certificate chain (PEM) of the pages, the server's own first; empty: plain HTTP on loopback, "
        "the installation's own elsewhere. A renewed file is taken up within a minute",
    )
    tls_key: Path | None = Field(None, description="Key (PEM, without a password) of that certificate")
    data: Path = Field(Path("var"), description="Folder of the database, recordings, certificate and secrets")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    packs: Path | None = Field(
        None, description="Folder of further scenario packs; empty: `packs` in the data folder"
    )
    web: Path | None = Field(
        None, description="Folder of the built web application; empty: the one that came with Combiné"
    )
    demo: bool = Field(False, description="Demo accounts and one-click sign-in; refused beyond loopback")
    ice_addresses: list[str] = Field(
        ["auto", "127.0.0.1"], description="Addresses offered to browsers for sound; `auto`: all of this machine"
    )
    webrtc_ports: tuple[int, int] = Field(
        (0, 0), description="Range of UDP ports for browsers' sound; 0: any free one"
    )
    stun_urls: list[str] = Field([], description="STUN servers for the desks: `stun:host:port`")
    turn_urls: list[str] = Field(
        [], description="TURN servers for the desks: `turn:host:port?transport=udp` (or `tcp`), `turns:host:port`"
    )
    turn_secret: str = Field(
        "",
        description="Secret shared with the TURN server (coturn's `static-auth-secret`); better in the environment",
    )
    turn_user: str = Field("", description="User of the TURN server, when it has no shared secret")
    turn_password: str = Field("", description="That user's password; better in the environment")
    turn_hours: float = Field(12, gt=0, le=48, description="How long credentials made from the secret are good")
    server_uses_turn: bool = Field(
        False, description="The server itself asks STUN and TURN for addresses: it stands behind NAT"
    )
    sip: bool | None = Field(None, description="Telephones (SIP); empty: in the demo only")
    sip_host: str = Field("127.0.0.1", description="Address on which telephones register, UDP and TCP")
    sip_port: int = Field(5060, ge=0, le=65535, description="Port on which telephones register")
    sip_tls_port: int | None = Field(
        None, ge=0, le=65535, description="Port on which telephones register over TLS (usually 5061); empty: none"
    )
    sip_tls_certificate: Path | None = Field(
        None, description="Certificate chain (PEM) for TLS; empty: the installation's own"
    )
    sip_tls_key: Path | None = Field(None, description="Key (PEM) of that certificate")
    sip_only_encrypted: bool = Field(
        False, description="Telephones must register over TLS and encrypt their sound (SRTP)"
    )
    rtp_ports: tuple[int, int] = Field(
        (0, 0), description="Range of UDP ports for telephones' sound; 0: any free one"
    )
    trunk_registrar: str = Field(
        "", description="The centre's own PBX, name or address: Combiné registers there as a telephone; empty: none"
    )
    trunk_port: int = Field(5060, ge=1, le=65535, description="Its port")
    trunk_transport: Literal["udp", "tcp", "tls"] = Field(
        "udp", description="How it is spoken to: `udp`, `tcp` or `tls` (mostly port 5061)"
    )
    trunk_authority: Path | None = Field(
        None, description="Over TLS, the authority of its certificate (PEM); empty: those that this machine trusts"
    )
    trunk_account: str = Field("", description="Account of Combiné at the PBX: what stands before the @")
    trunk_auth_user: str = Field("", description="Name to authenticate with; empty: the account")
    trunk_password: str = Field("", description="Its password; better in the environment")
    trunk_realm: str = Field("", description="The only realm whose challenges are answered; empty: any")
    trunk_domain: str = Field("", description="What stands after the @; empty: the registrar")
    trunk_expires: int = Field(300, ge=10, le=86400, description="Seconds of registration asked for")
    trunk_codecs: list[Literal["opus", "G722", "PCMA", "PCMU"]] = Field(
        ["G722", "PCMA", "PCMU"], min_length=1, description="Codecs spoken with the PBX, the preferred first"
    )
    trunk_for: Literal["everybody", "candidates", "staff"] = Field(
        "everybody", description="Whose extensions ring and dial through the PBX"
    )
    trunk_shows_number: bool = Field(
        False,
        description="The customer's number stands in From itself; otherwise the account's, with the name, and the "
        "number in P-Asserted-Identity and Remote-Party-ID",
    )
    ring_seconds: float = Field(30, gt=0, description="How long a call rings before it is missed")
    grace_seconds: float = Field(30, gt=0, description="How long a call waits for a side whose sound was cut")
    phone_silence_seconds: float = Field(
        5,
        ge=1,
        description="A telephone that sends nothing at all for this long is asked whether it is there; without an "
        "answer its sound counts as cut. Silence alone never does",
    )
    sign_in_idle_minutes: int = Field(
        240, ge=5, description="A sign-in unused for this long ends, never in an exchange"
    )
    sign_in_hours: int = Field(14, ge=1, description="A sign-in ends after this long, never in an exchange")
    secure_cookies: bool | None = Field(
        None,
        description="Cookies over TLS only; empty: whenever we serve over TLS. `true` behind a TLS proxy",
    )
    lockout_attempts: int = Field(
        5, ge=1, description="Wrong passwords that cost nothing, for each account from each place; then a wait grows"
    )
    lockout_minutes: int = Field(10, ge=1, description="The longest that a guesser waits between two tries")
    proxies: list[str] = Field(
        [],
        description="Addresses or networks of the proxies whose `X-Forwarded-For` and `-Proto` are believed",
    )
    retention_days: int = Field(
        180, ge=1, le=180, description="Default retention of recordings (CNIL: 6 months at most)"
    )
    backups: Path | None = Field(
        None, description="Folder of the daily backups, better on another disk; empty: none are made"
    )
    backup_hour: int = Field(3, ge=0, le=23, description="Hour of this machine at which the day's backup is due")
    backups_kept: tuple[int, int, int] = Field(
        (7, 4, 3), description="Backups kept: the newest of so many days, weeks and months. They hold voices"
    )
    exam_file_days: int = Field(
        1826, ge=365, le=3653, description="How long an exam file is kept, from its last signature on (5 years)"
    )
    time_stamp_url: str = Field(
        "", description="Address of an RFC 3161 authority that stamps sealed archives; empty: none is asked"
    )
    time_stamp_seconds: float = Field(15, gt=0, le=120, description="How long that authority may take")
    paste_limit: int = Field(
        80, ge=0, le=4000, description="Default of the most characters one paste brings into a chat; 0 forbids it"
    )
    centre_name: str = Field(
        "", description="Name of the centre, on convocations and minutes; empty: as it is written on the page"
    )
    centre_address: str = Field("", description="Its address, as on an envelope; a line each")
    centre_telephone: str = Field("", description="Its telephone")
    legal_basis: str = Field(LEGAL_BASIS, description="Text shown on both desks while calls are recorded")
    transcription: bool = Field(True, description="Transcribe recorded calls, where the engine is installed")
    live_captions: bool = Field(True, description="Transcribe calls while they run, with captions at the desks")
    models: Path | None = Field(
        None, description="Folder of transcription's models; empty: beside the packages, or `models` in the data"
    )
    language_model_url: str = Field(
        "", description="OpenAI-compatible endpoint (`…/v1`) for a second reading on demand; empty: none"
    )
    language_model: str = Field("", description="Name of the model at that endpoint")
    language_model_key: str = Field("", description="Its key, when it needs one; better in the environment")
    language_model_seconds: float = Field(120, gt=0, le=900, description="How long a second reading may take")
    metrics_token: str = Field(
        "",
        description="Token that `/metrics` asks for (`Authorization: Bearer …`), better in the environment; empty: "
        "it answers to this machine alone",
    )
    finishing_processes: int = Field(1, ge=1, le=8, description="Worker processes that make stereo files")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

    @field_validator("backups_kept")
    @classmethod
    def _is_within_retention(cls, kept: tuple[int, int, int]) -> tuple[int, int, int]:
        days, weeks, months = kept
        if not (1 <= days <= 180 and 0 <= weeks <= 26 and 0 <= months <= 6):
            raise ValueError("at least one day; six months at most, as recordings are kept (CNIL)")
        return kept

    @field_validator("proxies")
    @classmethod
    def _are_addresses(cls, proxies: list[str]) -> list[str]:
        for one in proxies:
            ip_network(one, strict=False)
        return proxies

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.data / 'combine.sqlite3').resolve()}"

    @property
    def are_cookies_secure(self) -> bool:
        return self.scheme == "https" if self.secure_cookies is None else self.secure_cookies

    @property
    def has_sip(self) -> bool:
        return self.demo if self.sip is None else self.sip

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host)

    @property
    def scheme(self) -> Literal["http", "https"]:
        """What our own port speaks, whatever a proxy before it does."""
        return "http" if self.is_loopback and self.tls_certificate is None else "https"


def is_loopback(host: str) -> bool:
    """Whether this name or address can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class BadSettings(Exception):
    """What is wrong, in French, one line per setting, for whoever starts the server."""

    def __init__(self, text: str) -> None:
        super().__init__(french_spaces(text))


def config_file() -> Path:
    """The TOML file that is read when it exists: `COMBINE_CONFIG`, else `combine.toml` where the server starts."""
    return Path(os.environ.get("COMBINE_CONFIG") or "combine.toml")


def load_settings(**given: object) -> Settings:
    """The settings of this installation. Raises BadSettings."""
    if os.environ.get("COMBINE_CONFIG") and not config_file().is_file():
        raise BadSettings(f"COMBINE_CONFIG désigne « {config_file()} », qui n’existe pas.")
    try:
        settings = Settings(**given)  # type: ignore[arg-type]  pydantic checks them
    except ValidationError as error:
        lines = [
            _fault(".".join(map(str, one["loc"])), one["type"], one.get("ctx", {}))
            + _line_of(*map(str, one["loc"][:1]))
            for one in error.errors()
        ]
        raise BadSettings("\n".join(lines)) from None
    except SettingsError as error:
        raise BadSettings(f"Une variable COMBINE_… ne se lit pas (liste attendue en JSON) : {error}") from None
    except UnicodeDecodeError as error:
        line = config_file().read_bytes()[: error.start].count(b"\n") + 1
        raise BadSettings(
            f"Le fichier « {config_file()} », ligne {line}, n’est pas en UTF-8 (enregistré en « ANSI » ?) : "
            "enregistrez-le de nouveau en UTF-8."
        ) from None
    except ValueError as error:  # tomllib.TOMLDecodeError is one
        at = re.search(r"line (\d+)", str(error))
        where = f", ligne {at[1]}," if at else ""
        raise BadSettings(
            f"Le fichier « {config_file()} »{where} n’est pas du TOML valide : écrivez « réglage = valeur », les "
            'textes entre guillemets droits ("…"), un réglage par ligne et une seule fois.'
        ) from None
    faults = [*media_faults(settings)]
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        faults.append("« tls_certificate » et « tls_key » vont ensemble : il manque l’un des deux.")
    if faults:
        raise BadSettings("\n".join(faults))
    if settings.demo and not settings.is_loopback:
        raise BadSettings(
            f"La démonstration ne démarre que sur cette machine (127.0.0.1), pas sur « {settings.host} ».\n"
            "Pour une salle, lancez « simulator serve » : les comptes de démonstration y sont fermés."
        )
    if settings.trunk_registrar and not settings.trunk_account:
        raise BadSettings("Le standard (COMBINE_TRUNK_REGISTRAR) demande un compte : COMBINE_TRUNK_ACCOUNT.")
    if settings.trunk_registrar and is_loopback(settings.sip_host) and not is_loopback(settings.trunk_registrar):
        raise BadSettings(
            f"Le standard « {settings.trunk_registrar} » ne peut pas rappeler sur {settings.sip_host} : "
            "donnez à COMBINE_SIP_HOST l’adresse de cette machine sur le réseau, ou 0.0.0.0."
        )
    return settings


def _line_of(name: str = "") -> str:
    """Where the file sets it, unless the environment, which passes before, does."""
    if not name or f"COMBINE_{name.upper()}" in os.environ or not config_file().is_file():
        return ""
    lines = config_file().read_text(encoding="utf-8").splitlines()
    found = next((number for number, one in enumerate(lines, 1) if re.match(rf"\s*{name}\s*=", one)), None)
    return f" Voyez « {config_file()} », ligne {found}." if found is not None else ""


def _fault(name: str, kind: str, bounds: Mapping[str, object]) -> str:
    match kind:
        case "extra_forbidden":
            return f"« {name} » n’est pas un réglage. La liste : {LISTED}."
        case "less_than_equal":
            expected = f"{bounds['le']} au plus"
        case "greater_than_equal":
            expected = f"{bounds['ge']} au moins"
        case "greater_than":
            expected = f"plus de {bounds['gt']}"
        case "int_parsing" | "int_type" | "int_from_float" | "float_parsing" | "float_type":
            expected = "un nombre"
        case "bool_parsing" | "bool_type":
            expected = "true ou false"
        case _:
            expected = f"une valeur d’une autre forme (à quoi il sert : {LISTED})"
    return f"« {name} » (COMBINE_{name.upper()}) : il faut {expected}."


def load_secret(folder: Path) -> str:
    """The installation's secret, made at first start, readable by its owner only. Raises BadSettings, OSError."""
    path = folder / "secrets.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = write_once(path, json.dumps({"signing": secrets.token_urlsafe(48)}).encode(), 0o600)
    secret = _signing(content)
    if secret is None:
        raise BadSettings(f"Le fichier « {path} » est vide ou coupé : {SECRET_REMEDY}")
    return secret


def is_secret_whole(folder: Path) -> bool:
    """Whether a start would take the one that is there, or make one where there is none. Raises OSError."""
    try:
        return _signing((folder / "secrets.json").read_bytes()) is not None
    except FileNotFoundError:
        return True


def _signing(content: bytes) -> str | None:
    """None: not what we wrote, or not all of it."""
    try:
        kept = json.loads(content)
    except ValueError:
        return None
    secret: object = kept.get("signing") if isinstance(kept, dict) else None
    return secret if isinstance(secret, str) and len(secret) >= SHORTEST_SECRET else None


def settings_table() -> str:
    """One row per setting."""
    rows = ["| Setting | Environment | Default | What for |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = "(a French sentence)" if name == "legal_basis" else _toml(default)
        rows.append(f"| `{name}` | `COMBINE_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows) + "\n"


def factory_value(name: str) -> str:
    """As a TOML file would say it; empty where it says nothing."""
    value = _toml(Settings.model_fields[name].get_default())
    return "" if value == "(empty)" else value.strip("`")


def configuration_page() -> str:
    """docs/configuration.md, written by `python -m simulator.settings > docs/configuration.md`."""
    return f"""# Configuration

Every setting can come from the environment (`COMBINE_PORT=9000`) or from one TOML file (`port = 9000`): the file that
`COMBINE_CONFIG` names, else `combine.toml` where the server starts. The environment wins over the file. Lists are
JSON in the environment: `COMBINE_ICE_ADDRESSES='["auto", "127.0.0.1"]'`. An unknown setting in the file, or a value
out of bounds, stops the start with a sentence that says which.

{settings_table()}
Secrets are no setting: `secrets.json` in the data folder is made at first start, readable by its owner only. Losing
it signs everybody out and voids desk codes not used yet, second factors, draws that wait for their word, and the kept
keys of sealed exams that were opened (their emergency key still opens them, with the public tool `age`).

This page is generated: change `simulator/settings.py`, then run
`python -m simulator.settings > docs/configuration.md`.
"""


def _toml(value: object) -> str:
    match value:
        case None | "":
            return "(empty)"
        case bool():
            return f"`{str(value).lower()}`"
        case list() | tuple():
            return f"`{json.dumps(value)}`"
        case Path():
            return f"`{value.as_posix()}`"
        case _:
            return f"`{value}`"


if __name__ == "__main__":
    print(configuration_page(), end="")
