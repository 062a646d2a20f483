"""What each phase of an exam day opens, and to whom: this table is the documentation of it.

`DAY_DOORS` has one line for each thing that a phase opens or shuts, and one mark for each moment of the day:
`+` it opens, `-` it is refused. Roles that never pass stand in `doors.py`, with the refusal there. Beside it,
what each role received is searched for a secret of what was still sealed.
"""

import json
import secrets
from collections.abc import AsyncGenerator

import httpx
import pytest
import pytest_asyncio

from exams.phases import PhaseId
from simulator.facts.fact import Actor
from simulator.facts.kinds import AnyFact, ClockEnded, ClockPaused, ClockResumed, ClockStarted
from simulator.live_messages import commands
from simulator.seat.deciding import clocks, exchanges
from simulator.seat.refusals import Refused
from tests.integration.simulator.case_study import tell
from tests.integration.simulator.doors import DOORS
from tests.integration.simulator.exam_days import HeldDay, a_day
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.knocking import knock as try_door
from tests.integration.simulator.sealed_ground import PLANTED, exam_day, open_envelopes, write_exam_pack
from tests.unit.simulator.world import SECRET

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOMENTS = ("before", "preparation", "paused", "between", "exchanges", "after", "interview", "done")
"""Of one candidate's day: `paused` is the preparation, with its room empty; `between`: preparation and exchanges."""

NOTE = {"customer_id": "morel", "text": "Vérifier la livraison"}

# before, preparation, paused, between, exchanges, after, interview, done:
DAY_DOORS: dict[tuple[str, str], str] = {
    ("candidate", "GET /api/candidate/day"):                       "+ + + + + + + +",
    ("candidate", "GET /api/candidate/desk"):                      "+ + + + + + + +",
    ("candidate", "POST /api/candidate/day/help"):                 "+ + + + + + + +",
    ("candidate", "GET /api/candidate/company"):                   "- + - + + + + +",
    ("candidate", "GET /api/candidate/documents"):                 "- + - - + - - -",
    ("candidate", "GET /api/candidate/documents/search?q=retard"): "- + - - + - - -",
    ("candidate", "GET /api/candidate/day/preparation"):           "- + - - + - - -",
    ("candidate", "PUT /api/candidate/day/preparation"):           "- + - - + - - -",
    ("candidate", "GET /api/candidate/customers/morel"):           "- + - - + - - -",
    ("candidate", "GET /api/candidate/search?q=morel"):            "- - - - + - - -",
    ("invigilator", "GET /api/staff/exam-days/{session}/watch"):   "+ + + + + + + +",
    ("invigilator", "GET /api/staff/exam-days/{session}/board"):   "- - - - - - - -",
    ("invigilator", "GET /api/staff/seats/{seat}/desk"):           "- - - - - - - -",
    ("invigilator", "GET /api/staff/seats/{seat}/documents"):      "- - - - - - - -",
    ("invigilator", "GET /api/staff/seats/{seat}/customers/morel"): "- - - - - - - -",
    ("session_lead", "GET /api/staff/exam-days/{session}/board"):  "+ + + + + + + +",
    ("session_lead", "GET /api/staff/exam-days/{session}/watch"):  "+ + + + + + + +",
    ("jury", "GET /api/staff/exam-days/{session}/board"):          "- - - - - - - -",
    ("jury", "GET /api/staff/exam-days/{session}/watch"):          "- - - - - - - -",
    ("other_jury", "GET /api/staff/seats/{seat}/desk"):            "- - - - - - - -",
    ("trainer", "GET /api/staff/exam-days/{session}/board"):       "- - - - - - - -",
    ("trainer", "GET /api/staff/seats/{seat}/desk"):               "- - - - - - - -",
}  # fmt: skip

INTERVIEW_MOMENTS = ("before", "papers", "papers_paused", "between", "sequence", "debrief", "final", "done")
"""Of the interview phases: case study and exchanges are behind, the sequence is drawn; `between`: the jury's turn."""

SEAT = "/api/staff/seats/{seat}"

