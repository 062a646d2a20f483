"""Every route as every role. A route that is not in DOORS fails the first test: nothing opens by accident.

`DOORS` says who may pass, for a practice session and for an exam. To add a route: one line, and a body in BODIES when
it needs one.
"""

import re
import secrets
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute, Route

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from tests.integration.simulator.ground import PASSWORD, Centre, Kind, Place, a_centre, did
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROLES = (
    "anonymous",
    "candidate",
    "disguised",  # a candidate who renamed their own cookie to the staff's
    "partner",
    "invigilator",
    "other_jury",  # a juror, of another seat
    "jury",
    "trainer",
    "session_lead",
)
LOGINS = {
    "invigilator": "veille",
    "other_jury": "ailleurs",
    "jury": "roy",
    "trainer": "abadie",
    "session_lead": "delmas",
}


@dataclass(frozen=True)
class Door:
    """Who may pass in a practice session, and in an exam; the same when only one is given."""

    practice: frozenset[str]
    exam: frozenset[str]


def door(practice: Iterable[str], exam: Iterable[str] | None = None) -> Door:
    return Door(frozenset(practice), frozenset(practice if exam is None else exam))


EVERYBODY = door(ROLES)
CANDIDATE = door({"candidate"})
STAFF_ROLES = {"invigilator", "other_jury", "jury", "trainer", "session_lead"}
STAFF = door(STAFF_ROLES)
STAFF_OR_PARTNER = door(STAFF_ROLES | {"partner"})
SEAT = door({"partner", "jury", "trainer", "session_lead"}, {"jury", "session_lead"})
"""Whoever follows the seat: see docs/roles.md."""
SESSION = door({"jury", "trainer", "session_lead"}, {"jury", "session_lead"})
REVIEW = SESSION
"""Recordings and documents of a seat: no partner, who is another trainee."""
MARKING = door({"jury", "trainer", "session_lead"}, {"jury"})
ATTENDING = door({"jury", "trainer", "session_lead"}, {"jury", "session_lead", "invigilator"})
"""Draws: whoever is in the room. A sequence is drawn by the jury alone; a subject by the invigilator too."""
OWN_SHARED = door({"candidate"}, ())
"""One's own practice, once its trainer has shared it; an exam never."""
TEACHERS = door({"trainer", "session_lead"}, {"session_lead"})
LEADER = door({"session_lead"})
WATCHER = door({"invigilator", "session_lead"})
"""Of an exam day; what each phase opens is in `test_day_doors.py`."""

