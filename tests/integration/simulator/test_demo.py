"""The demo centre: one click to each desk, on this machine only, and nothing left of it without the demo."""

from pathlib import Path

import httpx
import pytest

from simulator import demo, demo_day
from simulator.settings import BadSettings
from tests.integration.simulator.ground import HEADERS, Centre, a_centre, did, refused

PASSWORD = demo.PASSWORD


async def enter(centre: Centre, who: str, session: str = "practice") -> tuple[str, dict[str, str]]:
    """Where one click leads, and the cookies that it leaves."""
    browser = centre.browser()
    door = await did(browser.post("/api/public/demo/enter", json={"as": who, "session": session}))
    return door["path"], dict(browser.cookies)


async def test_one_click_opens_each_desk_and_without_the_demo_all_of_it_is_shut(tmp_path: Path) -> None:
    async with a_centre(tmp_path, demo=True) as centre:
        assert (await did(centre.browser().get("/api/public/info")))["demo"]
        path, candidate_cookie = await enter(centre, "candidate")
        assert path == "/candidat"
        path, juror_cookie = await enter(centre, "jury")
        assert path.startswith("/jury/candidat/")
        assert {(await enter(centre, who))[0] for who in ("jury", "second_jury", "trainer")} == {path}
        assert (await enter(centre, "jury", "exam"))[0] != path
        assert (await enter(centre, "session_lead"))[0] == "/sessions"

        browser = centre.browser()
        for who in ("candidate", "jury"):
            await did(browser.post("/api/public/demo/enter", json={"as": who, "session": "exam"}))
        desk = await did(browser.get("/api/candidate/desk"))
        assert desk["session_kind"] == "exam"
        assert (await did(browser.get("/api/staff/me")))["name"] == "Nadia Roy"
        mine = next(s for s in await did(browser.get("/api/staff/my-seats")) if s["session_kind"] == "exam")
        code = (await did((await demo_lead(centre)).post(f"/api/staff/seats/{mine['seat_id']}/desk-code")))["code"]

        body = {"login": "demo-jury", "password": PASSWORD}
        await did(centre.browser().post("/api/staff/sign-in", json=body))

    async with a_centre(tmp_path, demo=True) as again:
        led = {"as": "session_lead", "session": "day"}
        doors = [again.browser().post("/api/public/demo/enter", json=led) for _ in range(3)]
        assert len({(await did(door))["path"] for door in doors}) == 1, "one day, made when somebody wants it"
        sessions = await did((await demo_lead(again)).get("/api/staff/sessions"))
        titles = [session["title"] for session in sessions]
        assert sorted(titles) == sorted({demo.PRACTICE_TITLE, demo.EXAM_TITLE, demo_day.TITLE}), "installed once"

    async with a_centre(tmp_path) as plain:
        answer = await plain.browser().post("/api/public/demo/enter", json={"as": "jury"})
        assert answer.status_code in (404, 405)
        refused(await plain.browser().post("/api/staff/sign-in", json=body), 401, "wrong_sign_in")
        for cookies, asked in ((candidate_cookie, "/api/candidate/me"), (juror_cookie, "/api/staff/me")):
            cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
            refused(await plain.browser(Cookie=cookie).get(asked), 401, "not_signed_in")
        answer = await plain.browser().post("/api/candidate/sign-in", json={"code": code})
        refused(answer, 401, "wrong_sign_in")
        people = await did((await plain.lead()).get("/api/staff/people"))
        assert all(one["disabled"] for one in people if one["login"].startswith("demo-"))
        assert not any(one["disabled"] for one in people if one["login"] == "delmas"), "real people keep theirs"

    async with a_centre(tmp_path, demo=True) as back:
        assert (await enter(back, "jury"))[0] == path, "the same seat as before"


async def demo_lead(centre: Centre) -> httpx.AsyncClient:
    browser = centre.browser()
    await did(browser.post("/api/public/demo/enter", json={"as": "session_lead"}))
    return browser


async def test_no_other_page_can_open_the_demo(tmp_path: Path) -> None:
    async with a_centre(tmp_path, demo=True) as centre:
        for headers in (
            {"Origin": "https://ailleurs.example"},
            {"X-Combine": ""},
            # A name that somebody made point at 127.0.0.1: same origin for the browser, a stranger for us.
            {"Host": "piege.example:8080", "Origin": "http://piege.example:8080"},
        ):
            door = "/api/public/demo/enter"
            refused(
                await centre.browser().post(door, json={"as": "jury"}, headers=HEADERS | headers), 403, "forbidden"
            )


async def test_the_demo_never_starts_beyond_this_machine(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cette machine"):
        async with a_centre(tmp_path, demo=True, host="0.0.0.0"):
            pass
