"""The daily look at what is kept too long, so many days from now."""

from datetime import datetime, timedelta
from typing import cast

from simulator.custody.session_keys import SessionKeys
from simulator.retention import Purged, Retention
from simulator.steady_clock import SteadyClock
from tests.integration.simulator.ground import Centre


class LaterClock:
    """The centre's own, so many days later."""

    def __init__(self, clock: SteadyClock, days: int) -> None:
        self._clock, self._days = clock, days

    def now(self) -> datetime:
        return self._clock.now() + timedelta(days=self._days)


async def looked(centre: Centre, days: int) -> Purged:
    """The daily look, so many days from now."""
    services = centre.services
    clock = cast(SteadyClock, LaterClock(services.clock, days))
    return await Retention(
        services.sessions, services.settings, SessionKeys(services.sessions, services.secret), clock
    ).purge()
