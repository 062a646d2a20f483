"""« Mon compte »: a password of one’s own, a second factor; what is weak is refused, what is lost given back."""

import asyncio
import time
from collections.abc import AsyncGenerator

import httpx
import pyotp
import pytest
import pytest_asyncio
from sqlalchemy import select

from simulator.accounts import second_factor
from simulator.accounts.tables import RecoveryCodeRow, SecondFactorRow
from tests.integration.simulator.ground import PASSWORD, Centre, a_centre, did, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

OTHER = "quatre-marmottes-violettes"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("own")) as one:
        yield one


async def new_juror(centre: Centre, login: str) -> str:
    body = {"login": login, "name": f"Alix {login.title()}", "roles": ["jury"], "password": PASSWORD}
    return str((await did((await centre.lead()).post("/api/staff/people", json=body)))["id"])


async def enter(browser: httpx.AsyncClient, login: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return await browser.post("/api/staff/sign-in", json={"login": login, "password": password} | more)


async def entered(centre: Centre, login: str, password: str = PASSWORD) -> httpx.AsyncClient:
    browser = centre.browser()
    await did(enter(browser, login, password))
    return browser


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("aaaaaaaaaa", "se répète"),
        ("abababababab", "se répète"),
        ("1234567890", "que l’on essaie en premier"),
        ("azertyuiop", "que l’on essaie en premier"),
        ("motdepasse1", "que l’on essaie en premier"),
        ("Bienvenue1!", "que l’on essaie en premier"),
        ("Juillet2026", "vite deviné"),
        ("Marseille13", "que l’on essaie en premier"),
        ("Alix Faible1", "vite deviné"),
        ("simple.faible", "vite deviné"),
    ],
)
async def test_a_password_that_is_tried_first_is_refused_with_words(centre: Centre, password: str, why: str) -> None:
    lead = await centre.lead()
    body = {"login": "simple.faible", "name": "Alix Faible", "roles": ["jury"], "password": password}
    problem = refused(await lead.post("/api/staff/people", json=body), 422, "weak_password")
    assert why in problem["message"]
    assert "sans rapport entre eux" in problem["remedy"]
    path = f"/api/staff/people/{centre.ids['lefort']}/password"
    refused(await lead.post(path, json={"password": "aaaaaaaaaa"}), 422, "weak_password")


async def test_everybody_changes_their_own_password_and_their_other_sign_ins_end(centre: Centre) -> None:
    await new_juror(centre, "changeuse")
    here, elsewhere = await entered(centre, "changeuse"), await entered(centre, "changeuse")
    wrong = await here.post("/api/staff/me/password", json={"current": "pas-celui-la", "password": OTHER})
    refused(wrong, 409, "wrong_current_password")
    weak = await here.post("/api/staff/me/password", json={"current": PASSWORD, "password": "aaaaaaaaaa"})
    refused(weak, 422, "weak_password")
    await did(here.post("/api/staff/me/password", json={"current": PASSWORD, "password": OTHER}))
    await did(here.get("/api/staff/me"))
    refused(await elsewhere.get("/api/staff/me"), 401, "not_signed_in")
    assert (await enter(centre.browser(), "changeuse")).status_code == 401
    assert (await enter(centre.browser(), "changeuse", OTHER)).status_code == 200


async def test_a_desk_left_open_does_not_let_anybody_guess_the_password(centre: Centre) -> None:
    await new_juror(centre, "absente")
    desk = await entered(centre, "absente")
    codes = [
        (await desk.post("/api/staff/me/password", json={"current": f"essai-{n}", "password": OTHER})).status_code
        for n in range(6)
    ]
    assert codes == [409] * 5 + [429]


async def second_factor_of(centre: Centre, login: str) -> tuple[httpx.AsyncClient, str, list[str]]:
    """Set up; the browser, the secret and the recovery codes."""
    browser = await entered(centre, login)
    offered = await did(browser.post("/api/staff/me/second-factor", json={"current": PASSWORD}))
    assert offered["qr_svg"].startswith("<svg")
    assert offered["uri"].startswith("otpauth://totp/Combin%C3%A9")
    wrong = await browser.post("/api/staff/me/second-factor/confirm", json={"code": "000000"})
    refused(wrong, 409, "wrong_second_factor")
    assert (await enter(centre.browser(), login)).status_code == 200, "not asked for before it was confirmed"
    figures = pyotp.TOTP(offered["secret"]).at(time.time() - 30)
    codes = (await did(browser.post("/api/staff/me/second-factor/confirm", json={"code": figures})))["codes"]
    return browser, str(offered["secret"]), codes


