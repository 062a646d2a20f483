"""The trunk: this installation registered at the centre's own PBX, whose telephones then reach the customers.

An extension of the PBX is one of somebody's telephones: it rings through the trunk, and what it dials is what they
dial. Who calls is what the PBX says, and only calls that come from the PBX are believed.
"""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

from simulator.phones.accounts import Telephone
from simulator.settings import Settings
from simulator.typography import french_spaces
from telephony.codecs import Codec
from telephony.sip import (
    Cause,
    Extension,
    IncomingCall,
    Patience,
    RegistrationState,
    SipCalls,
    SipClient,
    SipLogin,
    Standing,
    TransportName,
)

_CAUSES = {
    Cause.PASSWORD: "mot de passe ou identifiant",
    Cause.ACCOUNT: "ce compte n’y existe pas",
    Cause.REALM: "il demande une autre preuve (domaine d’authentification)",
    Cause.FORBIDDEN: "inscription interdite",
    Cause.NAME: "ce nom est inconnu du réseau",
    Cause.CONNECTION: "la connexion est refusée ou coupée",
    Cause.CERTIFICATE: "son certificat n’est pas de confiance ; donnez l’autorité avec COMBINE_TRUNK_AUTHORITY",
    Cause.NO_ANSWER: "aucune réponse",
    Cause.OUT_OF_ORDER: "il se dit hors service",
    Cause.NONE: "",
}


class Trunk:
    """`async with Trunk(calls, settings, on_change) as trunk`."""

    def __init__(
        self,
        calls: SipCalls,
        settings: Settings,
        on_change: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self._settings = settings
        self._on_change = on_change
        self.client = SipClient(calls, login_of(settings), self._stands, patience)

    async def __aenter__(self) -> "Trunk":
        await self.client.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.__aexit__()

    def serves(self, phone: Telephone) -> bool:
        """Whether this person's extension is called, and believed when it calls."""
        kind = phone.owner.partition(":")[0]
        allowed = {"everybody": ("person", "candidate"), "candidates": ("candidate",), "staff": ("person",)}
        return bool(phone.extension) and kind in allowed[self._settings.trunk_for]

    def extension_of(self, phone: Telephone) -> Extension | None:
        """Their telephone at the PBX, when it can be rung now."""
        if not self.serves(phone):
            return None
        name = f"Poste {phone.extension}"
        return self.client.extension(phone.extension, shows_number=self._settings.trunk_shows_number, user_agent=name)

    def brought(self, call: IncomingCall) -> bool:
        return call.through is self.client.registration

    def _stands(self, _: Standing) -> None:
        self._on_change()


_TRANSPORTS: dict[str, TransportName] = {"udp": "UDP", "tcp": "TCP", "tls": "TLS"}


def _judging(settings: Settings) -> ssl.SSLContext | None:
    """How the PBX's certificate is judged. Raises OSError."""
    if settings.trunk_transport != "tls":
        return None
    return ssl.create_default_context(cafile=settings.trunk_authority)


def login_of(settings: Settings) -> SipLogin:
    """Raises OSError for an authority's file that cannot be read."""
    return SipLogin(
        account=settings.trunk_account,
        password=settings.trunk_password,
        registrar=settings.trunk_registrar,
        port=settings.trunk_port,
        transport=_TRANSPORTS[settings.trunk_transport],
        tls=_judging(settings),
        auth_user=settings.trunk_auth_user,
        domain=settings.trunk_domain,
        realm=settings.trunk_realm,
        name="Combiné",
        expires=settings.trunk_expires,
        codecs=tuple(Codec(name) for name in settings.trunk_codecs),
    )


def detail_of(standing: Standing) -> str:
    """Why, in French, with what the PBX itself said; empty when all is well."""
    cause = _CAUSES[standing.cause]
    said = f"{standing.status} {standing.reason}".strip() if standing.status else ""
    return f"{cause} ({said})" if cause and said else cause or said


def sentence_of(standing: Standing) -> str:
    """How it stands with the PBX, for the session's page."""
    detail = detail_of(standing)
    again = f", nouvel essai à {_time(standing.retry_at)}" if standing.retry_at is not None else ""
    match standing.state:
        case RegistrationState.REGISTERED:
            standing_words = "enregistré"
        case RegistrationState.REFUSED:
            standing_words = f"refusé : {detail}{again}"
        case RegistrationState.UNREACHABLE:
            standing_words = f"injoignable depuis {_time(standing.since)} : {detail}{again}"
        case RegistrationState.REGISTERING:
            standing_words = "enregistrement en cours"
        case RegistrationState.CLOSED:
            standing_words = "arrêté"
    return french_spaces(f"Standard du centre : {standing_words}.")


def _time(seconds: float) -> str:
    """On this machine's clock, as the centre reads it."""
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%H:%M")
