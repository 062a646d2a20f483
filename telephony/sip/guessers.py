"""Whoever tries passwords is slowed, and nobody else: told by account and address together. Sans-IO.

Locking an account would hand everybody a way to silence it: five wrong passwords, from anywhere. So the right one
is always good, and a wrong one is answered later and later from where wrong ones came. The responsible person is
shown who is slowed (`slowed`), and lets them off (`reopen`) when it was somebody with a new telephone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from telephony.guessing import GuessThrottle

log = structlog.get_logger(__name__)

FIRST_DELAY = 1.0
ADDRESS_FACTOR = 6
"""Many names tried from one address count together; a whole room may share one: it has this many times as many."""

SEVERAL = ""
"""Instead of an account: those of an address together."""

LONGEST_DELAY = 16.0
"""Seconds until a wrong password is answered, doubling with each one beyond the limit."""


@dataclass(frozen=True, slots=True)
class Guesser:
    """`account`: as it was named, perhaps nobody's; SEVERAL for those of an address together."""

    account: str
    address: str
    tries: int


class Guessers:
    """`attempts` wrong answers are anybody's mistakes, forgotten after `seconds` of quiet; those beyond come late.

    At other doors a try that comes too early is refused (`GuessThrottle`); here the same wait is the delay of an
    answer, since nobody knows yet whether it is right.
    """

    def __init__(self, attempts: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        def throttle(free: int) -> GuessThrottle:
            return GuessThrottle(free, LONGEST_DELAY, clock, first=FIRST_DELAY, forgotten_after=seconds)

        self._of_accounts, self._of_addresses = throttle(attempts), throttle(attempts * ADDRESS_FACTOR)

    def wrong(self, account: str, address: str) -> float:
        """A wrong password: the seconds after which to say so."""
        name = account[:80]
        was_slowed = self._of_accounts.is_slowed(name, address) or self._of_addresses.is_slowed(SEVERAL, address)
        self._of_accounts.failed(name, address)
        self._of_addresses.failed(SEVERAL, address)
        delay = max(self._of_accounts.wait_seconds(name, address), self._of_addresses.wait_seconds(SEVERAL, address))
        if delay > 0 and not was_slowed:
            log.warning("sip_guesser_slowed", account=name, address=address)
        return delay

    def right(self, account: str, address: str) -> None:
        """The right password came from there: what was wrong before was a mistake."""
        self._of_accounts.succeeded(account[:80], address)

    def slowed(self) -> list[Guesser]:
        """Who is answered late just now, the latest first."""
        found = [*self._of_accounts.slowed(), *self._of_addresses.slowed()]
        return [Guesser(one.account, one.origin, one.wrong) for one in sorted(found, key=lambda one: one.quiet)]

    def tried(self, account: str) -> list[tuple[str, int]]:
        """From where, and how often, wrong passwords came for this account lately; also those that slowed nobody."""
        return self._of_accounts.tried(account)

    def reopen(self, account: str, address: str) -> bool:
        """They are answered at once again; False when they were not slowed."""
        return (self._of_addresses if account == SEVERAL else self._of_accounts).reopen(account, address)
