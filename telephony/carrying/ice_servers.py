"""The STUN and TURN servers of an installation, and the credentials that a desk gets for them. Sans-IO.

A TURN server is never open: either one user and password for all desks, or a secret shared with it, from which each
desk gets credentials of its own that run out (« TURN REST API », draft-uberti-behave-turn-rest; coturn's
`use-auth-secret`). Nothing is configured by default: no packet leaves the machine.
"""

import base64
import hmac
import re
from dataclasses import dataclass

_STUN = re.compile(r"stuns?:(?P<host>\[[0-9A-Fa-f:]+\]|[^\s?:\[\]]+)(:(?P<port>\d{1,5}))?")
_TURN = re.compile(r"turns?:(?P<host>\[[0-9A-Fa-f:]+\]|[^\s?:\[\]]+)(:(?P<port>\d{1,5}))?(\?transport=(udp|tcp))?")


@dataclass(frozen=True, slots=True)
class IceServer:
    """One entry of an RTCConfiguration's iceServers; `credential` is empty for STUN, which needs none."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


@dataclass(frozen=True, slots=True)
class IceServers:
    """What is configured. `secret` wins over `user` and `password`."""

    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    user: str = ""
    password: str = ""
    secret: str = ""
    lifetime_seconds: float = 12 * 3600.0

    def of_desk(self, desk: str, now: float) -> tuple[IceServer, ...]:
        """What this desk may use. `desk`: a name without meaning outside; `now`: Unix time."""
        servers: list[IceServer] = []
        if self.stun_urls:
            servers.append(IceServer(self.stun_urls))
        if self.turn_urls:
            servers.append(IceServer(self.turn_urls, *self._credentials(desk, now)))
        return tuple(servers)

    def _credentials(self, desk: str, now: float) -> tuple[str, str]:
        if not self.secret:
            return self.user, self.password
        username = f"{int(now + self.lifetime_seconds)}:{desk}"
        signed = hmac.digest(self.secret.encode(), username.encode(), "sha1")
        return username, base64.b64encode(signed).decode()


def is_stun_url(text: str) -> bool:
    """RFC 7064, with a port that exists."""
    return _has_port(_STUN.fullmatch(text))


def is_turn_url(text: str) -> bool:
    """RFC 7065, over UDP, TCP or (turns) TLS."""
    return _has_port(_TURN.fullmatch(text))


def _has_port(found: re.Match[str] | None) -> bool:
    return found is not None and 0 < int(found["port"] or 3478) < 65536


def host_and_port(url: str) -> tuple[str, int]:
    """Of a STUN or TURN URL that is right; the port is that of its scheme where it names none (5349 over TLS)."""
    found = _STUN.fullmatch(url) or _TURN.fullmatch(url)
    if found is None:
        raise ValueError(url)
    usual = 5349 if url.startswith(("stuns:", "turns:")) else 3478
    return found["host"].strip("[]"), int(found["port"] or usual)
