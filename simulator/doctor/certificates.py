"""When certificates end: the pages', ours or the one that the centre brought, and the telephones'."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from simulator.centres_certificate import BadCertificate, centres_certificate
from simulator.doctor.finding import Finding
from simulator.settings import Settings

SOON = timedelta(days=30)

REMAKE = "celui de Combiné se refait au démarrage si l’on déplace son dossier."


@dataclass(frozen=True, slots=True)
class _Known:
    """`renewal`: how it is replaced before its end."""

    end: datetime
    renewal: str


def certificate(settings: Settings, now: datetime | None = None) -> Finding:
    """Of all that are there, the one that ends first."""
    moment = now or datetime.now(UTC)
    try:
        known = [*_of_centre(settings, moment), *_others(settings)]
    except BadCertificate as problem:
        return Finding("certificate", "fault", f"Certificat : {problem.said}", problem.remedy)
    if not known:
        return Finding("certificate", "ok", "Certificat : aucun encore ; Combiné en fait un s’il sert le réseau.")
    first = min(known, key=lambda one: one.end)
    left = first.end - moment
    said = f"Certificat : valable jusqu’au {first.end:%d/%m/%Y}"
    if left > SOON:
        return Finding("certificate", "ok", f"{said}{_to_trust(settings)}.")
    if left > timedelta(0):
        return Finding("certificate", "warning", f"{said} : dans {left.days} jours.", first.renewal)
    return Finding("certificate", "fault", f"{said} : il est échu, les navigateurs le refusent.", first.renewal)


def _to_trust(settings: Settings) -> str:
    """Of our own, where the network is served by it: a browser that was told to go on anyway sees nothing of this."""
    if settings.scheme != "https" or settings.tls_certificate is not None:
        return ""
    place = settings.data / "certificate" / settings.host.replace(":", "-") / "combine-autorite.pem"
    return f", fait par Combiné : chaque poste doit en approuver l’autorité, « {place} » (guide informatique)"


def _of_centre(settings: Settings, now: datetime) -> Iterator[_Known]:
    """As the server would take it at a start. Raises BadCertificate."""
    brought = centres_certificate(settings, now)
    if brought is not None:
        yield _Known(
            brought.end,
            f"Demandez-en un nouveau à l’autorité du centre, puis remplacez « {brought.chain} » et « {brought.key} "
            "» : Combiné les reprend dans la minute, sans redémarrer.",
        )


def _others(settings: Settings) -> Iterator[_Known]:
    """Raises BadCertificate."""
    chains: list[Path] = [*settings.data.glob("certificate/*/chaine.pem")]
    for chain in [*chains, *filter(None, [settings.sip_tls_certificate])]:
        try:
            end = x509.load_pem_x509_certificate(chain.read_bytes()).not_valid_after_utc
        except (OSError, ValueError):
            raise BadCertificate(
                f"« {chain} » ne se lit pas.",
                "Remettez-le d’une sauvegarde ; celui de Combiné se refait si l’on déplace son dossier.",
            ) from None
        yield _Known(end, f"Remplacez « {chain} » ; {REMAKE}")
