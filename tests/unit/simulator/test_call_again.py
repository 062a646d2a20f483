"""Placing a call again, also when the server died between the start of the exchange and the first ring."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from simulator.accounts.live_rights import LiveRight
from simulator.desk.feed import Outbox
from simulator.desk.seat_room import SeatRoom
from simulator.facts import kinds
from simulator.live_messages import commands, events
from simulator.phones.service import Phones
from simulator.services import Services
from telephony import LineState
from tests.unit.simulator.test_exam_time import MemoryLog, services
from tests.unit.simulator.world import LEFORT, ROY, Story


def a_room(story: Story) -> tuple[SeatRoom, list[dict[str, Any]]]:
    """Both sides have sound; `rung` lists what the switch was asked to ring."""
    rung: list[dict[str, Any]] = []
    shared = services(MemoryLog())
    switch = SimpleNamespace(
        line_state=lambda line_id: LineState.CONNECTED,
        call=lambda call_id: None,
        ring=lambda call_id, **how: rung.append(how),
        stop_listening=lambda line_id: None,
        sounds_early=lambda call_id: False,
    )
    settings = SimpleNamespace(recordings=Path("recordings"), ring_seconds=30)
    more = {"switch": switch, "settings": settings, "live": SimpleNamespace(is_on=False), "secret": "of this house"}
    house = cast(Services, SimpleNamespace(**vars(shared) | more))
    house.phones = Phones(house, lambda _: None)  # never opened: nobody has a telephone
    room = SeatRoom(house, story.state)
    room.candidate.attach(Outbox())
    return room, rung


async def place(room: SeatRoom, actor: Any = LEFORT) -> events.Ack:
    command = commands.CallPlace(id="again", run_id="inbound")
    return await room.handle(room.juror_desk(actor, True), command, LiveRight("roy", room.seat_id, for_ever))


async def for_ever() -> None:
    """A right that nothing takes away."""


async def test_an_exchange_whose_call_never_rang_can_be_placed() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    room, rung = a_room(story)
    assert (await place(room)).ok
    assert len(rung) == 1


@pytest.mark.parametrize("reason", ["no_answer", "declined", "lost"])
async def test_a_missed_or_lost_call_can_be_placed_again(reason: str) -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    ringing = kinds.CallRinging(call_id="c1", caller="customer", number="06 39 98 11 22", name="Mme Morel")
    story.tell(ringing, "inbound", LEFORT)
    if reason == "lost":
        story.tell(kinds.CallConnected(call_id="c1", answer_seconds=1), "inbound")
    story.tell(kinds.CallEnded(call_id="c1", reason=reason, by=None, seconds=0), "inbound")
    room, rung = a_room(story)
    assert (await place(room)).ok
    assert len(rung) == 1


async def test_a_ringing_call_is_not_placed_twice_nor_by_somebody_else() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "inbound", LEFORT)
    room, rung = a_room(story)
    other = await place(room, ROY)
    assert other.problem is not None
    assert other.problem.code == "not_player"
    ringing = kinds.CallRinging(call_id="c1", caller="customer", number="06 39 98 11 22", name="Mme Morel")
    story.tell(ringing, "inbound", LEFORT)
    assert not (await place(room)).ok
    assert rung == []


async def test_an_outbound_mission_is_the_candidates_to_dial() -> None:
    story = Story()
    story.tell(kinds.ExchangeStarted(), "outbound", LEFORT)
    room, rung = a_room(story)
    assert not (await place(room)).ok
    assert rung == []