DOORS: dict[str, Door] = {
    "GET /{path:path}": EVERYBODY,
    "GET /openapi.json": EVERYBODY,
    "GET /api/public/info": EVERYBODY,
    "GET /api/public/health": EVERYBODY,
    "POST /api/public/demo/enter": EVERYBODY,
    "GET /api/public/phone/linphone.xml": EVERYBODY,
    "POST /api/public/phone/headset": EVERYBODY,
    "POST /api/staff/phone/headset-code": STAFF,
    "POST /api/candidate/phone/headset-code": CANDIDATE,
    "GET /api/staff/phone": STAFF,
    "PUT /api/staff/phone": STAFF,
    "POST /api/staff/phone/password": STAFF,
    "POST /api/candidate/phone/password": CANDIDATE,
    "GET /api/staff/phone/state": STAFF,
    "POST /api/staff/phone/check": STAFF,
    "DELETE /api/staff/phone/check": STAFF,
    "GET /api/staff/telephony": STAFF,
    "POST /api/staff/telephony/trunk/retry": door({"trainer", "session_lead"}),
    "POST /api/staff/telephony/guessers/let-off": door({"trainer", "session_lead"}),
    "GET /api/staff/seats/{seat_id}/phone": SESSION,
    "PUT /api/staff/seats/{seat_id}/phone": TEACHERS,
    "GET /api/candidate/phone": CANDIDATE,
    "GET /api/candidate/phone/state": CANDIDATE,
    "POST /api/candidate/phone/check": CANDIDATE,
    "DELETE /api/candidate/phone/check": CANDIDATE,
    "PUT /api/candidate/phone": CANDIDATE,
    "POST /api/staff/sign-in": EVERYBODY,
    "POST /api/staff/partner-sign-in": EVERYBODY,
    "POST /api/candidate/sign-in": EVERYBODY,
    "GET /api/staff/me": STAFF_OR_PARTNER,
    "POST /api/staff/sign-out": STAFF_OR_PARTNER,
    "GET /api/candidate/me": CANDIDATE,
    "POST /api/candidate/sign-out": CANDIDATE,
    "GET /api/staff/people": STAFF,
    "POST /api/staff/people": LEADER,
    "POST /api/staff/people/{person_id}/password": LEADER,
    "POST /api/staff/people/{person_id}/disable": LEADER,
    "PUT /api/staff/people/{person_id}/roles": LEADER,
    "POST /api/staff/people/{person_id}/second-factor/reset": LEADER,
    "GET /api/staff/upkeep": LEADER,
    "GET /api/staff/upkeep/unclaimed/audio": LEADER,
    "POST /api/staff/upkeep/unclaimed/delete": LEADER,
    "GET /api/staff/guesses": LEADER,
    "POST /api/staff/guesses/reopen": LEADER,
    "GET /api/staff/me/account": STAFF,
    "POST /api/staff/me/password": STAFF,
    "POST /api/staff/me/second-factor": STAFF,
    "POST /api/staff/me/second-factor/confirm": STAFF,
    "POST /api/staff/me/second-factor/remove": STAFF,
    "GET /api/staff/packs": STAFF,
    "GET /api/staff/broken-packs": door({"trainer", "session_lead"}),
    "GET /api/staff/packs/{pack_id}": STAFF,
    "GET /api/staff/sessions": STAFF,
    "POST /api/staff/sessions": TEACHERS,
    "GET /api/staff/sessions/{session_id}": SESSION,
    "POST /api/staff/sessions/{session_id}/seats": TEACHERS,
    "POST /api/staff/sessions/{session_id}/desk-codes": TEACHERS,
    "POST /api/staff/sessions/{session_id}/close": TEACHERS,
    "GET /api/staff/sessions/{session_id}/search": SESSION,
    "PUT /api/staff/seats/{seat_id}/jurors": TEACHERS,
    "POST /api/staff/seats/{seat_id}/desk-code": TEACHERS,
    "POST /api/staff/seats/{seat_id}/runs": SEAT,
    "GET /api/staff/my-seats": STAFF_OR_PARTNER,
    "GET /api/candidate/desk": CANDIDATE,
    "GET /api/candidate/ice-servers": CANDIDATE,
    "GET /api/candidate/company": CANDIDATE,
    "GET /api/candidate/documents": CANDIDATE,
    "GET /api/candidate/documents/search": CANDIDATE,
    "GET /api/candidate/search": CANDIDATE,
    "GET /api/candidate/customers/{customer_id}": CANDIDATE,
    "GET /api/staff/seats/{seat_id}/desk": SEAT,
    "GET /api/staff/seats/{seat_id}/ice-servers": SEAT,
    "GET /api/staff/seats/{seat_id}/customers/{customer_id}": SEAT,
    "GET /api/staff/seats/{seat_id}/documents": SEAT,
    "GET /api/staff/seats/{seat_id}/replays": REVIEW,
    "GET /api/staff/seats/{seat_id}/overview": REVIEW,
    "GET /api/staff/detectors": door({"trainer", "session_lead"}),
    "PUT /api/staff/detectors/{criterion}": LEADER,
    "GET /api/staff/progress/groups": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/group": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/trainees/{person_id}": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/criteria.csv": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/exchanges.csv": door({"trainer", "session_lead"}),
    "GET /api/staff/progress/xapi.json": door({"trainer", "session_lead"}),
    "GET /api/candidate/progress": CANDIDATE,
    "GET /api/staff/runs/{run_id}/replay": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/audio": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/peaks": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/so-far": REVIEW,
    "GET /api/staff/runs/{run_id}/calls/{call_id}/so-far/peaks": REVIEW,
    "GET /api/staff/runs/{run_id}/sheet.pdf": REVIEW,
    "GET /api/staff/runs/{run_id}/confirmation.pdf": REVIEW,
    "GET /api/staff/runs/{run_id}/vcon": REVIEW,
    "GET /api/staff/runs/{run_id}/chat.txt": REVIEW,
    "GET /api/staff/runs/{run_id}/transcript.txt": REVIEW,
    "GET /api/staff/runs/{run_id}/transcript.vtt": REVIEW,
    "POST /api/staff/runs/{run_id}/transcript/correct": MARKING,
    "GET /api/staff/runs/{run_id}/facts.json": REVIEW,
    "GET /api/staff/seats/{seat_id}/matrix.pdf": REVIEW,
    "POST /api/staff/runs/{run_id}/marks": MARKING,
    "POST /api/staff/runs/{run_id}/marks/remove": MARKING,
    "GET /api/staff/runs/{run_id}/findings": MARKING,
    "POST /api/staff/runs/{run_id}/findings/reject": MARKING,
    "POST /api/staff/runs/{run_id}/second-reading": MARKING,
    "POST /api/staff/runs/{run_id}/verdicts": MARKING,
    "POST /api/staff/runs/{run_id}/feedback": MARKING,
    "GET /api/staff/runs/{run_id}/feedback": door({"jury", "trainer", "session_lead"}, ()),
    "GET /api/candidate/runs/{run_id}/feedback": OWN_SHARED,
    "GET /api/staff/seats/{seat_id}/draw": MARKING,
    "POST /api/staff/seats/{seat_id}/draw": MARKING,
    "POST /api/staff/seats/{seat_id}/draw/played": MARKING,
    "GET /api/staff/seats/{seat_id}/draw/audio": MARKING,
    "GET /api/staff/seats/{seat_id}/deliberation": MARKING,
    "PUT /api/staff/seats/{seat_id}/deliberation/verdicts/{criterion}": MARKING,
    "PUT /api/staff/seats/{seat_id}/deliberation/decisions/{what}": MARKING,
    "POST /api/staff/seats/{seat_id}/deliberation/signatures": MARKING,
    "POST /api/staff/seats/{seat_id}/deliberation/corrections": MARKING,
    "GET /api/staff/sessions/{session_id}/deliberations": door({"jury", "session_lead"}),
    "GET /api/staff/seats/{seat_id}/results/{seat_sheet}.pdf": REVIEW,
    "GET /api/staff/seats/{seat_id}/results.csv": REVIEW,
    "GET /api/staff/seats/{seat_id}/results.json": REVIEW,
    "GET /api/staff/seats/{seat_id}/paper-grid.pdf": REVIEW,
    "GET /api/staff/seats/{seat_id}/paper-grids": REVIEW,
    "POST /api/staff/seats/{seat_id}/paper-grids": REVIEW,
    "POST /api/staff/seats/{seat_id}/archives": LEADER,
    "GET /api/staff/seats/{seat_id}/personal-export.zip": LEADER,
    "GET /api/staff/archives/{archive_id}": LEADER,
    "GET /api/staff/exam-days/{session_id}/results/{session_sheet}.pdf": LEADER,
    "GET /api/staff/exam-days/{session_id}/results.csv": LEADER,
    "GET /api/staff/exam-days/{session_id}/results.json": LEADER,
    "GET /api/staff/exam-days/{session_id}/ceres": LEADER,
    "POST /api/staff/exam-days/{session_id}/archives": LEADER,
    "GET /api/staff/exam-days/{session_id}/retention": LEADER,
    "POST /api/staff/exam-days/{session_id}/freezes": LEADER,
    "POST /api/staff/exam-days/{session_id}/freezes/{freeze_id}/release": LEADER,
    "GET /api/staff/seats/{seat_id}/draws": ATTENDING,
    "GET /api/staff/seats/{seat_id}/draws/{what}/proof.json": ATTENDING,
    "POST /api/staff/seats/{seat_id}/draws/{what}": MARKING,
    "POST /api/staff/seats/{seat_id}/draws/{what}/reveal": MARKING,
    "GET /api/staff/exam-days/{session_id}/opening": LEADER,
    "POST /api/staff/exam-days/{session_id}/sealing": LEADER,
    "POST /api/staff/exam-days/{session_id}/opening/lead": LEADER,
    "POST /api/staff/exam-days/{session_id}/opening/candidate": LEADER,
    "POST /api/staff/exam-days/{session_id}/opening/open": LEADER,
    "PUT /api/staff/opening-photo/{session_id}": LEADER,
    "GET /api/staff/opening-photo/{session_id}": LEADER,
    "GET /api/staff/exam-days": WATCHER,
    "GET /api/staff/exam-days/{session_id}/board": LEADER,
    "GET /api/staff/exam-days/{session_id}/watch": WATCHER,
    "POST /api/staff/exam-days/{session_id}/phases/open": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/pause": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/resume": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/extend": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/close": LEADER,
    "POST /api/staff/exam-days/{session_id}/phases/reopen": LEADER,
    "POST /api/staff/exam-days/{session_id}/accommodations": LEADER,
    "POST /api/staff/exam-days/{session_id}/measures": LEADER,
    "POST /api/staff/exam-days/{session_id}/measures/{measure_id}/lift": LEADER,
    "POST /api/staff/exam-days/{session_id}/messages": LEADER,
    "POST /api/staff/exam-days/{session_id}/incidents": WATCHER,
    "POST /api/staff/exam-days/{session_id}/incidents/{incident_id}/close": LEADER,
    "POST /api/staff/exam-days/{session_id}/help": WATCHER,
    "POST /api/staff/exam-days/{session_id}/help/{help_id}/answer": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/identity": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/arrival": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/absence": WATCHER,
    "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/abandonment": WATCHER,
    "GET /api/candidate/day": CANDIDATE,
    "POST /api/candidate/day/help": CANDIDATE,
    "GET /api/candidate/day/preparation": CANDIDATE,
    "PUT /api/candidate/day/preparation": CANDIDATE,
    "GET /api/candidate/runs/{run_id}/replay": OWN_SHARED,
    "GET /api/candidate/runs/{run_id}/calls/{call_id}/audio": OWN_SHARED,
    "GET /api/candidate/runs/{run_id}/calls/{call_id}/peaks": OWN_SHARED,
    "GET /api/candidate/productions": CANDIDATE,
    "GET /api/candidate/productions/now": CANDIDATE,
    "GET /api/candidate/productions/preview.pdf": CANDIDATE,
    "POST /api/candidate/productions/{written}/versions": CANDIDATE,
    "GET /api/candidate/productions/{written}/versions/{number}": CANDIDATE,
    "POST /api/candidate/productions/{production}/paste-refused": CANDIDATE,
    "GET /api/staff/seats/{seat_id}/productions": MARKING,
    "GET /api/staff/seats/{seat_id}/productions/findings": MARKING,
    "GET /api/staff/seats/{seat_id}/productions.pdf": REVIEW,
    "PUT /api/staff/seats/{seat_id}/productions/notes/{note_id}": MARKING,
    "DELETE /api/staff/seats/{seat_id}/productions/notes/{note_id}": MARKING,
    "PUT /api/staff/seats/{seat_id}/productions/verdicts/{criterion}": MARKING,
    "GET /api/staff/exam-days/{session_id}/timetable": LEADER,
    "GET /api/staff/exam-days/{session_id}/timetable/published": door(
        {"jury", "trainer", "session_lead"}, {"invigilator", "jury", "session_lead"}
    ),
    "PUT /api/staff/exam-days/{session_id}/timetable/setup": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/plan": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/moves": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/undo": LEADER,
    "POST /api/staff/exam-days/{session_id}/timetable/publish": LEADER,
    "POST /api/staff/exam-days/{session_id}/import/candidates": LEADER,
    "POST /api/staff/exam-days/{session_id}/import/jurors": LEADER,
    "POST /api/staff/exam-days/{session_id}/candidates": LEADER,
    "PUT /api/staff/exam-days/{session_id}/candidates/{seat_id}": LEADER,
    "GET /api/staff/exam-days/{session_id}/timetable/print/{sheet_kind}.pdf": LEADER,
    "GET /api/staff/candidate-documents/{seat_id}": REVIEW,
    "GET /api/staff/candidate-documents/{seat_id}/{document_kind}": REVIEW,
    "PUT /api/staff/candidate-documents/{seat_id}/{document_kind}": LEADER,
    "DELETE /api/staff/candidate-documents/{seat_id}/{document_kind}": LEADER,
    "WS /api/candidate/live": CANDIDATE,
    "WS /api/staff/live": SEAT,
}

