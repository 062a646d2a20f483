"""Trying a door of `doors.py`: who knocks, with what in hand, and whether they are let in."""

import re
import secrets
from collections.abc import Iterable, Iterator

import httpx
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import BaseRoute, Route

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from tests.integration.simulator.doors import LOGINS
from tests.integration.simulator.ground import PASSWORD, Centre, Kind, Place
from tests.integration.simulator.house import PACK_ID

SIGN_INS = {
    "POST /api/staff/sign-in",
    "POST /api/staff/partner-sign-in",
    "POST /api/candidate/sign-in",
    "POST /api/public/phone/headset",
}
"""Open to all, and they answer 401 to whoever has no right password or code."""


def each_route(routes: Iterable[BaseRoute]) -> Iterator[APIWebSocketRoute | APIRoute | Route]:
    """Those of included routers too."""
    for route in routes:
        if isinstance(route, APIWebSocketRoute | APIRoute | Route):
            yield route
        else:
            inner = getattr(route, "original_router", None)
            assert inner is not None, f"a route of another kind: {route!r}"
            yield from each_route(inner.routes)


def all_routes(routes: Iterable[BaseRoute]) -> set[str]:
    """Every « METHOD /path » that the application answers, those out of the schema too."""
    found: set[str] = set()
    for route in each_route(routes):
        if isinstance(route, APIWebSocketRoute):
            found.add(f"WS {route.path}")
        else:
            found |= {f"{method} {route.path}" for method in (route.methods or set()) - {"HEAD"}}
    return found


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
        "subject_id": "none",
        "studio_id": "none",
        "kind": "customer",
        "item_id": "none",
        "sequence_id": "none",
        "version_number": "1",
        "document_id": "none",
        "seat_sheet": "results",
        "session_sheet": "ceres",
        "archive_id": "none",
        "freeze_id": "none",
        "backup_name": "none",
        "shelf": "brought",
        "account": "none",
        "model_name": "none",
        "folder": "none",
        "sheet_kind": "doors",
        "hearing_id": "a" * 16,
        "reaction_id": "b" * 16,
        "item": "sequence:notes",
        "interview": "technical",
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


def body_of(route: str, kind: Kind, centre: Centre, place: Place, run_id: str) -> object:
    """A body that is right, so that only the role can be refused."""
    on_run = {"id": secrets.token_hex(8), "run_id": run_id}
    bodies: dict[str, object] = {
        "POST /api/public/demo/enter": {"as": "jury"},
        "POST /api/public/first-account": {
            "code": "ABCD-EFGH",
            "login": "personne",
            "name": "Personne",
            "password": PASSWORD,
        },
        "POST /api/staff/sign-in": {"login": "personne", "password": "rien"},
        "POST /api/staff/partner-sign-in": {"code": "ABCD-EFGH"},
        "POST /api/candidate/sign-in": {"code": "ABCD-EFGH"},
        "POST /api/public/phone/headset": {"code": "ABCD-EFGH"},
        "POST /api/staff/rehearsals": {"format_id": "ccp1", "pack_id": PACK_ID, "subject_id": "sujet", "day": "x"},
        "POST /api/staff/people": {"login": "x", "name": "", "roles": [], "password": ""},
        "POST /api/staff/people/{person_id}/password": {"password": PASSWORD},
        "POST /api/staff/sessions": {"kind": kind, "title": "Essai", "pack_id": PACK_ID, "subject_id": "sujet"},
        "PUT /api/staff/exam-days/{session_id}/opening/subject": {"pack_id": "none"},
        "POST /api/staff/document-subjects": {"title": "Essai"},
        "PUT /api/staff/installation/centre": {"centre": {}, "version": 0},
        "PUT /api/staff/installation/telephones/trunk": {"form": {}, "version": 0},
        "POST /api/staff/installation/telephones/trunk/test": {"form": {}},
        "POST /api/staff/installation/telephones/accounts": {"person_id": "nobody"},
        "PUT /api/staff/installation/telephones/accounts/{account}": {"rings": "both"},
        "POST /api/staff/installation/models/work": {"what": "fetch"},
        "PUT /api/staff/installation/models/chosen": {"name": "none"},
        "PUT /api/staff/document-subjects/{subject_id}": {"number": 1, "form": {}},
        "POST /api/staff/catalogue/exercises": {
            "pack_id": "none",
            "subject_id": "none",
            "exchange_id": "none",
            "trainees": ["Lina Ferrand"],
        },
        "POST /api/candidate/suggestions/play": {"pack_id": "none", "subject_id": "none", "exchange_id": "none"},
        "POST /api/staff/assignments": {
            "pack_id": "none",
            "subject_id": "none",
            "exchange_id": "none",
            "trainees": ["Lina Ferrand"],
            "due_on": "2026-12-04",
        },
        "POST /api/staff/studio": {"company": "Essai"},
        "PUT /api/staff/studio/{studio_id}/items/{kind}/{item_id}": {"number": 1, "content": {}},
        "POST /api/staff/studio/{studio_id}/items/{kind}/{item_id}/check": {"content": {}},
        "POST /api/staff/studio/{studio_id}/items/{kind}/{item_id}/undo": {"number": 1},
        "POST /api/staff/studio/{studio_id}/items/{kind}/{item_id}/back": {"number": 1},
        "POST /api/staff/studio/{studio_id}/try": {"exchange": "none"},
        "POST /api/staff/sessions/{session_id}/seats": {"candidate_name": "Lina", "desk": "1"},
        "PUT /api/staff/seats/{seat_id}/jurors": {"person_ids": [centre.ids["roy"]]},
        "PUT /api/staff/seats/{seat_id}/phone": {"extension": "204"},
        "POST /api/staff/network-check/line": {"sdp": "v=0"},
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
        "POST /api/candidate/draws/{what}/reveal": {"word": "37"},
        "PUT /api/staff/seats/{seat_id}/interview/guide/{item}": {"is_ticked": True},
        "PUT /api/staff/seats/{seat_id}/interview/verdicts/{interview}/{criterion}": {"verdict": "satisfactory"},
        "POST /api/staff/seats/{seat_id}/hearings": {"hearing_id": secrets.token_hex(8)},
        "POST /api/staff/seats/{seat_id}/hearings/{hearing_id}/end": {"at_seconds": 1, "to_the_end": False},
        "POST /api/staff/seats/{seat_id}/reactions": {"reaction_id": secrets.token_hex(8)},
        "POST /api/staff/seats/{seat_id}/reactions/{reaction_id}/parts": {"part": 1},
        # Nobody is attached: every invigilator keeps the whole day, as before.
        "PUT /api/staff/exam-days/{session_id}/invigilators": {"attached": []},
        "PUT /api/staff/exam-days/{session_id}/extra-time-cap": {"percent": None},
        "POST /api/staff/exam-days/{session_id}/incidents": {"id": "a-la-porte", "text": "essai"},
        "POST /api/staff/exam-days/{session_id}/help": {"id": "a-la-porte"},
        "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/identity": {"document": "passport"},
        "POST /api/staff/exam-days/{session_id}/seats/{seat_id}/printed": {"receipt": "ABCD-EFGH"},
        "POST /api/staff/exam-days/{session_id}/opening/candidate": {"seat_id": "x", "code_or_name": "y"},
    }
    return bodies.get(route, {})
