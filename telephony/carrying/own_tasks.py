"""The tasks of a switch and its named timers: one owner, which ends them all."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class OwnTasks:
    """A timer is known by what it belongs to (a call, a line) and its name; setting one replaces its namesake."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._timers: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def close(self) -> None:
        """Ends every task; returns once all are over."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def own(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def set_timer(self, key: str, name: str, seconds: float, then: Callable[[], None]) -> None:
        async def wait() -> None:
            await asyncio.sleep(seconds)
            self._timers.pop((key, name), None)
            then()

        self.run(key, name, wait())

    def run(self, key: str, name: str, coroutine: Coroutine[Any, Any, None]) -> None:
        """A task that `drop` ends like a timer."""
        self.drop(key, name)
        self._timers[(key, name)] = self.own(coroutine)

    def drop(self, key: str, name: str) -> None:
        timer = self._timers.pop((key, name), None)
        if timer is not None:
            timer.cancel()
