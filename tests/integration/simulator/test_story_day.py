"""A practice session whose story takes place today: what its desk shows has moved as a whole; exams stay."""

from collections.abc import AsyncGenerator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from scenarios.french_dates import in_words, months_later
from simulator.conduct.tables import TrainingSessionRow
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOVING = {"pack_id": "velambre", "subject_id": "titre-1"}
WRITTEN = date(2026, 11, 24)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("story")) as one:
        yield one


async def test_a_candidate_of_today_reads_a_story_of_today(centre: Centre) -> None:
    place = await centre.place(story_day="today", **MOVING)
    candidate = await centre.at_desk(place.code)
    company: dict[str, Any] = (await did(candidate.get("/api/candidate/company")))["company"]
    story = date.fromisoformat(company["story_date"])
    assert story.weekday() == WRITTEN.weekday()
    assert abs(story - datetime.now(UTC).date()) <= timedelta(weeks=4)
    path = "/api/candidate/customers/samir-merabet"
    invoices = (await did(candidate.get(path)))["customer"]["invoices"]
    due = date.fromisoformat(next(one for one in invoices if one["reference"] == "FA-66120")["due_on"])
    assert abs((story - due) - (WRITTEN - date(2026, 10, 24))) <= timedelta(days=3)


async def test_the_jury_of_that_session_expects_the_same_days(centre: Centre) -> None:
    place = await centre.place(story_day="today", pack_id="velambre", subject_id="exercices-3")
    version = await centre.services.kept_packs.of(await _training(centre, place.session_id))
    story = version.pack.company.story_date
    leaving = version.pack.exchange("exercices-3", "cp6-7-respecter").jury
    assert in_words(months_later(story, 1)) in leaving.expected_answer


async def test_left_alone_the_story_stays_and_two_sessions_of_a_week_share_a_version(centre: Centre) -> None:
    fixed = await centre.place(**MOVING)
    one, other = [await centre.place(story_day="today", **MOVING) for _ in range(2)]
    rows = [await _training(centre, place.session_id) for place in (fixed, one, other)]
    written, moved = [await centre.services.kept_packs.of(row) for row in rows[:2]]
    assert written.pack.company.story_date == WRITTEN
    assert rows[1].pack_version == rows[2].pack_version
    assert moved.pack.case_studies == ()


async def test_an_exam_and_a_pack_that_does_not_say_that_it_moves_stay(centre: Centre) -> None:
    lead = await centre.lead()
    exam = {"kind": "exam", "title": "Examen", "story_day": "today", **MOVING}
    told = refused(await lead.post("/api/staff/sessions", json=exam), 409, "story_stays")
    assert "examen" in told["message"]
    other = {"kind": "practice", "title": "Essai", "story_day": "today", "pack_id": PACK_ID, "subject_id": "sujet"}
    refused(await lead.post("/api/staff/sessions", json=other), 409, "story_stays")
    offered = {one["id"]: one["story_moves"] for one in await did(lead.get("/api/staff/packs"))}
    assert (offered["velambre"], offered[PACK_ID]) == (True, False)


async def _training(centre: Centre, session_id: str) -> Any:
    async with centre.services.sessions() as session:
        return await session.get_one(TrainingSessionRow, session_id)
