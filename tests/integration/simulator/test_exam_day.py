"""The exam day through its routes: phases, presence, measures, messages, help; the clock is handed in."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from simulator.exam_day.days import ExamDays
from simulator.exam_day.measures import finish_after_start
from simulator.facts import day_facts
from simulator.facts.day_facts import MeasureTaken
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from tests.integration.simulator.exam_days import PHASES, HandedIn, HeldDay, a_day
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.live_ear import live_ear
from tests.integration.simulator.timetables import ground

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("day")) as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clock(centre: Centre) -> HandedIn:
    return HandedIn(centre.services.clock)


async def until(holds: Callable[[], Awaitable[bool]], what: str) -> None:
    async with asyncio.timeout(20):
        while not await holds():
            await asyncio.sleep(0.1)
    assert await holds(), what


async def test_a_day_goes_from_phase_to_phase_with_one_next_action_each_time(centre: Centre, clock: HandedIn) -> None:
    day = await a_day(centre)
    decision = (await day.board())["decision"]
    assert (decision["kind"], decision["seat_ids"]) == ("note_arrival", day.seat_ids)
    for seat_id in day.seat_ids:
        await day.act(f"seats/{seat_id}/identity", document="identity_card")
    first, second = day.seat_ids
    decision = (await day.board())["decision"]
    assert (decision["kind"], decision["phase"], decision["seat_ids"]) == ("open_phase", "preparation", [first])
    await day.open("preparation", first)
    refusal = await day.lead.post(f"{day.path}/phases/open", json={"phase": "exchanges", "seat_ids": [first]})
    refused(refusal, 409, "phase_before")
    clock.passes(45)
    await until(lambda: is_over(day, "preparation"), "nobody is connected, and it ends on time")
    clock.passes(7)
    place = (await day.board())["places"][0]
    assert (place["next"]["kind"], place["next"]["phase"], place["next"]["minutes"]) == ("open_phase", "exchanges", 7)
    await day.open("exchanges", first)
    shown = await day.phase("exchanges")
    assert (shown["state"], shown["minutes"]) == ("running", 60)
    await day.open("preparation", second)
    await day.close("exchanges", first)


async def is_over(day: HeldDay, phase: str, seat: int = 0) -> bool:
    return bool((await day.phase(phase, seat))["state"] == "ended")


async def test_what_one_seat_refuses_does_not_stop_the_others(centre: Centre) -> None:
    day = await a_day(centre)
    first, second = day.seat_ids
    await day.open("preparation", first)
    done = await day.open("preparation")
    assert done["done"] == [second]
    assert [(one["seat_id"], one["code"]) for one in done["refused"]] == [(first, "clock_state")]


async def test_extra_time_given_late_is_a_fact_with_its_author_and_moves_that_candidates_end_alone(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    await day.open("preparation")
    before = [(await day.phase("preparation", seat))["ends_at"] for seat in (0, 1)]
    await day.act("accommodations", seat_id=day.seat_ids[0], percent=20, reference="Décision 12")
    after = [(await day.phase("preparation", seat))["ends_at"] for seat in (0, 1)]
    assert after[0] > before[0]
    assert after[1] == before[1]
    facts = await centre.services.facts.of_seat(day.seat_ids[0])
    granted = next(fact for fact in facts if fact.data.kind == "accommodation.granted")
    assert (granted.actor.name, "reason" in granted.data.model_dump()) == ("Claire Delmas", False)
    clock.passes(46)
    await until(lambda: is_over(day, "preparation", seat=1), "the other's time is up")
    still = (await day.board())["places"][0]
    assert still["next"]["kind"] in ("wait", "note_arrival"), "whoever has extra time is not late with it"
    clock.passes(20)
    await until(lambda: is_over(day, "preparation", seat=0), "and theirs with what was granted")
    await day.act("accommodations", seat_id=day.seat_ids[0], percent=33, reference="Décision 13")
    assert (await day.phase("preparation"))["state"] == "running"


async def test_what_an_accommodation_leaves_out_is_told_and_an_empty_one_is_refused(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    seat_id = day.seat_ids[0]
    nothing = {"seat_id": seat_id, "reference": "Décision 0"}
    refused(await day.lead.post(f"{day.path}/accommodations", json=nothing), 409, "nothing_granted")
    await day.open("preparation")
    await day.close("preparation", seat_id)
    await day.open("exchanges", seat_id)
    given = {"seat_id": seat_id, "percent": 20, "reference": "Décision 12"}
    told = await did(day.lead.post(f"{day.path}/accommodations", json=given))
    assert "sauf pour ce qui est déjà terminé" in told["note"]
    assert "préparation" in told["note"]
    again = given | {"percent": 25, "phases": ["exchanges"]}
    assert (await did(day.lead.post(f"{day.path}/accommodations", json=again)))["note"] == ""


async def test_a_page_that_does_not_show_the_breaks_granted_meanwhile_drops_none(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    seat_id, path = day.seat_ids[0], f"{day.path}/accommodations"
    breaks = {"percent": 10, "breaks": 2, "break_minutes": 8, "reference": "MDPH-1"}
    await did(day.lead.post(path, json={"seat_id": seat_id, **breaks}))
    time = {"seat_id": seat_id, "percent": 20, "reference": "MDPH-2"}
    message = refused(await day.lead.post(path, json=time), 409, "accommodation_changed")["message"]
    assert "2 pauses" in message
    shown = (await day.board())["places"][0]["accommodation"]
    assert (shown["percent"], shown["breaks"]) == (10, 2)
    await did(day.lead.post(path, json=time | {"replaces": shown}))
    shown = (await day.board())["places"][0]["accommodation"]
    assert (shown["percent"], shown["breaks"]) == (20, 0), "whoever saw them may withdraw them"


async def test_whoever_keeps_the_room_begins_and_ends_the_breaks_that_are_granted_and_no_more(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    keeper, at = await centre.as_("veille"), f"{day.path}/seats/{day.seat_ids[0]}/break"
    await day.act(f"seats/{day.seat_ids[0]}/identity", document="passport")
    await day.open("preparation")
    assert refused(await keeper.post(at, json={}), 409, "no_break_granted")["remedy"].startswith("Si une décision")
    granted = {"breaks": 1, "break_minutes": 8, "reference": "Décision 14"}
    await day.act("accommodations", seat_id=day.seat_ids[0], **granted)
    refused(await keeper.post(at, json={"minutes": 9}), 409, "too_long_a_break")
    await did(keeper.post(at, json={}))
    (place, _) = (await did(keeper.get(f"{day.path}/watch")))["places"]
    phase = place["phases"][0]
    left = {"granted": 1, "taken": 1, "left": 0, "minutes": 8}
    lasts = datetime.fromisoformat(phase["break_until"]) - datetime.fromisoformat(phase["paused_at"])
    assert (phase["state"], lasts, place["breaks"]) == ("paused", timedelta(minutes=8), left)
    assert "Décision 14" not in str(place)
    shown = await did((await centre.at_desk(day.places[0].code)).get("/api/candidate/desk"))
    assert shown["phases"][0]["break_until"] == phase["break_until"]
    board = await day.board()
    assert (board["places"][0]["next"]["kind"], board["lost_minutes"]) == ("break", 0)
    clock.passes(8)
    await until(lambda: is_running(day, "preparation"), "it goes on by itself, nobody being connected")
    refused(await keeper.post(at, json={}), 409, "no_break_left")
    refused(await keeper.post(f"{at}/end", json={}), 409, "not_on_break")
    await day.close("preparation")


async def is_running(day: HeldDay, phase: str, seat: int = 0) -> bool:
    return bool((await day.phase(phase, seat))["state"] == "running")


async def test_an_evacuation_is_one_fact_and_a_pause_at_each_seat_and_costs_nobody_a_minute(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    await day.open("preparation")
    left = [(await day.phase("preparation", seat))["remaining_seconds"] for seat in (0, 1)]
    for _ in range(2):
        await day.act("measures", id="alarme", cause="evacuation", reason="Alarme incendie")
    clock.passes(20)
    board = await day.board()
    assert [place["phases"][0]["state"] for place in board["places"]] == ["paused", "paused"]
    assert (board["decision"]["kind"], board["decision"]["minutes"], board["lost_minutes"]) == (
        "lift_measure",
        20,
        20,
    )
    await day.act("measures/alarme/lift")
    after = [(await day.phase("preparation", seat))["remaining_seconds"] for seat in (0, 1)]
    assert all(0 <= before - now < 30 for before, now in zip(left, after, strict=True))
    measures = (await day.board())["measures"]
    assert [(one["cause"], one["by"], one["lifted_at"] is not None) for one in measures] == [
        ("evacuation", "Claire Delmas", True)
    ]


async def test_a_measure_that_a_crash_cut_in_the_middle_is_finished_at_the_next_start(centre: Centre) -> None:
    day = await a_day(centre)
    await day.open("preparation")
    days = ExamDays(centre.services.sessions, centre.services.clock)
    taken = MeasureTaken(measure_id="cut", cause="power", reason="Coupure", seat_ids=tuple(day.seat_ids))
    await days.keep(day.session_id, Actor.of_person("delmas", "Claire Delmas"), lambda _: [taken])
    # The server fell before it reached any seat.
    for _ in range(2):
        await finish_after_start(centre.services.sessions, centre.services.rooms, days)
    places = (await day.board())["places"]
    assert [place["phases"][0]["state"] for place in places] == ["paused", "paused"]
    for seat_id in day.seat_ids:
        kinds = [fact.data.kind for fact in await centre.services.facts.of_seat(seat_id)]
        assert kinds.count("clock.paused") == 1


async def test_a_restart_leaves_alone_what_a_measure_reached_and_what_was_opened_since(centre: Centre) -> None:
    day = await a_day(centre)
    days = ExamDays(centre.services.sessions, centre.services.clock)
    await day.open("preparation", day.seat_ids[0])
    await day.act("measures", id="tous", cause="evacuation", reason="Alarme")
    again = {"id": "tous-aussi", "cause": "evacuation", "reason": "Alarme"}
    refused(await day.lead.post(f"{day.path}/measures", json=again), 409, "already_suspended")
    await day.act("measures/tous/lift")
    await day.open("preparation", day.seat_ids[1])
    before = await facts_of(centre, day)
    for _ in range(2):
        await finish_after_start(centre.services.sessions, centre.services.rooms, days)
    assert await facts_of(centre, day) == before
    assert [place["phases"][0]["state"] for place in (await day.board())["places"]] == ["running", "running"]


async def facts_of(centre: Centre, day: HeldDay) -> list[int]:
    return [len(await centre.services.facts.of_seat(seat_id)) for seat_id in day.seat_ids]


async def test_a_room_alone_is_suspended_and_told(centre: Centre) -> None:
    day = await a_day(centre, candidates=3)
    await day.open("preparation")
    await day.act("measures", id="reseau", cause="network", reason="Réseau coupé", room="Salle A")
    states = [place["phases"][0]["state"] for place in (await day.board())["places"]]
    assert states == ["running", "paused", "paused"], "the first sits in no named room"
    await day.act("messages", text="Restez à vos places.", room="Salle A")
    await day.act("messages", text="Pour tous.")
    told: list[list[str]] = []
    for place in day.places[:2]:
        desk = await centre.at_desk(place.code)
        told.append([one["text"] for one in (await did(desk.get("/api/candidate/day")))["messages"]])
    assert told == [["Pour tous."], ["Restez à vos places.", "Pour tous."]]
    unknown = await day.lead.post(f"{day.path}/messages", json={"text": "Personne", "room": "Salle Z"})
    refused(unknown, 404, "not_found")


async def test_an_invigilator_notes_who_is_there_late_or_absent_and_calls_for_help(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    keeper = await centre.as_("veille")
    assert day.session_id in {one["session_id"] for one in await did(keeper.get("/api/staff/exam-days"))}
    first, second = day.seat_ids
    await day.open("preparation")
    before = (await day.phase("preparation"))["ends_at"]
    clock.passes(11)
    await did(keeper.post(f"{day.path}/seats/{first}/identity", json={"document": "passport"}))
    await did(keeper.post(f"{day.path}/seats/{second}/absence", json={}))
    watched = await did(keeper.get(f"{day.path}/watch"))
    shown = [(one["presence"], one["minutes_late"], one["identity"]) for one in watched["places"]]
    assert shown == [("present", 11, "passport"), ("absent", 0, "")]
    assert (await day.phase("preparation"))["ends_at"] == before, "the end does not move"
    for _ in range(2):
        await did(keeper.post(f"{day.path}/help", json={"id": "aide", "text": "Poste 2 en panne"}))
    decision = (await day.board())["decision"]
    assert (decision["kind"], decision["help_id"]) == ("answer_help", "aide")
    await day.act("help/aide/answer")
    helps = (await did(keeper.get(f"{day.path}/watch")))["helps"]
    assert [(one["text"], one["answered_by"]) for one in helps] == [("Poste 2 en panne", "Claire Delmas")]


async def test_somebody_at_work_is_noted_absent_only_once_that_is_said_and_is_then_shown_as_such(
    centre: Centre, clock: HandedIn
) -> None:
    day = await a_day(centre)
    keeper, desk = await centre.as_("veille"), await centre.at_desk(day.places[0].code)
    path = f"{day.path}/seats/{day.seat_ids[0]}"
    await day.open("preparation")
    async with live_ear(centre, desk, "/api/candidate/live") as ear:
        await ear.caught_up()
        asked = await keeper.post(f"{path}/absence", json={})
        refused(asked, 409, "candidate_connected")
        assert (await day.board())["places"][0]["presence"] == "expected"
        clock.passes(20)
        await did(keeper.post(f"{path}/absence", json={"though_connected": True}))
        board = await day.board()
        shown = board["places"][0]
        assert (shown["presence"], shown["connected"], shown["next"]["kind"]) == ("absent", True, "correct_presence")
        assert (board["decision"]["kind"], board["decision"]["seat_ids"]) == ("correct_presence", [day.seat_ids[0]])
        # There from the beginning: the correction says so, and nobody is made late by a mistake of others.
        await did(keeper.post(f"{path}/arrival", json={"minutes_late": 0}))
        shown = (await day.board())["places"][0]
        assert (shown["presence"], shown["minutes_late"], shown["next"]["kind"]) == ("present", 0, "wait")


async def test_a_candidate_calls_for_help_once(centre: Centre) -> None:
    day = await a_day(centre)
    desk = await centre.at_desk(day.places[0].code)
    for _ in range(2):
        await did(desk.post("/api/candidate/day/help", json={"id": "moi"}))
    assert (await did(desk.get("/api/candidate/day")))["help_called_at"] is not None
    assert [(one["help_id"], one["seat_id"]) for one in (await day.board())["helps"]] == [("moi", day.seat_ids[0])]


async def test_an_incident_is_noted_and_closed_with_its_author(centre: Centre) -> None:
    day = await a_day(centre)
    keeper = await centre.as_("veille")
    for _ in range(2):
        await did(keeper.post(f"{day.path}/incidents", json={"id": "i1", "text": "Poste 7 remplacé"}))
    await day.act("incidents/i1/close", text="Aucun texte perdu")
    (incident,) = (await day.board())["incidents"]
    assert (incident["by"], incident["closed_text"]) == ("Paul Veille", "Aucun texte perdu")


async def test_whoever_left_hands_in_what_is_there(centre: Centre) -> None:
    day = await a_day(centre)
    await day.open("preparation")
    first = day.seat_ids[0]
    await day.act(f"seats/{first}/arrival")
    await day.act(f"seats/{first}/abandonment", remark="malade")
    place = (await day.board())["places"][0]
    assert (place["presence"], place["phases"][0]["state"], place["next"]["kind"]) == ("abandoned", "ended", "gone")


async def test_nothing_opens_before_the_envelopes(centre: Centre) -> None:
    day = await a_day(centre, is_shut=True)
    days = ExamDays(centre.services.sessions, centre.services.clock)
    lead = Actor.of_person("delmas", "Claire Delmas")
    assert (await day.board())["decision"]["kind"] == "open_envelopes"
    refusal = await day.lead.post(f"{day.path}/phases/open", json={"phase": "preparation"})
    refused(refusal, 409, "envelopes_closed")
    await days.keep(day.session_id, lead, lambda _: [day_facts.EnvelopesOpened()])
    assert len((await day.open("preparation"))["done"]) == 2


async def test_two_people_who_write_at_once_lose_nothing(centre: Centre) -> None:
    day = await a_day(centre)
    keeper = await centre.as_("veille")
    notes = [
        keeper.post(f"{day.path}/incidents", json={"id": f"i{number}", "text": f"Incident {number}"})
        for number in range(4)
    ]
    answers = await asyncio.gather(*notes)
    assert {answer.status_code for answer in answers} == {204}
    assert len((await day.board())["incidents"]) == 4


async def test_a_session_without_a_day_has_no_board(centre: Centre) -> None:
    place = await centre.place("exam")
    lead = await centre.lead()
    refused(await lead.get(f"/api/staff/exam-days/{place.session_id}/board"), 404, "not_found")
    assert await did((await centre.at_desk(place.code)).get("/api/candidate/day")) is None


async def test_the_board_and_the_invigilator_see_the_planned_hour_and_room_beside_now(centre: Centre) -> None:
    day = await a_day(centre)
    today = centre.services.clock.now().astimezone().date().isoformat()
    version = (await did(day.lead.get(f"{day.path}/timetable")))["version"]
    setup = ground(centre, version, date=today)
    setup["rooms"][0]["name"] = "Salle B"
    version = (await did(day.lead.put(f"{day.path}/timetable/setup", json=setup)))["version"]
    shown = await did(day.lead.post(f"{day.path}/timetable/plan", json={"version": version}))
    planned = {one["id"]: one for one in shown["bookings"]}
    for page in ("board", "watch"):
        places = (await did((await centre.as_("delmas")).get(f"{day.path}/{page}")))["places"]
        for place in places:
            first = place["plan"][0]
            booked = planned[f"preparation:{place['seat_id']}"]
            local = datetime.fromisoformat(first["at"]).astimezone()
            assert (local.hour * 60 + local.minute, first["room"]) == (booked["start"], "Salle B")
    for seat_id in day.seat_ids:
        await day.act(f"seats/{seat_id}/arrival", minutes_late=0)
    decision = (await day.board())["decision"]
    first = min(day.seat_ids, key=lambda seat_id: planned[f"preparation:{seat_id}"]["start"])
    assert (decision["kind"], decision["seat_ids"], decision["planned"]["room"]) == ("open_phase", [first], "Salle B")
    assert "Roy" not in (await (await centre.as_("veille")).get(f"{day.path}/watch")).text


async def test_a_session_of_two_days_has_a_plan_and_a_board_for_each(centre: Centre) -> None:
    lead, days = await centre.lead(), ["2027-05-11", "2027-05-12"]
    made = {"format_id": "ccp1", "phases": PHASES[:2], "days": days}
    place = await centre.place("exam", exam_day=made)
    path = f"/api/staff/exam-days/{place.session_id}"
    table = "Nom;Prénom;Jour\nMartin;Éva;12/05/2027\nPetit;Noé;\n".encode()
    wrong = await did(lead.post(f"{path}/import/candidates", content=table.replace(b"12/05", b"13/05")))
    assert [one["remedy"] for one in wrong["faults"]] == ["Écrivez l’un de ses jours\u00a0: 11/05/2027, 12/05/2027."]
    read = await did(lead.post(f"{path}/import/candidates", content=table))
    await did(lead.post(f"{path}/candidates", json={"candidates": read["candidates"]}))
    plans: dict[str, list[str]] = {}
    for day in days:
        shown = await did(lead.get(f"{path}/timetable", params={"day": day}))
        assert (shown["date"], shown["days"], shown["version"]) == (day, days, 0)
        body = ground(centre, shown["version"])
        shown = await did(lead.put(f"{path}/timetable/setup", params={"day": day}, json=body))
        shown = await did(
            lead.post(f"{path}/timetable/plan", params={"day": day}, json={"version": shown["version"]})
        )
        body = {"version": shown["version"], "despite_conflicts": True}
        shown = await did(lead.post(f"{path}/timetable/publish", params={"day": day}, json=body))
        assert shown["published_version"] == shown["version"]
        plans[day] = [one["name"] for one in shown["candidates"]]
        printed = await lead.get(f"{path}/timetable/print/doors.pdf", params={"day": day})
        assert printed.content.startswith(b"%PDF")
        board = await did(lead.get(f"{path}/board", params={"day": day}))
        assert (board["day"], [one["candidate_name"] for one in board["places"]]) == (day, plans[day])
        assert {one["plan"][0]["at"][:10] for one in board["places"]} == {day}
    assert plans == {days[0]: ["Lina Ferrand", "Noé Petit"], days[1]: ["Éva Martin"]}
    (moved,) = [one for one in board["places"] if one["candidate_name"] == "Éva Martin"]
    change = {"route": "training", "day": days[0]}
    first = await did(lead.put(f"{path}/candidates/{moved['seat_id']}", json=change))
    assert [one["name"] for one in first["candidates"]] == ["Lina Ferrand", "Éva Martin", "Noé Petit"]
    assert "Éva Martin" in {one["candidate_name"] for one in (await did(lead.get(f"{path}/board")))["places"]}
    refused(await lead.get(f"{path}/board", params={"day": "2027-05-13"}), 404, "not_found")


async def test_more_extra_time_than_the_cap_is_refused_in_a_sentence_until_the_session_raises_it(
    centre: Centre,
) -> None:
    day = await a_day(centre)
    asked = {"seat_id": day.seat_ids[0], "percent": 34, "reference": "Décision 14"}
    answer = await day.lead.post(f"{day.path}/accommodations", json=asked)
    message = refused(answer, 409, "too_much_extra_time")["message"].replace("\u00a0", " ").replace("\u202f", " ")
    assert message == (
        "16 min de temps majoré dépassent le plafond : 15 min pour « tirage et préparation » (un tiers de 45 min)."
    )
    assert (await day.board())["places"][0]["accommodation"] is None, "and nothing is granted"
    await day.act("accommodations", **(asked | {"percent": 33}))
    await did(day.lead.put(f"{day.path}/extra-time-cap", json={"percent": 50}))
    await day.act("accommodations", **(asked | {"percent": 50}))
    assert (await day.phase("preparation"))["extra_minutes"] == 23
    await did(day.lead.put(f"{day.path}/extra-time-cap", json={"percent": None}))
    facts = await DayLog(centre.services.sessions).of_session(day.session_id)
    caps = [fact.data.percent for fact in facts if isinstance(fact.data, day_facts.ExtraTimeCapSet)]
    assert caps == [50, None]
