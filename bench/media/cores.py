"""The server and the callers each on their own core: a scheduler that wakes one for the other's packet likes to put
both on the same one, and then it is that core that is measured, half of the machine idle.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def apart(server: int) -> Generator[None]:
    """Gives the server's process (its number) the last core, this process the others, where there are two or more."""
    ours = os.sched_getaffinity(0)
    if len(ours) < 2:
        yield
        return
    last = max(ours)
    os.sched_setaffinity(server, {last})
    os.sched_setaffinity(0, ours - {last})
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)
