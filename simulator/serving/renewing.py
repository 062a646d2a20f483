"""A renewed certificate is taken up while serving: connections that are open stay, new ones get the new one."""

import asyncio
import ssl
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from simulator.centres_certificate import BadCertificate, read_certificate

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0

State = tuple[tuple[int, int, int] | None, ...]


class Renewal:
    """Of one server's certificate. `tick` is called often, looks once a minute; files that do not fit are left."""

    def __init__(
        self, context: ssl.SSLContext, chain: Path, key: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._chain, self._key = chain, key
        self._clock = clock
        self._current = context
        self._seen = self._state()
        self._next = clock() + LOOK_SECONDS
        self._looking: asyncio.Task[None] | None = None
        # A context of its own for each pair: loading into the one that serves could leave half of a pair in it.
        context.sni_callback = self._give_current

    def tick(self) -> None:
        """Files are read beside the event loop: they may lie on a disk that does not answer."""
        if self._clock() < self._next or (self._looking is not None and not self._looking.done()):
            return
        self._next = self._clock() + LOOK_SECONDS
        self._looking = asyncio.create_task(asyncio.to_thread(self._look), name="certificate")

    def _look(self) -> None:
        state = self._state()
        if state == self._seen:
            return
        self._seen = state
        try:
            renewed = read_certificate(self._chain, self._key)
        except BadCertificate as problem:
            # Mostly one file of two that are being replaced: the other one's change is looked at as well.
            log.warning("certificate_not_taken_up", why=str(problem))
            return
        self._current = renewed.context
        log.info("certificate_taken_up", end=renewed.end.isoformat())

    def _give_current(self, connection: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        connection.context = self._current

    def _state(self) -> State:
        return tuple(_state_of(one) for one in (self._chain, self._key))


def _state_of(path: Path) -> tuple[int, int, int] | None:
    """Through links, as tools that renew certificates lay them."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
