"""When Python looks for unreachable cycles: often among what is young, rarely among everything.

With a thousand desks a look at everything holds the whole process for half a second, and Python takes one whenever a
quarter more has lived on: the slowest messages of a full house were those. What is there at the start is never looked
at again; all else is every `EVERYTHING_SECONDS`, so that what was let go (a closed seat's room) is given back.
"""

import gc
import time

EVERYTHING_SECONDS = 600.0
YOUNG, MIDDLE, NEVER = 5_000, 20, 1_000_000
"""Objects until the young ones are looked at, such looks until the middle ones are, and looks until everything is."""


class Collector:
    """Made once the process has opened all it needs."""

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        self._next = time.monotonic() + EVERYTHING_SECONDS

    def tick(self) -> None:
        """Called often; looks at everything when it is time."""
        if time.monotonic() >= self._next:
            gc.collect()
            self._next = time.monotonic() + EVERYTHING_SECONDS