# before, papers, papers_paused, between, sequence, debrief, final, done:
INTERVIEW_DOORS: dict[tuple[str, str], str] = {
    ("candidate", "GET /api/candidate/interview"):         "+ + + + + + + +",
    ("candidate", "GET /api/candidate/interview/papers"):  "- + - - - - - -",
    ("candidate", "GET /api/candidate/documents"):         "- - - - - - - -",
    ("candidate", "GET /api/candidate/customers/morel"):   "- - - - - - - -",
    ("candidate", "GET /api/candidate/productions/reply_letter/versions/1"): "- - - - - - - -",
    ("jury", f"GET {SEAT}/interview"):                     "+ + + + + + + +",
    ("jury", f"GET {SEAT}/interview/guide"):               "+ + + + + + + +",
    ("jury", f"GET {SEAT}/room-screen"):                   "+ + + + + + + +",
    ("jury", f"GET {SEAT}/draw"):                          "+ + + + + + + +",
    ("jury", f"GET {SEAT}/draw/audio"):                    "+ + + + + + + +",
    ("jury", f"POST {SEAT}/hearings"):                     "- - - - + - - -",
    ("jury", f"POST {SEAT}/reactions"):                    "- - - - + - - -",
    ("session_lead", f"GET {SEAT}/interview"):             "- - - - - - - -",
    ("session_lead", f"GET {SEAT}/interview/guide"):       "- - - - - - - -",
    ("session_lead", f"GET {SEAT}/draw/audio"):            "- - - - - - - -",
    ("session_lead", f"GET {SEAT}/room-screen"):           "+ + + + + + + +",
    ("session_lead", f"POST {SEAT}/hearings"):             "- - - - - - - -",
    ("other_jury", f"GET {SEAT}/interview"):               "- - - - - - - -",
    ("other_jury", f"GET {SEAT}/room-screen"):             "- - - - - - - -",
    ("other_jury", f"POST {SEAT}/hearings"):               "- - - - - - - -",
    ("invigilator", f"GET {SEAT}/interview"):              "- - - - - - - -",
    ("invigilator", f"GET {SEAT}/draw/audio"):             "- - - - - - - -",
    ("invigilator", f"GET {SEAT}/room-screen"):            "- - - - - - - -",
    ("trainer", f"GET {SEAT}/interview"):                  "- - - - - - - -",
    ("trainer", f"POST {SEAT}/reactions"):                 "- - - - - - - -",
}  # fmt: skip

OPENS: dict[PhaseId, str] = {
    "preparation": "+ - - - - - - -",
    "exchanges": "- - - + - - - -",
    "final_interview": "- - - - - + - -",
}
"""When the responsible person may open each phase; tried last at each moment, and only where it is refused."""

SEALED_UNTIL_PREPARATION = ("Agnès", "MV-1001", "06 39 98 11 22", "3 rue des Tilleuls", "Appel entrant")
"""Of the subject: its customers and its exchanges. The jury's face (SECRET) is never a candidate's."""

