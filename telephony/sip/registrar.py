"""Who is reachable where: bindings of accounts to contacts, with their expiry (RFC 3261 §10.3). Sans-IO.

A telephone that comes back is itself: the same `+sip.instance` and `reg-id` replace what was bound (RFC 5626 §6),
whatever port or address it has now. Over UDP nothing says that a telephone has gone, so it is believed for two
minutes at a time, unless it keeps its way open.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from aiosipua import SipRequest

from .addresses import Address, read_address
from .messages import number_of
from .wire import Flow

DEFAULT_SECONDS = 600
SHORTEST_SECONDS = 10
"""Shorter demands are answered 423: a phone that registers every second is a fault or an attack."""

LONGEST_SECONDS = 3600
LONGEST_UDP_SECONDS = 120
"""Of a telephone on UDP that does not keep its way open: switched off, it rings no longer than this."""

KEPT_ALIVE_SECONDS = 120.0
"""Since the last line ends of a flow, for it to count as kept open (RFC 5626 §4.4.1: they come each 95 to 120 s)."""

MOST_CONTACTS = 10
"""Phones per account; a further one takes the place of that which was heard of longest ago."""

REMEMBERED_FLOWS = 2000


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
    account: str = ""
    instance: str = ""
    """What the telephone calls itself for good (RFC 5626 §4.1); empty: it does not say."""
    reg_id: str = ""
    refreshed_at: float = 0.0

    def seconds_left(self, now: float) -> int:
        return max(0, round(self.expires_at - now))

    def header(self, now: float) -> str:
        """As the answer to a REGISTER names it."""
        itself = f';+sip.instance="{self.instance}"' if self.instance else ""
        itself += f";reg-id={self.reg_id}" if self.reg_id else ""
        return f"<{self.contact}>{itself};expires={self.seconds_left(now)}"

    def is_same_phone(self, other: "Binding") -> bool:
        return bool(self.instance) and (self.instance, self.reg_id) == (other.instance, other.reg_id)


class Registrar:
    """`on_change(account)` is called whenever an account's phones have changed."""

    def __init__(self, on_change: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._on_change, self._clock = on_change, clock
        self._bindings: dict[str, list[Binding]] = {}
        self._kept_alive: OrderedDict[Flow, float] = OrderedDict()

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
                address = _read(value)
                seconds = number_of(address.params.get("expires"), header_expires)
                made = self._binding(account, address, request, flow, seconds)
                known = kept.get(made.contact)
                if known is None:
                    known = next((one for one in kept.values() if one.is_same_phone(made)), None)
                if known is not None:
                    _refuse_older(known, call_id, number)
                    del kept[known.contact]
                if seconds == 0:
                    continue
                if seconds < SHORTEST_SECONDS:
                    raise RegistrationRefused(423, "", ("Min-Expires", str(SHORTEST_SECONDS)))
                kept[made.contact] = _refreshed(made, known) if known is not None else made
            while len(kept) > MOST_CONTACTS:
                del kept[min(kept.values(), key=lambda one: one.refreshed_at).contact]
        self._bindings[account] = list(kept.values())
        if {one.contact: one.flow for one in kept.values()} != {one.contact: one.flow for one in before.values()}:
            self._on_change(account)
        return self.phones(account)

    def phones(self, account: str) -> list[Binding]:
        """The phones of an account that may be rung now, the preferred first."""
        now = self._clock()
        alive = [one for one in self._bindings.get(account, []) if one.expires_at > now]
        return sorted(alive, key=lambda one: -one.q)

    def newest(self, account: str) -> list[Binding]:
        """The same, the one heard of last first."""
        return sorted(self.phones(account), key=lambda one: -one.refreshed_at)

    def kept_alive(self, flow: Flow) -> None:
        """Line ends came from there: the telephone keeps its way to us open."""
        self._kept_alive[flow] = self._clock()
        self._kept_alive.move_to_end(flow)
        while len(self._kept_alive) > REMEMBERED_FLOWS:
            self._kept_alive.popitem(last=False)

    def is_kept_alive(self, flow: Flow) -> bool:
        at = self._kept_alive.get(flow)
        return at is not None and self._clock() - at < KEPT_ALIVE_SECONDS

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

    def moved(self, account: str, binding: Binding, flow: Flow) -> None:
        """This telephone is reached over another flow now; nothing where it has registered anew or left meanwhile."""
        known = self._bindings.get(account, [])
        if binding in known:
            self._bindings[account] = [replace(one, flow=flow) if one == binding else one for one in known]
            self._on_change(account)

    def drop_account(self, account: str) -> None:
        if self._bindings.pop(account, None):
            self._on_change(account)

    def has_flow(self, flow: Flow) -> bool:
        """Whether a telephone is registered from just there."""
        return any(one.flow == flow for bindings in self._bindings.values() for one in bindings)

    def accounts(self) -> list[str]:
        return [account for account in self._bindings if self.phones(account)]

    def all_phones(self) -> list[Binding]:
        return [one for account in self._bindings for one in self.phones(account)]

    def restore(self, bindings: Iterable[Binding]) -> None:
        """What was bound before a restart and has not run out; what has registered since counts more."""
        for one in bindings:
            known = self._bindings.setdefault(one.account, [])
            if one.expires_at > self._clock() and not any(
                it.contact == one.contact or it.is_same_phone(one) for it in known
            ):
                known.append(one)
                self._on_change(one.account)

    def _binding(self, account: str, address: Address, request: SipRequest, flow: Flow, seconds: int) -> Binding:
        cseq, now = request.cseq, self._clock()
        believed = flow.is_reliable or self.is_kept_alive(flow)
        return Binding(
            contact=address.uri,
            flow=flow,
            user_agent=(request.headers.get_first("user-agent") or "")[:120],
            expires_at=now + min(seconds, LONGEST_SECONDS if believed else LONGEST_UDP_SECONDS),
            call_id=request.call_id or "",
            cseq=cseq.seq if cseq else 0,
            q=_quality(address.params.get("q")),
            since=now,
            account=account,
            instance=address.params.get("+sip.instance", "")[:200],
            reg_id=address.params.get("reg-id", "")[:20],
            refreshed_at=now,
        )


def _read(value: str) -> Address:
    try:
        return read_address(value)
    except ValueError as error:
        raise RegistrationRefused(400, "Bad contact") from error


def _refreshed(made: Binding, known: Binding) -> Binding:
    """The same telephone once more: since when it is there stays."""
    return replace(made, since=known.since)


def _refuse_older(one: Binding, call_id: str, cseq: int) -> None:
    """A REGISTER overtaken on the way changes nothing (RFC 3261 §10.3, step 7)."""
    if one.call_id == call_id and cseq <= one.cseq:
        raise RegistrationRefused(500, "Out Of Order")


def _quality(text: str | None) -> float:
    try:
        return min(1.0, max(0.0, float(text))) if text else 1.0
    except ValueError:
        return 1.0
