"""Whoever guesses is slowed; nobody else is kept out, and it stands on the session lead's screen."""

import asyncio
import time
from collections.abc import AsyncGenerator

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import event

from simulator.accounts import passwords
from tests.integration.simulator.ground import PASSWORD, Centre, a_centre, did, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

FREE = 5
ROOM = FREE * 6


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("guessing")) as one:
        # However slow the machine, no wait passes by itself.
        for throttle in (one.services.door.passwords, one.services.door.codes):
            throttle._clock = lambda: 1000.0
        yield one


async def try_password(browser: httpx.AsyncClient, login: str, password: str = "mauvais") -> httpx.Response:
    return await browser.post("/api/staff/sign-in", json={"login": login, "password": password})


async def add_juror(centre: Centre, login: str) -> None:
    body = {"login": login, "name": f"Alix {login.title()}", "roles": ["jury"], "password": PASSWORD}
    await did((await centre.lead()).post("/api/staff/people", json=body))


async def guess(browser: httpx.AsyncClient, login: str, times: int = FREE) -> list[int]:
    return [(await try_password(browser, login)).status_code for _ in range(times)]


async def test_five_wrong_passwords_slow_their_sender_and_close_the_account_to_nobody_else(centre: Centre) -> None:
    await add_juror(centre, "visee")
    guesser = centre.browser(address="192.0.2.1")
    assert await guess(guesser, "visee") == [401] * FREE
    slowed = await try_password(guesser, "visee", PASSWORD)
    assert "Réessayez dans 2\u00a0s" in refused(slowed, 429, "locked_out")["message"]
    assert slowed.headers["retry-after"] == "2"
    assert (await try_password(centre.browser(address="192.0.2.1"), " Visee ", PASSWORD)).status_code == 429
    assert (await try_password(centre.browser(address="192.0.2.2"), "visee", PASSWORD)).status_code == 200
    assert (await try_password(guesser, "roy", PASSWORD)).status_code == 200, "another account from there"


async def test_a_device_that_has_signed_in_before_goes_on_beside_a_guesser_at_its_own_address(centre: Centre) -> None:
    await add_juror(centre, "voisine")
    own = centre.browser(address="192.0.2.10")
    await did(own.post("/api/staff/sign-in", json={"login": "voisine", "password": PASSWORD}))
    await did(own.post("/api/staff/sign-out"))
    guesser = centre.browser(address="192.0.2.10")
    await guess(guesser, "voisine", FREE + 3)
    assert (await try_password(own, "voisine", PASSWORD)).status_code == 200
    # The device is known for that account alone, and is itself slowed when it guesses.
    assert await guess(own, "voisine") == [401] * FREE
    assert (await try_password(own, "voisine", PASSWORD)).status_code == 429
    forged = centre.browser(address="192.0.2.10", Cookie="combine_device=WyJ4Il0.forged")
    assert (await try_password(forged, "voisine", PASSWORD)).status_code == 429


