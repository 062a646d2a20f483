"""What a target is, and the alarms that go off when something escapes it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog


class Escaped(Exception):
    """An input made the part under test fail, or made it grow beyond its own bounds."""


@dataclass
class Door:
    """An open target. `feed` takes one input; `sizes` are what must stay under its bound."""

    feed: Callable[[bytes], None]
    sizes: Callable[[], Mapping[str, tuple[int, int]]] = dict
    """Name of a collection → (how many it holds, how many it may hold)."""
    renew: Callable[[], Any] | None = None
    """Awaited now and then: ends what is open and begins anew, so that late inputs reach as far as early ones."""
    renew_every: int = 2000


@dataclass(frozen=True)
class Target:
    """`seeds`: sound inputs to begin with; `words`: what the format is made of."""

    name: str
    open: Callable[[], AbstractAsyncContextManager[Door]]
    seeds: Sequence[bytes]
    words: Sequence[bytes] = field(default=())
    longest: int = 4096


@asynccontextmanager
async def alarmed() -> AsyncIterator[list[BaseException]]:
    """Errors that the code catches and logs count as escaped too, and so does what a task or a callback lets fall."""
    escaped: list[BaseException] = []
    before = structlog.get_config()

    def ring(_: Any, method: str, entry: Any) -> Any:
        if method in ("error", "exception", "critical"):
            error = Escaped(str(entry))
            error.__cause__ = entry.get("exc_info") if isinstance(entry.get("exc_info"), BaseException) else None
            escaped.append(error)
        raise structlog.DropEvent

    def fell(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        escaped.append(context.get("exception") or Escaped(context["message"]))

    loop = asyncio.get_running_loop()
    structlog.configure(processors=[ring], cache_logger_on_first_use=False)
    loop.set_exception_handler(fell)
    try:
        yield escaped
    finally:
        loop.set_exception_handler(None)
        structlog.configure(**before)


class Feeding:
    """One open target, fed input by input. `async with Feeding(target) as feeding: await feeding.one(data)`."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.fed = 0

    async def __aenter__(self) -> "Feeding":
        self._alarms = alarmed()
        self._escaped = await self._alarms.__aenter__()
        self._context = self.target.open()
        self._door = await self._context.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._context.__aexit__(None, None, None)
        await self._alarms.__aexit__(None, None, None)

    async def one(self, data: bytes) -> None:
        """Raises Escaped, or whatever the part raised."""
        self._door.feed(data[: self.target.longest])
        for _ in range(3):
            await asyncio.sleep(0)
        if self._escaped:
            error = self._escaped[0]
            self._escaped.clear()
            raise Escaped(f"{self.target.name}: {error}") from error
        self.fed += 1
        if self.fed % 500 == 0:
            for name, (size, limit) in self._door.sizes().items():
                if size > limit:
                    raise Escaped(f"{self.target.name}: {name} holds {size}, {limit} at most")
        if self._door.renew is not None and self.fed % self._door.renew_every == 0:
            await self._door.renew()
