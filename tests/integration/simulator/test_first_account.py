"""The first account of a new installation, made in the browser with the code that the server's terminal shows."""

import asyncio
from pathlib import Path

import pytest

from simulator.accounts.first_account import FirstAccount
from simulator.app import create_app
from simulator.serve_cli import welcome
from tests.integration.simulator.ground import Centre, a_centre, did, settings_in
from tests.integration.simulator.house import write_pack
from tests.integration.simulator.new_database import lay_database

ASKED = {"login": "c.delmas", "name": "Claire Delmas", "password": "quatre-mots-sans-rapport"}


async def test_the_code_of_the_terminal_makes_one_responsible_person_and_serves_once(tmp_path: Path) -> None:
    write_pack(tmp_path)
    settings = settings_in(tmp_path, lockout_attempts=1)
    lay_database(settings.data)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        centre = Centre(app, app.state.services)
        first = centre.services.first_account
        former, code = first.take_code(), await another_start(first)
        assert first.take_code() is None, "it is told once"
        assert code in welcome(settings, None, code)
        browser, guesser = centre.browser(), centre.browser()
        assert (await did(browser.get("/api/public/info")))["first_account"] is True

        for wrong in (former, *("ABCD-EFGH",) * 5):
            answer = await guesser.post("/api/public/first-account", json=ASKED | {"code": wrong})
            assert (answer.status_code, answer.json()["code"]) == (401, "wrong_sign_in")
        answer = await guesser.post("/api/public/first-account", json=ASKED | {"code": "ABCD-EFGH"})
        assert (answer.status_code, answer.json()["code"]) == (429, "locked_out"), "guesses are slowed"

        weak = await browser.post("/api/public/first-account", json=ASKED | {"code": code, "password": "azertyuiop"})
        assert weak.json()["code"] == "weak_password", "and the code is still good:"
        twice = [browser.post("/api/public/first-account", json=ASKED | {"code": code.lower()}) for _ in range(2)]
        answers = await asyncio.gather(*twice)
        assert sorted(answer.status_code for answer in answers) == [200, 409], "of two at once, one is too late"
        me = await did(browser.get("/api/staff/me"))
        assert (me["name"], me["roles"]) == ("Claire Delmas", ["session_lead"])

        again = await browser.post("/api/public/first-account", json=ASKED | {"code": code, "login": "autre"})
        assert again.json()["code"] == "first_account_made"
        assert (await did(browser.get("/api/public/info")))["first_account"] is False
        await first.begin()
        assert first.take_code() is None, "no later start makes another"
        await centre.close()
    for file in settings.data.rglob("*"):
        assert not file.is_file() or code.encode() not in file.read_bytes(), "it is kept nowhere"


async def another_start(first: FirstAccount) -> str:
    await first.begin()
    code = first.take_code()
    assert code is not None
    return code


@pytest.mark.parametrize("demo", [True, False])
async def test_a_centre_that_has_people_and_the_demo_offer_no_first_account(tmp_path: Path, demo: bool) -> None:
    async with a_centre(tmp_path, demo=demo) as centre:
        assert (await did(centre.browser().get("/api/public/info")))["first_account"] is False
        answer = await centre.browser().post("/api/public/first-account", json=ASKED | {"code": "ABCD-EFGH"})
        assert answer.json()["code"] == "first_account_made"
