"""Signing in and out as browsers do: passwords, desk codes, cookies, lockout, forged requests, expiry."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from simulator.accounts.tables import FailedSignInRow, PersonRow, SignInRow
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from tests.integration.simulator.ground import ADDRESS, PASSWORD, Centre, a_centre, did, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("accounts")) as one:
        yield one


def try_password(
    browser: httpx.AsyncClient, login: str, password: str = "mauvais"
) -> "asyncio.Future[httpx.Response]":
    body = {"login": login, "password": password}
    return asyncio.ensure_future(browser.post("/api/staff/sign-in", json=body))


def cookie_of(answer: httpx.Response) -> "Morsel[str]":
    """The sign-in's; a known device has one of its own."""
    (one,) = [
        one
        for line in answer.headers.get_list("set-cookie")
        for one in SimpleCookie(line).values()
        if one.key != "combine_device"
    ]
    return one


async def add_juror(centre: Centre, login: str) -> str:
    """Somebody whom no other test locks out or closes."""
    lead = await centre.lead()
    body = {"login": login, "name": "Alix Nouveau", "roles": ["jury"], "password": PASSWORD}
    return (await did(lead.post("/api/staff/people", json=body)))["id"]


# Who is who.


async def test_staff_sign_in_with_a_password_and_are_told_who_they_are(centre: Centre) -> None:
    browser = centre.browser()
    me = await did(browser.post("/api/staff/sign-in", json={"login": " Roy ", "password": PASSWORD}))
    assert me == await did(browser.get("/api/staff/me"))
    assert (me["name"], me["roles"], me["is_partner"], me["seat_id"]) == ("Nadia Roy", ["jury"], False, None)


async def test_a_sign_out_ends_the_cookie_itself_and_not_only_in_the_browser(centre: Centre) -> None:
    browser = await centre.as_("roy")
    kept = dict(browser.cookies)
    await did(browser.post("/api/staff/sign-out"))
    thief = centre.browser(Cookie="; ".join(f"{name}={value}" for name, value in kept.items()))
    refused(await thief.get("/api/staff/me"), 401, "not_signed_in")


async def test_two_tabs_of_one_browser_hold_a_candidate_and_a_juror_side_by_side(centre: Centre) -> None:
    place = await centre.place()
    browser = await centre.as_("roy")
    await did(browser.post("/api/candidate/sign-in", json={"code": place.code}))
    assert (await did(browser.get("/api/staff/me")))["name"] == "Nadia Roy"
    assert (await did(browser.get("/api/candidate/me"))) == {"seat_id": place.seat_id, "name": "Lina Ferrand"}
    await did(browser.post("/api/candidate/sign-out"))
    assert (await did(browser.get("/api/staff/me")))["name"] == "Nadia Roy"


async def test_cookies_are_out_of_reach_of_scripts_other_sites_and_other_desks(centre: Centre) -> None:
    place = await centre.place()
    staff = await centre.browser().post("/api/staff/sign-in", json={"login": "roy", "password": PASSWORD})
    candidate = await centre.browser().post("/api/candidate/sign-in", json={"code": place.code})
    for answer, name, path in (
        (staff, "combine_staff", "/api/staff"),
        (candidate, "combine_candidate", "/api/candidate"),
    ):
        cookie = cookie_of(answer)
        assert (cookie.key, cookie["path"], cookie["httponly"]) == (name, path, True)
        assert cookie["samesite"].lower() == "strict"
        assert not cookie["secure"], "loopback has no TLS"


async def test_a_forged_or_borrowed_cookie_proves_nothing(centre: Centre) -> None:
    place = await centre.place()
    candidate = await centre.at_desk(place.code)
    own = candidate.cookies["combine_candidate"]
    for value in ("", "x", own + "x", own.partition(".")[0], own):
        borrower = centre.browser(Cookie=f"combine_staff={value}")
        refused(await borrower.get("/api/staff/me"), 401, "not_signed_in")
    juror = (await centre.as_("roy")).cookies["combine_staff"]
    borrower = centre.browser(Cookie=f"combine_candidate={juror}")
    refused(await borrower.get("/api/candidate/desk"), 401, "not_signed_in")


# Desk codes.


async def test_a_desk_code_opens_its_desk_once_however_it_is_typed(centre: Centre) -> None:
    place = await centre.place()
    typed = place.code.lower().replace("-", " ")
    await did(centre.browser().post("/api/candidate/sign-in", json={"code": typed}))
    again = await centre.browser().post("/api/candidate/sign-in", json={"code": place.code})
    refused(again, 401, "wrong_sign_in")


