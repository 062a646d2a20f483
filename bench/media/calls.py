"""Two-party calls through a server of their own process, and what they cost and deliver: `async with Calls(…)`."""

import asyncio
import heapq
import itertools
import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.media.caller import Caller
from bench.media.voices import opus_packets
from telephony.aiortc_internals import offer_only

ROOT = Path(__file__).resolve().parents[2]
PACKET_SECONDS = 0.02
AT_ONCE = 4
"""Calls that are set up together."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What `calls` calls cost and delivered in some seconds."""

    calls: int
    cpu: float
    """Share of one core that the server used, 1.0 = all of it."""
    client_cpu: float
    sent: int
    arrived: int
    delays: list[float]
    """Seconds, in order: of the packets that arrived as they were sent."""

    @property
    def cpu_of_a_call(self) -> float:
        return self.cpu / self.calls

    @property
    def delivered(self) -> float:
        """Share of the packets sent that arrived; a packet on its way at either end of the time counts as such."""
        return self.arrived / self.sent

    def delay_ms(self, share: float) -> float:
        return 1000 * self.delays[min(len(self.delays) - 1, int(share * len(self.delays)))]


class Calls:
    """`kind`: what carries them, "switch" or "relay" (server.py). Recordings go to `folder`."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._kind, self._folder = kind, folder
        self._callers: list[Caller] = []
        self._due: list[tuple[float, int]] = []
        self._names = (f"call-{number}" for number in itertools.count(1))
        self._process: asyncio.subprocess.Process | None = None
        self._asking = asyncio.Lock()
        self._beat: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Calls":
        offer_only(("127.0.0.1",))
        command = [sys.executable, "-m", "bench.media.server", self._kind, str(self._folder)]
        pipe = subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe, limit=2**20)
        self._beat = asyncio.create_task(self._keep_speaking())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._beat is not None
        assert self._process is not None
        self._beat.cancel()
        await asyncio.gather(self._beat, return_exceptions=True)
        await asyncio.gather(*(caller.leave() for caller in self._callers))
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 20)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def add(self, calls: int) -> None:
        """Begins this many further calls; both ends speak at once."""
        while calls > 0:
            await asyncio.gather(*(self._add_one(next(self._names)) for _ in range(min(calls, AT_ONCE))))
            calls -= AT_ONCE

    async def measure(self, seconds: float) -> Measure:
        """Of all calls that run, from now on."""
        before = sum(caller.sent for caller in self._callers)
        for caller in self._callers:
            caller.forget()
        cpu, client, start = await self._cpu_seconds(), time.process_time(), time.perf_counter()
        await asyncio.sleep(seconds)
        cpu, client = await self._cpu_seconds() - cpu, time.process_time() - client
        passed = time.perf_counter() - start
        return Measure(
            calls=len(self._callers) // 2,
            cpu=cpu / passed,
            client_cpu=client / passed,
            sent=sum(caller.sent for caller in self._callers) - before,
            arrived=sum(caller.arrived for caller in self._callers),
            delays=sorted(delay for caller in self._callers for delay in caller.delays),
        )

    async def _add_one(self, call: str) -> None:
        pair = Caller(opus_packets(1, 10)), Caller(opus_packets(2, 10))
        pair[0].other, pair[1].other = pair[1], pair[0]
        for end, caller in enumerate(pair):
            offer = await caller.offer()
            answer = await self._ask({"do": "connect", "call": call, "end": end, "offer": offer})
            await caller.take_answer(answer["answer"])
        async with asyncio.timeout(30):
            for caller in pair:
                await caller.connected()
        await self._ask({"do": "begin", "call": call})
        for caller in pair:
            self._callers.append(caller)
            soon = time.perf_counter() + random.uniform(0, PACKET_SECONDS)
            heapq.heappush(self._due, (soon, len(self._callers) - 1))

    async def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._asking:
            self._process.stdin.write(json.dumps(what).encode() + b"\n")
            line = await asyncio.wait_for(self._process.stdout.readline(), 60)
        if not line:
            raise RuntimeError(f"the server of these calls has ended: {what['do']}")
        return json.loads(line)

    async def _cpu_seconds(self) -> float:
        return float((await self._ask({"do": "seconds"}))["seconds"])

    async def _keep_speaking(self) -> None:
        """Each caller on its own even beat, not all together."""
        while True:
            now = time.perf_counter()
            while self._due and self._due[0][0] <= now:
                due, number = self._due[0]
                heapq.heapreplace(self._due, (due + PACKET_SECONDS, number))
                await self._callers[number].speak()
            await asyncio.sleep(max(0.0, min(0.005, self._due[0][0] - time.perf_counter())) if self._due else 0.005)
