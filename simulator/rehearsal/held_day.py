"""The exam day that is rehearsed, as its scripted people share it: who is signed in, which seats, which phases."""

import asyncio
from dataclasses import dataclass
from typing import Any

from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.house import Installation
from simulator.rehearsal.passing_clock import Clock
from simulator.rehearsal.person import Person

WORDS = {
    "case_study": "Étude de cas",
    "preparation": "Préparation des échanges",
    "exchanges": "Échanges",
    "interview_preparation": "Préparation de l’entretien",
    "recorded_sequence": "Séquence enregistrée",
    "debrief": "Questions du jury",
    "technical_interview": "Entretien technique",
    "final_interview": "Entretien final",
}
"""Of the phases, in the order of the day."""

PLAYED = "Répétition : étape jouée."
"""Why a phase is closed before its time."""

OVER_SECONDS = 30.0
"""How long the server may take to end a phase whose time is up; it looks once a second."""


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One candidate, at their desk, and the two who judge them."""

    seat_id: str
    name: str
    person: Person
    jurors: tuple[Person, Person]
    juror_names: tuple[str, str]

    def at(self, what: str) -> str:
        """A path of this seat's, for staff."""
        return f"/api/staff/seats/{self.seat_id}/{what}"


@dataclass(frozen=True, slots=True)
class HeldDay:
    """`phases`: of the format, in the order of the day."""

    installation: Installation
    clock: Clock
    session_id: str
    phases: tuple[str, ...]
    lead: Person
    invigilator: Person

    @property
    def at(self) -> str:
        """The path of the day, for staff."""
        return f"/api/staff/exam-days/{self.session_id}"

    async def open(self, phase: str, *who: Candidacy) -> None:
        """Raises DidNotHold where one of them is refused."""
        seats = [one.seat_id for one in who]
        done = await self.lead.post(f"{self.at}/phases/open", phase=phase, seat_ids=seats)
        if done["refused"]:
            raise DidNotHold(f"« {WORDS[phase]} » ne s’ouvre pas : {done['refused'][0]}")

    async def let_end(self, phase: str, *who: Candidacy) -> None:
        """Waits out what is left, on the exam's clock, until the server has ended it. Raises DidNotHold.

        Where time cannot be hurried, the responsible person closes what was played; written texts are waited for, so
        that the end of their time seals them.
        """
        if self.installation.hurries and phase != "case_study":
            seats = [one.seat_id for one in who]
            await self.lead.post(f"{self.at}/phases/close", phase=phase, seat_ids=seats, reason=PLAYED)
            return
        left = max([(await self.clock_of(phase, one))["remaining_seconds"] for one in who])
        await self.clock.passes((left + 1) / 60)
        try:
            async with asyncio.timeout(OVER_SECONDS):
                while True:
                    if all([(await self.clock_of(phase, one))["state"] == "ended" for one in who]):
                        return
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise DidNotHold(f"« {WORDS[phase]} » ne finit pas, son temps écoulé.") from None

    async def clock_of(self, phase: str, who: Candidacy) -> Any:
        """As the responsible person's board shows it."""
        board = await self.lead.get(f"{self.at}/board")
        place = next(one for one in board["places"] if one["seat_id"] == who.seat_id)
        return next(one for one in place["phases"] if one["phase"] == phase)
