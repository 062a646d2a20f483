"""Every route as every role. A route that is not in `DOORS` (`doors.py`) fails the first test: nothing opens by
accident."""

import re
from collections.abc import AsyncGenerator

import httpx
import pytest
import pytest_asyncio

from tests.integration.simulator.doors import DOORS, ROLES
from tests.integration.simulator.ground import Centre, Kind, a_centre, did
from tests.integration.simulator.knocking import all_routes, body_of, browser_of, knock, opens, played_run

pytestmark = pytest.mark.asyncio(loop_scope="module")

ENDINGS = {
    "POST /api/staff/sessions/{session_id}/close": 1,
    "POST /api/staff/sign-out": 2,
    "POST /api/candidate/sign-out": 2,
}
"""Doors that end what the others need: tried last, in this order."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("doors"), demo=True, lockout_attempts=10_000) as one:
        yield one


async def test_every_route_is_declared_here_and_none_that_is_gone(centre: Centre) -> None:
    served = all_routes(centre.app.routes)
    in_schema = {
        f"{method.upper()} {path}" for path, methods in centre.app.openapi()["paths"].items() for method in methods
    }
    assert in_schema <= served, "the walk must see at least what the schema shows"
    assert served == set(DOORS)


@pytest.mark.parametrize("kind", ["practice", "exam"])
@pytest.mark.parametrize("role", ROLES)
async def test_each_role_passes_its_own_doors_and_no_other(centre: Centre, role: str, kind: Kind) -> None:
    if role == "partner" and kind == "exam":
        assert (await centre.place("exam")).partner_code is None, "an exam has no partner"
        return
    place = await centre.place(kind)
    run_id = await played_run(centre, place)
    signed_in = (await browser_of(centre, role, place)).cookies
    wrong: list[str] = []
    for route, who in sorted(DOORS.items(), key=lambda one: ENDINGS.get(one[0], 0)):
        # Signing in at one door must not help at the next.
        browser = centre.browser()
        browser.cookies = httpx.Cookies(signed_in)
        expected = role in (who.practice if kind == "practice" else who.exam)
        if await knock(centre, browser, route, kind, place, run_id) != expected:
            wrong.append(f"{route}: {role} {'should' if expected else 'should not'} pass in {kind}")
    assert wrong == []


async def test_every_door_that_changes_something_refuses_another_sites_page(centre: Centre) -> None:
    place = await centre.place()
    candidate, lead = await centre.at_desk(place.code), await centre.lead()
    run_id = await played_run(centre, place)
    open_ones: list[str] = []
    for route in DOORS:
        method = route.split(" ", 1)[0]
        if method in ("GET", "WS"):
            continue
        browser = candidate if "/api/candidate/" in route else lead
        address = re.sub(r"{run_id}", run_id, route.split(" ", 1)[1])
        address = re.sub(r"{[^}]+}", place.seat_id, address)
        body = body_of(route, "practice", centre, place, run_id)
        for headers in ({"Origin": "https://ailleurs.example"}, {"X-Combine": ""}):
            answer = await browser.request(method, address, json=body, headers=headers)
            if answer.status_code != 403:
                open_ones.append(f"{route} {headers}: {answer.status_code}")
    assert open_ones == []


async def test_a_live_desk_refuses_another_sites_page(centre: Centre) -> None:
    place = await centre.place()
    candidate, juror = await centre.at_desk(place.code), await centre.as_("roy")
    for browser, address in (
        (candidate, "/api/candidate/live"),
        (juror, f"/api/staff/live?seat={place.seat_id}"),
    ):
        assert await opens(centre, browser, address)
        assert not await opens(centre, browser, address, origin="https://ailleurs.example")
        assert not await opens(centre, browser, address, origin="")


async def test_a_mark_sent_twice_after_a_cut_is_one_mark(centre: Centre) -> None:
    place = await centre.place()
    run_id = await played_run(centre, place)
    juror = await centre.as_("roy")
    mark = {"id": "once", "run_id": run_id, "mark_id": "m1", "criterion": "CP1.1", "sign": "favourable"}
    answers = [await did(juror.post(f"/api/staff/runs/{run_id}/marks", json=mark)) for _ in range(2)]
    assert [len(answer["marking"]["marks"]) for answer in answers] == [1, 1]
