"""Invigilators attached to a session or to its rooms: each keeps those alone; what they print, once it is sealed."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.facts.day_facts import InvigilatorsAttached
from simulator.facts.day_log import DayLog
from simulator.facts.kinds import ClockStarted
from tests.integration.simulator.case_study import DAY, close, reopen, tell
from tests.integration.simulator.exam_days import HeldDay, a_day
from tests.integration.simulator.ground import Centre, a_centre, did, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("keepers")) as one:
        yield one


async def attach(day: HeldDay, **rooms: list[str]) -> httpx.Response:
    """By login."""
    attached = [{"person_id": day.centre.ids[login], "rooms": chosen} for login, chosen in rooms.items()]
    return await day.lead.put(f"{day.path}/invigilators", json={"attached": attached})


async def labels(keeper: httpx.AsyncClient, day: HeldDay) -> list[str]:
    watched = await did(keeper.get(f"{day.path}/watch"))
    return [place["label"] for place in watched["places"]]


async def days_of(keeper: httpx.AsyncClient) -> set[str]:
    return {one["session_id"] for one in await did(keeper.get("/api/staff/exam-days"))}


async def test_each_keeps_the_rooms_that_they_are_attached_to(centre: Centre) -> None:
    day = await a_day(centre, candidates=3)
    keeper = await centre.as_("veille")
    everybody = ["C-01", "C-02", "C-03"]
    assert await labels(keeper, day) == everybody, "nobody is attached: the whole session"
    shown = await did(day.lead.get(f"{day.path}/invigilators"))
    assert (shown["anybody"], shown["rooms"]) == (True, ["Salle A"])
    await did(attach(day, veille=["Salle A"]))
    assert await labels(keeper, day) == ["C-02", "C-03"], "the first sits in no room of theirs"
    await did(attach(day, veille=[""]))
    assert await labels(keeper, day) == everybody
    facts = await DayLog(centre.services.sessions).of_session(day.session_id)
    kept = [(one.actor.name, one.data.rooms) for one in facts if isinstance(one.data, InvigilatorsAttached)]
    assert kept == [("Claire Delmas", {centre.ids["veille"]: (room,)}) for room in ("Salle A", "")]


async def test_what_is_of_another_room_is_refused_in_words(centre: Centre) -> None:
    day = await a_day(centre, candidates=2)
    await did(attach(day, veille=["Salle A"]))
    keeper = await centre.as_("veille")
    elsewhere, mine = day.seat_ids
    await did(keeper.post(f"{day.path}/seats/{mine}/arrival", json={}))
    for what, body in (
        ("arrival", {}),
        ("absence", {}),
        ("abandonment", {}),
        ("identity", {"document": "passport"}),
        ("printed", {"receipt": "ABCD"}),
    ):
        answer = await keeper.post(f"{day.path}/seats/{elsewhere}/{what}", json=body)
        assert "pas dans une salle que vous surveillez" in refused(answer, 403, "forbidden")["message"], what
    sheets = await keeper.get(f"{day.path}/seats/{elsewhere}/productions.pdf")
    assert refused(sheets, 403, "forbidden")["message"].endswith("surveillez.")
    refused(await keeper.get(f"/api/staff/seats/{elsewhere}/draws"), 403, "forbidden")
    assert (await keeper.get(f"/api/staff/seats/{mine}/draws")).status_code == 200
    for path in ("incidents", "help"):
        answer = await keeper.post(f"{day.path}/{path}", json={"id": "x1", "text": "Essai", "room": "Salle Z"})
        assert "Vous ne surveillez pas cette salle" in refused(answer, 403, "forbidden")["message"]


async def test_what_happens_elsewhere_is_not_told(centre: Centre) -> None:
    day = await a_day(centre, candidates=2)
    await did(attach(day, veille=["Salle A"]))
    keeper = await centre.as_("veille")
    elsewhere, mine = day.seat_ids
    await day.act("incidents", id="i1", text="ICI", seat_id=mine)
    await day.act("incidents", id="i2", text="AILLEURS", seat_id=elsewhere)
    await day.act("help", id="h2", text="AILLEURS", seat_id=elsewhere)
    await day.act("messages", text="À TOUS")
    watched = await did(keeper.get(f"{day.path}/watch"))
    assert [one["text"] for one in watched["incidents"]] == ["ICI"]
    assert watched["helps"] == []
    assert [one["text"] for one in watched["messages"]] == ["À TOUS"]
    assert elsewhere not in str(watched)
    refused(await keeper.post(f"{day.path}/help/h2/answer"), 403, "forbidden")


async def test_whoever_is_attached_to_nothing_is_kept_out_of_that_day_alone(centre: Centre) -> None:
    day, other = await a_day(centre), await a_day(centre)
    keeper = await centre.as_("veille")
    refused(await attach(day, roy=["Salle A"]), 404, "not_found")
    refused(await attach(day, veille=["Salle Z"]), 404, "not_found")
    refused(await attach(day, veille=["", "Salle A"]), 409, "room_and_whole")
    assert {day.session_id, other.session_id} <= await days_of(keeper)
    rose = await another_invigilator(centre)
    await did(attach(day, rose=["Salle A"]))
    assert other.session_id in await days_of(keeper)
    assert day.session_id not in await days_of(keeper)
    answer = refused(await keeper.get(f"{day.path}/watch"), 403, "forbidden")
    assert answer["message"].startswith("Vous n’êtes pas surveillant de cette journée")
    assert await labels(rose, day) == ["C-02"]
    assert (await day.lead.get(f"{day.path}/watch")).status_code == 200, "the responsible person stands in"


async def another_invigilator(centre: Centre) -> httpx.AsyncClient:
    lead = await centre.lead()
    body = {"login": "rose", "name": "Rose Garde", "roles": ["invigilator"], "password": "un-autre-mot-de-passe-long"}
    centre.ids["rose"] = (await did(lead.post("/api/staff/people", json=body)))["id"]
    browser = centre.browser()
    await did(browser.post("/api/staff/sign-in", json={"login": "rose", "password": body["password"]}))
    return browser


async def prints(keeper: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    return (await did(keeper.get(f"{path}/watch")))["prints"]


async def test_sealed_texts_wait_for_the_printer_and_whoever_prints_them_is_a_fact(centre: Centre) -> None:
    place = await centre.place("exam", **DAY)
    path = f"/api/staff/exam-days/{place.session_id}"
    sheets = f"{path}/seats/{place.seat_id}/productions.pdf"
    keeper = await centre.as_("veille")
    assert await prints(keeper, path) == []
    await tell(centre, place, ClockStarted(phase="case_study", minutes=75))
    assert await prints(keeper, path) == []
    assert (await keeper.get(sheets)).status_code == 409, "never before the seal"
    await close(centre, place)
    (job,) = await prints(keeper, path)
    assert (job["candidate_name"], job["printed_at"]) == ("Lina Ferrand", None)
    assert (await keeper.get(sheets)).content.startswith(b"%PDF")
    said = {"receipt": job["receipt"]}
    for _ in range(2):
        await did(keeper.post(f"{path}/seats/{place.seat_id}/printed", json=said))
    (job,) = await prints(keeper, path)
    assert (job["printed_by"], job["printed_at"] is not None) == ("Paul Veille", True)
    await reopen(centre, place)
    assert await prints(keeper, path) == []
    refused(await keeper.post(f"{path}/seats/{place.seat_id}/printed", json=said), 409, "not_sealed")
