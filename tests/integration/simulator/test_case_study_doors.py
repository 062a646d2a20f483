"""Who may do and read what of the case study, draws, envelopes and timetable, at each moment: its documentation.

`TABLE` has one line for each thing and one mark for each moment of the day: `+` it passes, `-` it is refused. Beside
it, whatever each role received over HTTP and over its live desk is searched for secrets that were not its own yet.
"""

import secrets
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, AsyncExitStack

import httpx
import pytest
import pytest_asyncio

from tests.integration.simulator.case_study import close, document, reopen
from tests.integration.simulator.doors import LOGINS
from tests.integration.simulator.exam_days import HeldDay
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused
from tests.integration.simulator.live_ear import LiveEar, live_ear
from tests.integration.simulator.sealed_ground import PLANTED, exam_day, open_envelopes, write_exam_pack

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOMENTS = ("shut", "opened", "writing", "paused", "sealed", "reopened", "resealed", "drawn")
"""Of one candidate's case study: before the opening, before its phase, while it runs…, after the subject's draw."""

VERSION = {"based_on": 0, "document": document("PHRASE-DU-CANDIDAT")}
NOTE = {"production": "reply_letter", "criterion": "CP3.1", "sign": "note", "text": "NOTE-DU-JURY-UN"}
SEAT, DAY = "/api/staff/seats/{seat}", "/api/staff/exam-days/{session}"
TEXTS = f"{SEAT}/productions"

# shut, opened, writing, paused, sealed, reopened, resealed, drawn:
TABLE: dict[tuple[str, str], str] = {
    ("candidate", "GET /api/candidate/productions"):                           "+ + + + + + + +",
    ("candidate", "GET /api/candidate/productions/preview.pdf"):               "- - + + - + - -",
    ("candidate", "POST /api/candidate/productions/reply_letter/versions"):    "- - + + - + - -",
    ("candidate", "GET /api/candidate/productions/reply_letter/versions/1"):   "- - + + - + - -",
    ("other_candidate", "GET /api/candidate/productions/reply_letter/versions/1"): "- - - - - - - -",
    ("jury", f"GET {TEXTS}"):                                                  "- - - - + - + +",
    ("jury", f"GET {TEXTS}.pdf"):                                              "- - - - + - + +",
    ("jury", f"GET {TEXTS}/findings"):                                         "- - - - + - + +",
    ("jury", f"PUT {TEXTS}/notes/note-de-porte"):                              "- - - - + - + +",
    ("jury", f"PUT {TEXTS}/verdicts/CP3.1"):                                   "- - - - + - + +",
    ("session_lead", f"GET {TEXTS}"):                                          "- - - - - - - -",
    ("session_lead", f"GET {TEXTS}.pdf"):                                      "- - - - + - + +",
    ("session_lead", f"PUT {TEXTS}/notes/note-de-porte"):                      "- - - - - - - -",
    ("invigilator", f"GET {TEXTS}"):                                           "- - - - - - - -",
    ("invigilator", f"GET {TEXTS}.pdf"):                                       "- - - - - - - -",
    ("invigilator", f"GET {DAY}/seats/{{seat}}/productions.pdf"):              "- - - - + - + +",
    ("jury", f"GET {DAY}/seats/{{seat}}/productions.pdf"):                     "- - - - - - - -",
    ("trainer", f"GET {DAY}/seats/{{seat}}/productions.pdf"):                  "- - - - - - - -",
    ("trainer", f"GET {TEXTS}"):                                               "- - - - - - - -",
    ("trainer", f"GET {TEXTS}.pdf"):                                           "- - - - - - - -",
    ("other_jury", f"GET {TEXTS}"):                                            "- - - - - - - -",
    ("other_jury", f"GET {TEXTS}.pdf"):                                        "- - - - - - - -",
    ("other_jury", f"PUT {TEXTS}/notes/note-de-porte"):                        "- - - - - - - -",
    ("jury", f"GET {SEAT}/draws"):                                             "+ + + + + + + +",
    ("jury", f"GET {SEAT}/draws/subject/proof.json"):                          "- - - - - - - +",
    ("session_lead", f"GET {SEAT}/draws"):                                     "+ + + + + + + +",
    ("other_jury", f"POST {SEAT}/draws/subject"):                              "- - - - - - - -",
    ("trainer", f"POST {SEAT}/draws/subject"):                                 "- - - - - - - -",
    ("invigilator", f"GET {SEAT}/draws"):                                      "+ + + + + + + +",
    ("other_jury", f"GET {SEAT}/draws"):                                       "- - - - - - - -",
    ("session_lead", f"GET {DAY}/opening"):                                    "+ + + + + + + +",
    ("jury", f"GET {DAY}/opening"):                                            "- - - - - - - -",
    ("invigilator", f"GET {DAY}/opening"):                                     "- - - - - - - -",
    ("invigilator", f"POST {DAY}/sealing"):                                    "- - - - - - - -",
    ("session_lead", f"GET {DAY}/timetable"):                                  "+ + + + + + + +",
    ("invigilator", f"GET {DAY}/timetable"):                                   "- - - - - - - -",
    ("jury", f"GET {DAY}/timetable"):                                          "- - - - - - - -",
    ("jury", "GET /api/staff/candidate-documents/{seat}"):                     "+ + + + + + + +",
    ("session_lead", "GET /api/staff/candidate-documents/{seat}"):             "+ + + + + + + +",
    ("invigilator", "GET /api/staff/candidate-documents/{seat}"):              "- - - - - - - -",
    ("other_jury", "GET /api/staff/candidate-documents/{seat}"):               "- - - - - - - -",
    ("jury_two", f"GET {TEXTS}"):                                              "- - - - + - + +",
}  # fmt: skip

