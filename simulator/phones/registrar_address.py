"""The address that telephones are told to register at."""

from simulator.certificate import lan_addresses
from simulator.settings import Settings


def registrar_host(settings: Settings) -> str:
    """The one that is listened on; of all of them, the first that the local network knows."""
    if settings.sip_host in ("0.0.0.0", "::"):
        return (lan_addresses() or ["127.0.0.1"])[0]
    return settings.sip_host
