"""An exam day's case study of the shipped company, at a seat: opened, paused and ended as the day's people would."""

import uuid
from typing import Any

import httpx

from simulator.facts.fact import SYSTEM, NewFact
from simulator.facts.kinds import AnyFact, ClockEnded, ClockPaused, ClockReopened, ClockResumed, ClockStarted
from simulator.seat.decision import Decision
from tests.integration.simulator.ground import Centre, Place

Json = dict[str, Any]
DAY: Json = {
    "pack_id": "velambre",
    "subject_id": "titre-1",
    "exam_day": {"format_id": "title", "case_study_id": "leroux-batterie"},
}


async def a_case_study(centre: Centre, minutes: int = 75, *, opened: bool = True, **more: Any) -> Place:
    """A seat of a new exam day, its case study under way for so many minutes."""
    place = await centre.place("exam", **(DAY | more))
    if opened:
        await tell(centre, place, ClockStarted(phase="case_study", minutes=minutes))
    return place


async def tell(centre: Centre, place: Place, *facts: AnyFact) -> None:
    """Has these facts kept at the seat, in its order."""
    room = await centre.services.rooms.room(place.seat_id)
    await room.commanding.decide(SYSTEM, lambda _: Decision([NewFact(one) for one in facts]))


async def pause(centre: Centre, place: Place) -> None:
    await tell(centre, place, ClockPaused(phase="case_study", reason="alerte incendie"))


async def resume(centre: Centre, place: Place) -> None:
    await tell(centre, place, ClockResumed(phase="case_study"))


async def close(centre: Centre, place: Place) -> None:
    await tell(centre, place, ClockEnded(phase="case_study"))


async def reopen(centre: Centre, place: Place, minutes: int = 10) -> None:
    await tell(centre, place, ClockReopened(phase="case_study", minutes=minutes, reason="temps majoré"))


def document(*paragraphs: str) -> Json:
    """As the editor sends it."""
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": one}]} if one else {"type": "paragraph"}
            for one in paragraphs
        ],
    }


async def save(
    browser: httpx.AsyncClient,
    *paragraphs: str,
    based_on: int = 0,
    written: str = "reply_letter",
    client_id: str = "",
    **more: str,
) -> httpx.Response:
    body: Json = {
        "client_id": client_id or uuid.uuid4().hex,
        "based_on": based_on,
        "document": document(*paragraphs),
        **more,
    }
    return await browser.post(f"/api/candidate/productions/{written}/versions", json=body)
