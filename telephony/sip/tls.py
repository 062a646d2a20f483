"""The certificate with which telephones find us over TLS (RFC 3261 §26.3.1)."""

import ssl
from pathlib import Path


def server_context(chain: Path, key: Path) -> ssl.SSLContext:
    """TLS 1.2 or newer; telephones prove themselves by digest, not by a certificate. Raises OSError, ssl.SSLError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(chain, key)
    return context