ENDINGS = {
    "POST /api/staff/sessions/{session_id}/close": 1,
    "POST /api/staff/sign-out": 2,
    "POST /api/candidate/sign-out": 2,
}
"""Doors that end what the others need: tried last, in this order."""

SIGN_INS = {
    "POST /api/staff/sign-in",
    "POST /api/staff/partner-sign-in",
    "POST /api/candidate/sign-in",
    "POST /api/public/phone/headset",
}
"""Open to all, and they answer 401 to whoever has no right password or code."""


def body_of(route: str, kind: Kind, centre: Centre, place: Place, run_id: str) -> object:
    """A body that is right, so that only the role can be refused."""
    on_run = {"id": secrets.token_hex(8), "run_id": run_id}
    bodies: dict[str, object] = {
        "POST /api/public/demo/enter": {"as": "jury"},
        "POST /api/staff/sign-in": {"login": "personne", "password": "rien"},
        "POST /api/staff/partner-sign-in": {"code": "ABCD-EFGH"},
        "POST /api/candidate/sign-in": {"code": "ABCD-EFGH"},
        "POST /api/public/phone/headset": {"code": "ABCD-EFGH"},
        "POST /api/staff/people": {"login": "x", "name": "", "roles": [], "password": ""},
        "POST /api/staff/people/{person_id}/password": {"password": PASSWORD},
        "POST /api/staff/sessions": {"kind": kind, "title": "Essai", "pack_id": PACK_ID, "subject_id": "sujet"},
        "POST /api/staff/sessions/{session_id}/seats": {"candidate_name": "Lina", "desk": "1"},
        "PUT /api/staff/seats/{seat_id}/jurors": {"person_ids": [centre.ids["roy"]]},
        "PUT /api/staff/seats/{seat_id}/phone": {"extension": "204"},
        "POST /api/staff/seats/{seat_id}/runs": {"exchange_id": "chat-entrant"},
        "POST /api/staff/runs/{run_id}/marks": on_run | {"mark_id": "m1", "criterion": "CP1.1", "sign": "note"},
        "POST /api/staff/runs/{run_id}/marks/remove": {"id": secrets.token_hex(8), "mark_id": "m1"},
        "POST /api/staff/runs/{run_id}/findings/reject": on_run | {"criterion": "CP1.1", "verdict": "met"},
        "POST /api/staff/runs/{run_id}/transcript/correct": {"call_id": "x", "turn": 0, "text": "y"},
        "POST /api/staff/runs/{run_id}/verdicts": on_run | {"criterion": "CP1.1", "verdict": "to_improve"},
        "PUT /api/staff/seats/{seat_id}/deliberation/verdicts/{criterion}": {"verdict": "to_improve"},
        "PUT /api/staff/seats/{seat_id}/deliberation/decisions/{what}": {"decision": "acquired"},
        "POST /api/staff/seats/{seat_id}/deliberation/signatures": {"digest": "0" * 64, "password": "essai"},
        "POST /api/staff/seats/{seat_id}/deliberation/corrections": {"reason": "essai"},
        "POST /api/staff/seats/{seat_id}/paper-grids": {
            "id": secrets.token_hex(16),
            "juror": centre.ids["roy"],
            "verdicts": [],
        },
        "POST /api/staff/exam-days/{session_id}/freezes": {
            "id": secrets.token_hex(8),
            "cause": "appeal",
            "reason": "essai",
        },
        "POST /api/staff/exam-days/{session_id}/freezes/{freeze_id}/release": {"reason": "essai"},
        "POST /api/staff/runs/{run_id}/feedback": on_run,
        "PUT /api/staff/detectors/{criterion}": {"is_on": True},
        "POST /api/candidate/productions/{written}/versions": {
            "client_id": secrets.token_hex(8),
            "based_on": 0,
            "document": {"type": "doc", "content": []},
        },
        "POST /api/candidate/productions/{production}/paste-refused": {"characters": 12},
        "PUT /api/staff/seats/{seat_id}/productions/notes/{note_id}": {
            "production": "stakes",
            "criterion": "CP3.1",
            "sign": "note",
        },
        "PUT /api/staff/seats/{seat_id}/productions/verdicts/{criterion}": {"verdict": "to_improve"},
        "POST /api/staff/seats/{seat_id}/draws/{what}/reveal": {"word": "37"},
        "POST /api/staff/exam-days/{session_id}/opening/candidate": {"seat_id": "x", "code_or_name": "y"},
    }
    return bodies.get(route, {})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("doors"), demo=True, lockout_attempts=10_000) as one:
        yield one


