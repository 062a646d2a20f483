"""What a neighbour feels of one candidate's flood: the wait for a message's acknowledgement, with and without it."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from abuse.house import a_house
from bench.lines import Line, line, percentile
from tests.integration.simulator.house import a_server

FLOODS = ("typing", "refused", "commands")


def run(floods: Sequence[str] = FLOODS, seconds: float = 6.0) -> Iterator[Line]:
    """In milliseconds, and as a ratio to the quiet seconds just before."""
    for kind, (quiet, flooded) in asyncio.run(_measure(floods, seconds)).items():
        how = f"{len(flooded)} messages of one neighbour, {seconds:g} s; the flood as fast as a bare socket sends"
        yield line(f"neighbour_p99_beside_{kind}", 1000 * percentile(flooded, 0.99), "ms", how)
        yield line(f"neighbour_p50_beside_{kind}", 1000 * percentile(flooded, 0.5), "ms", how)
        yield line(f"neighbour_p99_before_{kind}", 1000 * percentile(quiet, 0.99), "ms", how)
        ratio = percentile(flooded, 0.5) / percentile(quiet, 0.5)
        yield line(f"neighbour_flooded_to_quiet_{kind}", ratio, "ratio of p50", how)


async def _measure(floods: Sequence[str], seconds: float) -> dict[str, tuple[list[float], list[float]]]:
    found: dict[str, tuple[list[float], list[float]]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-flood-") as folder:
        async with a_server(Path(folder)) as server:
            for kind in floods:
                async with a_house(server) as house:
                    quiet = await house.probe(seconds)
                    async with house.flooding(kind, seconds):
                        found[kind] = quiet, await house.probe(seconds)
    return found
