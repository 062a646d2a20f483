"""A preparation that is open and whose draw is not made yet shows nothing of any subject."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from scenarios.models.pack import Pack
from tests.integration.simulator.ground import Centre, Place, a_centre, did, refused

SUBJECTS = ("titre-1", "titre-2")


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path) as made:
        yield made


async def preparing(centre: Centre) -> Place:
    """Envelopes open, the preparation runs, nothing is bound."""
    day = {"format_id": "title", "phases": ["preparation", "exchanges"]}
    place = await centre.place("exam", is_shut=True, pack_id="velambre", subject_id="titre-1", exam_day=day)
    lead, at = await centre.lead(), f"/api/staff/exam-days/{place.session_id}"
    await did(lead.post(f"{at}/opening/lead", json={}))
    await did(lead.post(f"{at}/opening/candidate", json={"seat_id": place.seat_id, "code_or_name": place.code}))
    await did(lead.post(f"{at}/opening/open", json={}))
    await did(lead.post(f"{at}/seats/{place.seat_id}/identity", json={"document": "identity_card"}))
    await did(lead.post(f"{at}/phases/open", json={"phase": "preparation", "seat_ids": [place.seat_id]}))
    return place


def customers(pack: Pack, subject_id: str) -> set[str]:
    return {one.customer for one in pack.subject(subject_id).exchanges}


async def test_no_file_is_read_before_the_word_and_only_the_drawn_ones_after(centre: Centre) -> None:
    place = await preparing(centre)
    candidate, juror = await centre.at_desk(place.code), await centre.as_("roy")
    pack = (await centre.services.rooms.read(place.seat_id)).state.pack  # type: ignore[arg-type]  of an answer
    every = {one for subject in SUBJECTS for one in customers(pack, subject)}

    async def nothing_is_read() -> None:
        assert (await did(candidate.get("/api/candidate/day")))["subject_drawn"] is False
        refused(await candidate.get("/api/candidate/day/preparation"), 409, "files_closed")
        note = {"customer_id": next(iter(every)), "text": "vu"}
        refused(await candidate.put("/api/candidate/day/preparation", json=note), 409, "files_closed")
        for customer in every:
            answer = await candidate.get(f"/api/candidate/customers/{customer}")
            assert answer.status_code >= 400, customer

    await nothing_is_read()
    draws = f"/api/staff/seats/{place.seat_id}/draws/subject"
    await did(juror.post(draws, json={"reason": ""}))
    await nothing_is_read()
    await did(candidate.post("/api/candidate/draws/subject/reveal", json={"word": "37"}))

    assert (await did(candidate.get("/api/candidate/day")))["subject_drawn"] is True
    shown = {one["customer_id"] for one in (await did(candidate.get("/api/candidate/day/preparation")))["customers"]}
    assert shown in [customers(pack, one) for one in SUBJECTS]
    for customer in every - shown:
        answer = await candidate.get(f"/api/candidate/customers/{customer}")
        assert answer.status_code >= 400, customer