def all_routes(routes: Iterable[BaseRoute]) -> set[str]:
    """Every « METHOD /path » that the application answers, those out of the schema too."""
    found: set[str] = set()
    for route in routes:
        if isinstance(route, APIWebSocketRoute):
            found.add(f"WS {route.path}")
        elif isinstance(route, APIRoute | Route):
            found |= {f"{method} {route.path}" for method in (route.methods or set()) - {"HEAD"}}
        else:
            inner = getattr(route, "original_router", None)
            assert inner is not None, f"a route of another kind: {route!r}"
            found |= all_routes(inner.routes)
    return found


async def test_every_route_is_declared_here_and_none_that_is_gone(centre: Centre) -> None:
    served = all_routes(centre.app.routes)
    in_schema = {
        f"{method.upper()} {path}" for path, methods in centre.app.openapi()["paths"].items() for method in methods
    }
    assert in_schema <= served, "the walk must see at least what the schema shows"
    assert served == set(DOORS)


async def browser_of(centre: Centre, role: str, place: Place) -> httpx.AsyncClient:
    """A new browser in which this role is signed in, at this seat where it has one."""
    if role == "anonymous":
        return centre.browser()
    if role == "partner":
        return await centre.partner(place.partner_code or "")
    if role in LOGINS:
        return await centre.as_(LOGINS[role])
    candidate = await centre.at_desk(place.code)
    if role == "candidate":
        return candidate
    cookie = candidate.cookies["combine_candidate"]
    disguised = centre.browser()
    disguised.cookies.set("combine_staff", cookie, path="/api/staff")
    return disguised