async def test_a_burst_of_guesses_gets_no_more_tries_than_one_after_the_other(centre: Centre) -> None:
    await add_juror(centre, "rafale")
    guesser = centre.browser(address="192.0.2.20")
    answers = await asyncio.gather(*(try_password(guesser, "rafale") for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [401] * FREE + [429] * 15


async def test_a_right_password_forgets_the_mistakes_before_it(centre: Centre) -> None:
    await add_juror(centre, "distraite")
    browser = centre.browser(address="192.0.2.30")
    for _ in range(2):
        assert await guess(browser, "distraite", FREE - 1) == [401] * (FREE - 1)
        assert (await try_password(browser, "distraite", PASSWORD)).status_code == 200


async def test_a_place_that_tries_one_account_after_the_other_has_a_pace(centre: Centre) -> None:
    guesser = centre.browser(address="192.0.2.40")
    door = centre.services.door
    for number in range(ROOM):
        door._password_pace.take("192.0.2.40")
        assert number < ROOM
    answer = await try_password(guesser, "jamais-essaye")
    assert refused(answer, 429, "locked_out")
    assert int(answer.headers["retry-after"]) == 1, "a second later one is tried: nobody is shut out for minutes"


async def test_thirty_wrong_codes_behind_one_address_do_not_shut_out_the_room(centre: Centre) -> None:
    room = centre.browser(address="192.0.2.50")
    place, partners = await centre.place(), await centre.place()
    tried = [await room.post("/api/candidate/sign-in", json={"code": f"ABCD-EF{n:02}"}) for n in range(ROOM + 20)]
    assert [answer.status_code for answer in tried] == [401] * ROOM + [429] * 20
    assert (await room.post("/api/candidate/sign-in", json={"code": place.code})).status_code == 200
    used = await room.post("/api/candidate/sign-in", json={"code": place.code})
    assert used.status_code == 401, "once"
    partner = centre.browser(address="192.0.2.50")
    assert (await partner.post("/api/staff/partner-sign-in", json={"code": partners.partner_code})).status_code == 200
    # Printed after the guessing began, it opens as well.
    seat = partners.seat_id
    code = (await did((await centre.lead()).post(f"/api/staff/seats/{seat}/desk-code")))["code"]
    assert (await room.post("/api/candidate/sign-in", json={"code": code})).status_code == 200


async def test_what_is_refused_costs_no_database_and_no_password_check(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    guesser = centre.browser(address="192.0.2.60")
    await guess(guesser, "lefort")
    for n in range(ROOM):
        await guesser.post("/api/candidate/sign-in", json={"code": f"ABCD-EF{n:02}"})
    await guesser.post("/api/candidate/sign-in", json={"code": "ABCD-EFGH"})
    asked: list[str] = []
    engine = centre.services.engine.sync_engine

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    monkeypatch.setattr(passwords._NEWCOMERS, "_most", 0)
    try:
        for _ in range(50):
            assert (await try_password(guesser, "lefort")).status_code == 429
            answer = await guesser.post("/api/candidate/sign-in", json={"code": "ABCD-EFGH"})
            assert answer.status_code == 429
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert [one for one in asked if "failed_sign_in" in one or "person" in one or "seat" in one] == []


async def test_room_is_kept_for_known_devices_while_strangers_wait_for_their_passwords_to_be_checked(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_juror(centre, "connue")
    own = centre.browser(address="192.0.2.70")
    assert (await try_password(own, "connue", PASSWORD)).status_code == 200
    monkeypatch.setattr(passwords._NEWCOMERS, "_most", 2)
    strangers = [centre.browser(address=f"198.51.100.{n}") for n in range(12)]
    tries = [asyncio.ensure_future(try_password(one, f"inconnu-{n}")) for n, one in enumerate(strangers)]
    assert (await try_password(own, "connue", PASSWORD)).status_code == 200
    codes = [(await one).status_code for one in tries]
    assert set(codes) == {401, 503}
    # What there was no time for is no wrong try.
    turned_away = strangers[codes.index(503)]
    monkeypatch.setattr(passwords._NEWCOMERS, "_most", 64)
    number = codes.index(503)
    assert await guess(turned_away, f"inconnu-{number}") == [401] * FREE


async def test_a_password_is_checked_off_the_event_loop(centre: Centre) -> None:
    """The loop goes on while twelve are checked: no gap as long as one check."""
    began = time.perf_counter()
    await passwords.verify_password("x", None)
    one_check = time.perf_counter() - began
    gaps: list[float] = []

    async def beat() -> None:
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            gaps.append(now - before)
            before = now

    beating = asyncio.ensure_future(beat())
    await asyncio.gather(*(passwords.verify_password("x", None) for _ in range(4)))
    beating.cancel()
    assert len(gaps) > 20
    assert sorted(gaps)[len(gaps) // 2] < one_check / 2


async def test_the_lead_sees_who_is_slowed_and_reopens_with_one_click(centre: Centre) -> None:
    await add_juror(centre, "bloquee")
    guesser = centre.browser(address="192.0.2.80")
    await guess(guesser, "bloquee", FREE + 4)
    lead = await centre.lead()
    shown = await did(lead.get("/api/staff/guesses"))
    (one,) = [one for one in shown["slowed"] if one["place"] == "192.0.2.80"]
    assert (one["door"], one["login"], one["name"]) == ("password", "bloquee", "Alix Bloquee")
    assert (one["wrong"], one["refused"]) == (FREE, 4)
    assert 0 < one["wait"] <= 2
    assert ("192.0.2.80", "bloquee") in {(row["place"], row["login"]) for row in shown["earlier"]}
    await did(lead.post("/api/staff/guesses/reopen", json={key: one[key] for key in ("door", "key", "place")}))
    assert (await try_password(guesser, "bloquee", PASSWORD)).status_code == 200
    shown = await did(lead.get("/api/staff/guesses"))
    assert not [one for one in shown["slowed"] if one["place"] == "192.0.2.80"]


async def test_a_name_that_is_no_account_is_shown_to_nobody(centre: Centre) -> None:
    guesser = centre.browser(address="192.0.2.90")
    await guess(guesser, "un-mot-de-passe-tape-trop-haut")
    answer = await (await centre.lead()).get("/api/staff/guesses")
    assert "un-mot-de-passe-tape" not in answer.text
    (one,) = [one for one in answer.json()["slowed"] if one["place"] == "192.0.2.90"]
    assert one["login"] is None


async def test_a_house_of_ipv6_is_one_place(centre: Centre) -> None:
    await add_juror(centre, "sixieme")
    for n in range(FREE):
        assert (await try_password(centre.browser(address=f"2001:db8:1:2::{n:x}"), "sixieme")).status_code == 401
    assert (await try_password(centre.browser(address="2001:db8:1:2::ffff"), "sixieme", PASSWORD)).status_code == 429
    assert (await try_password(centre.browser(address="2001:db8:1:3::1"), "sixieme", PASSWORD)).status_code == 200