LOGINS = {
    "invigilator": "veille",
    "session_lead": "delmas",
    "jury": "roy",
    "other_jury": "ailleurs",
    "trainer": "abadie",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("day_doors")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


async def comes(day: HeldDay, moment: str) -> None:
    """Makes this moment of the first candidate's day, after the one before it."""
    seat_id = day.seat_ids[0]
    match moment:
        case "preparation":
            await day.open("preparation", seat_id)
        case "paused":
            await day.act("measures", id="alarme", cause="evacuation", reason="Alarme")
        case "between":
            await day.act("measures/alarme/lift")
            await day.close("preparation", seat_id)
        case "exchanges":
            await day.open("exchanges", seat_id)
        case "after":
            await day.close("exchanges", seat_id)
        case "interview":
            await day.open("final_interview", seat_id)
        case "done":
            await day.close("final_interview", seat_id)
        case _:
            pass


async def knock(day: HeldDay, browser: httpx.AsyncClient, route: str) -> httpx.Response:
    method, path = route.split(" ", 1)
    address = path.format(session=day.session_id, seat=day.seat_ids[0])
    bodies = {"PUT": NOTE, "POST": {"id": "aide"}}
    return await browser.request(method, address, json=bodies.get(method))


async def test_each_moment_opens_its_own_doors_and_shows_nothing_that_is_still_sealed(centre: Centre) -> None:
    day = await a_day(centre, candidates=1)
    browsers = {role: await centre.as_(login) for role, login in LOGINS.items()}
    browsers["candidate"] = await centre.at_desk(day.places[0].code)
    received: dict[tuple[str, str], str] = {}
    wrong: list[str] = []
    for index, moment in enumerate(MOMENTS):
        await comes(day, moment)
        for (role, route), marks in DAY_DOORS.items():
            answer = await knock(day, browsers[role], route)
            assert answer.status_code < 500, (moment, role, route, answer.text)
            received[role, moment] = received.get((role, moment), "") + answer.text
            opens, expected = answer.status_code < 300, marks.split()[index] == "+"
            if opens != expected:
                wrong.append(f"{moment}: {role} {route} answers {answer.status_code}")
            if not opens and role == "candidate" and answer.json()["code"] != "files_closed":
                wrong.append(f"{moment}: {role} {route} refuses with {answer.json()['code']}")
        for phase, marks in OPENS.items():
            if marks.split()[index] == "-":
                body = {"phase": phase, "seat_ids": day.seat_ids}
                answer = await day.lead.post(f"{day.path}/phases/open", json=body)
                if answer.status_code != 409:
                    wrong.append(f"{moment}: {phase} opens ({answer.status_code})")
    assert wrong == []
    for role in ("candidate", "invigilator"):
        for moment in MOMENTS:
            assert SECRET not in received[role, moment]
        before = received[role, "before"]
        assert [secret for secret in SEALED_UNTIL_PREPARATION if secret in before] == [], role
    always = "".join(received["invigilator", moment] for moment in MOMENTS)
    assert [secret for secret in SEALED_UNTIL_PREPARATION if secret in always] == [], "no more than the candidate"
    assert all(secret in received["candidate", "exchanges"] for secret in SEALED_UNTIL_PREPARATION[:4])


async def test_a_candidate_sees_neither_anothers_day_nor_the_reference_of_an_accommodation(centre: Centre) -> None:
    day = await a_day(centre)
    await day.act("accommodations", seat_id=day.seat_ids[1], minutes=5, reference="Décision SECRET-7")
    for place, code in zip(day.places, ("candidat", "autre"), strict=True):
        desk = await centre.at_desk(place.code)
        texts = [(await desk.get(f"/api/candidate/{what}")).text for what in ("day", "desk")]
        assert not any("SECRET-7" in text for text in texts), code
    watched = await (await centre.as_("veille")).get(f"{day.path}/watch")
    assert "SECRET-7" not in json.dumps(watched.json(), ensure_ascii=False)


async def test_the_jury_starts_no_exchange_before_the_phase_is_open(centre: Centre) -> None:
    day = await a_day(centre, candidates=1)
    room = await centre.services.rooms.room(day.seat_ids[0])
    run = next(run for run in room.state.runs.values() if not run.is_phone)
    roy = Actor.of_person(centre.ids["roy"], "Nadia Roy")
    for act in (
        lambda scene: clocks.start(scene, commands.ClockStart(id="c1")),
        lambda scene: exchanges.start(scene, commands.ExchangeStart(id="c2", run_id=run.run_id)),
    ):
        room.here.candidate.is_connected = True
        with pytest.raises(Refused) as refusal:
            await room.commanding.decide(roy, act)
        assert refusal.value.code == "phase_not_open"
    assert room.state.clock.state == "not_started"


ELSEWHERE = {
    "another session": [one for one in DOORS if "{session_id}" in one or "{seat_id}" in one],
    "another room": [one for one in DOORS if "{seat_id}" in one],
}
"""What an invigilator who keeps something else is refused: all that names this session; all that names this seat."""


async def test_an_invigilator_attached_elsewhere_is_refused_everywhere(centre: Centre) -> None:
    day, other = await a_day(centre), await a_day(centre, candidates=1)
    attached: dict[str, list[tuple[HeldDay, str]]] = {
        "another session": [(other, "")],
        "another room": [(day, "Salle A")],
    }
    browsers: dict[str, httpx.AsyncClient] = {}
    keepers: dict[str, list[dict[str, object]]] = {day.session_id: [], other.session_id: []}
    for number, (where, keeps) in enumerate(attached.items()):
        login, password = f"garde-{number}", "un-autre-mot-de-passe-long"
        new = {"login": login, "name": f"Garde {number}", "roles": ["invigilator"], "password": password}
        person = await did(day.lead.post("/api/staff/people", json=new))
        browsers[where] = centre.browser()
        await did(browsers[where].post("/api/staff/sign-in", json={"login": login, "password": password}))
        for held, room in keeps:
            keepers[held.session_id].append({"person_id": person["id"], "rooms": [room]})
    for held in (day, other):
        await did(held.lead.put(f"{held.path}/invigilators", json={"attached": keepers[held.session_id]}))
    mine, theirs = day.places[1], day.places[0]
    open_to_keepers = [route for route, door in DOORS.items() if "invigilator" in door.exam]
    wrong = [
        f"{where}: {route} lets in"
        for where, routes in ELSEWHERE.items()
        for route in routes
        if await try_door(centre, browsers[where], route, "exam", theirs, "none")
    ]
    assert wrong == []
    # The same doors, at what one keeps: so that it is the attachment that shuts them.
    its_own = [route for route in ELSEWHERE["another room"] if route in open_to_keepers]
    shut = [one for one in its_own if not await try_door(centre, browsers["another room"], one, "exam", mine, "none")]
    assert (len(its_own) >= 8, shut) == (True, [])


async def test_a_closed_day_lets_no_invigilator_in(centre: Centre) -> None:
    day = await a_day(centre, candidates=1)
    keeper = await centre.as_("veille")
    await day.lead.post(f"/api/staff/sessions/{day.session_id}/close")
    assert (await keeper.get(f"{day.path}/watch")).status_code == 403
    assert (await day.lead.get(f"{day.path}/board")).status_code == 200


INTERVIEW_FACTS: dict[str, tuple[AnyFact, ...]] = {
    "before": (
        ClockStarted(phase="case_study", minutes=75),
        ClockEnded(phase="case_study"),
    ),
    "papers": (ClockStarted(phase="interview_preparation", minutes=10),),
    "papers_paused": (ClockPaused(phase="interview_preparation", reason="alarme"),),
    "between": (ClockResumed(phase="interview_preparation"), ClockEnded(phase="interview_preparation")),
    "sequence": (ClockStarted(phase="recorded_sequence", minutes=10),),
    "debrief": (ClockEnded(phase="recorded_sequence"), ClockStarted(phase="debrief", minutes=10)),
    "final": (ClockEnded(phase="debrief"), ClockStarted(phase="final_interview", minutes=15)),
    "done": (ClockEnded(phase="final_interview"),),
}


async def test_each_interview_phase_opens_its_own_doors_and_no_others(centre: Centre) -> None:
    place = await exam_day(
        centre, "case_study", "interview_preparation", "recorded_sequence", "debrief", "final_interview"
    )
    await open_envelopes(await centre.lead(), place)
    browsers = {role: await centre.as_(login) for role, login in LOGINS.items()}
    browsers["candidate"] = await centre.at_desk(place.code)
    draw = f"/api/staff/seats/{place.seat_id}/draws/recording"
    await did(browsers["jury"].post(draw, json={"reason": ""}))
    await did(browsers["jury"].post(f"{draw}/reveal", json={"word": "37"}))
    received: dict[str, str] = {}
    wrong: list[str] = []
    for index, moment in enumerate(INTERVIEW_MOMENTS):
        await tell(centre, place, *INTERVIEW_FACTS[moment])
        for (role, route), marks in INTERVIEW_DOORS.items():
            method, path = route.split(" ", 1)
            body = {"hearing_id": secrets.token_hex(8)}
            if path.endswith("/reactions"):
                body = {"reaction_id": secrets.token_hex(8)}
            address = path.format(seat=place.seat_id)
            answer = await browsers[role].request(method, address, json=body if method == "POST" else None)
            assert answer.status_code < 500, (moment, role, route, answer.text)
            received[role] = received.get(role, "") + answer.text
            if (answer.status_code < 300) != (marks.split()[index] == "+"):
                wrong.append(f"{moment}: {role} {route} answers {answer.status_code} {answer.text[:90]}")
    assert wrong == []
    assert PLANTED not in received["invigilator"] + received["other_jury"] + received["trainer"]
