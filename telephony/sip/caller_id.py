"""Who a call is from, as a telephone shows it."""

from dataclasses import dataclass

from aiosipua import SipRequest

from .addresses import address_in


@dataclass(frozen=True, slots=True)
class CallerId:
    """What the telephone shows: a number and a name, any letters (UTF-8)."""

    number: str
    name: str

    def header(self, host: str) -> str:
        number = "".join(letter for letter in self.number if letter in "+0123456789*#") or "anonymous"
        return name_addr(self.name, f"sip:{number.replace('#', '%23')}@{host}")


def name_addr(name: str, uri: str) -> str:
    """A display name, quoted, and an address (RFC 3261 §25.1)."""
    shown = "".join(letter for letter in name if letter.isprintable())
    shown = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{shown}" <{uri}>' if shown else f"<{uri}>"


def caller_of(request: SipRequest) -> CallerId:
    """Who calls, from what the last server that knows them says: identity headers before From (RFC 3325 §9.1)."""
    for name in ("p-asserted-identity", "remote-party-id", "from"):
        address = address_in(request, name)
        if address is not None and address.user:
            return CallerId(address.user, address.name)
    return CallerId("", "")
