"""Who is shown out is out: rights × ways of losing them × live things, at once and within the seat's own order."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
import pytest_asyncio
from sqlalchemy import update
from websockets.exceptions import ConnectionClosed

from simulator.accounts.live_rights import LiveRight
from simulator.accounts.tables import SignInRow
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from telephony import LineState
from tests.integration.simulator.ground import Place, did, end_what_is_old
from tests.integration.simulator.house import Desk, Person
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre, until_closed
from tests.integration.simulator.sound import speak
from tests.sip.ports import Wire, authorization, register
from tests.sound import speech_like

pytestmark = pytest.mark.asyncio(loop_scope="module")

SILENCE = speech_like(1, 0.2)
Who = Literal["candidate", "juror", "partner"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[OpenCentre]:
    async with an_open_centre(tmp_path_factory.mktemp("rights"), sip=True) as one:
        yield one


@dataclass
class Sitting:
    """Somebody at their desk, with everything live that they can have."""

    who: Who
    place: Place
    person: Person
    desk: Desk
    person_id: str
    account: dict[str, Any] | None
    headset_code: str | None


async def sit(house: OpenCentre, who: Who, name: str) -> Sitting:
    """Signed in, desk open, sound connected, telephone registered, a headset code shown."""
    person_id = await house.person_of(name) if who == "juror" else ""
    place = await house.centre.place(jurors=(name,) if who == "juror" else ("roy",))
    if who == "candidate":
        person = await house.candidate(place.code)
    elif who == "partner":
        person = await house.partner(place.partner_code or "")
    else:
        person = await house.staff(name)
    desk = Desk(person, place.seat_id)
    await desk.open()
    await speak(desk, SILENCE)
    account, code = None, None
    if who != "partner":
        account = await did(person.http.get(f"/api/{person.door}/phone"))
        assert account is not None
        code = (await person.post(f"/api/{person.door}/phone/headset-code"))["code"]
        assert "200 OK" in await registering(house, account)
    return Sitting(who, place, person, desk, person_id, account, code)


async def registering(house: OpenCentre, account: dict[str, Any]) -> str:
    """What a telephone with this account and password is answered."""
    wire = await Wire.to(account["port"])
    try:
        asked = await wire.ask(register(account["auth_user"], wire.port, 1))
        proof = authorization(asked, account["auth_user"], account["password"])
        return await wire.ask(register(account["auth_user"], wire.port, 2, more=proof))
    finally:
        wire.close()


# Ways of losing a right.


async def sign_out(house: OpenCentre, one: Sitting) -> None:
    await one.person.post(f"/api/{one.person.door}/sign-out")


async def code_used_elsewhere(house: OpenCentre, one: Sitting) -> None:
    lead = await house.centre.lead()
    code = (await did(lead.post(f"/api/staff/seats/{one.place.seat_id}/desk-code")))["code"]
    await house.centre.at_desk(code)


async def new_codes(house: OpenCentre, one: Sitting) -> None:
    await did((await house.centre.lead()).post(f"/api/staff/seats/{one.place.seat_id}/desk-code"))


async def session_closed(house: OpenCentre, one: Sitting) -> None:
    await did((await house.centre.lead()).post(f"/api/staff/sessions/{one.place.session_id}/close"))


async def account_closed(house: OpenCentre, one: Sitting) -> None:
    await did((await house.centre.lead()).post(f"/api/staff/people/{one.person_id}/disable"))


async def new_password(house: OpenCentre, one: Sitting) -> None:
    body = {"password": "tout-autre-chose-ici"}
    await did((await house.centre.lead()).post(f"/api/staff/people/{one.person_id}/password", json=body))


async def role_lost(house: OpenCentre, one: Sitting) -> None:
    path = f"/api/staff/people/{one.person_id}/roles"
    await did((await house.centre.lead()).put(path, json={"roles": ["invigilator"]}))


async def detached(house: OpenCentre, one: Sitting) -> None:
    jurors = {"person_ids": [house.centre.ids["roy"]]}
    await did((await house.centre.lead()).put(f"/api/staff/seats/{one.place.seat_id}/jurors", json=jurors))


async def too_old(house: OpenCentre, one: Sitting) -> None:
    services = house.centre.services
    long_ago = datetime.now(UTC) - timedelta(days=27)
    right = right_of(house, one)
    async with services.sessions() as session, session.begin():
        row = update(SignInRow).where(SignInRow.id == right.sign_in_id)
        await session.execute(row.values(created_at=long_ago, last_seen_at=long_ago))
    await end_what_is_old(services)


async def too_old_then_code_used_elsewhere(house: OpenCentre, one: Sitting) -> None:
    await too_old(house, one)
    await code_used_elsewhere(house, one)


async def ended_beside(house: OpenCentre, one: Sitting) -> None:
    """As a command beside the server does it: nobody tells this process."""
    services = house.centre.services
    async with services.sessions() as session, session.begin():
        row = update(SignInRow).where(SignInRow.id == right_of(house, one).sign_in_id)
        await session.execute(row.values(ended_at=datetime.now(UTC)))
    await end_what_is_old(services)


def right_of(house: OpenCentre, one: Sitting) -> LiveRight:
    """What this desk's socket stands on."""
    held = [right for right in house.centre.services.live_rights._held if right.seat_id == one.place.seat_id]
    return next(right for right in held if right.sign_in_id and one.person_id in ("", right.person_id))


