"""How many requests one sign-in, and one address, may make: pure, the clock is handed in.

Like a queue at a counter (the generic cell rate algorithm): each request takes its place, waits for it when there is
a queue, and is refused when the queue is longer than anybody's patience. No page comes near it; a program that asks
as fast as it can waits instead of everybody else.
"""

from collections.abc import Callable

MOST_KEYS = 10_000
"""Counters kept; the longest unused is forgotten first."""

LONGEST_WAIT_SECONDS = 1.0


class RequestPace:
    """`a_second` for ever, `at_once` in a burst, counted for each key apart."""

    def __init__(self, a_second: float, at_once: int, clock: Callable[[], float]) -> None:
        self._each, self._burst = 1 / a_second, at_once / a_second
        self._clock = clock
        self._next: dict[str, float] = {}

    def wait(self, key: str, cost: float = 1.0) -> float | None:
        """Seconds until this request's turn; None: refused, it takes no place."""
        now = self._clock()
        turn = max(self._next.pop(key, now), now)
        wait = max(0.0, turn - now - self._burst)
        is_taken = wait <= LONGEST_WAIT_SECONDS
        self._next[key] = turn + self._each * cost if is_taken else turn
        if len(self._next) > MOST_KEYS:
            del self._next[next(iter(self._next))]
        return wait if is_taken else None
