"""A candidate entered twice is taken out while nothing of theirs is kept, by a fact with its author; never after."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from simulator.facts.day_facts import CandidateRemoved
from simulator.facts.day_log import DayLog
from simulator.results.removing import GO_ALONG
from simulator.storage.base import Base
from tests.integration.simulator.case_study import DAY
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.printed_minutes import minutes_of
from tests.integration.simulator.timetables import a_day, ground, imported, table

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    # With telephones, as in the demonstration: each candidate has an account from being entered.
    async with a_centre(tmp_path_factory.mktemp("removing"), sip=True) as one:
        yield one


async def a_double(centre: Centre, lead: httpx.AsyncClient, session_id: str) -> dict[str, Any]:
    """Somebody of the day who is there twice, with a jury and a code that nobody used."""
    body = {"candidate_name": "Éva Martin (bis)", "desk": "Poste 9"}
    seat = await did(lead.post(f"/api/staff/sessions/{session_id}/seats", json=body))
    people = {"person_ids": [centre.ids["roy"]]}
    await did(lead.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json=people))
    code = await did(lead.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))
    return {**seat, **code}


async def test_whoever_was_entered_twice_goes_and_who_took_them_out_stays(centre: Centre) -> None:
    place, lead = await centre.place("exam", **DAY), await centre.lead()
    double = await a_double(centre, lead, place.session_id)
    board = f"/api/staff/exam-days/{place.session_id}/board"
    assert len((await did(lead.get(board)))["places"]) == 2
    await did(lead.delete(f"/api/staff/seats/{double['seat_id']}"))
    assert [one["seat_id"] for one in (await did(lead.get(board)))["places"]] == [place.seat_id]
    facts = await DayLog(centre.services.sessions).of_session(place.session_id)  # type: ignore[arg-type]  of an answer
    (fact,) = [one for one in facts if isinstance(one.data, CandidateRemoved)]
    assert isinstance(fact.data, CandidateRemoved)
    assert (fact.actor.name, fact.data.label, fact.data.name) == ("Claire Delmas", "C-02", "Éva Martin (bis)")
    printed = await minutes_of(centre, place.session_id)
    assert "rien ne soit fait à son poste : Éva Martin (bis) (Poste 9)\nRetiré par Claire Delmas" in printed
    refused(await lead.delete(f"/api/staff/seats/{double['seat_id']}"), 404, "not_found")
    unknown = await centre.browser().post("/api/candidate/sign-in", json={"code": double["code"]})
    assert unknown.status_code >= 400, "their code opens nothing"
    again = await a_double(centre, lead, place.session_id)
    assert again["label"] == "C-02", "the number is free again, and no other is taken twice"


async def test_a_candidate_just_entered_has_rows_only_where_a_removal_takes_them_from(centre: Centre) -> None:
    place, lead = await centre.place("exam", is_shut=True, **DAY), await centre.lead()
    day = f"/api/staff/exam-days/{place.session_id}"
    shown = await imported(lead, day, table("Éva Martin;P1;;33 %;MDPH-12;"))
    seat_id = next(one["seat_id"] for one in shown["candidates"] if one["name"] == "Éva Martin")
    async with centre.services.sessions() as session:
        found = {
            one.name
            for one in Base.metadata.sorted_tables
            if "seat_id" in one.c and await session.scalar(select(one.c.seat_id).where(one.c.seat_id == seat_id))
        }
    assert "sip_account" in found
    assert found <= GO_ALONG
    await did(lead.delete(f"/api/staff/seats/{seat_id}"))


async def test_an_imported_candidate_with_extra_time_and_a_plan_goes_whole(centre: Centre) -> None:
    lead, day = await centre.lead(), await a_day(centre)
    shown = await imported(lead, day, table("Éva Martin;P1;;33 %;MDPH-12;", "Noé Petit;P2;;;;", "Ana Sousa;P3;;;;"))
    shown = await did(lead.put(f"{day}/timetable/setup", json=ground(centre, shown["version"])))
    shown = await did(lead.post(f"{day}/timetable/plan", json={"version": shown["version"]}))
    gone = next(one for one in shown["candidates"] if one["name"] == "Éva Martin")
    await did(lead.delete(f"/api/staff/seats/{gone['seat_id']}"))
    left = await did(lead.get(f"{day}/timetable"))
    assert [one["name"] for one in left["candidates"]] == ["Noé Petit", "Ana Sousa"]
    assert gone["seat_id"] not in {one["candidate"] for one in left["bookings"]}
    back = await imported(lead, day, table("Éva Martin;P1;;33 %;MDPH-12;"))
    assert len({one["label"] for one in back["candidates"]}) == 3


async def test_nobody_is_removed_once_something_of_theirs_is_kept(centre: Centre) -> None:
    place, lead = await centre.place("exam", **DAY), await centre.lead()
    at = f"/api/staff/exam-days/{place.session_id}"

    async def stays(seat_id: str) -> str:
        told = refused(await lead.delete(f"/api/staff/seats/{seat_id}"), 409, "candidate_begun")
        assert "absent" in told["remedy"]
        return told["message"]

    assert "enregistré" in await stays(place.seat_id), "their subject is drawn"
    double = await a_double(centre, lead, place.session_id)
    await centre.at_desk(double["code"])
    assert "ouvert avec un code" in await stays(double["seat_id"])
    for number, (what, body) in enumerate(
        {
            f"{at}/incidents": {"id": "i1", "text": "Poste en panne"},
            f"{at}/measures": {"id": "m1", "cause": "power", "reason": "Coupure"},
        }.items()
    ):
        seats = f"/api/staff/sessions/{place.session_id}/seats"
        seat = await did(lead.post(seats, json={"candidate_name": f"Nommé {number}", "desk": f"Poste 1{number}"}))
        named = {"seat_ids": [seat["seat_id"]]} if "measures" in what else {"seat_id": seat["seat_id"]}
        await did(lead.post(what, json=body | named))
        assert "la journée" in await stays(seat["seat_id"])
    await did(lead.post(f"/api/staff/sessions/{place.session_id}/close"))
    closed = await did(lead.get(f"{at}/board"))
    refused(await lead.delete(f"/api/staff/seats/{closed['places'][-1]['seat_id']}"), 409, "session_closed")