def is_let_in(route: str, answer: httpx.Response) -> bool:
    assert answer.status_code < 500, (route, answer.text)
    if route in SIGN_INS:
        return answer.status_code == 401 and answer.json()["code"] == "wrong_sign_in"
    return answer.status_code not in (401, 403)


async def played_run(centre: Centre, place: Place) -> str:
    """A run of this seat, played to its end and shared by its trainer."""
    room = await centre.services.rooms.room(place.seat_id)
    run_id = next(iter(room.state.runs))
    for data in (kinds.ExchangeStarted(), kinds.ExchangeEnded(by="jury"), kinds.FeedbackShared()):
        await room.keep([NewFact(data, run_id)])
    return run_id


async def knock(
    centre: Centre, browser: httpx.AsyncClient, route: str, kind: Kind, place: Place, run_id: str
) -> bool:
    """Whether this browser gets through this door."""
    method, path = route.split(" ", 1)
    values = {
        "seat_id": place.seat_id,
        "session_id": place.session_id,
        "person_id": "nobody",
        "pack_id": PACK_ID,
        "customer_id": "morel",
        "run_id": run_id,
        "measure_id": "none",
        "incident_id": "none",
        "help_id": "none",
        "call_id": "none",
        "criterion": "CP1.1",
        "written": "stakes",
        "production": "stakes",
        "number": "1",
        "note_id": "note-0001",
        "document_kind": "ecf",
        "seat_sheet": "results",
        "session_sheet": "ceres",
        "archive_id": "none",
        "freeze_id": "none",
        "sheet_kind": "doors",
        "what": "recording",
        "path:path": "candidat",
    }
    address = re.sub(r"{([^}]+)}", lambda found: values[found[1]], path)
    if method == "WS":
        return await opens(centre, browser, f"{address}?seat={place.seat_id}")
    body = None if method == "GET" else body_of(route, kind, centre, place, run_id)
    answer = await browser.request(method, address, json=body, params={"q": "morel"} if "search" in path else None)
    # Only « POST people » is sent a wrong body: it has no side that could be undone.
    return is_let_in(route, answer)