@dataclass(frozen=True)
class Row:
    """`closing`: what the desk is told; `telephone`, `headset`: whether they are out as well."""

    who: Who
    way: Callable[[OpenCentre, Sitting], Awaitable[None]]
    closing: str
    code: int
    telephone_is_out: bool
    http_is_out: bool = True


TABLE = [
    Row("candidate", sign_out, "signed_out", 4401, True),
    Row("candidate", code_used_elsewhere, "signed_out", 4401, True),
    Row("candidate", session_closed, "seat_closed", 4403, True),
    Row("candidate", too_old, "signed_out", 4401, False),
    Row("candidate", too_old_then_code_used_elsewhere, "signed_out", 4401, True),
    Row("candidate", ended_beside, "signed_out", 4401, False),
    Row("juror", ended_beside, "signed_out", 4401, False),
    Row("partner", ended_beside, "signed_out", 4401, False),
    Row("juror", sign_out, "signed_out", 4401, False),
    Row("juror", account_closed, "signed_out", 4401, True),
    Row("juror", new_password, "signed_out", 4401, True),
    Row("juror", detached, "seat_closed", 4403, False, http_is_out=False),
    Row("juror", role_lost, "seat_closed", 4403, False, http_is_out=False),
    Row("juror", too_old, "signed_out", 4401, False),
    Row("partner", sign_out, "signed_out", 4401, False),
    Row("partner", new_codes, "signed_out", 4401, False),
    Row("partner", session_closed, "seat_closed", 4403, False),
    Row("partner", too_old, "signed_out", 4401, False),
]
"""A telephone of the staff is their account's, not one sign-in's: it outlives a sign-out and a seat, not the account
or its password. A place's telephones are its candidate's: they outlive an idle sign-in alone, which a code renews in
the same browser."""


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.who}-{row.way.__name__}")
async def test_every_live_thing_ends_with_the_right_that_opened_it(house: OpenCentre, row: Row) -> None:
    one = await sit(house, row.who, f"{row.who}-{row.way.__name__.replace('_', '-')}")
    services = house.centre.services
    facts_before = len(await services.facts.of_seat(one.place.seat_id))
    await row.way(house, one)

    assert await until_closed(one.desk) == row.code
    assert one.desk.closing == row.closing
    await services.live_rights.all_told()
    assert services.switch.line_state(_key(one)) == LineState.ABSENT
    answer = await one.person.http.get(f"/api/{one.person.door}/me")
    assert answer.status_code == (401 if row.http_is_out else 200)
    assert (await one.person.http.get(_desk_path(one))).status_code == (401 if row.http_is_out else 403)
    assert not await opens_again(one)

    if one.account is not None and one.headset_code is not None:
        bound = services.phones.switchboard.phones(one.account["auth_user"]) if services.phones.switchboard else []
        assert bool(bound) != row.telephone_is_out
        again = await registering(house, one.account)
        assert ("200 OK" in again) != row.telephone_is_out, again
        headset = await one.person.http.post("/api/public/phone/headset", json={"code": one.headset_code})
        assert headset.status_code == (401 if row.http_is_out else 200)
    told = [fact.data.kind for fact in await services.facts.of_seat(one.place.seat_id)][facts_before:]
    assert set(told) <= {"desk.lost", "desk.connected"}, "nothing else has happened at this seat"


