"""The server killed while a candidate types: what was acknowledged is there, what was not is sent again, once."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path

import httpx

from simulator.productions.prose import checked
from tests.integration.simulator.case_study import a_case_study, save
from tests.integration.simulator.ground import a_centre, did
from tests.integration.simulator.house import Server, candidate

TEXTS = ("case_summary", "stakes", "reply_letter")


async def typed_until_killed(browser: httpx.AsyncClient, written: str, acknowledged: list[str]) -> tuple[str, int]:
    """One text grows by a word a version; returns the version that was under way, and what it was based on."""
    number = 0
    while True:
        words = " ".join(["mot"] * (number + 1))
        try:
            answer = await save(
                browser, words, based_on=number, written=written, client_id=f"{written}-{number:06}".replace("_", "-")
            )
        except httpx.HTTPError:
            return words, number
        number = (await did(_answered(answer)))["number"]
        acknowledged.append(words)


async def _answered(answer: httpx.Response) -> httpx.Response:
    return answer


async def test_kill_9_loses_no_acknowledged_key(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        place = await a_case_study(centre)
    server = Server(tmp_path)
    await server.start()
    acknowledged: dict[str, list[str]] = {one: [] for one in TEXTS}
    try:
        person = await candidate(server, place.code)
        typing = [asyncio.create_task(typed_until_killed(person.http, one, acknowledged[one])) for one in TEXTS]
        wanted = random.Random(15).randint(12, 30)
        async with asyncio.timeout(60):
            while sum(map(len, acknowledged.values())) < wanted:
                await asyncio.sleep(0.005)
        await server.kill()
        under_way = await asyncio.gather(*typing)
        await server.start()
        desk = await did(person.http.get("/api/candidate/productions"))
        assert desk["now"]["clock"]["state"] == "running", "the clock goes on over the cut"
        for written, (words, based_on) in zip(TEXTS, under_way, strict=True):
            text = next(one for one in desk["texts"] if one["written"] == written)
            assert text["number"] in (based_on, based_on + 1), "acknowledged, or kept just before the cut"
            if acknowledged[written]:
                assert checked(text["document"]).text.startswith(acknowledged[written][-1])
            name = f"{written}-{based_on:06}".replace("_", "-")
            again = await did(save(person.http, words, based_on=based_on, written=written, client_id=name))
            assert (again["number"], again["parted"]) == (based_on + 1, None)
        await person.http.aclose()
    finally:
        with suppress(ProcessLookupError):
            await server.stop()