async def test_of_two_browsers_that_type_one_code_at_once_only_one_gets_in(centre: Centre) -> None:
    place = await centre.place()
    answers = await asyncio.gather(
        *(centre.browser().post("/api/candidate/sign-in", json={"code": place.code}) for _ in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]


async def test_a_new_code_moves_the_candidate_to_another_machine_when_it_is_used(centre: Centre) -> None:
    place = await centre.place()
    first = await centre.at_desk(place.code)
    lead = await centre.lead()
    code = (await did(lead.post(f"/api/staff/seats/{place.seat_id}/desk-code")))["code"]
    await did(first.get("/api/candidate/me"))
    second = await centre.at_desk(code)
    await did(second.get("/api/candidate/me"))
    refused(await first.get("/api/candidate/me"), 401, "not_signed_in")


async def test_a_partner_plays_at_one_practice_seat_until_new_codes_are_issued(centre: Centre) -> None:
    place, other = await centre.place(), await centre.place()
    partner = await centre.partner(place.partner_code or "")
    me = await did(partner.get("/api/staff/me"))
    assert (me["is_partner"], me["roles"], me["seat_id"]) == (True, ["partner"], place.seat_id)
    assert [seat["seat_id"] for seat in await did(partner.get("/api/staff/my-seats"))] == [place.seat_id]
    refused(await partner.get(f"/api/staff/seats/{other.seat_id}/desk"), 403, "forbidden")
    await did((await centre.lead()).post(f"/api/staff/seats/{place.seat_id}/desk-code"))
    refused(await partner.get("/api/staff/me"), 401, "not_signed_in")


async def test_an_exam_has_no_partner(centre: Centre) -> None:
    place = await centre.place("exam")
    assert place.partner_code is None


async def test_a_partners_code_is_no_candidates_code_and_the_other_way_round(centre: Centre) -> None:
    place = await centre.place()
    wrong_door = await centre.browser().post("/api/candidate/sign-in", json={"code": place.partner_code})
    refused(wrong_door, 401, "wrong_sign_in")
    wrong_door = await centre.browser().post("/api/staff/partner-sign-in", json={"code": place.code})
    refused(wrong_door, 401, "wrong_sign_in")
    await centre.at_desk(place.code)


# Guessing: see test_guessing.py.


async def test_an_unknown_login_and_a_wrong_password_answer_alike(centre: Centre) -> None:
    closed = await add_juror(centre, "ferme")
    await did((await centre.lead()).post(f"/api/staff/people/{closed}/disable"))
    answers = [
        await try_password(centre.browser(), login, password)
        for login, password in (("roy", "mauvais"), ("personne", "mauvais"), ("ferme", PASSWORD))
    ]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1


async def test_what_was_typed_is_kept_nowhere(centre: Centre) -> None:
    guesser = centre.browser(address="192.0.2.99")
    for login in ("roy", "secret-tape-par-erreur"):
        for _ in range(centre.services.settings.lockout_attempts):
            await try_password(guesser, login, "secret-tape-par-erreur")
    async with centre.services.sessions() as session:
        rows = list(await session.scalars(select(FailedSignInRow)))
        hashes = list(
            await session.scalars(select(PersonRow.password_hash).where(PersonRow.password_hash.is_not(None)))
        )
    assert [row.account for row in rows if row.address == "192.0.2.99"] == ["roy", ""]
    assert "secret-tape" not in str([vars(row) for row in rows])
    assert "secret-tape" not in str(vars(centre.services.door.passwords))
    assert hashes
    assert all((one or "").startswith("$argon2id$") for one in hashes)


# Forged requests.


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Combine": ""},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": f"{ADDRESS}.ailleurs.example"},
    ],
    ids=["no header of ours", "another site", "a sandboxed page", "no origin", "a name that begins like ours"],
)
async def test_a_request_forged_by_another_page_is_refused(centre: Centre, headers: dict[str, str]) -> None:
    browser = await centre.lead()
    body = {"login": "intrus", "name": "Un Intrus", "roles": ["session_lead"], "password": PASSWORD}
    refused(await browser.post("/api/staff/people", json=body, headers=headers), 403, "forbidden")
    sign_in = {"login": "roy", "password": PASSWORD}
    refused(await browser.post("/api/staff/sign-in", json=sign_in, headers=headers), 403, "forbidden")
    async with centre.services.sessions() as session:
        assert await session.scalar(select(func.count()).where(PersonRow.login == "intrus")) == 0


async def test_reading_needs_no_header_so_that_links_and_audio_tags_work(centre: Centre) -> None:
    browser = await centre.as_("roy")
    await did(browser.get("/api/staff/me", headers={"X-Combine": "", "Origin": ""}))


# How long it lasts.


async def _age(centre: Centre, browser: httpx.AsyncClient, **columns: datetime) -> None:
    me = await did(browser.get("/api/staff/me"))
    async with centre.services.sessions() as session, session.begin():
        await session.execute(update(SignInRow).where(SignInRow.person_id == me["person_id"]).values(**columns))


