"""Wrong codes are counted by account and by address; beyond the limit even the right one is refused.

Only for what can really be guessed: the four figures of silent listening. Passwords are never locked (decision 030).
"""

import time
from collections import OrderedDict
from collections.abc import Callable

import structlog

log = structlog.get_logger(__name__)

ADDRESS_FACTOR = 6
"""A whole room may share one address: it gets this many times an account's attempts."""

REMEMBERED = 10_000
"""Accounts and addresses at most; the one longest quiet is forgotten first."""


class Lockout:
    """`attempts` wrong answers within `seconds` close the door for as long."""

    def __init__(self, attempts: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._attempts, self._seconds, self._clock = attempts, seconds, clock
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def wait_seconds(self, account: str, address: str) -> float:
        """How long this account or address must still wait; 0: not at all."""
        return max(
            self._wait(f"account {account}", self._attempts),
            self._wait(f"address {address}", self._attempts * ADDRESS_FACTOR),
        )

    def failed(self, account: str, address: str) -> None:
        now = self._clock()
        for key in (f"account {account}", f"address {address}"):
            recent = [at for at in self._failures.get(key, []) if now - at < self._seconds]
            self._failures[key] = [*recent, now][-self._attempts * ADDRESS_FACTOR :]
            self._failures.move_to_end(key)
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)
        log.warning("sip_wrong_password", account=account[:80], address=address)

    def succeeded(self, account: str) -> None:
        """The account's slate is clean; its address's is not: others may be guessing from there."""
        self._failures.pop(f"account {account}", None)

    def _wait(self, key: str, limit: int) -> float:
        now = self._clock()
        recent = [at for at in self._failures.get(key, []) if now - at < self._seconds]
        return self._seconds - (now - recent[-limit]) if len(recent) >= limit else 0.0
