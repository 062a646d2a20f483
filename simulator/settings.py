"""Every setting of an installation: environment (`COMBINE_…`) first, then one TOML file, then these defaults."""

import json
import os
import secrets
from ipaddress import ip_address
from pathlib import Path

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

LEGAL_BASIS = (
    "Exécution de la mission de formation et d’évaluation du centre (RGPD, article 6.1.e ou 6.1.f selon le centre) ; "
    "enregistrement annoncé aux deux interlocuteurs (CNIL, délibération nᵒ 2014-474)."
)


class Settings(BaseSettings):
    """One object, made at start, handed to whoever needs it."""

    model_config = SettingsConfigDict(env_prefix="COMBINE_", extra="forbid")

    host: str = Field("127.0.0.1", description="Address to serve on; another than loopback brings a certificate")
    port: int = Field(8080, ge=0, le=65535, description="Port to serve on")
    data: Path = Field(Path("var"), description="Folder of the database, recordings, certificate and secrets")
    database_url: str = Field("", description="SQLAlchemy URL; empty: SQLite in the data folder")
    packs: Path | None = Field(
        None, description="Folder of further scenario packs; empty: `packs` in the data folder"
    )
    web: Path = Field(Path("web/dist"), description="Folder of the built web application")
    demo: bool = Field(False, description="Demo accounts and one-click sign-in; refused beyond loopback")
    ice_addresses: list[str] = Field(
        ["auto", "127.0.0.1"], description="Addresses offered to browsers for sound; `auto`: all of this machine"
    )
    ring_seconds: float = Field(30, gt=0, description="How long a call rings before it is missed")
    grace_seconds: float = Field(30, gt=0, description="How long a call waits for a side whose sound was cut")
    sign_in_idle_minutes: int = Field(
        240, ge=5, description="A sign-in unused for this long ends, never in an exchange"
    )
    sign_in_hours: int = Field(14, ge=1, description="A sign-in ends after this long, never in an exchange")
    lockout_attempts: int = Field(5, ge=1, description="Wrong passwords or codes allowed per window")
    lockout_minutes: int = Field(10, ge=1, description="Window of the lockout, and how long it lasts")
    retention_days: int = Field(
        180, ge=1, le=180, description="Default retention of recordings (CNIL: 6 months at most)"
    )
    legal_basis: str = Field(LEGAL_BASIS, description="Text shown on both desks while calls are recorded")
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
        file = Path(os.environ.get("COMBINE_CONFIG", "combine.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.data / 'combine.sqlite3').resolve()}"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def is_loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def load_secret(folder: Path) -> str:
    """The installation's secret, made at first start, readable by its owner only."""
    path = folder / "secrets.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump({"signing": secrets.token_urlsafe(48)}, file)
    return str(json.loads(path.read_text())["signing"])


def settings_table() -> str:
    """The table of docs/configuration.md."""
    rows = ["| setting | environment | default | what for |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "(long text)" if name == "legal_basis" else str(field.get_default())
        rows.append(f"| `{name}` | `COMBINE_{name.upper()}` | `{default}` | {field.description} |")
    return "\n".join(rows) + "\n"
