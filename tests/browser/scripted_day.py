"""A title day that scripted people have played up to the interviews, on an installation of its own.

The second half is a test's to play by the pages.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.app import create_app
from simulator.rehearsal import written_part
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.drawing import draw
from simulator.rehearsal.exchanges_part import Exchanges, prepare
from simulator.rehearsal.held_day import Candidacy, HeldDay
from simulator.rehearsal.installation import temporary_installation
from simulator.rehearsal.morning import Morning
from simulator.rehearsal.passing_clock import PassingClock
from simulator.rehearsal.report import Report
from tests.integration.simulator.ground import PASSWORD

CANDIDATES = 2


@dataclass
class Afternoon:
    """What the rest of the day needs."""

    day: HeldDay
    present: list[Candidacy]
    clock: PassingClock

    @property
    def address(self) -> str:
        return self.day.installation.address

    @property
    def session_id(self) -> str:
        return self.day.session_id

    async def desk_code(self, one: Candidacy) -> str:
        """A new one, as the responsible person gives it to who has lost theirs."""
        return str((await self.day.lead.post(one.at("desk-code")))["code"])

    async def passes(self, minutes: float) -> None:
        await self.clock.passes(minutes)


@asynccontextmanager
async def an_afternoon(folder: Path) -> AsyncGenerator[Afternoon]:
    """Texts written, sealed and corrected, six exchanges played with each candidate, both at once to save time."""
    clock = PassingClock()
    cast = Cast(Cast.of(CANDIDATES).candidates, PASSWORD)
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(temporary_installation(folder, cast, clock.clocks(), create_app))
        day, present = await Morning(house, clock, "title", Report(clock.now, lambda _: None), stack).begin()
        await written_part.write_case_study(day, present, None)
        for one in present:
            await written_part.correct(one)
            await draw(day.invigilator, one, "subject")
            await prepare(day, one)
        await day.open("exchanges", *present)
        await asyncio.gather(*(Exchanges(one).play() for one in present))
        await day.let_end("exchanges", *present)
        yield Afternoon(day, present, clock)
