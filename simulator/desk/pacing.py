"""What one desk may send: a bucket of tokens that fills with time. Pure: the clock is handed in.

A desk has one pace for its life, not one for each connection: connecting again is no new allowance, and costs some
itself. A person never comes near it; what goes beyond is slowed (the server reads no further until the bucket allows
it), told once, and after `PATIENCE_SECONDS` of it the connection ends and stays out for `PAUSE_SECONDS`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

TOKENS_PER_SECOND = 40.0
"""Messages a second that a desk may send for ever; far above what a person types."""

MOST_TOKENS = 160.0
"""What may come at once: all that was typed while the network was cut."""

BYTES_PER_TOKEN = 2048
"""A long message costs what as many short ones do: 80 kB a second for ever, 320 kB at once."""

CONNECTING_TOKENS = 10.0
"""Opening a desk costs the server a snapshot and two facts."""

MOST_PACES = 10_000
PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`wait`: seconds before the next message is read. `tell`: the first time. `end`: it has gone on too long."""

    wait: float = 0.0
    tell: bool = False
    end: bool = False


GO = Verdict()


class Pace:
    """One desk's bucket. `clock`: seconds that only grow."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tokens, self._filled_at = MOST_TOKENS, clock()
        self._slowed_since: float | None = None
        self._shut_until = 0.0

    @property
    def is_shut(self) -> bool:
        """Whether this desk was ended for its flood a moment ago: it comes back later."""
        return self._clock() < self._shut_until

    def message(self, size: int) -> Verdict:
        """A message of `size` bytes came."""
        return self._take(1.0 + size / BYTES_PER_TOKEN)

    def connection(self) -> Verdict:
        """A connection was opened."""
        return self._take(CONNECTING_TOKENS)

    def _take(self, cost: float) -> Verdict:
        now = self._clock()
        self._tokens = min(MOST_TOKENS, self._tokens + (now - self._filled_at) * TOKENS_PER_SECOND)
        self._filled_at = now
        if self._tokens >= MOST_TOKENS / 2:
            self._slowed_since = None
        self._tokens -= cost
        if self._tokens >= 0:
            return GO
        is_first = self._slowed_since is None
        since = self._slowed_since = now if self._slowed_since is None else self._slowed_since
        if now - since >= PATIENCE_SECONDS:
            self._slowed_since, self._tokens = None, 0.0
            self._shut_until = now + PAUSE_SECONDS
            return Verdict(end=True)
        return Verdict(wait=-self._tokens / TOKENS_PER_SECOND, tell=is_first)


class Paces:
    """The pace of each desk by its key, kept while rooms come and go; the longest unused is forgotten first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._paces: dict[str, Pace] = {}

    def of(self, key: str) -> Pace:
        pace = self._paces.pop(key, None) or Pace(self._clock)
        self._paces[key] = pace
        if len(self._paces) > MOST_PACES:
            del self._paces[next(iter(self._paces))]
        return pace


class Seldom:
    """At most once in `seconds`; what comes between is left out (a hint that is repeated says nothing new)."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock = seconds, clock
        self._last: float | None = None

    def __call__(self) -> bool:
        now = self._clock()
        if self._last is not None and now - self._last < self._seconds:
            return False
        self._last = now
        return True


PACES = Paces(time.monotonic)
