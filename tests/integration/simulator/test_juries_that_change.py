"""13: whoever changes an examiner tells it: a dated fact, a sentence at the jury's desks, a line in the minutes."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest_asyncio

from simulator.facts.day_facts import JurorsChanged
from simulator.facts.day_log import DayLog
from tests.integration.simulator.ground import did
from tests.integration.simulator.house import Desk
from tests.integration.simulator.juries import CCP1
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre
from tests.integration.simulator.printed_minutes import minutes_of


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncGenerator[OpenCentre]:
    async with an_open_centre(tmp_path) as one:
        yield one


async def test_a_change_of_jury_is_told_dated_and_printed(house: OpenCentre) -> None:
    centre = house.centre
    place = await centre.place("exam", exam_day=CCP1)
    lead, jurors = await centre.lead(), f"/api/staff/seats/{place.seat_id}/jurors"
    ids = centre.ids
    async with Desk(await house.staff("roy"), place.seat_id) as roy:
        await did(lead.put(jurors, json={"person_ids": [ids["lefort"], ids["roy"]]}))
        await did(lead.put(jurors, json={"person_ids": [ids["roy"], ids["ailleurs"]]}))
        said = "Le jury de ce poste a changé\u00a0: Nadia Roy, Odile Ailleurs, au lieu de Marc Lefort, Nadia Roy."
        await roy.until(lambda: [one["message"] for one in roy.notices] == [said], "told once, at the jury's desk")
    facts = await DayLog(centre.services.sessions).of_session(place.session_id)
    changes = [(one.actor.name, one.data) for one in facts if isinstance(one.data, JurorsChanged)]
    assert changes == [
        (
            "Claire Delmas",
            JurorsChanged(
                seat_id=place.seat_id,
                before=("Marc Lefort", "Nadia Roy"),
                after=("Nadia Roy", "Odile Ailleurs"),
            ),
        )
    ], "the same people again are no change, nor is the first jury"
    printed = await minutes_of(centre, place.session_id)
    assert "Changements de jury" in printed
    assert "Claire Delmas : Nadia Roy, Odile Ailleurs, au lieu de Marc Lefort, Nadia Roy" in printed
