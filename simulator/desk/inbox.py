"""One owner for what happens at a seat: what is handed in is carried out in its order, each to its end.

Whoever waits may be cancelled: what they handed in goes on all the same, so that nothing is kept and not applied.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

T = TypeVar("T")

log = structlog.get_logger(__name__)

Work = Callable[[], Awaitable[Any]]


class Inbox:
    """The owner is a task that lives while there is work. `name` is its name in the log."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._waiting: deque[tuple[Work, asyncio.Future[Any]]] = deque()
        self._owner: asyncio.Task[None] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return self._owner is None

    async def do(self, work: Callable[[], Awaitable[T]]) -> T:
        """Carries `work` out after all that was handed in before, and returns what it returns or raises.

        Cancelling the caller leaves the work in its place: it is carried out to its end.
        """
        done = self._hand_in(work)
        # Somebody waits: what it raises is theirs. Cancelled, they hear no more of it, and the log does.
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            done.add_done_callback(self._log_failure)
            raise

    def put(self, work: Work) -> None:
        """Hands in what nobody waits for; what it raises is logged."""
        self._hand_in(work).add_done_callback(self._log_failure)

    async def drain(self) -> None:
        """Waits until nothing is left. Cancelling it leaves the rest under way."""
        while self._owner is not None:
            await asyncio.wait([self._owner])

    def stop(self) -> None:
        """Drops what waits and cancels what is under way: only for the end of the process."""
        for _, done in self._waiting:
            done.cancel()
        self._waiting.clear()
        if self._owner is not None:
            self._owner.cancel()

    def _hand_in(self, work: Work) -> "asyncio.Future[Any]":
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._owner is None:
            self._owner = asyncio.create_task(self._carry_out(), name=self._name)
        return done

    async def _carry_out(self) -> None:
        try:
            while self._waiting:
                work, done = self._waiting.popleft()
                try:
                    result = await work()
                except asyncio.CancelledError:
                    done.cancel()
                    raise
                except Exception as error:  # noqa: BLE001 - handed to whoever waits, or logged; the owner lives on
                    if not done.done():
                        done.set_exception(error)
                else:
                    if not done.done():
                        done.set_result(result)
        finally:
            self._owner = None

    def _log_failure(self, done: "asyncio.Future[Any]") -> None:
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("seat_work_failed", inbox=self._name, error=type(error).__name__, exc_info=error)
