"""What must be measured as it happens: how late the event loop is, how long a commit takes."""

import asyncio
import time

from prometheus_client import CollectorRegistry, Histogram

LOOK_EVERY = 0.5
"""Seconds between two looks at the loop."""

LAG_BUCKETS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
COMMIT_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Timings:
    """`async with` owns the task that looks. One per process; its registry is its own, not the library's."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._lag = Histogram(
            "combine_event_loop_lag_seconds",
            "How late the event loop wakes whoever asked for a moment; sound is late by as much",
            buckets=LAG_BUCKETS,
            registry=self.registry,
        )
        self._commits = Histogram(
            "combine_commit_seconds",
            "How long keeping a group of facts took, on the disk",
            buckets=COMMIT_BUCKETS,
            registry=self.registry,
        )
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Timings":
        self._task = asyncio.create_task(self._look(), name="loop-lag")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def committed(self, seconds: float) -> None:
        self._commits.observe(seconds)

    async def _look(self) -> None:
        while True:
            due = time.monotonic() + LOOK_EVERY
            await asyncio.sleep(LOOK_EVERY)
            self._lag.observe(max(0.0, time.monotonic() - due))
