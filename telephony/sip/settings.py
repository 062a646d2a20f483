"""What an installation may choose about SIP, and who may register."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SipSettings:
    """Times in seconds. `port` 0: a free one."""

    host: str = "127.0.0.1"
    port: int = 5060
    tls: ssl.SSLContext | None = None
    """The certificate for telephones that register over TLS; None: they cannot."""
    tls_port: int = 5061
    only_encrypted_sound: bool = False
    """Telephones must register over TLS, and calls with them without SRTP are refused."""
    lockout_attempts: int = 5
    lockout_seconds: float = 600.0
    session_seconds: int = 1800
    """Session timer (RFC 4028): a dialog not refreshed for this long is over."""
    rtp_ports: tuple[int, int] = (0, 0)
    """First and last UDP port of telephones' sound; 0: any free one."""
    remembers: Path | None = None
    """The file that keeps who is registered over a restart; None: nothing is kept."""
    trace: bool = False
    """Keeps every message for a diagram; for tests and fault finding, never in a running centre."""


@dataclass(frozen=True, slots=True)
class SipAccount:
    """A telephone’s account. `owner`: whose it is, opaque here; `name`: shown to others."""

    user: str
    password: str
    owner: str
    name: str


class Directory(Protocol):
    """Who may register; asked for every request, so it answers from memory."""

    def account(self, user: str) -> SipAccount | None: ...

    async def look_again(self) -> None:
        """Reads the accounts anew: one may have been made a moment ago. Asked before a name is refused."""