@pytest.mark.parametrize("column", ["last_seen_at", "created_at"])
async def test_a_sign_in_left_alone_or_too_old_ends_for_good(centre: Centre, column: str) -> None:
    login = column.replace("_", "-")
    await add_juror(centre, login)
    browser = await centre.as_(login)
    await _age(centre, browser, **{column: datetime.now(UTC) - timedelta(hours=15)})
    refused(await browser.get("/api/staff/me"), 401, "not_signed_in")
    async with centre.services.sessions() as session:
        ended = select(SignInRow.ended_at).join(PersonRow).where(PersonRow.login == login)
        assert await session.scalar(ended) is not None


async def test_a_sign_in_never_ends_in_the_middle_of_an_exchange(centre: Centre) -> None:
    place = await centre.place()
    candidate = await centre.at_desk(place.code)
    room = await centre.services.rooms.room(place.seat_id)
    run_id = next(iter(room.state.runs))
    await room.keep([NewFact(kinds.ExchangeStarted(), run_id)])
    long_ago = datetime.now(UTC) - timedelta(hours=15)
    async with centre.services.sessions() as session, session.begin():
        of_seat = update(SignInRow).where(SignInRow.seat_id == place.seat_id)
        await session.execute(of_seat.values(created_at=long_ago, last_seen_at=long_ago))
    await did(candidate.get("/api/candidate/desk"))
    await room.keep([NewFact(kinds.ExchangeEnded(by="jury"), run_id)])
    refused(await candidate.get("/api/candidate/desk"), 401, "not_signed_in")


async def test_logs_name_what_happened_and_never_what_was_typed(centre: Centre) -> None:
    await add_juror(centre, "journal")
    place = await centre.place()
    with capture_logs() as lines:
        await try_password(centre.browser(), "journal", "secret-tape")
        await try_password(centre.browser(), "journal", PASSWORD)
        await centre.browser().post("/api/candidate/sign-in", json={"code": "SECR-ETCD"})
        candidate = await centre.at_desk(place.code)
        await did(candidate.post("/api/candidate/sign-out"))
    assert [line["event"] for line in lines] == [
        "sign_in_refused",
        "signed_in",
        "sign_in_refused",
        "signed_in",
        "signed_out",
    ]
    told = str(lines)
    for typed in ("secret-tape", PASSWORD, "SECR", place.code, "journal", "Lina"):
        assert typed not in told


# The people of the centre.


async def test_a_session_lead_adds_closes_and_gives_another_password(centre: Centre) -> None:
    lead = await centre.lead()
    person_id = await add_juror(centre, "nouveau")
    signed = await centre.as_("nouveau")

    await did(lead.post(f"/api/staff/people/{person_id}/password", json={"password": "un-autre-mot-de-passe"}))
    refused(await signed.get("/api/staff/me"), 401, "not_signed_in")
    assert (await try_password(centre.browser(), "nouveau", PASSWORD)).status_code == 401
    again = centre.browser()
    assert (await try_password(again, "nouveau", "un-autre-mot-de-passe")).status_code == 200

    await did(lead.post(f"/api/staff/people/{person_id}/disable"))
    refused(await again.get("/api/staff/me"), 401, "not_signed_in")
    people = {one["login"]: one["disabled"] for one in await did(lead.get("/api/staff/people"))}
    assert people["nouveau"] is True
    assert None not in people, "candidates are no staff"


async def test_nobody_closes_their_own_account(centre: Centre) -> None:
    lead = await centre.lead()
    refused(await lead.post(f"/api/staff/people/{centre.ids['delmas']}/disable"), 409, "own_account")


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"login": "roy"}, "login_taken", 409),
        ({"login": "demo-jury"}, "login_reserved", 409),
        ({"login": "Élise"}, "invalid", 422),
        ({"name": "\x00\x00"}, "invalid", 422),
        ({"password": "court"}, "invalid", 422),
        ({"roles": ["candidate"]}, "invalid", 422),
        ({"roles": []}, "invalid", 422),
        ({"admin": True}, "invalid", 422),
    ],
)
async def test_an_account_that_cannot_be_made_is_refused_with_a_reason(
    centre: Centre, change: dict[str, object], code: str, status: int
) -> None:
    lead = await centre.lead()
    body = {"login": "quelqu-un", "name": "Quelqu’un", "roles": ["jury"], "password": PASSWORD} | change
    refused(await lead.post("/api/staff/people", json=body), status, code)


async def test_two_accounts_of_one_login_made_at_once_leave_one(centre: Centre) -> None:
    lead = await centre.lead()
    body = {"login": "jumeau", "name": "Jumeau", "roles": ["jury"], "password": PASSWORD}
    answers = await asyncio.gather(*(lead.post("/api/staff/people", json=body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
