"""From where somebody signs in: their address, and whether they did so rightly before on this very device.

The device's cookie is set at a right sign-in, signed, and lasts for half a year. It opens nothing: it only lets a
person try on while somebody else guesses their password from the same address.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated, cast

from fastapi import Depends, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from simulator.parts import UseSecret, UseSettings

COOKIE = "combine_device"
LASTS = timedelta(days=180)
MOST_ACCOUNTS = 12
"""Of one shared machine; the one that came first is forgotten first."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """`network`: where from, as tries are counted; `device`: "" for one that has proved nothing yet."""

    network: str
    device: str = ""
    accounts: tuple[str, ...] = ()
    """Marks of the accounts that have signed in here."""

    def knows(self, account: str) -> bool:
        return bool(self.device) and mark_of(account) in self.accounts

    def origin(self, account: str) -> str:
        """What tries for this account are counted by."""
        return f"device {self.device}" if self.knows(account) else self.network


def mark_of(account: str) -> str:
    """What stands for an account where its name must not be kept."""
    return sha256(f"account:{account}".encode()).hexdigest()[:16]


def network_of(address: str) -> str:
    """One house is one place: an IPv6 address counts by its network of 64 bits, which any machine there may vary."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)


class Visitors:
    """`secret` signs what a device is remembered by."""

    def __init__(self, secret: str, are_cookies_secure: bool) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="known-device")
        self._are_cookies_secure = are_cookies_secure

    def of(self, request: Request) -> Visitor:
        """Who knocks. A cookie that is not ours counts for nothing."""
        network = network_of(request.client.host if request.client else "?")
        try:
            said = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=int(LASTS.total_seconds()))
            device, *accounts = cast(list[str], said)
        except (BadSignature, ValueError):
            return Visitor(network)
        return Visitor(network, device, tuple(accounts))

    def remember(self, response: Response, visitor: Visitor, account: str) -> None:
        """After a right sign-in: this device goes on when others guess."""
        others = [one for one in visitor.accounts if one != mark_of(account)]
        known = [visitor.device or secrets.token_urlsafe(12), *others[-(MOST_ACCOUNTS - 1) :], mark_of(account)]
        response.set_cookie(
            COOKIE,
            self._signer.dumps(known),
            path="/api",
            max_age=int(LASTS.total_seconds()),
            httponly=True,
            samesite="strict",
            secure=self._are_cookies_secure,
        )


async def the_visitors(secret: UseSecret, settings: UseSettings) -> Visitors:
    """FastAPI dependency."""
    return Visitors(secret, settings.are_cookies_secure)


async def the_visitor(request: Request, visitors: Annotated[Visitors, Depends(the_visitors)]) -> Visitor:
    """FastAPI dependency: who knocks."""
    return visitors.of(request)


UseVisitors = Annotated[Visitors, Depends(the_visitors)]
CurrentVisitor = Annotated[Visitor, Depends(the_visitor)]
