"""How many files and sockets the process may hold, and how many of them connections may take.

Debian's default is 1,024; a thousand idle connections were enough to keep recordings from opening their files.
"""

import os

if os.name == "posix":
    import resource

WANTED = 65_536
KEPT_SHARE = 0.25
"""Of the limit, never given to connections: calls, recordings, the database, workers."""

KEPT_AT_LEAST = 200


WITHOUT_LIMIT = 2_048
"""What is reckoned with where the system counts none."""


def raise_descriptor_limit() -> int:
    """Raises the soft limit as far as the hard one allows, to `WANTED`; returns what it is now.

    Windows has no such limit; what its event loop bears is less than what we want.
    """
    if os.name != "posix":
        return WITHOUT_LIMIT
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))
        soft = ceiling
    return WANTED if soft == resource.RLIM_INFINITY else soft


def for_connections(limit: int) -> int:
    """How many connections may be open at once under this limit of descriptors."""
    return max(50, limit - max(KEPT_AT_LEAST, round(limit * KEPT_SHARE)))
