"""Many requests at once: each one succeeds or is refused with words, and nothing is numbered twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from sqlalchemy import select

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("at-once"), sip=True) as one:
        yield one


async def new_session(centre: Centre, **more: str) -> str:
    body = {"kind": "practice", "title": "Ensemble", "pack_id": PACK_ID, "subject_id": "sujet"}
    return str((await did((await centre.lead()).post("/api/staff/sessions", json=body | more)))["id"])


async def add(centre: Centre, session_id: str, names: list[str]) -> list[tuple[int, str]]:
    """Status and label, or code, of each."""
    lead = await centre.lead()
    path = f"/api/staff/sessions/{session_id}/seats"
    answers = await asyncio.gather(
        *(lead.post(path, json={"candidate_name": name, "desk": "Poste"}) for name in names)
    )
    return [(one.status_code, one.json().get("label") or one.json()["code"]) for one in answers]


@pytest.mark.parametrize("group", ["", "Promotion A"])
async def test_thirty_places_added_at_once_are_thirty_places_with_a_number_each(centre: Centre, group: str) -> None:
    session_id = await new_session(centre, group_name=group)
    made = await add(centre, session_id, [f"Candidate {n}" for n in range(30)])
    assert sorted(made) == [(201, f"C-{n:02}") for n in range(1, 31)]


async def test_one_name_added_eight_times_at_once_in_two_sessions_of_a_group_is_one_person(centre: Centre) -> None:
    first, second = [await new_session(centre, group_name="Promotion B") for _ in range(2)]
    both = await asyncio.gather(*(add(centre, one, ["Inès Même"] * 4) for one in (first, second)))
    for made in both:
        assert Counter(status for status, _ in made) == {201: 1, 409: 3}
        assert {what for status, what in made if status == 409} == {"same_name"}
    async with centre.services.sessions() as session:
        seats = await session.scalars(select(SeatRow).join(PersonRow).where(PersonRow.name == "Inès Même"))
        people = [seat.person_id for seat in seats]
    assert (len(people), len(set(people))) == (2, 1)


async def test_a_session_closed_meanwhile_takes_in_nobody_more(centre: Centre) -> None:
    session_id, lead = await new_session(centre), await centre.lead()
    closing = asyncio.ensure_future(lead.post(f"/api/staff/sessions/{session_id}/close"))
    made = await add(centre, session_id, [f"Tardive {n}" for n in range(10)])
    assert (await closing).status_code == 200
    assert {what for status, what in made if status != 201} <= {"session_closed"}
    late = await add(centre, session_id, ["Trop Tard"])
    assert late == [(409, "session_closed")]


async def test_ten_further_attempts_asked_for_at_once_are_ten_attempts(centre: Centre) -> None:
    place, lead = await centre.place(), await centre.lead()
    path = f"/api/staff/seats/{place.seat_id}/runs"
    answers = await asyncio.gather(*(lead.post(path, json={"exchange_id": "chat-entrant"}) for _ in range(10)))
    assert {one.status_code for one in answers} == {201}
    room = await centre.services.rooms.room(place.seat_id)
    attempts = sorted(run.attempt for run in room.state.runs.values() if run.exchange.id == "chat-entrant")
    assert attempts == list(range(1, 12))


async def test_jurors_set_ten_times_at_once_are_set(centre: Centre) -> None:
    place, lead = await centre.place(), await centre.lead()
    path, jurors = f"/api/staff/seats/{place.seat_id}/jurors", [centre.ids["roy"], centre.ids["lefort"]]
    answers = await asyncio.gather(*(lead.put(path, json={"person_ids": jurors[: 1 + n % 2]}) for n in range(10)))
    assert {one.status_code for one in answers} == {200}


async def test_a_telephone_account_asked_for_by_six_pages_at_once_is_one(centre: Centre) -> None:
    browser = await centre.as_("ailleurs")
    answers = await asyncio.gather(*(browser.get("/api/staff/phone") for _ in range(6)))
    assert {one.status_code for one in answers} == {200}
    assert len({one.json()["auth_user"] for one in answers}) == 1
