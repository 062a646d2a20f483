"""Preparing sessions: seats, jurors, codes, attempts, who sees which, and the exam's clock kept by the server."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.services import Services
from tests.integration.simulator.ground import Centre, Kind, Place, a_centre, did, refused
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("conduct"), paste_limit=120, retention_days=90) as one:
        yield one


def new_session(**change: object) -> dict[str, object]:
    return {"kind": "practice", "title": "Séance", "pack_id": PACK_ID, "subject_id": "sujet"} | change


async def seats(browser: httpx.AsyncClient, place: Place) -> list[dict[str, Any]]:
    return (await did(browser.get(f"/api/staff/sessions/{place.session_id}")))["places"]


async def test_what_is_left_out_of_a_new_session_is_the_installations_default(centre: Centre) -> None:
    lead = await centre.lead()
    session = await did(lead.post("/api/staff/sessions", json=new_session()))
    assert (session["minutes"], session["paste_limit"], session["retention_days"]) == (60, 120, 90)
    assert "2014-474" in session["legal_basis"]
    own = new_session(minutes=45, paste_limit=0, retention_days=30, legal_basis="Accord du 3 mai", spell_check=True)
    session = await did(lead.post("/api/staff/sessions", json=own))
    assert {key: session[key] for key in own} == own


async def test_a_session_that_is_asked_for_again_after_a_lost_answer_is_the_first_one(centre: Centre) -> None:
    lead, trainer = await centre.lead(), await centre.as_("abadie")
    asked = new_session(title="Demandée deux fois", id="0f8fad5bd9cb469fa16570867728950e")

    made = [await did(lead.post("/api/staff/sessions", json=asked)) for _ in range(2)]
    at_once = [lead.post("/api/staff/sessions", json=asked | {"id": "demandee-ensemble"}) for _ in range(3)]

    assert made[0]["id"] == made[1]["id"]
    assert len({one.json()["id"] for one in await asyncio.gather(*at_once)}) == 1
    titles = [one["title"] for one in await did(lead.get("/api/staff/sessions"))]
    assert titles.count("Demandée deux fois") == 2
    others = await did(trainer.post("/api/staff/sessions", json=asked))
    assert others["id"] != made[0]["id"], "another person's"
    refused(await lead.post("/api/staff/sessions", json=asked | {"id": "../ailleurs"}), 422, "invalid")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"retention_days": 181}, 422, "invalid"),
        ({"minutes": 0}, 422, "invalid"),
        ({"title": " \t "}, 422, "invalid"),
        ({"kind": "party"}, 422, "invalid"),
        ({"pack_id": "absent"}, 404, "not_found"),
        ({"subject_id": "absent"}, 404, "not_found"),
        ({"exam_day": {"format_id": "title"}}, 409, "exam_only"),
        ({"kind": "exam", "exam_day": {"format_id": "ccp2", "phases": ["debrief"]}}, 409, "no_phase"),
        ({"kind": "exam", "exam_day": {"format_id": "title", "case_study_id": "absent"}}, 404, "not_found"),
        ({"kind": "exam", "exam_day": {"format_id": "title", "days": ["demain"]}}, 422, "invalid"),
        ({"kind": "exam", "exam_day": {"format_id": "title", "days": ["1999-05-11"]}}, 409, "unlikely_date"),
        ({"kind": "exam", "exam_day": {"format_id": "title", "days": ["2099-05-11"]}}, 409, "unlikely_date"),
    ],
)
async def test_a_session_that_cannot_be_held_is_refused(
    centre: Centre, change: dict[str, object], status: int, code: str
) -> None:
    refused(await (await centre.lead()).post("/api/staff/sessions", json=new_session(**change)), status, code)


async def test_an_exam_day_has_a_clock_for_each_phase_of_its_format(centre: Centre) -> None:
    lead = await centre.lead()
    day = {"format_id": "ccp2", "phases": ["technical_interview", "exchanges"], "days": ["2026-12-03"]}
    session = await did(lead.post("/api/staff/sessions", json=new_session(kind="exam", exam_day=day)))
    assert session["minutes"] == 30
    seat = await did(
        lead.post(f"/api/staff/sessions/{session['id']}/seats", json={"candidate_name": "Léa Martin", "desk": "1"})
    )
    state = (await centre.services.rooms.read(seat["seat_id"])).state
    assert [(clock.phase, clock.minutes) for clock in state.clocks] == [
        ("exchanges", 30),
        ("technical_interview", 15),
    ]


async def test_a_seat_gets_a_label_and_a_run_for_each_exchange_of_the_subject(centre: Centre) -> None:
    place = await centre.place()
    lead = await centre.lead()
    path = f"/api/staff/sessions/{place.session_id}/seats"
    bodies = [{"candidate_name": f" Yanis {one} ", "desk": "Poste 5", "extra_minutes": 20} for one in ("A", "B")]
    added = await asyncio.gather(*(did(lead.post(path, json=body)) for body in bodies))
    assert sorted(seat["label"] for seat in added) == ["C-02", "C-03"], "two at once get two labels"
    assert {(seat["candidate_name"], seat["exchanges"], seat["has_code"]) for seat in added} == {
        ("Yanis A", 3, False),
        ("Yanis B", 3, False),
    }
    assert added[0]["state"]["clock"]["remaining_seconds"] == 80 * 60, "extra time is the candidate's own"


@pytest.mark.parametrize(("kind", "desk"), [("exam", "Poste 9"), ("practice", "Poste 4")])
async def test_a_seat_that_is_asked_for_twice_is_added_once_and_the_second_is_told(
    centre: Centre, kind: Kind, desk: str
) -> None:
    place, lead = await centre.place(kind), await centre.lead()
    path = f"/api/staff/sessions/{place.session_id}/seats"
    twice = await asyncio.gather(
        *(lead.post(path, json={"candidate_name": "Éva Martin", "desk": desk}) for _ in range(2))
    )
    assert sorted(one.status_code for one in twice) == [201, 409]
    told = refused(next(one for one in twice if one.status_code == 409), 409, "same_name")
    assert "C-02" in told["message"]
    assert "Rien n’a été ajouté." in told["remedy"]
    refused(await lead.post(path, json={"candidate_name": "eva  MARTIN", "desk": desk}), 409, "same_name")
    assert len(await seats(lead, place)) == 2
    other = await did(lead.post(path, json={"candidate_name": "Éva B. Martin", "desk": "Poste 8"}))
    assert other["label"] == "C-03"


async def test_the_board_shows_each_seat_at_a_glance(centre: Centre) -> None:
    place = await centre.place("exam")
    (seat,) = await seats(await centre.lead(), place)
    assert [juror["name"] for juror in seat["jurors"]] == ["Marc Lefort", "Nadia Roy"]
    assert seat["has_code"]
    state = seat["state"]
    assert (state["candidate_connected"], state["call"], state["done"], state["clock"]["state"]) == (
        False,
        None,
        0,
        "not_started",
    )
    await centre.at_desk(place.code)
    assert not (await seats(await centre.lead(), place))[0]["has_code"], "used"


async def test_jurors_see_their_own_seats_and_no_other_of_the_same_session(centre: Centre) -> None:
    place = await centre.place("exam", jurors=("roy",))
    lead = await centre.lead()
    path = f"/api/staff/sessions/{place.session_id}/seats"
    other = await did(lead.post(path, json={"candidate_name": "Yanis Benali", "desk": "Poste 5"}))
    await did(lead.put(f"/api/staff/seats/{other['seat_id']}/jurors", json={"person_ids": [centre.ids["ailleurs"]]}))

    for login, seat_id in (("roy", place.seat_id), ("ailleurs", other["seat_id"])):
        juror = await centre.as_(login)
        assert [seat["seat_id"] for seat in await seats(juror, place)] == [seat_id]
        (summary,) = [s for s in await did(juror.get("/api/staff/sessions")) if s["id"] == place.session_id]
        assert summary["seats"] == 1
    assert len(await seats(lead, place)) == 2
    refused(await (await centre.as_("lefort")).get(f"/api/staff/sessions/{place.session_id}"), 403, "forbidden")


async def test_a_trainer_leads_practice_and_sees_an_exam_only_as_its_juror(centre: Centre) -> None:
    trainer = await centre.as_("abadie")
    await did(trainer.post("/api/staff/sessions", json=new_session()))
    refused(await trainer.post("/api/staff/sessions", json=new_session(kind="exam")), 403, "forbidden")

    practice, exam = await centre.place("practice"), await centre.place("exam")
    assert len(await seats(trainer, practice)) == 1
    refused(await trainer.get(f"/api/staff/sessions/{exam.session_id}"), 403, "forbidden")
    refused(await trainer.get(f"/api/staff/seats/{exam.seat_id}/desk"), 403, "forbidden")
    refused(await trainer.post(f"/api/staff/sessions/{exam.session_id}/close"), 403, "forbidden")

    own = await centre.place("exam", jurors=("abadie", "roy"))
    await did(trainer.get(f"/api/staff/seats/{own.seat_id}/desk"))
    refused(await trainer.post(f"/api/staff/seats/{own.seat_id}/desk-code"), 403, "forbidden")


async def test_nobody_but_staff_can_be_a_juror(centre: Centre) -> None:
    place = await centre.place()
    lead = await centre.lead()
    path = f"/api/staff/seats/{place.seat_id}/jurors"
    for person in ("nobody", centre.ids["veille"]):
        refused(await lead.put(path, json={"person_ids": [person]}), 404, "not_found")
    twice = await did(lead.put(path, json={"person_ids": [centre.ids["roy"]] * 2}))
    assert [juror["name"] for juror in twice["jurors"]] == ["Nadia Roy"]


async def test_the_sheet_of_codes_has_one_for_each_seat_still_empty(centre: Centre) -> None:
    place = await centre.place()
    lead = await centre.lead()
    path = f"/api/staff/sessions/{place.session_id}"
    await did(lead.post(f"{path}/seats", json={"candidate_name": "Yanis Benali", "desk": "Poste 5"}))
    await centre.at_desk(place.code)
    (sheet,) = await did(lead.post(f"{path}/desk-codes"))
    assert (sheet["label"], sheet["candidate_name"], sheet["desk"]) == ("C-02", "Yanis Benali", "Poste 5")
    await centre.at_desk(sheet["code"])
    assert await did(lead.post(f"{path}/desk-codes")) == []


async def test_practice_may_try_an_exchange_again_an_exam_may_not(centre: Centre) -> None:
    practice, exam = await centre.place("practice"), await centre.place("exam")
    lead = await centre.lead()
    path = f"/api/staff/seats/{practice.seat_id}/runs"
    again = await did(lead.post(path, json={"exchange_id": "chat-entrant"}))
    assert again["exchanges"] == 4
    desk = await did(lead.get(f"/api/staff/seats/{practice.seat_id}/desk"))
    assert [step["attempt"] for step in desk["steps"] if step["label"] == "Chat entrant"] == [1, 2]
    refused(await lead.post(path, json={"exchange_id": "absent"}), 404, "not_found")
    path = f"/api/staff/seats/{exam.seat_id}/runs"
    refused(await lead.post(path, json={"exchange_id": "chat-entrant"}), 409, "exam_once")


async def test_a_closed_session_stays_readable_and_takes_nobody_in(centre: Centre) -> None:
    place = await centre.place()
    lead = await centre.lead()
    path = f"/api/staff/sessions/{place.session_id}"
    candidate = await centre.at_desk(place.code)
    partner = await centre.partner(place.partner_code or "")
    closed = await did(lead.post(f"{path}/close"))
    assert closed["closed_at"] is not None
    assert (await did(lead.post(f"{path}/close")))["closed_at"] == closed["closed_at"], "twice is once"

    refused(await candidate.get("/api/candidate/me"), 401, "not_signed_in")
    refused(await partner.get("/api/staff/me"), 401, "not_signed_in")
    body = {"code": place.partner_code}
    refused(await centre.browser().post("/api/staff/partner-sign-in", json=body), 401, "wrong_sign_in")
    for action, sent in (
        (f"{path}/seats", {"candidate_name": "Trop Tard", "desk": "Poste 9"}),
        (f"{path}/desk-codes", {}),
        (f"/api/staff/seats/{place.seat_id}/desk-code", {}),
        (f"/api/staff/seats/{place.seat_id}/runs", {"exchange_id": "chat-entrant"}),
    ):
        refused(await lead.post(action, json=sent), 409, "session_closed")
    assert len(await seats(lead, place)) == 1
    room = await centre.services.rooms.room(place.seat_id)
    assert room.state.training.closed_at is not None, "the live desks know it too"


async def test_a_session_is_not_closed_in_the_middle_of_an_exchange(centre: Centre) -> None:
    place = await centre.place()
    room = await centre.services.rooms.room(place.seat_id)
    run_id = next(iter(room.state.runs))
    await room.keep([NewFact(kinds.ExchangeStarted(), run_id)])
    lead = await centre.lead()
    answer = await lead.post(f"/api/staff/sessions/{place.session_id}/close")
    assert "C-01" in refused(answer, 409, "exchange_running")["message"]
    await room.keep([NewFact(kinds.ExchangeEnded(by="jury"), run_id)])
    await did(lead.post(f"/api/staff/sessions/{place.session_id}/close"))


async def test_packs_are_listed_with_what_can_be_played(centre: Centre) -> None:
    juror = await centre.as_("roy")
    pack = await did(juror.get(f"/api/staff/packs/{PACK_ID}"))
    assert pack in await did(juror.get("/api/staff/packs"))
    (subject,) = pack["subjects"]
    assert [exchange["channel"] for exchange in subject["exchanges"]] == ["phone", "phone", "chat"]
    assert sorted(subject["competences"]) == ["CP1", "CP2", "CP3", "CP4"]
    refused(await juror.get("/api/staff/packs/absent"), 404, "not_found")


# The exam's clock.


async def until_clock(services: Services, seat_id: str, state: str) -> None:
    async with asyncio.timeout(10):
        while (await services.rooms.room(seat_id)).state.clock.state != state:
            await asyncio.sleep(0.05)


async def start_clock(services: Services, place: Place, minutes_ago: float) -> None:
    """As another process would have written it, so long ago."""
    at = services.clock.now() - timedelta(minutes=minutes_ago)
    after = (await services.rooms.read(place.seat_id)).state.last_fact
    started = NewFact(kinds.ClockStarted(minutes=60))
    await services.facts.keep(place.session_id, place.seat_id, after, [started], at)
    await (await services.rooms.room(place.seat_id)).read_again()


async def ends(services: Services, place: Place) -> int:
    return sum(isinstance(fact.data, kinds.ClockEnded) for fact in await services.facts.of_seat(place.seat_id))


async def test_an_exams_clock_ends_on_the_server_with_every_browser_closed(centre: Centre) -> None:
    place = await centre.place("exam")
    await start_clock(centre.services, place, 60)
    await until_clock(centre.services, place.seat_id, "ended")
    assert await ends(centre.services, place) == 1


async def test_a_practices_clock_only_tells_the_time(centre: Centre) -> None:
    practice, exam = await centre.place("practice"), await centre.place("exam")
    await start_clock(centre.services, practice, 61)
    await start_clock(centre.services, exam, 61)
    await until_clock(centre.services, exam.seat_id, "ended")
    assert await ends(centre.services, practice) == 0


async def test_a_clock_that_ran_out_while_the_server_was_down_ends_at_the_next_start(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as before:
        late, running = await before.place("exam"), await before.place("exam")
        for place, minutes_ago in ((late, 61), (running, 20)):
            await start_clock(before.services, place, minutes_ago)
    async with a_centre(tmp_path) as after:
        await until_clock(after.services, late.seat_id, "ended")
        clock = (await after.services.rooms.room(running.seat_id)).state.clock
        assert clock.state == "running"
        assert timedelta(minutes=39) < clock.remaining(datetime.now(UTC)) <= timedelta(minutes=40)
