"""A jury at a seat of a CCP1 exam, from the first mark to the last signature."""

from typing import Any

import httpx

from simulator.facts import kinds
from simulator.facts.fact import Actor, NewFact
from tests.integration.simulator.ground import PASSWORD, STAFF, Centre, Place, did

CCP1 = {"format_id": "ccp1", "phases": ["exchanges"]}


class Jury:
    """A seat of a CCP1 exam with its jurors' browsers."""

    def __init__(self, centre: Centre, place: Place) -> None:
        self.centre, self.place = centre, place
        self.url = f"/api/staff/seats/{place.seat_id}/deliberation"

    async def told(self, login: str, *facts: kinds.AnyFact, run: bool = True, run_id: str | None = None) -> None:
        """Facts of this juror, as their desk would have kept them; of the first exchange unless told of which."""
        room = await self.centre.services.rooms.room(self.place.seat_id)
        run_id = run_id or (next(iter(room.state.runs)) if run else None)
        actor = Actor.of_person(self.centre.ids[login], STAFF[login][0])
        await room.keep([NewFact(fact, run_id, actor) for fact in facts])

    async def submitted(self, *logins: str) -> None:
        for login in logins:
            await self.told(login, kinds.MarkingSubmitted(), run=False)

    async def told_as(self, login: str, name: str) -> None:
        """Somebody who was put into this jury later hands in."""
        room = await self.centre.services.rooms.room(self.place.seat_id)
        actor = Actor.of_person(self.centre.ids[login], name)
        await room.keep([NewFact(kinds.MarkingSubmitted(), None, actor)])

    async def signed(self, *, refuses: str = "") -> dict[str, Any]:
        """Everything settled by one and signed by both, whose marks differed on CP3.1. All is acquired but what the
        jury `refuses`."""
        await self.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory", comment="apaise d’abord"))
        await self.told("lefort", kinds.VerdictSet(criterion="CP3.1", verdict="insufficient"))
        for login in ("roy", "lefort"):
            await self.told(login, kinds.VerdictSet(criterion="CP1.1", verdict="to_improve"))
        await self.submitted("roy", "lefort")
        roy, lefort = await self.centre.as_("roy"), await self.centre.as_("lefort")
        reason = {"verdict": "to_improve", "reason": "Apaise, puis rejette la faute."}
        await did(roy.put(f"{self.url}/verdicts/CP3.1", json=reason))
        page = await settle(roy, self.url)
        if refuses:
            body = {"decision": "not_acquired", "reason": "Le second certificat reste à passer."}
            body["seen"] = decided_at(page, refuses)
            page = await did(roy.put(f"{self.url}/decisions/{refuses}", json=body))
        for browser in (roy, lefort):
            signature = {"digest": page["digest"], "password": PASSWORD}
            page = await did(browser.post(f"{self.url}/signatures", json=signature))
        return page


def criterion(page: dict[str, Any], wanted: str) -> dict[str, Any]:
    return next(one for one in page["criteria"] if one["criterion"] == wanted)


def decided_at(page: dict[str, Any], wanted: str) -> str:
    """The moment of a decision, as whoever writes over it has seen it."""
    return next(one["taken"]["at"] for one in page["decisions"] if one["what"] == wanted)


async def settle(browser: httpx.AsyncClient, url: str) -> dict[str, Any]:
    """Decides all that is still to be decided."""
    page = await did(browser.get(url))
    for what in page["missing"]:
        kind, body = (
            ("verdicts", {"verdict": "satisfactory", "reason": "Vu ensemble à la réécoute."})
            if "." in what
            else ("decisions", {"decision": "acquired"})
        )
        page = await did(browser.put(f"{url}/{kind}/{what}", json=body))
    return page