async def test_a_code_renews_an_idle_sign_in_with_its_telephone_in_the_same_browser(house: OpenCentre) -> None:
    one = await sit(house, "candidate", "renewed")
    assert one.account is not None
    await too_old(house, one)
    assert await until_closed(one.desk) == 4401
    lead = await house.centre.lead()
    code = (await did(lead.post(f"/api/staff/seats/{one.place.seat_id}/desk-code")))["code"]
    await one.person.post("/api/candidate/sign-in", {"code": code})
    assert "200 OK" in await registering(house, one.account)


async def opens_again(one: Sitting) -> bool:
    desk = Desk(one.person, one.place.seat_id)
    try:
        async with asyncio.timeout(3):
            await desk.open()
    except (TimeoutError, ConnectionClosed):
        return False
    finally:
        await desk.close()
    return True


def _key(one: Sitting) -> str:
    actor = {"candidate": f"seat:{one.place.seat_id}", "partner": f"partner@{one.place.seat_id}"}
    return actor.get(one.who, f"person:{one.person_id}@{one.place.seat_id}")


def _desk_path(one: Sitting) -> str:
    return "/api/candidate/desk" if one.who == "candidate" else f"/api/staff/seats/{one.place.seat_id}/desk"


async def test_a_command_that_waits_for_its_turn_while_its_right_goes_does_not_count(house: OpenCentre) -> None:
    """The seat is busy; the command is in; the sign-in ends; only then comes the command's turn."""
    one = await sit(house, "juror", "en-attente")
    room = await house.centre.services.rooms.room(one.place.seat_id)
    run = next(iter(room.state.runs))
    mark = {"mark_id": "trop-tard", "run_id": run, "criterion": "CP2.1", "sign": "favourable", "id": "m1"}
    may_go_on = asyncio.Event()
    room.inbox.put(may_go_on.wait)
    await one.desk.say({"type": "mark.place"} | mark)
    sent = {"type": "mark.place"} | mark | {"mark_id": "autre"}
    by_http = asyncio.ensure_future(one.person.http.post(f"/api/staff/runs/{run}/marks", json=sent))
    while len(room.inbox._waiting) < 2:
        await asyncio.sleep(0.01)
    await account_closed(house, one)
    may_go_on.set()
    assert (await by_http).status_code == 401
    await until_closed(one.desk)
    assert not room.state.marking.marks
    assert all(fact.data.kind != "mark.placed" for fact in await house.centre.services.facts.of_seat(room.seat_id))


async def test_what_was_already_on_its_way_to_a_desk_shown_out_stays_here(house: OpenCentre) -> None:
    one = await sit(house, "juror", "en-chemin")
    room = await house.centre.services.rooms.room(one.place.seat_id)
    desk = room.desks.jurors[_key(one)]
    await account_closed(house, one)
    for _ in range(20):
        room.desks.notice(desk, "warning", "secret", "Ce que le jury seul doit lire.", "")
    await until_closed(one.desk)
    assert not any("seul doit lire" in text for text in one.desk.received)


# Asked anew each time.


