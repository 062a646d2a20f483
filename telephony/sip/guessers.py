"""Whoever tries passwords is slowed, and nobody else: told by account and address together. Sans-IO.

Locking an account would hand everybody a way to silence it: five wrong passwords, from anywhere. So the right one
is always good, and a wrong one is answered later and later from where wrong ones came. The responsible person is
shown who is slowed (`slowed`), and lets them off (`reopen`) when it was somebody with a new telephone.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)

FIRST_DELAY = 1.0
ADDRESS_FACTOR = 6
"""Many names tried from one address count together; a whole room may share one: it has this many times as many."""

SEVERAL = ""
"""Instead of an account: those of an address together."""

LONGEST_DELAY = 16.0
"""Seconds until a wrong password is answered, doubling with each one beyond the limit."""

REMEMBERED = 10_000
"""Pairs at most; the one longest quiet is forgotten first."""


@dataclass(frozen=True, slots=True)
class Guesser:
    """`account`: as it was named, perhaps nobody's; `last_at`: when, on the clock of `Guessers`."""

    account: str
    address: str
    tries: int
    last_at: float


class Guessers:
    """`attempts` wrong answers within `seconds` are anybody's mistakes; those beyond are answered late."""

    def __init__(self, attempts: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._attempts, self._seconds, self._clock = attempts, seconds, clock
        self._wrong: OrderedDict[tuple[str, str], list[float]] = OrderedDict()

    def wrong(self, account: str, address: str) -> float:
        """A wrong password: the seconds after which to say so."""
        beyond = max(self._count(account[:80], address), self._count(SEVERAL, address))
        while len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)
        if beyond == 0:
            log.warning("sip_guesser_slowed", account=account[:80], address=address)
        return min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(beyond, 10)) if beyond >= 0 else 0.0

    def right(self, account: str, address: str) -> None:
        """The right password came from there: what was wrong before was a mistake."""
        self._wrong.pop((account[:80], address), None)

    def slowed(self) -> list[Guesser]:
        """Who is answered late just now, the latest first."""
        found = [(key, self._recent(key)) for key in list(self._wrong)]
        slow = [Guesser(*key, len(recent), recent[-1]) for key, recent in found if len(recent) >= self._limit(key[0])]
        return sorted(slow, key=lambda one: -one.last_at)

    def tried(self, account: str) -> list[tuple[str, int]]:
        """From where, and how often, wrong passwords came for this account lately; also those that slowed nobody."""
        found = [
            (address, len(self._recent((name, address)))) for name, address in list(self._wrong) if name == account
        ]
        return [(address, count) for address, count in found if count]

    def reopen(self, account: str, address: str) -> bool:
        """They are answered at once again; False when they were not slowed."""
        return self._wrong.pop((account, address), None) is not None

    def _count(self, account: str, address: str) -> int:
        """One more; how many beyond the limit."""
        key = (account, address)
        self._wrong[key] = [*self._recent(key), self._clock()][-200:]
        self._wrong.move_to_end(key)
        return len(self._wrong[key]) - self._limit(account)

    def _limit(self, account: str) -> int:
        return self._attempts * ADDRESS_FACTOR if account == SEVERAL else self._attempts

    def _recent(self, key: tuple[str, str]) -> list[float]:
        now = self._clock()
        return [at for at in self._wrong.get(key, []) if now - at < self._seconds]
