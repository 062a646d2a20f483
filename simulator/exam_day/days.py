"""Reading and writing the day of a session: its facts, through the one log."""

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from simulator.exam_day.state import DayState
from simulator.facts.day_facts import AnyDayFact
from simulator.facts.day_log import DayLog
from simulator.facts.fact import Actor
from simulator.facts.log import Overtaken
from simulator.ids import SessionId
from simulator.steady_clock import SteadyClock
from simulator.storage.not_kept import NotKept

MOST_OVERTAKEN = 5
"""Times that a decision is made anew because somebody else was faster."""


class ExamDays:
    """Keeps nothing between two questions: a day has a few dozen facts."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], clock: SteadyClock) -> None:
        self._log, self._clock = DayLog(sessions), clock

    async def state(self, session_id: SessionId) -> DayState:
        """The day as its facts make it."""
        state = DayState()
        for fact in await self._log.of_session(session_id):
            state.apply(fact)
        return state

    async def keep(
        self, session_id: SessionId, actor: Actor, make: Callable[[DayState], Sequence[AnyDayFact]]
    ) -> DayState:
        """Keeps what `make` decides on the day as it stands, and returns the day with it.

        Raises what `make` raises, and NotKept. Cancelled, it may be kept.
        """
        for _ in range(MOST_OVERTAKEN):
            state = await self.state(session_id)
            facts = [(actor, data) for data in make(state)]
            try:
                kept = await self._log.keep(session_id, state.last, facts, self._clock.now())
            except Overtaken:
                continue
            for fact in kept:
                state.apply(fact)
            return state
        raise NotKept