async def opens(
    centre: Centre, browser: httpx.AsyncClient, address: str, origin: str = "http://127.0.0.1:8080"
) -> bool:
    """Whether the WebSocket stays open to a greeting; 4401 and 4403 turn a stranger away."""
    request = browser.build_request("GET", address)
    # The handshake's cookies are those that a browser would send to this path.
    headers = [(b"host", b"127.0.0.1:8080"), (b"origin", origin.encode())]
    headers += [(b"cookie", value.encode()) for name, value in request.headers.multi_items() if name == "cookie"]
    path, _, query = address.partition("?")
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "subprotocols": [],
        "scheme": "ws",
        "server": ("127.0.0.1", 8080),
        "client": ("10.0.0.1", 1),
    }
    incoming = iter(
        [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "text": '{"type": "hello", "epoch": null, "last_event": 0}'},
        ]
    )
    said: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        return next(incoming, {"type": "websocket.disconnect", "code": 1000})

    async def send(message: dict[str, object]) -> None:
        said.append(message)

    await centre.app(scope, receive, send)  # type: ignore[arg-type]  ASGI's callables are looser than its types
    codes = [message.get("code") for message in said if message["type"] == "websocket.close"]
    welcomed = any("welcome" in str(message.get("text", "")) for message in said)
    assert welcomed != bool({4401, 4403} & set(codes)), said
    return welcomed


