"""A seat's room of the made-up world, with a log in memory and a switch that only notes what it is asked."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from scoring.referential import load_referential
from simulator.accounts.live_rights import LiveRight
from simulator.desk.feed import DeskFeed, Outbox
from simulator.desk.media import Media
from simulator.desk.seat_parts import SeatParts
from simulator.desk.seat_room import SeatRoom
from simulator.facts.fact import Fact, NewFact, Place
from simulator.facts.log import AlreadyDone, Beside, FactLog
from simulator.live_messages import commands, events
from simulator.seat.state import SeatState
from simulator.seat.written import NewVersion
from simulator.steady_clock import SteadyClock
from simulator.storage.not_kept import NotKept
from telephony import CallSnapshot, LineState, Role, SideQuality, Switch
from tests.unit.simulator.world import NOON, Story

CONNECTED = "connected"


class MemoryLog:
    """Keeps facts in a list after some turns of the event loop, as the real log does on disk; or cannot."""

    def __init__(self) -> None:
        self.kept: list[Fact] = []
        self.is_full = False
        self.turns = 3

    async def keep(
        self,
        session_id: str,
        seat_id: str,
        after: int,
        facts: Sequence[NewFact],
        at: datetime,
        beside: Beside | None = None,
    ) -> list[Fact]:
        for _ in range(self.turns):
            await asyncio.sleep(0)
        if self.is_full:
            raise NotKept
        ids = {fact.command_id for fact in self.kept if fact.command_id}
        if any(new.command_id in ids for new in facts if new.command_id):
            raise AlreadyDone
        made = [
            Fact(number, at, Place(session_id, seat_id, new.run_id), new.actor, new.data, new.command_id)
            for number, new in enumerate(facts, start=after + 1)
        ]
        self.kept += made
        return made


@dataclass
class NotedSwitch:
    """What it was asked, and which calls it carries."""

    asked: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])
    calls: dict[str, CallSnapshot] = field(default_factory=dict[str, CallSnapshot])

    def line_state(self, line_id: str) -> LineState:
        return LineState.CONNECTED

    def call(self, call_id: str) -> CallSnapshot | None:
        return self.calls.get(call_id)

    def sounds_early(self, call_id: str) -> bool:
        return False

    def ring(self, call_id: str, **how: Any) -> None:
        self.asked.append(("ring", call_id))
        quality = {role: SideQuality() for role in Role}
        muted, nothing = dict.fromkeys(Role, False), {role: [] for role in Role}
        self.calls[call_id] = CallSnapshot(
            call_id, cast(Any, "ringing"), NOON, None, 0.0, None, muted, frozenset(), nothing, quality
        )

    def stop_listening(self, line_id: str) -> None:
        self.asked.append(("stop_listening", line_id))

    def hang_up(self, call_id: str, role: Role | None) -> None:
        self.asked.append(("hang_up", call_id))

    def forget(self, call_id: str) -> None:
        self.calls.pop(call_id, None)


@dataclass
class House:
    """A room and what it stands on."""

    room: SeatRoom
    log: MemoryLog
    switch: NotedSwitch

    async def handle(self, feed: DeskFeed, command: commands.Command) -> events.Ack:
        """What a desk asks for whose right stands."""
        return await self.room.commanding.handle(
            feed, command, LiveRight("somebody", self.room.seat_id, _nothing_lost)
        )


async def _nothing_lost() -> None:
    return


async def _nothing_new(state: SeatState) -> None:
    return


async def _no_sound(call_id: str) -> float:
    return 0.0


async def _nobody_hears(call_id: str, folder: Path) -> None:
    return


def _no_rows(state: SeatState, versions: Sequence[NewVersion]) -> Beside:
    async def write(session: AsyncSession) -> None:
        return

    return write


def a_house(story: Story) -> House:
    """The candidate and whoever is asked for are at their desks; nobody has a telephone."""
    log, switch = MemoryLog(), NotedSwitch()
    telephones = SimpleNamespace(
        switchboard=None,
        reachable=lambda owner: [],
        ringing_phones=lambda owner, session_id: [],
        rings_browser=lambda owner, session_id: True,
        device=lambda owner, session_id: "browser",
        call_trouble=lambda owner: "",
        listening_number=lambda seat_id: None,
    )
    parts = SeatParts(
        facts=cast(FactLog, log),
        clock=SteadyClock(system=lambda: NOON, steady=lambda: 0.0),
        referential=load_referential(),
        media=Media(cast(Switch, switch), cast(Any, telephones)),
        words=SimpleNamespace(is_on=False, begin=_nobody_hears, end=lambda call_id: None),
        finisher=SimpleNamespace(call_ended=lambda call_id: None, recorded_seconds=_no_sound),
        recordings=Path("recordings"),
        ring_seconds=30,
        read_again=_nothing_new,
        keep_versions=_no_rows,
    )
    room = SeatRoom(parts, story.state, {})
    room.candidate.attach(Outbox())
    room.here.candidate.is_connected = True
    room.owner.look()
    return House(room, log, switch)
