"""What is refused with a sentence where it enters, and what is told where something is gone."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import select

from simulator.conduct.tables import ExchangeRunRow
from simulator.recordings.tables import RecordingRow
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")

INVISIBLE = {
    "right-to-left override": "\u202e",
    "zero width space": "\u200b",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "isolate": "\u2067",
    "line separator": "\u2028",
    "C1 control": "\u009b",
    "escape": "\u001b",
    "filler": "\u3164",
    "tag": "\U000e0041",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("centre")) as opened:
        yield opened


@pytest.mark.parametrize("kind", INVISIBLE)
async def test_no_name_or_label_takes_a_character_that_nobody_sees(centre: Centre, kind: str) -> None:
    lead, place = await centre.lead(), await centre.place()
    name = f"Léa{INVISIBLE[kind]} Martin"
    session = {"kind": "practice", "title": "Essai", "pack_id": PACK_ID, "subject_id": "sujet"}
    person = {"login": "nouveau", "name": "Ana Ruiz", "roles": ["jury"], "password": "un-mot-de-passe-long"}
    seat = {"candidate_name": "Léa Martin", "desk": "Poste 9"}
    for path, body in (
        ("/api/staff/sessions", session | {"title": name}),
        ("/api/staff/sessions", session | {"group_name": name}),
        (f"/api/staff/sessions/{place.session_id}/seats", seat | {"candidate_name": name}),
        (f"/api/staff/sessions/{place.session_id}/seats", seat | {"desk": name}),
        ("/api/staff/people", person | {"name": name}),
    ):
        answer = await lead.post(path, json=body)
        assert answer.status_code == 422, (path, body)
        if answer.json()["code"] != "invalid":  # C0 controls have always been refused by the form of the field
            told = refused(answer, 422, "invisible_character")
            assert f"U+{ord(INVISIBLE[kind]):04X}" in told["message"]
            assert told["remedy"]


async def test_names_as_people_write_them_are_taken(centre: Centre) -> None:
    lead, place = await centre.lead(), await centre.place()
    for name in (
        "Anne-Sophie d’Aubigné",
        "Đặng Thị Mai",
        "Zoë O'Neill-Nuñez",
        "李 小龍",
        "יעל כהן",
        "Ève\u00a0Martin",
    ):
        path = f"/api/staff/sessions/{place.session_id}/seats"
        made = await did(lead.post(path, json={"candidate_name": name, "desk": "Poste 9"}))
        assert made["candidate_name"] == name


@pytest.mark.parametrize(
    "path", ["/" + "a" * 256, "/" + "a" * 4000, "/" + "é" * 128, "/assets/" + "x" * 300, "/" + "a/" * 200]
)
async def test_a_path_beyond_what_a_file_system_names_is_a_404_without_a_trace(centre: Centre, path: str) -> None:
    refused(await centre.browser().get(path), 404, "not_found")


async def test_a_recording_whose_file_is_gone_answers_in_words(centre: Centre) -> None:
    place, lead = await centre.place(), await centre.lead()
    async with centre.services.sessions() as session, session.begin():
        run = (await session.scalars(select(ExchangeRunRow).where(ExchangeRunRow.seat_id == place.seat_id))).first()
        assert run is not None
        session.add(
            RecordingRow(
                call_id="gone",
                run_id=run.id,
                seat_id=place.seat_id,
                session_id=place.session_id,
                folder="nulle-part/gone",
                state="ready",
                started_at=datetime.now(UTC),
            )
        )
        run_id = run.id
    for name in ("audio", "peaks"):
        told = refused(await lead.get(f"/api/staff/runs/{run_id}/calls/gone/{name}"), 410, "gone")
        assert "n’est plus sur le serveur" in told["message"]


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999"])
async def test_a_body_with_no_number_is_refused_whole(centre: Centre, literal: str) -> None:
    lead = await centre.lead()
    session = f'"kind": "practice", "title": "Essai", "pack_id": "{PACK_ID}", "subject_id": "sujet"'
    body = f'{{{session}, "minutes": {literal}}}'
    answer = await lead.post("/api/staff/sessions", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 422, "invalid")


async def test_a_mark_of_a_replay_is_held_to_the_same(centre: Centre) -> None:
    place, roy = await centre.place(), await centre.as_("roy")
    run = (await did(roy.get(f"/api/staff/seats/{place.seat_id}/desk")))["steps"][0]["run_id"]
    body = {"type": "mark.place", "id": "x1", "mark_id": "m", "run_id": run, "criterion": "CP1.1", "sign": "note"}
    answer = await roy.post(f"/api/staff/runs/{run}/marks", json=body | {"at_seconds": 1e9})
    assert answer.status_code in (400, 409)
    assert answer.json()["code"] == "mark_out_of_time"
    text = str(body | {"at_seconds": 0}).replace("'", '"').replace('"at_seconds": 0', '"at_seconds": Infinity')
    answer = await roy.post(
        f"/api/staff/runs/{run}/marks", content=text, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
