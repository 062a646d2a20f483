"""The addresses at which the pages are opened, as people are told them."""

from simulator.centres_certificate import BadCertificate, centres_certificate
from simulator.certificate import lan_addresses
from simulator.settings import Settings

USUAL = {"http": 80, "https": 443}


def page_roots(settings: Settings) -> list[str]:
    """The best first: by the names of the centre's own certificate, which alone browsers believe there."""
    scheme = settings.scheme
    port = "" if settings.port == USUAL[scheme] else f":{settings.port}"
    return [f"{scheme}://{_in_address(host)}{port}" for host in _hosts(settings)]


def own_root(settings: Settings) -> str:
    """How this machine itself reaches the server, by no name: whoever asks there does not look at its certificate."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return f"{settings.scheme}://{_in_address(host)}:{settings.port}"


def _hosts(settings: Settings) -> list[str]:
    if settings.is_loopback:
        return [settings.host]
    names = _certified_names(settings)
    if names:
        return names
    return (lan_addresses() or [settings.host]) if settings.host in ("0.0.0.0", "::") else [settings.host]


def _certified_names(settings: Settings) -> list[str]:
    try:
        brought = centres_certificate(settings)
    except BadCertificate:
        # Told where it counts: at the start, and by the doctor.
        return []
    return [*brought.names] if brought else []


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
