"""The centre's PBX as the responsible person sets it on the page: each change is a row, the last one is in force.

What stands in the configuration comes first: where it names a PBX, the page shows it and changes nothing.
"""

import base64
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Annotated, Literal

from cryptography.fernet import Fernet, InvalidToken
from pydantic import Field
from sqlalchemy import func, select

from simulator.bodies import ONE_LINE, Body
from simulator.errors import Conflict
from simulator.phones.tables import TrunkSettingRow
from simulator.settings import Settings, is_loopback
from simulator.storage.database import Sessions

MOST_SHOWN = 20

_ACCOUNT = re.compile(r"[A-Za-z0-9_.!~*'()&=+$,?/%#-]+")
"""What a SIP address has before its @ (RFC 3261, user), the `;` and `:` that end it left out; `#` is usual."""

Word = Annotated[str, Field(max_length=200, pattern=ONE_LINE)]
CodecName = Literal["opus", "G722", "PCMA", "PCMU"]


class TrunkForm(Body):
    """As `trunk_…` in the configuration. `registrar` "": no PBX."""

    registrar: Word = ""
    port: Annotated[int, Field(ge=1, le=65535)] = 5060
    transport: Literal["udp", "tcp", "tls"] = "udp"
    account: Word = ""
    auth_user: Word = ""
    domain: Word = ""
    realm: Word = ""
    expires: Annotated[int, Field(ge=10, le=86400)] = 300
    codecs: Annotated[tuple[CodecName, ...], Field(min_length=1, max_length=4)] = ("G722", "PCMA", "PCMU")
    serves: Literal["everybody", "candidates", "staff"] = "everybody"
    shows_number: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "TrunkForm":
        return cls(
            registrar=settings.trunk_registrar,
            port=settings.trunk_port,
            transport=settings.trunk_transport,
            account=settings.trunk_account,
            auth_user=settings.trunk_auth_user,
            domain=settings.trunk_domain,
            realm=settings.trunk_realm,
            expires=settings.trunk_expires,
            codecs=tuple(settings.trunk_codecs),
            serves=settings.trunk_for,
            shows_number=settings.trunk_shows_number,
        )

    def in_settings(self, settings: Settings, password: str) -> Settings:
        """Those of the configuration, with these in them."""
        return settings.model_copy(
            update={
                "trunk_registrar": self.registrar.strip(),
                "trunk_port": self.port,
                "trunk_transport": self.transport,
                "trunk_account": self.account.strip(),
                "trunk_password": password,
                "trunk_auth_user": self.auth_user.strip(),
                "trunk_domain": self.domain.strip(),
                "trunk_realm": self.realm.strip(),
                "trunk_expires": self.expires,
                "trunk_codecs": [*self.codecs],
                "trunk_for": self.serves,
                "trunk_shows_number": self.shows_number,
            }
        )


@dataclass(frozen=True, slots=True)
class TrunkChange:
    """One row. `by`: the account's id."""

    at: datetime
    by: str
    form: TrunkForm
    has_password: bool


class TrunkChoices:
    """`secret`: the installation's, under which passwords are kept."""

    def __init__(self, sessions: Sessions, settings: Settings, secret: str) -> None:
        self._sessions, self._settings = sessions, settings
        self._kept = Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), b"trunk password", "sha256")))

    @property
    def is_set_elsewhere(self) -> bool:
        """Whether the configuration names a PBX: then the page does not."""
        return bool(self._settings.trunk_registrar)

    async def in_force(self) -> Settings:
        """The configuration's settings, with the last change in them."""
        if self.is_set_elsewhere:
            return self._settings
        async with self._sessions() as session:
            row = await session.scalar(select(TrunkSettingRow).order_by(TrunkSettingRow.id.desc()).limit(1))
        if row is None:
            return self._settings
        return TrunkForm.model_validate(row.form).in_settings(self._settings, self._password(row))

    async def history(self) -> list[TrunkChange]:
        """The newest first."""
        query = select(TrunkSettingRow).order_by(TrunkSettingRow.id.desc()).limit(MOST_SHOWN)
        async with self._sessions() as session:
            return [
                TrunkChange(row.made_at, row.made_by, TrunkForm.model_validate(row.form), bool(row.password))
                for row in await session.scalars(query)
            ]

    async def version(self) -> int:
        """Of the last change; 0: there was none."""
        async with self._sessions() as session:
            return await session.scalar(select(func.max(TrunkSettingRow.id))) or 0

    async def proposed(self, form: TrunkForm, password: str, forgets_password: bool = False) -> Settings:
        """As they would be. `password` empty: the one that is kept, for the same account at the same PBX alone.

        Raises Conflict: they could not work."""
        if not password and not forgets_password:
            now = await self.in_force()
            is_same = (now.trunk_registrar, now.trunk_account) == (form.registrar.strip(), form.account.strip())
            password = now.trunk_password if is_same else ""
        settings = form.in_settings(self._settings, password)
        _refuse_what_cannot_work(settings)
        return settings

    async def keep(self, settings: Settings, by: str) -> None:
        """Raises Conflict where the configuration has the say."""
        if self.is_set_elsewhere:
            raise Conflict(
                "trunk_set_elsewhere",
                "Le standard est réglé dans la configuration de ce serveur, qui passe avant cette page.",
                "Changez-le là-bas (COMBINE_TRUNK_…), ou retirez-l’en pour le régler ici.",
            )
        password = self._kept.encrypt(settings.trunk_password.encode()) if settings.trunk_password else b""
        form = TrunkForm.of(settings).model_dump(mode="json")
        async with self._sessions() as session, session.begin():
            session.add(TrunkSettingRow(made_at=datetime.now(UTC), made_by=by, form=form, password=password))

    def _password(self, row: TrunkSettingRow) -> str:
        """Empty where the installation's secret is another since: the PBX then says what is missing."""
        try:
            return self._kept.decrypt(row.password).decode() if row.password else ""
        except InvalidToken:
            return ""


def _refuse_what_cannot_work(settings: Settings) -> None:
    """Raises Conflict."""
    if not settings.trunk_registrar:
        return
    _refuse_what_is_no_host(settings.trunk_registrar)
    if not settings.trunk_account:
        raise Conflict("trunk_account_missing", "Il manque le compte.", "Donnez celui que le standard a créé.")
    if not _ACCOUNT.fullmatch(settings.trunk_account):
        raise Conflict(
            "trunk_no_account",
            f"« {settings.trunk_account} » n’est pas un compte : sans espace, ni < > @ ; : ou guillemets.",
            "Donnez ce qui précède le @ ; ce qui le suit a son champ, « Domaine après le @ ».",
        )
    if is_loopback(settings.sip_host) and not is_loopback(settings.trunk_registrar):
        raise Conflict(
            "trunk_cannot_call_back",
            f"Le standard ne pourrait pas rappeler Combiné, qui n’écoute que sur {settings.sip_host}.",
            "Donnez à COMBINE_SIP_HOST l’adresse de cette machine sur le réseau (ou 0.0.0.0), puis redémarrez.",
        )


def _refuse_what_is_no_host(registrar: str) -> None:
    try:
        ip_address(registrar)
        return
    except ValueError:
        pass
    labels = registrar.rstrip(".").split(".")
    if not all(label and label.replace("-", "").isalnum() and label.isascii() for label in labels):
        raise Conflict(
            "trunk_no_host",
            f"« {registrar} » n’est ni un nom de machine ni une adresse.",
            "Donnez le nom seul (pbx.centre.fr) ou l’adresse ; le port a son propre champ.",
        )