async def test_a_lead_attached_while_their_desk_is_open_marks_at_once_and_detached_no_more(
    house: OpenCentre,
) -> None:
    place = await house.centre.place("exam", jurors=("roy",))
    (run, *_) = (await house.runs(place)).values()
    lead = await house.staff("delmas")
    async with Desk(lead, place.seat_id) as desk:
        refused = await desk.ask("mark.place", mark_id="a", run_id=run, criterion="CP2.1", sign="favourable")
        assert (refused["problem"]["code"], desk.state["may_mark"]) == ("partner_cannot", False)
        await attach(house, place, "roy", "delmas")
        await desk.until(lambda: desk.state["may_mark"] is True, "the page knows")
        await desk.do("mark.place", mark_id="b", run_id=run, criterion="CP2.1", sign="favourable")
        await attach(house, place, "roy")
        late = await desk.ask("mark.place", mark_id="c", run_id=run, criterion="CP2.1", sign="favourable")
        assert late["problem"]["code"] == "partner_cannot"
        verdict = await desk.ask("verdict.set", run_id=run, criterion="CP2.1", verdict="satisfactory")
        assert not verdict["ok"], "the lead follows the seat, and judges nothing there"
        await desk.until(lambda: desk.state["may_mark"] is False, "the page knows")
    await lead.http.aclose()


async def test_a_lead_who_followed_before_marks_at_the_next_visit(house: OpenCentre) -> None:
    place = await house.centre.place("exam", jurors=("roy",))
    (run, *_) = (await house.runs(place)).values()
    lead = await house.staff("delmas")
    async with Desk(lead, place.seat_id):
        pass
    await attach(house, place, "roy", "delmas")
    async with Desk(lead, place.seat_id) as desk:
        await desk.do("mark.place", mark_id="b", run_id=run, criterion="CP2.1", sign="favourable")
    await lead.http.aclose()


async def attach(house: OpenCentre, place: Place, *logins: str) -> None:
    jurors = {"person_ids": [house.centre.ids[login] for login in logins]}
    await did((await house.centre.lead()).put(f"/api/staff/seats/{place.seat_id}/jurors", json=jurors))


async def test_a_juror_detached_in_the_middle_leaves_the_exchange_to_the_next(house: OpenCentre) -> None:
    one = await sit(house, "juror", "au-milieu")
    candidate = Desk(await house.candidate(one.place.code), one.place.seat_id)
    await candidate.open()
    runs = await house.runs(one.place)
    running, queued = runs["chat-entrant"], runs["appel-sortant"]
    await one.desk.do("exchange.start", run_id=running)
    await one.desk.do("exchange.queue", run_id=queued)
    await attach(house, one.place, "roy")
    assert await until_closed(one.desk) == 4403
    roy = Desk(await house.staff("roy"), one.place.seat_id)
    await roy.open()
    await roy.until(lambda: _may_take_over(roy, running), "it can be taken over at once")
    await roy.do("exchange.take_over", run_id=running)
    assert roy.phase(queued) == "planned", "nothing begins by who is gone"
    for desk in (candidate, roy):
        await desk.close()
        await desk.person.http.aclose()


async def test_a_call_of_a_juror_shown_out_ends_at_once_and_can_be_placed_again(house: OpenCentre) -> None:
    one = await sit(house, "juror", "au-telephone")
    candidate = Desk(await house.candidate(one.place.code), one.place.seat_id)
    await candidate.open()
    await speak(candidate, SILENCE)
    run = (await house.runs(one.place))["appel-entrant"]
    await one.desk.do("exchange.start", run_id=run)
    await candidate.until(candidate.call_is("ringing"), "it rings")
    await candidate.do("call.answer")
    await one.desk.until(one.desk.call_is("connected"), "connected")
    await attach(house, one.place, "roy")
    await candidate.until(candidate.phase_is(run, "missed"), "cut, long before the time of grace", seconds=5)
    roy = Desk(await house.staff("roy"), one.place.seat_id)
    await roy.open()
    await roy.until(lambda: _may_take_over(roy, run), "the other one plays the customer who calls back")
    for desk in (candidate, roy):
        await desk.close()
        await desk.person.http.aclose()


