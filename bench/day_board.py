"""How long the responsible person's screen waits for its data, with twelve candidates in the middle of their day.

The whole application in this process, a real database, requests one after the other as the page sends them.
Candidates' desks are not open: their seats are in memory all the same, because their clocks run.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import structlog

from bench.lines import Line, line, percentile
from tests.integration.simulator.exam_days import a_day
from tests.integration.simulator.ground import a_centre, did

CANDIDATES = 12
OPENINGS = 200


def run(candidates: int = CANDIDATES, openings: int = OPENINGS) -> Iterator[Line]:
    """p50 and p95 of the board and of the invigilator's desk."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # measures alone go to standard output
    with tempfile.TemporaryDirectory(prefix="bench-day-") as folder:
        taken = asyncio.run(_measure(Path(folder), candidates, openings))
    how = f"{candidates} candidates in a phase, an incident and a message each, {openings} openings in turn"
    for page, seconds in taken.items():
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            yield line(f"day_{page}_{name}", 1000 * percentile(seconds, share), "ms", how)


async def _measure(folder: Path, candidates: int, openings: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {"board": [], "watch": []}
    async with a_centre(folder) as centre:
        day = await a_day(centre, candidates)
        await day.open("preparation")
        for number, seat_id in enumerate(day.seat_ids):
            await day.act(f"seats/{seat_id}/identity", document="identity_card")
            await day.act("incidents", id=f"i{number}", text="Poste remplacé, aucun texte perdu", seat_id=seat_id)
            await day.act("messages", text="Restez à vos places.")
        for _ in range(openings):
            for page, seconds in taken.items():
                began = time.perf_counter()
                await did(day.lead.get(f"{day.path}/{page}"))
                seconds.append(time.perf_counter() - began)
    return taken
