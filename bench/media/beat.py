"""What makes all callers speak, each on its own even beat of 20 ms, not all together."""

import asyncio
import heapq
import random
import time
from types import TracebackType

from bench.media.caller import Caller

PACKET_SECONDS = 0.02


class Beat:
    """`async with Beat() as beat`; callers that are added speak until the end."""

    def __init__(self) -> None:
        self.callers: list[Caller] = []
        self._due: list[tuple[float, int]] = []
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Beat":
        self._task = asyncio.create_task(self._keep_speaking())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await asyncio.gather(*(caller.leave() for caller in self.callers))

    def add(self, one: Caller, other: Caller) -> None:
        """The two ends of a call, both connected."""
        one.other, other.other = other, one
        for caller in (one, other):
            self.callers.append(caller)
            soon = time.perf_counter() + random.uniform(0, PACKET_SECONDS)
            heapq.heappush(self._due, (soon, len(self.callers) - 1))

    async def _keep_speaking(self) -> None:
        while True:
            now = time.perf_counter()
            while self._due and self._due[0][0] <= now:
                due, number = self._due[0]
                heapq.heapreplace(self._due, (due + PACKET_SECONDS, number))
                self.callers[number].speak()
            wait = self._due[0][0] - time.perf_counter() if self._due else PACKET_SECONDS
            await asyncio.sleep(max(0.0, min(wait, PACKET_SECONDS)))
