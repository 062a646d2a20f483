"""How much one address may ask of the SIP port before it has proved who it is. Sans-IO.

A flood from one place must not cost the telephones of a room their exam: strangers share what is left, and what comes
from a telephone that is signed in is never counted among theirs.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

A_SECOND = 100.0
AT_ONCE = 300.0
"""Requests of one address: a whole room behind one router switched on at once asks about 60."""

REMEMBERED = 5000


class Pace:
    """A bucket for each address, filled by `a_second`, holding `at_once`."""

    def __init__(
        self, a_second: float = A_SECOND, at_once: float = AT_ONCE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._a_second, self._at_once, self._clock = a_second, at_once, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """One more request of a stranger at this address."""
        now = self._clock()
        left, at = self._left.pop(address, (self._at_once, now))
        left = min(self._at_once, left + (now - at) * self._a_second)
        is_allowed = left >= 1
        self._left[address] = (left - 1 if is_allowed else left, now)
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return is_allowed

    def refund(self, address: str) -> None:
        """It was no stranger: it has proved who it is."""
        left, at = self._left.get(address, (self._at_once, self._clock()))
        self._left[address] = (min(self._at_once, left + 2), at)
