"""Thirty candidates typing in their case studies: how long until a version is acknowledged, on disk."""

import asyncio
import json
import logging
import secrets
import sys
import tempfile
import time
from pathlib import Path

import httpx
import structlog

from bench.lines import line, percentile
from tests.integration.simulator.case_study import a_case_study, document
from tests.integration.simulator.ground import HEADERS, Place
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre

CANDIDATES = 30
SECONDS = 20.0
EVERY = 2.0
SENTENCE = "Je vous présente nos excuses pour les trois pannes de votre vélo. "


async def measure(candidates: int = CANDIDATES, seconds: float = SECONDS) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        async with an_open_centre(Path(folder)) as house:
            places = [await a_case_study(house.centre) for _ in range(candidates)]
            worked = time.process_time()
            took = await asyncio.gather(
                *(_types(house, place, turn / candidates, seconds) for turn, place in enumerate(places))
            )
            worked = time.process_time() - worked
    each = sorted(one for many in took for one in many)
    how = f"{candidates} candidates, a version every {EVERY:g} s for {seconds:g} s, one page of text, over HTTP"
    for name, share in (("median", 0.5), ("p99", 0.99), ("slowest", 1.0)):
        print(json.dumps(line(f"autosave_{name}", percentile(each, share) * 1000, "ms", how, digits=1)))
    spent = f"processor's time for one version, the made-up candidates' own included; {how}"
    print(json.dumps(line("autosave_work", worked * 1000 / len(each), "ms", spent, digits=1)))


async def _types(house: OpenCentre, place: Place, share: float, seconds: float) -> list[float]:
    """Seconds that each acknowledgement took."""
    took: list[float] = []
    async with httpx.AsyncClient(base_url=house.address, headers=HEADERS | {"Origin": house.address}) as browser:
        (await browser.post("/api/candidate/sign-in", json={"code": place.code})).raise_for_status()
        # Nobody begins to type at the same instant as everybody else.
        await asyncio.sleep(EVERY * share)
        ends, number, lines = time.monotonic() + seconds, 0, [SENTENCE * 4] * 8
        while time.monotonic() < ends:
            began = time.monotonic()
            body = {
                "client_id": secrets.token_hex(16),
                "based_on": number,
                "document": document(*lines, SENTENCE * (number % 20)),
            }
            answer = await browser.post("/api/candidate/productions/reply_letter/versions", json=body)
            took.append(time.monotonic() - began)
            number = answer.raise_for_status().json()["number"]
            await asyncio.sleep(max(0.0, began + EVERY - time.monotonic()))
    return took


if __name__ == "__main__":
    sizes = sys.argv[1:]
    asyncio.run(measure(int(sizes[0]), float(sizes[1])) if sizes else measure())
