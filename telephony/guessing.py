"""Whoever guesses is slowed, and nobody else: a wait that grows for each guesser, in memory and bounded. Sans-IO.

A guesser is a pair: the account that is tried, and from where (an address, or a device that has proved itself
before). Wrong passwords for an account from one place therefore close it to nobody elsewhere. A try counts before it
is carried out: a hundred guesses sent at once are a hundred guesses. A refused one counts for nothing and costs
nothing.

For passwords of people and of telephones alike; one instance for each kind of door.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FIRST_WAIT = 2.0
"""Seconds after the last free try; each further wrong one doubles it."""

REMEMBERED = 10_000
"""Guessers at most; the one longest quiet is forgotten first."""

FORGET_AFTER = 6
"""A guesser quiet for so many times the longest wait starts afresh."""


@dataclass(frozen=True, slots=True)
class Slowed:
    """A guesser who must wait between tries, for whoever watches over the house. Times in seconds, from now."""

    account: str
    origin: str
    wrong: int
    """Tries carried out and not right."""
    refused: int
    """Tries turned away meanwhile."""
    wait: float
    """How long until the next one is carried out; 0: it would be now."""
    quiet: float
    """How long ago the last one came."""


@dataclass(slots=True)
class _Guesser:
    wrong: int = 0
    refused: int = 0
    until: float = 0.0
    last: float = 0.0


class GuessThrottle:
    """`free` wrong tries cost nothing; from then on a wait of `first` seconds, doubling up to `longest` seconds.

    `begin` before a try is carried out, `succeeded` or `was_wrong` after it, `taken_back` when it was not carried out
    after all. Where the verdict is at hand at once (a digest), `wait_seconds` and `failed` do the same in two steps.
    """

    def __init__(
        self,
        free: int,
        longest: float,
        clock: Callable[[], float] = time.monotonic,
        remembered: int = REMEMBERED,
        *,
        first: float = FIRST_WAIT,
        forgotten_after: float | None = None,
    ) -> None:
        """Seconds: `first` wait; `forgotten_after`: of quiet, by default FORGET_AFTER times the longest wait."""
        self._free, self._longest, self._clock, self._remembered = free, longest, clock, remembered
        self._first = first
        self._forgotten_after = longest * FORGET_AFTER if forgotten_after is None else forgotten_after
        self._guessers: OrderedDict[tuple[str, str], _Guesser] = OrderedDict()

    def wait_seconds(self, account: str, origin: str) -> float:
        """How long this account must not be tried from there; 0: it may be now. Counts nothing."""
        known = self._guessers.get((account, origin))
        return max(0.0, known.until - self._clock()) if known is not None else 0.0

    def begin(self, account: str, origin: str) -> float:
        """Counts a try, wrong until told otherwise, and returns 0; or how many seconds it must wait, uncounted."""
        wait = self.wait_seconds(account, origin)
        if wait > 0:
            guesser = self._guessers[account, origin]
            guesser.refused += 1
            guesser.last = self._clock()
            return wait
        self.failed(account, origin)
        return 0.0

    def failed(self, account: str, origin: str) -> None:
        """A wrong try was carried out."""
        now, key = self._clock(), (account, origin)
        guesser = self._guessers.setdefault(key, _Guesser())
        if now - guesser.last > self._forgotten_after:
            guesser.wrong = guesser.refused = 0
        guesser.wrong += 1
        guesser.last = now
        guesser.until = now + self._wait_after(guesser.wrong)
        self._guessers.move_to_end(key)
        while len(self._guessers) > self._remembered:
            self._guessers.popitem(last=False)

    def was_wrong(self, account: str, origin: str) -> None:
        """The try that `begin` counted took its time and was wrong: the wait begins now."""
        known = self._guessers.get((account, origin))
        if known is not None:
            known.until = max(known.until, self._clock() + self._wait_after(known.wrong))

    def taken_back(self, account: str, origin: str) -> None:
        """The try that `begin` counted was not carried out."""
        known = self._guessers.get((account, origin))
        if known is not None and known.wrong > 0:
            known.wrong -= 1
            known.until = min(known.until, self._clock() + self._wait_after(known.wrong))

    def succeeded(self, account: str, origin: str) -> None:
        """It was right: this guesser has a clean slate; others who try the account are still slowed."""
        self._guessers.pop((account, origin), None)

    def is_slowed(self, account: str, origin: str) -> bool:
        known = self._guessers.get((account, origin))
        return known is not None and known.wrong >= self._free

    def slowed(self) -> list[Slowed]:
        """Everybody who has used up the free tries and came lately, the latest first."""
        now = self._clock()
        return [
            Slowed(account, origin, one.wrong, one.refused, max(0.0, one.until - now), now - one.last)
            for (account, origin), one in sorted(self._guessers.items(), key=lambda item: -item[1].last)
            if one.wrong >= self._free and now - one.last <= self._forgotten_after
        ]

    def tried(self, account: str) -> list[tuple[str, int]]:
        """From where, and how often, this account was tried wrongly lately; also what slowed nobody."""
        now = self._clock()
        return [
            (origin, one.wrong)
            for (name, origin), one in self._guessers.items()
            if name == account and one.wrong and now - one.last <= self._forgotten_after
        ]

    def reopen(self, account: str, origin: str | None = None) -> bool:
        """Whoever answers for the house lets this account be tried again at once, from there or from everywhere.

        False: there was nobody to let off."""
        those = [key for key in self._guessers if key[0] == account and origin in (None, key[1])]
        for key in those:
            del self._guessers[key]
        return bool(those)

    def _wait_after(self, wrong: int) -> float:
        if wrong < self._free:
            return 0.0
        # Beyond this the longest is reached whatever it is: no float overflows after a thousand tries.
        doublings = min(wrong - self._free, 40)
        return min(self._longest, self._first * float(2**doublings))
