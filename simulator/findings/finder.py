"""Findings in a worker process: reading French keeps the interpreter busy, and here calls are being forwarded."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from scoring import Finding, MarkedText, load_models, map_exchange, proofread
from scoring.exchange import Exchange
from simulator.worker_process import begin_worker, end_at_once

LONGEST_SECONDS = 30.0
Read = TypeVar("Read")
KEPT = 200
"""Exchanges whose findings are remembered: a desk asks again whenever something has changed, mostly elsewhere."""


class Finder:
    """`async with` owns the process, which starts with the first question.

    It ends at once: behind calls and desks a reading may take as long as it likes, and a stop must not wait for it.
    Whoever asked has gone by then; a job that asked is due again at the next start.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._kept: OrderedDict[str, tuple[Finding, ...]] = OrderedDict()

    async def __aenter__(self) -> "Finder":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._pool is not None:
            end_at_once(self._pool)

    async def find(self, exchanges: Sequence[Exchange]) -> list[Finding]:
        """The findings of all these, one after the other. Raises TimeoutError, BrokenProcessPool."""
        found: list[Finding] = []
        for exchange in exchanges:
            found += await self._find_one(exchange)
        return found

    async def proofread(self, exchange: Exchange) -> list[MarkedText]:
        """What the adviser wrote in it, with its faults. Raises TimeoutError, BrokenProcessPool."""
        return await self._in_worker(proofread, exchange)

    async def _find_one(self, exchange: Exchange) -> tuple[Finding, ...]:
        key = exchange.model_dump_json()
        if key not in self._kept:
            self._kept[key] = await self._in_worker(_map, exchange)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    async def _in_worker(self, read: Callable[[Exchange], Read], exchange: Exchange) -> Read:
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await asyncio.get_running_loop().run_in_executor(self._process(), read, exchange)
        except BrokenProcessPool:
            self._pool = None
            raise

    def _process(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin)
        return self._pool


def _begin() -> None:
    """In the worker."""
    begin_worker(niceness=10)
    load_models()


def _map(exchange: Exchange) -> tuple[Finding, ...]:
    return tuple(map_exchange(exchange))