async def test_a_second_factor_is_asked_for_and_its_figures_serve_once(centre: Centre) -> None:
    await new_juror(centre, "prudente")
    browser, secret, codes = await second_factor_of(centre, "prudente")
    account = await did(browser.get("/api/staff/me/account"))
    assert (account["second_factor"], account["recovery_codes_left"], len(set(codes))) == (True, 10, 10)
    other = centre.browser()
    refused(await enter(other, "prudente"), 401, "second_factor")
    refused(await enter(other, "prudente", "mauvais"), 401, "wrong_sign_in")
    refused(await enter(other, "prudente", second="000000"), 401, "wrong_second_factor")
    figures = pyotp.TOTP(secret).now()
    answers = await asyncio.gather(*(enter(centre.browser(), "prudente", second=figures) for _ in range(3)))
    assert sorted(one.status_code for one in answers) == [200, 401, 401], "of several at once, one"
    refused(await enter(centre.browser(), "prudente", second=figures), 401, "wrong_second_factor")


async def test_a_telephone_that_is_right_opens_while_the_servers_clock_is_set_wrong(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    await new_juror(centre, "horloge")
    _, secret, _ = await second_factor_of(centre, "horloge")
    telephone = pyotp.TOTP(secret)
    right = time.time()
    monkeypatch.setattr(second_factor.time, "time", lambda: right + 3600)
    answer = await enter(centre.browser(), "horloge", second=telephone.at(right))
    assert answer.status_code == 200, answer.text
    # Set right again, the next figures of the same telephone open: nothing of the wrong hour is remembered.
    monkeypatch.undo()
    answer = await enter(centre.browser(), "horloge", second=telephone.at(right + 30))
    assert answer.status_code == 200, answer.text


async def test_a_recovery_code_serves_once_and_the_lead_gives_a_lost_factor_back(centre: Centre) -> None:
    person_id = await new_juror(centre, "distraite")
    browser, _, codes = await second_factor_of(centre, "distraite")
    assert (await enter(centre.browser(), "distraite", second=codes[3].lower())).status_code == 200
    assert (await enter(centre.browser(), "distraite", second=codes[3])).status_code == 401
    assert (await did(browser.get("/api/staff/me/account")))["recovery_codes_left"] == 9
    people = await did((await centre.lead()).get("/api/staff/people"))
    assert {one["login"]: one["second_factor"] for one in people}["distraite"] is True
    await did((await centre.lead()).post(f"/api/staff/people/{person_id}/second-factor/reset"))
    refused(await browser.get("/api/staff/me"), 401, "not_signed_in")
    assert (await enter(centre.browser(), "distraite")).status_code == 200


async def test_nothing_of_a_second_factor_can_be_read_in_the_database(centre: Centre) -> None:
    await new_juror(centre, "discrete")
    _, secret, codes = await second_factor_of(centre, "discrete")
    async with centre.services.sessions() as session:
        rows = [vars(row) for row in await session.scalars(select(SecondFactorRow))]
        hashes = [vars(row) for row in await session.scalars(select(RecoveryCodeRow))]
    assert secret not in str(rows)
    assert not any(code in str(hashes) or code.replace("-", "") in str(hashes) for code in codes)


async def test_guessing_the_figures_is_slowed_wherever_it_comes_from(centre: Centre) -> None:
    await new_juror(centre, "devinee")
    await second_factor_of(centre, "devinee")
    codes = [(await enter(centre.browser(), "devinee", second=f"{n:06}")).status_code for n in range(6)]
    assert codes == [401] * 5 + [429]


async def test_one_removes_it_with_ones_password(centre: Centre) -> None:
    await new_juror(centre, "simple")
    browser, _, _ = await second_factor_of(centre, "simple")
    again = await browser.post("/api/staff/me/second-factor", json={"current": PASSWORD})
    refused(again, 409, "second_factor_on")
    wrong = await browser.post("/api/staff/me/second-factor/remove", json={"current": "mauvais"})
    refused(wrong, 409, "wrong_current_password")
    await did(browser.post("/api/staff/me/second-factor/remove", json={"current": PASSWORD}))
    assert (await enter(centre.browser(), "simple")).status_code == 200


async def test_other_roles_hold_from_that_moment_on(centre: Centre) -> None:
    person_id = await new_juror(centre, "promue")
    browser, lead = await entered(centre, "promue"), await centre.lead()
    path = f"/api/staff/people/{person_id}/roles"
    assert (await browser.get("/api/staff/guesses")).status_code == 403
    await did(lead.put(path, json={"roles": ["session_lead"]}))
    assert (await browser.get("/api/staff/guesses")).status_code == 200
    own = f"/api/staff/people/{centre.ids['delmas']}/roles"
    refused(await lead.put(own, json={"roles": ["jury"]}), 409, "own_account")
