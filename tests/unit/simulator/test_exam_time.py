"""What the end of an exam's time does, and does not do, to the exchange that runs at that second."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

from scoring.referential import load_referential
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_room import SeatRoom
from simulator.facts import kinds
from simulator.facts.kinds import AnyFact
from simulator.facts.log import SYSTEM, Actor, Fact, Place
from simulator.services import Services
from simulator.settings import Settings
from telephony import LineState
from tests.unit.simulator.world import CANDIDATE, LEFORT, fresh_state


class MemoryLog:
    """Keeps facts in a list, as the real log does on disk."""

    def __init__(self) -> None:
        self.kept: list[Fact] = []
        self._numbers: Iterator[int] = itertools.count(1)

    async def append(self, place: Place, data: AnyFact, actor: Actor = SYSTEM, command_id: str | None = None) -> Fact:
        fact = Fact(next(self._numbers), datetime.now(UTC), place, actor, data, command_id)
        self.kept.append(fact)
        return fact


def services(log: MemoryLog) -> Services:
    switch = SimpleNamespace(line_state=lambda line_id: LineState.ABSENT, call=lambda call_id: None)
    return cast(
        Services, SimpleNamespace(facts=log, switch=switch, referential=load_referential(), settings=Settings())
    )


def exam(minutes_ago: float) -> tuple[SeatRooms, SeatRoom, MemoryLog]:
    """An exam whose clock of 60 minutes was started so long ago, with a chat running."""
    log = MemoryLog()
    rooms = SeatRooms(services(log))
    state = fresh_state("exam")
    start = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    story: tuple[tuple[AnyFact, str | None, Actor], ...] = (
        (kinds.ClockStarted(minutes=60), None, LEFORT),
        (kinds.ExchangeStarted(), "chat", LEFORT),
        (kinds.ChatSent(message_id="m1", by="candidate", text="Bonjour"), "chat", CANDIDATE),
    )
    for data, run_id, actor in story:
        state.apply(Fact(next(log._numbers), start, Place("session1", "seat1", run_id), actor, data))
    return rooms, SeatRoom(services(log), state), log


async def test_the_clock_ends_by_itself_when_the_time_is_up_and_not_before() -> None:
    rooms, room, log = exam(59.5)
    await rooms._end_clock(room)
    assert log.kept == []
    rooms, room, log = exam(60.1)
    await rooms._end_clock(room)
    assert room.state.clock.state == "ended"
    assert log.kept[0].actor == SYSTEM


async def test_the_running_conversation_goes_on_and_its_overrun_is_a_fact() -> None:
    rooms, room, log = exam(60.1)
    await rooms._end_clock(room)
    assert room.state.runs["chat"].phase == "live"
    noted = [fact for fact in log.kept if isinstance(fact.data, kinds.IncidentNoted)]
    assert [fact.place.run_id for fact in noted] == ["chat"]


async def test_the_end_of_the_time_is_told_once() -> None:
    rooms, room, log = exam(60.1)
    await rooms._end_clock(room)
    await rooms._end_clock(room)
    assert sum(isinstance(fact.data, kinds.ClockEnded) for fact in log.kept) == 1