TOO_EARLY_TO_DRAW = ("writing", "paused", "reopened")
"""The subject of part two is drawn by nobody while the case study is under way; only tried where it is refused."""
DRAWING = ("jury", "session_lead", "invigilator")
"""Who draws it at its time."""

MORE_READ = (
    "/api/candidate/day",
    "/api/candidate/desk",
    "/api/candidate/company",
    f"{SEAT}/desk",
    f"{SEAT}/documents",
    f"{SEAT}/replay",
    f"{SEAT}/deliberation",
    f"{SEAT}/customers/morel",
    "/api/staff/sessions/{session}",
    "/api/staff/sessions/{session}/overview",
    "/api/staff/my-seats",
    f"{DAY}/board",
    f"{DAY}/watch",
)
"""Besides the table's: read by whoever asks, whatever is answered."""

SECRETS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "subject": (
        PLANTED,
        {"candidate": MOMENTS[:2], "other_candidate": MOMENTS, "invigilator": MOMENTS, "other_jury": MOMENTS,
         "trainer": MOMENTS, "jury": MOMENTS[:1], "jury_two": MOMENTS[:1], "session_lead": MOMENTS[:1]},
    ),
    "production": (
        "PHRASE-DU-CANDIDAT",
        {"other_candidate": MOMENTS, "invigilator": MOMENTS, "other_jury": MOMENTS, "trainer": MOMENTS,
         "jury": MOMENTS[:4], "jury_two": MOMENTS[:4], "session_lead": MOMENTS},
    ),
    "mark": (
        "NOTE-DU-JURY-UN",
        dict.fromkeys(("candidate", "other_candidate", "invigilator", "other_jury", "trainer",
                                    "jury_two", "session_lead"), MOMENTS),
    ),
    "expected": (
        "Des excuses.",
        {"candidate": MOMENTS, "other_candidate": MOMENTS, "invigilator": MOMENTS, "other_jury": MOMENTS,
         "trainer": MOMENTS, "jury": MOMENTS[:4], "jury_two": MOMENTS[:4]},
    ),
}  # fmt: skip
"""What is planted, and when it must not have reached whom. A role that is not named may have it."""

