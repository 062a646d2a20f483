"""A session of two dates: what is done for a room or for all is of the day that is shown, and never of the other."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.facts.day_facts import DayIncidentNoted, InvigilatorsAttached, MeasureTaken, MessageSent
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from tests.integration.simulator.exam_days import PHASES
from tests.integration.simulator.ground import Centre, a_centre, did, opened_and_drawn, refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIRST, SECOND = DAYS = ["2027-05-11", "2027-05-12"]
ROOM = "Salle A"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("two-days")) as one:
        yield one


@dataclass
class Session:
    """One candidate a day, in a room of the same name."""

    lead: httpx.AsyncClient
    session_id: str
    seats: dict[str, str]
    codes: dict[str, str]

    @property
    def path(self) -> str:
        return f"/api/staff/exam-days/{self.session_id}"

    async def act(self, what: str, day: str | None, **body: Any) -> Any:
        params = {} if day is None else {"day": day}
        return await did(self.lead.post(f"{self.path}/{what}", params=params, json=body))

    async def board(self, day: str) -> Any:
        return await did(self.lead.get(f"{self.path}/board", params={"day": day}))

    async def runs(self, day: str) -> list[str]:
        return [place["phases"][0]["state"] for place in (await self.board(day))["places"]]


async def a_session(centre: Centre) -> Session:
    made = {"format_id": "title", "phases": PHASES[:2], "days": DAYS}
    place = await centre.place("exam", exam_day=made, is_shut=True)
    lead, path = await centre.lead(), f"/api/staff/exam-days/{place.session_id}"
    seats: dict[str, str] = {}
    table = f"Nom;Prénom;Jour;Poste\nMartin;Éva;11/05/2027;{ROOM} · Poste 1\nPetit;Noé;12/05/2027;{ROOM} · Poste 1\n"
    read = await did(lead.post(f"{path}/import/candidates", content=table.encode()))
    await did(lead.post(f"{path}/candidates", json={"candidates": read["candidates"]}))
    await opened_and_drawn(lead, place)
    codes: dict[str, str] = {}
    for day in DAYS:
        board = await did(lead.get(f"{path}/board", params={"day": day}))
        (seats[day],) = [one["seat_id"] for one in board["places"] if one["room"] == ROOM]
        codes[day] = (await did(lead.post(f"/api/staff/seats/{seats[day]}/desk-code")))["code"]
    return Session(lead, place.session_id, seats, codes)


async def test_a_phase_opened_for_all_and_a_measure_for_a_room_are_of_the_day_shown(centre: Centre) -> None:
    one = await a_session(centre)
    assert (await one.board(SECOND))["ends_at"] is None, "of a later day nobody planned"
    await one.act("phases/open", SECOND, phase="preparation")
    assert (await one.board(SECOND))["ends_at"] is not None
    assert await one.runs(FIRST) == ["not_started", "not_started"]
    assert await one.runs(SECOND) == ["running"]
    await one.act("phases/open", FIRST, phase="preparation")
    first = (await one.board(FIRST))["places"][0]["phases"][0]["ends_at"]
    given = {"phase": "preparation", "minutes": 10, "reason": "Retard du plan"}
    await one.act("phases/extend", SECOND, seat_ids=[], **given)
    assert (await one.board(FIRST))["places"][0]["phases"][0]["ends_at"] == first, "the other day is given none"
    await one.act("measures", SECOND, id="alarme", cause="evacuation", reason="Alarme incendie", room=ROOM)
    assert await one.runs(SECOND) == ["paused"]
    assert await one.runs(FIRST) == ["running", "running"], "nobody of the other day is stopped"
    (measure,) = (await one.board(SECOND))["measures"]
    assert measure["seat_ids"] == [one.seats[SECOND]]
    first = await one.board(FIRST)
    assert (first["measures"], first["decision"]["kind"]) == ([], "note_arrival")
    assert (await one.board(SECOND))["decision"]["kind"] == "lift_measure"
    await one.act("measures/alarme/lift", None)
    assert await one.runs(SECOND) == ["running"]
    await one.act("measures", FIRST, id="salle", cause="power", reason="Coupure", room=ROOM)
    assert sorted(await one.runs(FIRST)) == ["paused", "running"], "its room of that day alone"
    assert await one.runs(SECOND) == ["running"]
    both = {"id": "deux", "cause": "other", "reason": "Essai", "seat_ids": list(one.seats.values())}
    refused(await one.lead.post(f"{one.path}/measures", json=both), 404, "not_found")


async def test_an_evacuation_of_all_rooms_reaches_every_running_clock_whatever_its_day(centre: Centre) -> None:
    one = await a_session(centre)
    await one.act("phases/open", SECOND, phase="preparation")
    await one.act("phases/open", FIRST, phase="preparation")
    await one.act("measures", FIRST, id="feu", cause="evacuation", reason="Alarme incendie")
    assert await one.runs(SECOND) == ["paused"], "they are in the building"
    for day in DAYS:
        assert (await one.board(day))["decision"]["kind"] == "lift_measure", "seen from each day that it holds"
    await one.act("measures/feu/lift", None)
    assert [*await one.runs(FIRST), *await one.runs(SECOND)] == ["running"] * 3
    # Nobody of the other day at work: the measure is of its own day alone.
    over = {"phase": "preparation", "reason": "Fini", "seat_ids": []}
    await one.act("phases/close", FIRST, **over)
    await one.act("measures", SECOND, id="panne", cause="power", reason="Coupure")
    assert {told["measure_id"] for told in (await one.board(FIRST))["measures"]} == {"feu"}


async def change(one: Session, whose: str, **body: Any) -> httpx.Response:
    path = f"{one.path}/candidates/{one.seats[whose]}"
    return await one.lead.put(path, params={"day": body.get("day", whose)}, json={"route": "training"} | body)


async def test_whoever_has_begun_changes_day_no_more(centre: Centre) -> None:
    one = await a_session(centre)
    moved = await did(change(one, SECOND, day=FIRST, desk="Salle A · Poste 2"))
    (told,) = next(it["changes"] for it in moved["candidates"] if it["seat_id"] == one.seats[SECOND])
    assert (told["before"]["day"], told["after"]["day"]) == (SECOND, FIRST), "as a dated fact"
    await did(change(one, SECOND, day=SECOND, desk="Salle A · Poste 1"))
    await did(one.lead.post(f"{one.path}/seats/{one.seats[SECOND]}/arrival", json={}))
    refused(await change(one, SECOND, day=FIRST, desk="Salle A · Poste 2"), 409, "day_begun")
    await one.act("phases/open", FIRST, phase="preparation")
    extra = {"extra_percent": 20, "accommodation": "MDPH-1"}
    refused(await change(one, FIRST, day=SECOND, desk="Poste 7", **extra), 409, "day_begun")
    assert len((await one.board(FIRST))["places"]) == 2
    kept = await centre.services.facts.of_seat(one.seats[FIRST])  # type: ignore[arg-type]  of an answer
    assert "accommodation.granted" not in {fact.data.kind for fact in kept}, "nothing of it is kept"
    await did(change(one, FIRST, day=FIRST, desk="Salle A · Poste 9"))


async def test_a_desk_is_compared_with_the_day_it_is_for(centre: Centre) -> None:
    one = await a_session(centre)
    await did(change(one, FIRST, day=FIRST, desk=f"{ROOM} · Poste 1", name="Éva Marin"))
    taken = refused(await change(one, SECOND, day=FIRST), 409, "bad_candidate")
    assert "Éva Marin" in taken["message"]
    refused(await change(one, SECOND, day=FIRST, desk=f"{ROOM} · Poste 1"), 409, "bad_candidate")
    assert len((await one.board(SECOND))["places"]) == 1
    refused(await change(one, SECOND, day="2027-05-13"), 404, "not_found")


async def test_a_message_reaches_the_desks_of_its_day_alone(centre: Centre) -> None:
    one = await a_session(centre)
    await one.act("messages", SECOND, text="Demain, salle B.")
    await one.act("messages", FIRST, text="Rangez vos téléphones.", room=ROOM)
    heard = {}
    for day in DAYS:
        mine = await did((await centre.at_desk(one.codes[day])).get("/api/candidate/day"))
        heard[day] = [told["text"] for told in mine["messages"]]
        assert [told["text"] for told in (await one.board(day))["messages"]] == heard[day]
    assert heard == {FIRST: ["Rangez vos téléphones."], SECOND: ["Demain, salle B."]}


async def test_incidents_and_calls_for_help_are_on_the_board_of_their_day(centre: Centre) -> None:
    one = await a_session(centre)
    keeper = await centre.as_("veille")
    noted = {"id": "i1", "text": "Clavier changé", "seat_id": one.seats[SECOND]}
    await did(keeper.post(f"{one.path}/incidents", json=noted))
    await one.act("incidents", FIRST, id="i2", text="Bruit dans le couloir")
    candidate = await centre.at_desk(one.codes[SECOND])
    await did(candidate.post("/api/candidate/day/help", json={"id": "h1", "text": ""}))
    boards = {day: await one.board(day) for day in DAYS}
    incidents = {day: [told["text"] for told in board["incidents"]] for day, board in boards.items()}
    assert incidents == {FIRST: ["Bruit dans le couloir"], SECOND: ["Clavier changé"]}
    assert [len(board["helps"]) for board in boards.values()] == [0, 1]
    assert boards[SECOND]["decision"]["kind"] == "answer_help"
    await did(keeper.post(f"{one.path}/help/h1/answer"))
    assert (await one.board(SECOND))["decision"]["kind"] != "answer_help"


async def test_the_opening_offers_who_is_there_today(centre: Centre) -> None:
    one = await a_session(centre)
    offered = (await did(one.lead.get(f"{one.path}/opening")))["candidates"]
    assert {told["name"] for told in offered} == {"Lina Ferrand", "Éva Martin"}, "nobody of the second day"


async def test_each_day_has_its_own_invigilators(centre: Centre) -> None:
    one = await a_session(centre)
    people = {"attached": [{"person_id": centre.ids["veille"], "rooms": [ROOM]}]}
    at = f"{one.path}/invigilators"
    await did(one.lead.put(at, params={"day": SECOND}, json=people))
    shown = {day: await did(one.lead.get(at, params={"day": day})) for day in DAYS}
    assert [shown[day]["anybody"] for day in DAYS] == [True, False]
    keeper = await centre.as_("veille")
    watched = await did(keeper.get(f"{one.path}/watch", params={"day": FIRST}))
    assert len(watched["places"]) == 2, "where nobody is attached, each keeps the whole day"
    somebody_else = {"attached": [{"person_id": centre.ids["veille"], "rooms": []}]}
    refused(await one.lead.put(at, params={"day": FIRST}, json=somebody_else), 422, "invalid")
    lead_body = {"login": "autre", "name": "Zoé Autre", "password": "un-mot-de-passe-long", "roles": ["invigilator"]}
    other = await did(one.lead.post("/api/staff/people", json=lead_body))
    await did(one.lead.put(at, params={"day": FIRST}, json={"attached": [{"person_id": other["id"], "rooms": [""]}]}))
    assert (await did(keeper.get(f"{one.path}/watch")))["day"] == SECOND, "the desk opens on the day that is theirs"
    refused(await keeper.get(f"{one.path}/watch", params={"day": FIRST}), 403, "forbidden")
    refused(await keeper.post(f"{one.path}/seats/{one.seats[FIRST]}/arrival", json={}), 403, "forbidden")
    await did(keeper.post(f"{one.path}/seats/{one.seats[SECOND]}/arrival", json={}))
    refused(await keeper.get(f"/api/staff/seats/{one.seats[FIRST]}/draws"), 403, "forbidden")
    assert (await keeper.get(f"/api/staff/seats/{one.seats[SECOND]}/draws")).status_code == 200
    assert one.session_id in {day["session_id"] for day in await did(keeper.get("/api/staff/exam-days"))}


async def test_what_was_told_before_days_were_told_apart_is_of_each(centre: Centre) -> None:
    one = await a_session(centre)
    log, lead, now = DayLog(centre.services.sessions), Actor("person:x", "Mme Delmas"), centre.services.clock.now()
    facts = await log.of_session(one.session_id)
    before = [
        MessageSent(text="Ancien message"),
        DayIncidentNoted(incident_id="vieux", text="Ancien incident"),
        MeasureTaken(measure_id="vieille", cause="other", reason="Ancienne", seat_ids=()),
        InvigilatorsAttached(rooms={centre.ids["veille"]: (ROOM,)}),
    ]
    await log.keep(one.session_id, facts[-1].number, [(lead, told) for told in before], now)
    for day in DAYS:
        board = await one.board(day)
        assert [len(board[what]) for what in ("messages", "incidents", "measures")] == [1, 1, 1]
        keepers = await did(one.lead.get(f"{one.path}/invigilators", params={"day": day}))
        assert not keepers["anybody"]
