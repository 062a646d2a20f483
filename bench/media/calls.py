"""Two-party calls through a server in a process of its own, and what they cost and deliver: `async with Calls(…)`."""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.lines import percentile
from bench.media.beat import PACKET_SECONDS, Beat
from bench.media.caller import Caller
from bench.media.cores import apart
from bench.media.voices import opus_packets
from telephony.carrying.aiortc_internals import offer_only
from telephony.compiled import FOLDER

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 4
"""Calls that are set up together."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What `calls` calls cost and delivered in some seconds."""

    calls: int
    cpu: float
    """Share of one core that the server used, 1.0 = all of it."""
    client_cpu: float
    """The same of the callers' process."""
    offered: float
    """Share of the packets that were due which the callers sent: below 1.0, it is they that are too slow."""
    sent: int
    lost: int
    """Packets that had not arrived a second after they were sent; only where they arrive as they were sent."""
    arrived: int
    delays: list[float]
    """Seconds, of each packet that arrived as it was sent."""

    @property
    def cpu_of_a_call(self) -> float:
        return self.cpu / self.calls

    @property
    def delivered(self) -> float:
        """Arrived by sent, whoever coded them; packets on their way at the beginning stand for those at the end."""
        return min(1.0, self.arrived / self.sent)

    def delay_ms(self, share: float) -> float:
        return 1000 * percentile(self.delays, share)


class Calls:
    """`kind`: what carries them (server.py), on this address. Recordings go to `folder`.

    `as_written`: our packet path runs as its sources stand there, whatever was compiled (telephony/compiled.py).
    """

    def __init__(
        self,
        kind: str,
        folder: Path,
        address: str = "127.0.0.1",
        second_voice: bool = True,
        as_written: bool = False,
    ) -> None:
        self._kind, self._folder, self._address, self._second_voice = kind, folder, address, second_voice
        self._environment = {**os.environ, FOLDER: ""} if as_written else None
        self._names = (f"call-{number}" for number in itertools.count(1))
        self._beat = Beat()
        self._server: asyncio.subprocess.Process | None = None
        self._asking = asyncio.Lock()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Calls":
        offer_only((self._address,))
        command = [sys.executable, "-m", "bench.media.server", self._kind, str(self._folder), self._address]
        pipe = subprocess.PIPE
        self._server = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=self._environment, stdin=pipe, stdout=pipe, limit=2**20
        )
        self._stack.push_async_callback(_ended, self._server)
        self._stack.enter_context(apart(self._server.pid))
        await self._stack.enter_async_context(self._beat)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def add(self, calls: int) -> None:
        """Begins this many further calls; both ends speak at once."""
        while calls > 0:
            await asyncio.gather(*(self._add_one(next(self._names)) for _ in range(min(calls, AT_ONCE))))
            calls -= AT_ONCE

    async def measure(self, seconds: float) -> Measure:
        """Of all calls that run, from now on."""
        callers = self._beat.callers
        for caller in callers:
            caller.forget()
        cpu, client, start = await self._cpu_seconds(), time.process_time(), time.perf_counter()
        await asyncio.sleep(seconds)
        cpu, client = await self._cpu_seconds() - cpu, time.process_time() - client
        passed = time.perf_counter() - start
        sent = sum(caller.sent for caller in callers)
        return Measure(
            calls=len(callers) // 2,
            cpu=cpu / passed,
            client_cpu=client / passed,
            offered=sent / (len(callers) * passed / PACKET_SECONDS),
            sent=sent,
            lost=sum(caller.lost for caller in callers),
            arrived=sum(caller.arrived for caller in callers),
            delays=[delay for caller in callers for delay in caller.delays],
        )

    async def _add_one(self, call: str) -> None:
        pair = Caller(opus_packets(1, 10)), Caller(opus_packets(2, 10))
        await (self._connect_through(call, *pair) if self._kind == "janus" else self._connect_each(call, *pair))
        async with asyncio.timeout(30):
            for caller in pair:
                await caller.connected()
        await self._ask({"do": "begin", "call": call})
        self._beat.add(*pair)

    async def _connect_each(self, call: str, *pair: Caller) -> None:
        """Each end has a connection of its own with the server, as a desk has."""
        for end, caller in enumerate(pair):
            offer = await caller.offer(self._second_voice)
            answer = await self._ask({"do": "connect", "call": call, "end": end, "offer": offer})
            await caller.take_answer(answer["answer"])

    async def _connect_through(self, call: str, one: Caller, other: Caller) -> None:
        """What one end offers reaches the other through the server, and its answer comes back the same way."""
        asked = {"do": "connect", "call": call}
        offered = await self._ask({**asked, "end": 0, "offer": await one.offer(self._second_voice)})
        answered = await self._ask({**asked, "end": 1, "offer": await other.answer(offered["answer"])})
        await one.take_answer(answered["answer"])

    async def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._server is not None
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        async with self._asking:
            self._server.stdin.write(json.dumps(what).encode() + b"\n")
            line = await asyncio.wait_for(self._server.stdout.readline(), 60)
        if not line:
            raise RuntimeError(f"the server of these calls has ended: {what['do']}")
        return json.loads(line)

    async def _cpu_seconds(self) -> float:
        return float((await self._ask({"do": "seconds"}))["seconds"])


async def _ended(server: asyncio.subprocess.Process) -> None:
    """It leaves once nobody can tell it anything more."""
    assert server.stdin is not None
    server.stdin.close()
    try:
        await asyncio.wait_for(server.wait(), 20)
    except TimeoutError:
        server.kill()
        await server.wait()
        raise