@pytest.mark.parametrize("kind", ["practice", "exam"])
@pytest.mark.parametrize("role", ROLES)
async def test_each_role_passes_its_own_doors_and_no_other(centre: Centre, role: str, kind: Kind) -> None:
    if role == "partner" and kind == "exam":
        assert (await centre.place("exam")).partner_code is None, "an exam has no partner"
        return
    place = await centre.place(kind)
    run_id = await played_run(centre, place)
    signed_in = (await browser_of(centre, role, place)).cookies
    wrong: list[str] = []
    for route, who in sorted(DOORS.items(), key=lambda one: ENDINGS.get(one[0], 0)):
        # Signing in at one door must not help at the next.
        browser = centre.browser()
        browser.cookies = httpx.Cookies(signed_in)
        expected = role in (who.practice if kind == "practice" else who.exam)
        if await knock(centre, browser, route, kind, place, run_id) != expected:
            wrong.append(f"{route}: {role} {'should' if expected else 'should not'} pass in {kind}")
    assert wrong == []


async def test_every_door_that_changes_something_refuses_another_sites_page(centre: Centre) -> None:
    place = await centre.place()
    candidate, lead = await centre.at_desk(place.code), await centre.lead()
    run_id = await played_run(centre, place)
    open_ones: list[str] = []
    for route in DOORS:
        method = route.split(" ", 1)[0]
        if method in ("GET", "WS"):
            continue
        browser = candidate if "/api/candidate/" in route else lead
        address = re.sub(r"{run_id}", run_id, route.split(" ", 1)[1])
        address = re.sub(r"{[^}]+}", place.seat_id, address)
        body = body_of(route, "practice", centre, place, run_id)
        for headers in ({"Origin": "https://ailleurs.example"}, {"X-Combine": ""}):
            answer = await browser.request(method, address, json=body, headers=headers)
            if answer.status_code != 403:
                open_ones.append(f"{route} {headers}: {answer.status_code}")
    assert open_ones == []


async def test_a_live_desk_refuses_another_sites_page(centre: Centre) -> None:
    place = await centre.place()
    candidate, juror = await centre.at_desk(place.code), await centre.as_("roy")
    for browser, address in (
        (candidate, "/api/candidate/live"),
        (juror, f"/api/staff/live?seat={place.seat_id}"),
    ):
        assert await opens(centre, browser, address)
        assert not await opens(centre, browser, address, origin="https://ailleurs.example")
        assert not await opens(centre, browser, address, origin="")


async def test_a_mark_sent_twice_after_a_cut_is_one_mark(centre: Centre) -> None:
    place = await centre.place()
    run_id = await played_run(centre, place)
    juror = await centre.as_("roy")
    mark = {"id": "once", "run_id": run_id, "mark_id": "m1", "criterion": "CP1.1", "sign": "favourable"}
    answers = [await did(juror.post(f"/api/staff/runs/{run_id}/marks", json=mark)) for _ in range(2)]
    assert [len(answer["marking"]["marks"]) for answer in answers] == [1, 1]
