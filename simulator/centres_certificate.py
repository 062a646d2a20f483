"""The certificate that a centre brings for the pages, from its own authority: read, judged, and named in French."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from simulator.settings import BadSettings, Settings
from simulator.system_words import why
from telephony.sip import server_context


class BadCertificate(BadSettings):
    """`said`, then `remedy`: what is wrong, and the way out."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(f"{said} {remedy}")
        self.said, self.remedy = said, remedy


@dataclass(frozen=True, slots=True)
class CentresCertificate:
    """A chain and a key that fit, good today."""

    chain: Path
    key: Path
    end: datetime
    names: tuple[str, ...]
    """What browsers may call the server, without the names that stand for many."""
    context: ssl.SSLContext
    """Made of these very files."""


def centres_certificate(settings: Settings, now: datetime | None = None) -> CentresCertificate | None:
    """None where the settings name none. Raises BadCertificate."""
    if settings.tls_certificate is None or settings.tls_key is None:
        return None
    return read_certificate(settings.tls_certificate, settings.tls_key, now)


def read_certificate(chain: Path, key: Path, now: datetime | None = None) -> CentresCertificate:
    """Raises BadCertificate for whatever a browser, or TLS itself, would refuse, with what to do."""
    certificates = _certificates(chain)
    private = _private_key(key)
    leaf = certificates[0]
    if not _fits(leaf, private):
        _refuse_foreign_key(chain, key, certificates, private)
    moment = now or datetime.now(UTC)
    if leaf.not_valid_after_utc <= moment:
        raise BadCertificate(
            f"Le certificat « {chain} » est échu depuis le {leaf.not_valid_after_utc:%d/%m/%Y} : les navigateurs le "
            "refusent.",
            "Demandez-en un nouveau à l’autorité du centre, ou retirez « tls_certificate » et « tls_key ».",
        )
    if leaf.not_valid_before_utc > moment:
        raise BadCertificate(
            f"Le certificat « {chain} » ne vaut qu’à partir du {leaf.not_valid_before_utc:%d/%m/%Y %H:%M} (UTC).",
            "Vérifiez l’horloge de cette machine (timedatectl), ou attendez cette date.",
        )
    try:
        context = server_context(chain, key)
    except (OSError, ssl.SSLError) as error:
        raise BadCertificate(
            f"Le certificat « {chain} » et sa clé « {key} » ne peuvent pas servir ({error}).",
            "Demandez-en un à l’autorité du centre avec une clé RSA de 2048 bits au moins, ou EC P-256.",
        ) from None
    return CentresCertificate(chain, key, leaf.not_valid_after_utc, _names(leaf), context)


def _certificates(chain: Path) -> Sequence[x509.Certificate]:
    """At least one."""
    try:
        return x509.load_pem_x509_certificates(_content(chain, "tls_certificate"))
    except ValueError:
        raise BadCertificate(
            f"« tls_certificate » : « {chain} » ne contient pas de certificat PEM.",
            "Un fichier .pfx ou .p12 se convertit : openssl pkcs12 -in centre.pfx -nokeys -out chaine.pem ; un .cer "
            "ou .der : openssl x509 -inform der -in centre.cer -out chaine.pem",
        ) from None


def _private_key(key: Path) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(_content(key, "tls_key"), None)
    except TypeError:
        raise BadCertificate(
            f"« tls_key » : la clé « {key} » est protégée par un mot de passe, que personne ne tape au démarrage.",
            f"Enlevez-le : openssl pkey -in {key} -out cle-seule.pem ; puis fermez ce fichier (chmod 640).",
        ) from None
    except ValueError:
        raise BadCertificate(
            f"« tls_key » : « {key} » ne contient pas de clé PEM.",
            "Un fichier .pfx ou .p12 se convertit : openssl pkcs12 -in centre.pfx -nocerts -nodes -out cle.pem",
        ) from None


def _content(path: Path, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError:
        raise BadCertificate(
            f"« {setting} » : le compte de Combiné ne peut pas lire « {path} ».",
            f"Donnez ce fichier à son groupe : sudo chgrp combine {path} ; sudo chmod 640 {path} ; ce compte "
            f"doit aussi pouvoir traverser le dossier {path.parent}.",
        ) from None
    except OSError as error:
        raise BadCertificate(
            f"« {setting} » : « {path} » ne se lit pas ({why(error)}).",
            "Vérifiez ce chemin ; le service ne voit ni /home, ni /root, ni /tmp : rangez le certificat et sa clé "
            "dans /etc/combine.",
        ) from None


def _fits(certificate: x509.Certificate, private: PrivateKeyTypes) -> bool:
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return certificate.public_key().public_bytes(*form) == private.public_key().public_bytes(*form)


def _refuse_foreign_key(
    chain: Path, key: Path, certificates: Sequence[x509.Certificate], private: PrivateKeyTypes
) -> None:
    if any(_fits(one, private) for one in certificates[1:]):
        raise BadCertificate(
            f"« tls_certificate » : dans « {chain} », le certificat du serveur n’est pas le premier.",
            "Mettez-le en tête, puis ceux de l’autorité.",
        )
    raise BadCertificate(
        f"« tls_key » : la clé « {key} » n’est pas celle du certificat « {chain} ».",
        "Prenez la clé qui a servi à la demande de ce certificat, ou refaites la demande.",
    )


def _names(leaf: x509.Certificate) -> tuple[str, ...]:
    try:
        known = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    names = [*known.get_values_for_type(x509.DNSName), *map(str, known.get_values_for_type(x509.IPAddress))]
    return tuple(one for one in names if not one.startswith("*"))