SEEN = {"subject": "candidate", "production": "jury", "mark": "jury", "expected": "jury"}
"""Who has it in the end: so that the search is seen to find."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("case_study_doors")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


async def comes(centre: Centre, day: HeldDay, place: Place, sheet: dict[str, str], moment: str) -> None:
    """Makes this moment, after the one before it."""
    match moment:
        case "opened":
            await open_envelopes(day.lead, place, code=sheet["opening_code"])
        case "writing":
            await day.open("case_study", place.seat_id)
        case "paused":
            await day.act("measures", id="alarme", cause="power", reason="Coupure")
        case "sealed":
            await day.act("measures/alarme/lift")
            await close(centre, place)
        case "reopened":
            await reopen(centre, place)
        case "resealed":
            await close(centre, place)
        case "drawn":
            roy, draws = await centre.as_("roy"), f"/api/staff/seats/{place.seat_id}/draws/subject"
            await did(roy.post(draws, json={}))
            await did(roy.post(f"{draws}/reveal", json={"word": "37"}))
        case _:
            pass


async def knock(browser: httpx.AsyncClient, route: str, place: Place) -> httpx.Response:
    method, path = route.split(" ", 1)
    address = path.format(session=place.session_id, seat=place.seat_id)
    body: object = {}
    if "/versions" in path:
        body = VERSION | {"client_id": secrets.token_hex(8)}  # sent again, it would be answered the same
    elif "/notes/" in path:
        body = NOTE
    elif "/verdicts/" in path:
        body = {"verdict": "to_improve", "comment": NOTE["text"]}
    return await browser.request(method, address, json=body if method != "GET" else None)


async def another_candidate(centre: Centre, place: Place) -> httpx.AsyncClient:
    lead = await centre.lead()
    new = {"candidate_name": "Yanis Benali", "desk": "Poste 5"}
    seat = await did(lead.post(f"/api/staff/sessions/{place.session_id}/seats", json=new))
    people = {"person_ids": [centre.ids["ailleurs"]]}
    await did(lead.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json=people))
    code = await did(lead.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))
    return await centre.at_desk(code["code"])


async def test_each_moment_of_the_case_study_opens_its_own_doors_and_no_secret_arrives_before_its_time(
    centre: Centre,
) -> None:
    place = await exam_day(centre, "case_study", "preparation", "exchanges")
    lead = await centre.lead()
    sheet = await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))
    day = HeldDay(centre, place.session_id, [place], lead)
    browsers = {role: await centre.as_(login) for role, login in LOGINS.items()}
    browsers["jury_two"] = await centre.as_("lefort")
    browsers["candidate"] = await centre.at_desk(place.code)
    place.code = "Lina Ferrand"  # the code of the sheet is used up: the witness types their name
    browsers["other_candidate"] = await another_candidate(centre, place)
    received: dict[tuple[str, str], str] = {}
    wrong: list[str] = []
    async with AsyncExitStack() as stack:
        ears = {
            role: await stack.enter_async_context(an_ear(centre, browsers[role], role, place)) for role in browsers
        }
        for index, moment in enumerate(MOMENTS):
            await comes(centre, day, place, sheet, moment)
            for (role, route), marks in TABLE.items():
                answer = await knock(browsers[role], route, place)
                assert answer.status_code < 500, (moment, role, route, answer.text)
                received[role, moment] = received.get((role, moment), "") + answer.text
                if (answer.status_code < 300) != (marks.split()[index] == "+"):
                    wrong.append(f"{moment}: {role} {route} answers {answer.status_code} {answer.text[:80]}")
            for role in DRAWING if moment in TOO_EARLY_TO_DRAW else ():
                answer = await knock(browsers[role], f"POST {SEAT}/draws/subject", place)
                refused(answer, 409, "draw_too_early")
            for role, browser in browsers.items():
                for path in MORE_READ:
                    if ("/candidate/" in path) == role.endswith("candidate"):
                        received[role, moment] = (
                            received.get((role, moment), "") + (await knock(browser, f"GET {path}", place)).text
                        )
                received[role, moment] += await ears[role].caught_up()
                ears[role].heard.clear()
        for role in ("invigilator", "other_jury", "trainer"):
            assert ears[role].closed_with == 4403, role
        for role in ("candidate", "other_candidate", "jury", "jury_two", "session_lead"):
            assert ears[role].closed_with is None, role
    assert wrong == []
    early = [
        f"{moment}: {role} received the {name}"
        for name, (secret, never) in SECRETS.items()
        for role, moments in never.items()
        for moment in moments
        if secret in received[role, moment]
    ]
    assert early == []
    for name, role in SEEN.items():
        assert any(SECRETS[name][0] in received[role, moment] for moment in MOMENTS), f"{role} never saw the {name}"


def an_ear(
    centre: Centre, browser: httpx.AsyncClient, role: str, place: Place
) -> AbstractAsyncContextManager[LiveEar]:
    candidates = role.endswith("candidate")
    address = "/api/candidate/live" if candidates else f"/api/staff/live?seat={place.seat_id}"
    return live_ear(centre, browser, address)
