"""What a recorded call costs the server, beside the same calls through aiortc's own relay and recorder."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import uvloop

from bench.lines import Line, line, median
from bench.media.calls import Calls, Measure

SETTLES_SECONDS = 2.0


def run(calls: int = 4, seconds: float = 6.0, rounds: int = 3) -> Iterator[Line]:
    """Four calls: the relay still delivers them all, so that both do the whole work."""
    pairs = [(uvloop.run(measure("relay", calls, seconds)), uvloop.run(measure("switch", calls, seconds)))]
    pairs += [
        (uvloop.run(measure("relay", calls, seconds)), uvloop.run(measure("switch", calls, seconds)))
        for _ in range(rounds - 1)
    ]
    how = (
        f"median of {rounds} rounds of {seconds:g} s with {calls} recorded two-party Opus calls, server process only"
    )
    for name, place in (("relay", 0), ("switch", 1)):
        all_of_it = [pair[place] for pair in pairs]
        delivered = min(one.delivered for one in all_of_it)
        cpu = 100 * median([one.cpu_of_a_call for one in all_of_it])
        yield line(f"call_cpu_{name}", cpu, "% of a core", f"{how}, {delivered:.2%} of the packets delivered")
    ratio = median([ours.cpu / theirs.cpu for theirs, ours in pairs])
    yield line("call_cpu_ratio", ratio, "switch / relay", f"{how}, each round's own ratio", digits=3)


async def measure(kind: str, calls: int, seconds: float) -> Measure:
    """These calls carried by `kind`, once they have settled."""
    with tempfile.TemporaryDirectory(prefix="bench-calls-") as folder:
        async with Calls(kind, Path(folder)) as running:
            await running.add(calls)
            await asyncio.sleep(SETTLES_SECONDS)
            return await running.measure(seconds)
