"""Whatever the schema allows, or nearly, is answered: never a fault of the server, and each refusal says a way out.

Requests are drawn by schemathesis from the application's own OpenAPI document, the same ones at each run, and sent
twice: with the identifiers drawn, and with those of a seat that exists, so that they reach the code behind them.
"""

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
import pytest_asyncio
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet

from simulator.app import create_app
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.settings import Settings
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")

EXAMPLES = 6
"""Per operation: right ones, wrong ones, and as many again with real identifiers."""

DOCUMENT: dict[str, Any] = create_app(Settings(demo=True)).openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [f"{method.upper()} {path}" for path, methods in DOCUMENT["paths"].items() for method in methods]
ERROR = {"code", "message", "remedy"}
ENDINGS = ("sign-out", "/close", "/disable", "/password", "/sign-in", "/enter", "/staff", "/candidate")
"""What ends, or changes, a sign-in that the others need: sent by somebody else."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("any")
    async with a_centre(folder, demo=True, lockout_attempts=100_000, models=folder / "models") as one:
        yield one


@dataclass
class Visitor:
    """A session lead who is also of the jury, and a candidate, with a seat at which something was played."""

    staff: httpx.AsyncClient
    candidate: httpx.AsyncClient
    ids: dict[str, str]

    def browser(self, operation: str) -> httpx.AsyncClient:
        return self.candidate if "/api/candidate/" in operation else self.staff


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor(centre: Centre) -> Visitor:
    return await a_visitor(centre)


async def a_draft(centre: Centre) -> str:
    lead = await centre.lead()
    made = await did(lead.post("/api/staff/studio", json={"based_on": PACK_ID, "with_subjects": True}))
    return str(made["id"])


async def a_visitor(centre: Centre) -> Visitor:
    place = await centre.place(jurors=("delmas", "roy"))
    room = await centre.services.rooms.room(place.seat_id)
    run_id = next(iter(room.state.runs))
    for data in (kinds.ExchangeStarted(), kinds.ExchangeEnded(by="jury"), kinds.FeedbackShared()):
        await room.keep([NewFact(data, run_id)])
    ids = {
        "session_id": place.session_id,
        "seat_id": place.seat_id,
        "run_id": run_id,
        "person_id": centre.ids["ailleurs"],
        "written": "stakes",
        "production": "stakes",
        "number": "1",
        "note_id": "note-0001",
        "pack_id": PACK_ID,
        "customer_id": "morel",
        "call_id": "none",
        "criterion": "CP2.1",
        "document_kind": "ecf",
        "subject_id": "none",
        "studio_id": await a_draft(centre),
        "kind": "customer",
        "item_id": "morel",
        "sequence_id": "none",
        "version_number": "1",
        "document_id": "none",
        "seat_sheet": "results",
        "session_sheet": "ceres",
        "archive_id": "none",
        "freeze_id": "none",
        "backup_name": "none",
        "shelf": "brought",
        "folder": "none",
        "model_name": "none",
        "account": "none",
        "sheet_kind": "doors",
        "hearing_id": "a" * 16,
        "reaction_id": "b" * 16,
        "item": "sequence:notes",
        "what": "recording",
        "measure_id": "none",
        "incident_id": "none",
        "help_id": "none",
        "interview": "final",
    }
    return Visitor(await centre.as_("delmas"), await centre.at_desk(place.code), ids)


def drawn(operation: str, ids: dict[str, str]) -> list[Case]:
    """Cases of this operation, right and wrong ones, always the same."""
    method, path = operation.split(" ", 1)
    cases: list[Case] = []
    real = {name: ids[name] for name in re.findall(r"{(\w+)}", path)}
    says = DOCUMENT["paths"][path][method.lower()]
    can_be_wrong = "requestBody" in says or not all(_is_any_text(one) for one in says.get("parameters", ()))
    for mode in GenerationMode.POSITIVE, GenerationMode.NEGATIVE:
        for path_parameters in [None, real] if real else [None]:
            if mode is GenerationMode.NEGATIVE and not can_be_wrong:
                # Hypothesis would find that out too, by a hundred tries.
                continue
            strategy = SCHEMA[path][method].as_strategy(generation_mode=mode, path_parameters=path_parameters)

            @settings(
                max_examples=EXAMPLES,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(strategy)
            def collect(case: Case) -> None:
                cases.append(case)

            try:
                collect()
            except Unsatisfiable:
                # A door that takes nothing cannot be asked wrongly.
                continue
    return cases


def _is_any_text(parameter: dict[str, Any]) -> bool:
    """A part of the path that may be anything: no request is wrong by it."""
    says = {name: value for name, value in parameter["schema"].items() if name != "title"}
    return parameter["in"] == "path" and says == {"type": "string"}


def request_of(case: Case, browser: httpx.AsyncClient) -> httpx.Request:
    path: str = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="", errors="replace"))
    query = urlencode(dict(case.query or {}), doseq=True, errors="replace")
    content = None if isinstance(case.body, NotSet) else case.body
    if content is not None and not isinstance(content, bytes):
        content = json.dumps(content).encode()
    headers = {"Content-Type": "application/json"} if content is not None else {}
    return browser.build_request(case.method, f"{path}?{query}", content=content, headers=headers)


def promised(operation: str, status: int) -> set[str]:
    """What such a refusal carries: an error's three parts, and beside them what the document promises of this one."""
    method, path = operation.split(" ")
    told: dict[str, Any] = DOCUMENT["paths"][path][method.lower()]["responses"].get(str(status), {})
    reference: str = told.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    if status == 422 or not reference:
        return ERROR
    own = set(DOCUMENT["components"]["schemas"][reference.rsplit("/", 1)[-1]]["properties"])
    assert own >= ERROR, f"{operation}: {status} is no error as others are"
    return own


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_any_request_is_answered(centre: Centre, visitor: Visitor, operation: str) -> None:
    who = await a_visitor(centre) if operation.endswith(ENDINGS) else visitor
    browser, reached = who.browser(operation), 0
    for case in drawn(operation, who.ids):
        answer = await browser.send(request_of(case, browser))
        told = f"{operation} {case.path_parameters} {case.query} {case.body!r}: {answer.status_code} {answer.text}"
        assert answer.status_code < 500, told
        reached += answer.status_code not in (401, 403)
        if answer.status_code >= 400:
            body = answer.json()
            assert set(body) in (ERROR, promised(operation, answer.status_code)), told
            assert body["message"], told
    assert reached, "every request was turned away at the door: nothing was tried"
