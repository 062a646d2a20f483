"""What the settings say about sound, as telephony wants it; and what is wrong with them, in French."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from telephony import IceServers, MediaSettings
from telephony.carrying.ice_servers import is_stun_url, is_turn_url

if TYPE_CHECKING:
    from simulator.settings import Settings


def ice_servers(settings: "Settings") -> IceServers:
    return IceServers(
        stun_urls=tuple(settings.stun_urls),
        turn_urls=tuple(settings.turn_urls),
        user=settings.turn_user,
        password=settings.turn_password,
        secret=settings.turn_secret,
        lifetime_seconds=settings.turn_hours * 3600,
    )


def media_settings(settings: "Settings") -> MediaSettings:
    return MediaSettings(
        ice_addresses=tuple(settings.ice_addresses),
        ports=settings.webrtc_ports,
        ice_servers=ice_servers(settings),
        server_uses_turn=settings.server_uses_turn,
        grace_seconds=settings.grace_seconds,
        phone_silence_seconds=settings.phone_silence_seconds,
    )


def media_faults(settings: "Settings") -> Iterator[str]:
    """One sentence per fault that no single setting shows."""
    for name, (first, last) in (("webrtc_ports", settings.webrtc_ports), ("rtp_ports", settings.rtp_ports)):
        if (first or last) and not 1024 <= first <= last <= 65535:
            yield f"« {name} » : il faut un premier et un dernier port, de 1024 à 65535."
    for url in settings.stun_urls:
        if not is_stun_url(url):
            yield f"« stun_urls » : « {url} » n’est pas de la forme stun:serveur:port."
    for url in settings.turn_urls:
        if not is_turn_url(url):
            yield f"« turn_urls » : « {url} » n’est pas de la forme turn:serveur:port?transport=udp (ou tcp)."
    if (settings.sip_tls_certificate is None) != (settings.sip_tls_key is None):
        yield "« sip_tls_certificate » et « sip_tls_key » vont ensemble : il manque l’un des deux."
    if settings.sip_only_encrypted and settings.sip_tls_port is None:
        yield "« sip_only_encrypted » : il faut un port TLS pour les téléphones (« sip_tls_port », 5061 d’ordinaire)."
    has_user = bool(settings.turn_user and settings.turn_password)
    if settings.turn_urls and not (settings.turn_secret or has_user):
        yield "« turn_urls » : il manque « turn_secret », ou « turn_user » et « turn_password »."
    if settings.server_uses_turn and not (settings.turn_urls or settings.stun_urls):
        yield "« server_uses_turn » : aucun serveur n’est donné dans « turn_urls » ni « stun_urls »."
