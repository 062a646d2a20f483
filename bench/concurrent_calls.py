"""How many recorded calls at once: more and more of them until the delay is heard."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench.lines import Line, line, median
from bench.media.calls import Calls, Measure

STEPS = (10, 20, 40, 60, 80, 120, 160, 200, 240, 280, 320)
WANTED = 40
LATE_MS = 20.0
"""One packet's worth of sound: the p95 delay that ends the climb."""
LEAST_OFFERED = 0.98
"""Callers that send less of what is due are themselves the limit, and the climb ends there too."""
LONGEST_SECONDS = 240.0
LOOKS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """The looks at one number of calls."""

    looks: list[Measure]

    @property
    def calls(self) -> int:
        return self.looks[0].calls

    @property
    def p95_ms(self) -> float:
        return median([look.delay_ms(0.95) for look in self.looks])

    @property
    def is_in_time(self) -> bool:
        return self.p95_ms <= LATE_MS

    @property
    def offered(self) -> float:
        return median([look.offered for look in self.looks])

    def __str__(self) -> str:
        core, callers = (median([look.cpu for look in self.looks]), median([look.client_cpu for look in self.looks]))
        shares = f"server {core:.0%}, callers {callers:.0%} sending {self.offered:.1%}"
        return f"{self.calls}: p95 {self.p95_ms:.2f} ms, {shares}"


def run(steps: Sequence[int] = STEPS, wanted: int = WANTED, seconds: float = 3.0) -> Iterator[Line]:
    """Callers and server share the machine: the callers' own share of it is told too."""
    climbed = uvloop.run(climb(steps, seconds))
    in_time = [step for step in climbed if step.is_in_time and step.offered >= LEAST_OFFERED]
    how = (
        f"recorded calls added until the p95 one-way delay (median of {LOOKS} times {seconds:g} s) passes "
        f"{LATE_MS:g} ms, server on one core, callers on the other; " + "; ".join(map(str, climbed))
    )
    end = "; no step was late: the limit is further" if climbed[-1].is_in_time else ""
    yield line("calls_in_time", max((step.calls for step in in_time), default=0), "calls", how + end)
    reached = next((step for step in climbed if step.calls == wanted), None)
    if reached is None:
        raise RuntimeError(f"{wanted} calls were not reached: {how}")
    at = f"{wanted} recorded calls, {LOOKS} times {seconds:g} s"
    sent, lost = (sum(look.sent for look in reached.looks), sum(look.lost for look in reached.looks))
    yield line(f"lost_at_{wanted}_calls", lost, "packets", f"{at}, of {sent}; not there a second later")
    yield line(f"delay_p95_at_{wanted}_calls", reached.p95_ms, "ms", f"{at}, the callers' own time included")
    cpu = 100 * median([look.cpu_of_a_call for look in reached.looks])
    yield line(f"call_cpu_at_{wanted}_calls", cpu, "% of a core", f"{at}, server process only")


async def climb(steps: Sequence[int], seconds: float) -> list[Step]:
    """Every step until one is late or the callers are too slow for it, the list's last, or the time is over."""
    until = time.monotonic() + LONGEST_SECONDS
    climbed: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="bench-climb-") as folder:
        async with Calls("switch", Path(folder)) as running:
            for before, calls in zip((0, *steps), steps, strict=False):
                await running.add(calls - before)
                await asyncio.sleep(1.0)
                climbed.append(Step([await running.measure(seconds) for _ in range(LOOKS)]))
                if not climbed[-1].is_in_time or climbed[-1].offered < LEAST_OFFERED or time.monotonic() > until:
                    break
    return climbed