def _may_take_over(desk: Desk, run: str) -> bool:
    return next(step["may_take_over"] for step in desk.state["steps"] if step["run_id"] == run)


async def test_a_mark_under_another_jurors_id_is_refused_with_words_and_theirs_stays(house: OpenCentre) -> None:
    place = await house.centre.place(jurors=("roy", "lefort"))
    (run, *_) = (await house.runs(place)).values()
    roy, lefort = [Desk(await house.staff(login), place.seat_id) for login in ("roy", "lefort")]
    for desk in (roy, lefort):
        await desk.open()
    mark = {"mark_id": "un", "run_id": run, "criterion": "CP2.1", "sign": "favourable"}
    await roy.do("mark.place", **mark)
    await roy.do("mark.place", **mark)
    taken = await lefort.ask("mark.place", **mark)
    assert (taken["ok"], taken["problem"]["code"]) == (False, "mark_taken")
    assert "n’est pas enregistré" in taken["problem"]["message"]
    changed = await roy.ask("mark.place", **(mark | {"sign": "unfavourable"}))
    assert changed["problem"]["code"] == "mark_taken", "another mark under one's own number is not kept either"
    await roy.until(lambda: len(roy.state["marking"]["marks"]) == 1, "one")
    assert not lefort.state["marking"]["marks"]
    for desk in (roy, lefort):
        await desk.close()
        await desk.person.http.aclose()


# Expiry.


async def test_an_exchange_of_others_keeps_nobody_signed_in(house: OpenCentre) -> None:
    """27 days old was good while anybody played anywhere."""
    me = await house.person_of("absente")
    other = await house.centre.place(jurors=("lefort",))
    room = await house.centre.services.rooms.room(other.seat_id)
    await room.keep([NewFact(kinds.ExchangeStarted(), next(iter(room.state.runs)))])
    person = await house.staff("absente")
    long_ago = datetime.now(UTC) - timedelta(days=27)
    async with house.centre.services.sessions() as session, session.begin():
        mine = update(SignInRow).where(SignInRow.person_id == me)
        await session.execute(mine.values(created_at=long_ago, last_seen_at=long_ago))
    assert (await person.http.get("/api/staff/me")).status_code == 401
    await person.http.aclose()


async def test_whoever_plays_is_not_signed_out_before_the_exchange_is_over(house: OpenCentre) -> None:
    one = await sit(house, "juror", "joue-encore")
    candidate = Desk(await house.candidate(one.place.code), one.place.seat_id)
    await candidate.open()
    run = (await house.runs(one.place))["chat-entrant"]
    await one.desk.do("exchange.start", run_id=run)
    await too_old(house, one)
    await one.desk.do("chat.send", message_id="m1", text="Bonjour")
    assert (await one.person.http.get("/api/staff/me")).status_code == 200
    await one.desk.do("exchange.end", run_id=run)
    await one.desk.do("exchange.end", run_id=run)
    await one.desk.until(one.desk.phase_is(run, "done"), "over")
    await too_old(house, one)
    assert await until_closed(one.desk) == 4401
    await candidate.close()
    await candidate.person.http.aclose()


async def test_what_is_done_at_an_open_desk_counts_as_use(house: OpenCentre) -> None:
    one = await sit(house, "juror", "travaille")
    run = next(iter((await house.runs(one.place)).values()))
    services = house.centre.services
    hours_ago = datetime.now(UTC) - timedelta(minutes=services.settings.sign_in_idle_minutes + 1)
    right = right_of(house, one)
    async with services.sessions() as session, session.begin():
        row = update(SignInRow).where(SignInRow.id == right.sign_in_id)
        await session.execute(row.values(last_seen_at=hours_ago))
    await one.desk.do("mark.place", mark_id="u", run_id=run, criterion="CP2.1", sign="note")
    await end_what_is_old(services)
    assert (await one.person.http.get("/api/staff/me")).status_code == 200
    await one.desk.close()
