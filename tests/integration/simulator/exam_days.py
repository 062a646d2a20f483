"""An exam day in a started centre, and time that passes when a test says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from simulator.steady_clock import SteadyClock, boot_seconds, system_now
from tests.integration.simulator.ground import Centre, Place, did

PHASES = ["preparation", "exchanges", "final_interview"]
"""Those of the title that the tests' pack can play: it has no case study."""


@dataclass
class HeldDay:
    """A day with its places, and its responsible person's browser."""

    centre: Centre
    session_id: str
    places: list[Place]
    lead: httpx.AsyncClient

    @property
    def path(self) -> str:
        return f"/api/staff/exam-days/{self.session_id}"

    @property
    def seat_ids(self) -> list[str]:
        return [place.seat_id for place in self.places]

    async def act(self, what: str, **body: Any) -> Any:
        return await did(self.lead.post(f"{self.path}/{what}", json=body))

    async def open(self, phase: str, *seat_ids: str) -> Any:
        return await self.act("phases/open", phase=phase, seat_ids=list(seat_ids))

    async def close(self, phase: str, *seat_ids: str) -> Any:
        return await self.act("phases/close", phase=phase, seat_ids=list(seat_ids or self.seat_ids), reason="essai")

    async def board(self) -> Any:
        return await did(self.lead.get(f"{self.path}/board"))

    async def phase(self, phase: str, seat: int = 0) -> Any:
        """As the board shows it."""
        place = (await self.board())["places"][seat]
        return next(one for one in place["phases"] if one["phase"] == phase)


async def a_day(
    centre: Centre, candidates: int = 2, phases: list[str] | None = None, room: str = "Salle A", is_shut: bool = False
) -> HeldDay:
    """Candidates at desks « Salle A · Poste 1 »…, with jurors roy and lefort."""
    first = await centre.place("exam", exam_day={"format_id": "title", "phases": phases or PHASES}, is_shut=is_shut)
    lead, places = await centre.lead(), [first]
    for number in range(2, candidates + 1):
        body = {"candidate_name": f"Candidat {number}", "desk": f"{room} · Poste {number}"}
        seat = await did(lead.post(f"/api/staff/sessions/{first.session_id}/seats", json=body))
        people = [centre.ids[login] for login in ("roy", "lefort")]
        await did(lead.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json={"person_ids": people}))
        code = await did(lead.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))
        places.append(Place(first.session_id, seat["seat_id"], code["code"], code["partner_code"]))
    return HeldDay(centre, first.session_id, places, lead)


class HandedIn:
    """A server's clock in a test's hand: `passes` moves it, as if so much time had gone by."""

    def __init__(self, clock: SteadyClock) -> None:
        self._ahead = timedelta(0)
        # The product reads two clocks and never sets them: both are handed in together.
        vars(clock)["_system"] = lambda: system_now() + self._ahead
        vars(clock)["_steady"] = lambda: boot_seconds() + self._ahead.total_seconds()

    def passes(self, minutes: float) -> None:
        self._ahead += timedelta(minutes=minutes)

    def goes_to(self, when: datetime) -> None:
        """As if the server had been started before and it were now `when`."""
        self._ahead = when - system_now()
