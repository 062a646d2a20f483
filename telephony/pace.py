"""How often something may be tried from one place: buckets that fill again, in memory and bounded. Sans-IO."""

import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 10_000
"""Places at most; the one longest quiet is forgotten first: its bucket is full again."""


class Pace:
    """`burst` tries at once, then `per_second`. Refused tries cost nothing: trying keeps nobody out for longer."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """Place → what is left, and when that was."""

    def take(self, place: str) -> float:
        """Takes one try and returns 0; or, when none is left, how many seconds until there is one."""
        left = self._left(place)
        if left < 1.0:
            return (1.0 - left) / self._per_second
        self._set(place, left - 1.0)
        return 0.0

    def give_back(self, place: str, tries: float = 1.0) -> None:
        """They were right ones, or were not carried out."""
        self._set(place, min(self._burst, self._left(place) + tries))

    def _left(self, place: str) -> float:
        left, at = self._buckets.get(place, (self._burst, self._clock()))
        return min(self._burst, left + (self._clock() - at) * self._per_second)

    def _set(self, place: str, left: float) -> None:
        self._buckets[place] = (left, self._clock())
        self._buckets.move_to_end(place)
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
