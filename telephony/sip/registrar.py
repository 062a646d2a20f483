"""Who is reachable where: bindings of accounts to contacts, with their expiry (RFC 3261 §10.3). Sans-IO."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from aiosipua import SipRequest, parse_address, stringify_uri

from .messages import number_of
from .wire import Flow

DEFAULT_SECONDS = 600
SHORTEST_SECONDS = 10
"""Shorter demands are answered 423: a phone that registers every second is a fault or an attack."""

LONGEST_SECONDS = 3600
MOST_CONTACTS = 10
"""Phones per account."""


class RegistrationRefused(Exception):
    """`status` and header to answer with."""

    def __init__(self, status: int, reason: str = "", header: tuple[str, str] | None = None) -> None:
        super().__init__(f"{status} {reason}")
        self.status, self.reason, self.header = status, reason, header


@dataclass(frozen=True, slots=True)
class Binding:
    """One phone of an account. `contact`: the address that it gave; `flow`: where it truly is."""

    contact: str
    flow: Flow
    user_agent: str
    expires_at: float
    call_id: str
    cseq: int
    q: float
    since: float
    """When this phone first registered, on the registrar's clock; refreshing keeps it."""

    def seconds_left(self, now: float) -> int:
        return max(0, round(self.expires_at - now))


class Registrar:
    """`on_change(account)` is called whenever an account's phones have changed."""

    def __init__(self, on_change: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._on_change, self._clock = on_change, clock
        self._bindings: dict[str, list[Binding]] = {}

    def register(self, account: str, request: SipRequest, flow: Flow) -> list[Binding]:
        """Carries a REGISTER out and returns what is bound now. All or nothing. Raises RegistrationRefused."""
        contacts = request.headers.get("contact")
        kept = {one.contact: one for one in self.phones(account)}
        before = dict(kept)
        cseq = request.cseq
        number, call_id = (cseq.seq if cseq else 0), request.call_id or ""
        header_expires = number_of(request.headers.get_first("expires"), DEFAULT_SECONDS)
        if any(contact.strip() == "*" for contact in contacts):
            if len(contacts) > 1 or request.headers.get_first("expires") != "0":
                raise RegistrationRefused(400, "Contact * needs Expires 0")
            for one in kept.values():
                _refuse_older(one, call_id, number)
            kept.clear()
        else:
            for value in contacts:
                address = parse_address(value)
                uri = stringify_uri(address.uri)
                seconds = number_of(address.params.get("expires"), header_expires)
                if uri in kept:
                    _refuse_older(kept[uri], call_id, number)
                if seconds == 0:
                    kept.pop(uri, None)
                    continue
                if seconds < SHORTEST_SECONDS:
                    raise RegistrationRefused(423, "", ("Min-Expires", str(SHORTEST_SECONDS)))
                now = self._clock()
                kept[uri] = Binding(
                    contact=uri,
                    flow=flow,
                    user_agent=(request.headers.get_first("user-agent") or "")[:120],
                    expires_at=now + min(seconds, LONGEST_SECONDS),
                    call_id=call_id,
                    cseq=number,
                    q=_quality(address.params.get("q")),
                    since=kept[uri].since if uri in kept else now,
                )
            if len(kept) > MOST_CONTACTS:
                raise RegistrationRefused(403, "Too Many Contacts")
        self._bindings[account] = list(kept.values())
        if kept.keys() != before.keys():
            self._on_change(account)
        return self.phones(account)

    def phones(self, account: str) -> list[Binding]:
        """The phones of an account that may be rung now, the preferred first."""
        now = self._clock()
        alive = [one for one in self._bindings.get(account, []) if one.expires_at > now]
        return sorted(alive, key=lambda one: -one.q)

    def expire(self) -> None:
        """Forgets what has run out; called now and then."""
        now = self._clock()
        for account, bindings in list(self._bindings.items()):
            alive = [one for one in bindings if one.expires_at > now]
            if len(alive) != len(bindings):
                self._bindings[account] = alive
                self._on_change(account)

    def drop_flow(self, account: str, flow: Flow) -> None:
        """The phone behind this flow is gone (its TCP connection closed)."""
        kept = [one for one in self._bindings.get(account, []) if one.flow != flow]
        if len(kept) != len(self._bindings.get(account, [])):
            self._bindings[account] = kept
            self._on_change(account)

    def drop_account(self, account: str) -> None:
        if self._bindings.pop(account, None):
            self._on_change(account)

    def accounts(self) -> list[str]:
        return [account for account in self._bindings if self.phones(account)]


def _refuse_older(one: Binding, call_id: str, cseq: int) -> None:
    """A REGISTER overtaken on the way changes nothing (RFC 3261 §10.3, step 7)."""
    if one.call_id == call_id and cseq <= one.cseq:
        raise RegistrationRefused(500, "Out Of Order")


def _quality(text: str | None) -> float:
    try:
        return min(1.0, max(0.0, float(text))) if text else 1.0
    except ValueError:
        return 1.0
