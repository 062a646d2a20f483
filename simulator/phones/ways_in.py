"""How telephones find us: address, port and transport that they are told, and the certificate of TLS."""

import ssl
from dataclasses import dataclass

from simulator.certificate import certificate_for
from simulator.phones.registrar_address import registrar_host
from simulator.settings import Settings
from telephony.sip import in_uri, server_context


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a telephone is told first, and what else it may use."""

    host: str
    port: int
    transport: str
    transports: tuple[str, ...]
    """For people: « UDP », « TCP », « TLS (port 5061) »."""
    is_encrypted: bool
    """Its sound is set to SRTP."""

    @property
    def authority(self) -> str:
        """`host:port` as a SIP address writes it; without the port where it is the usual one."""
        usual = 5061 if self.transport == "tls" else 5060
        return in_uri(self.host) + (f":{self.port}" if self.port != usual else "")


def way_in(settings: Settings, port: int | None = None, tls_port: int | None = None) -> WayIn:
    """`port`, `tls_port`: those that are really listened on, where a free one was taken."""
    host, port = registrar_host(settings), port or settings.sip_port
    tls_port = tls_port or settings.sip_tls_port
    if tls_port is None:
        return WayIn(host, port, "udp", ("UDP", "TCP"), is_encrypted=False)
    if settings.sip_only_encrypted:
        return WayIn(host, tls_port, "tls", ("TLS",), is_encrypted=True)
    return WayIn(host, port, "udp", ("UDP", "TCP", f"TLS (port {tls_port})"), is_encrypted=False)


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """None where TLS is not asked for. Raises OSError, ssl.SSLError for files that are no certificate and key."""
    if settings.sip_tls_port is None:
        return None
    if settings.sip_tls_certificate is not None and settings.sip_tls_key is not None:
        return server_context(settings.sip_tls_certificate, settings.sip_tls_key)
    own = certificate_for(settings.data, settings.sip_host)
    return server_context(own.chain, own.key)
