"""What the server adds to the way of a packet: ten recorded calls through it, and the same callers without it."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import uvloop

from bench.lines import Line, line, median, percentile
from bench.media.beat import Beat
from bench.media.caller import Caller
from bench.media.calls import Calls
from bench.media.voices import opus_packets
from telephony.carrying.aiortc_internals import offer_only

SETTLES_SECONDS = 2.0
SHARES = {"p50": 0.50, "p95": 0.95}


def run(calls: int = 10, seconds: float = 5.0, rounds: int = 3) -> Iterator[Line]:
    """The difference is what the server adds; the callers' own time is in both."""
    direct = uvloop.run(directly(calls, seconds, rounds))
    through = uvloop.run(through_the_switch(calls, seconds, rounds))
    how = f"from a caller's sending to the other's receiving, {calls} calls, median of {rounds} times {seconds:g} s"
    for name in SHARES:
        yield line(f"one_way_delay_{name}", through[name], "ms", f"{how}, recorded by the switch", digits=3)
        yield line(f"direct_delay_{name}", direct[name], "ms", f"{how}, no server between", digits=3)
        yield line(f"added_delay_{name}", through[name] - direct[name], "ms", f"{how}, the difference", digits=3)


async def through_the_switch(calls: int, seconds: float, rounds: int) -> dict[str, float]:
    """Milliseconds at each share."""
    with tempfile.TemporaryDirectory(prefix="bench-delay-") as folder:
        async with Calls("switch", Path(folder)) as running:
            await running.add(calls)
            await asyncio.sleep(SETTLES_SECONDS)
            measures = [await running.measure(seconds) for _ in range(rounds)]
    return {name: median([one.delay_ms(share) for one in measures]) for name, share in SHARES.items()}


async def directly(calls: int, seconds: float, rounds: int) -> dict[str, float]:
    """The same callers connected to each other, in milliseconds."""
    offer_only(("127.0.0.1",))
    found: list[list[float]] = []
    async with Beat() as beat:
        for _ in range(calls):
            one, other = Caller(opus_packets(1, 10)), Caller(opus_packets(2, 10))
            await one.take_answer(await other.answer(await one.offer()))
            async with asyncio.timeout(30):
                await asyncio.gather(one.connected(), other.connected())
            beat.add(one, other)
        await asyncio.sleep(SETTLES_SECONDS)
        for _ in range(rounds):
            for caller in beat.callers:
                caller.forget()
            await asyncio.sleep(seconds)
            found.append([delay for caller in beat.callers for delay in caller.delays])
    return {name: 1000 * median([percentile(delays, share) for delays in found]) for name, share in SHARES.items()}
