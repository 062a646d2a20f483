"""The clock that a rehearsal hands to its installation: as fast as the day is waited for, never set back."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from simulator.steady_clock import MachineClocks, boot_seconds, system_now

STEP_SECONDS = 0.1
"""How long one piece of a wait takes, where a pace was asked for."""


class Clock(Protocol):
    """What exam minutes are waited for by."""

    def now(self) -> datetime:
        """UTC."""
        ...

    async def passes(self, minutes: float) -> None:
        """So much later, once it returns."""
        ...


class PassingClock:
    """`pace`: exam minutes in each second of a wait; None: a wait takes no time at all.

    Between waits time goes by as it does: an exchange lasts what it lasts. `system`, `steady`: the machine's.
    """

    def __init__(
        self,
        pace: float | None = None,
        system: Callable[[], datetime] = system_now,
        steady: Callable[[], float] = boot_seconds,
    ) -> None:
        self._pace, self._system, self._steady = pace, system, steady
        self._ahead = timedelta(0)

    def clocks(self) -> MachineClocks:
        """What the installation counts by."""
        return MachineClocks(
            system=lambda: self._system() + self._ahead,
            steady=lambda: self._steady() + self._ahead.total_seconds(),
        )

    def now(self) -> datetime:
        """UTC, as the installation sees it."""
        return self._system() + self._ahead

    async def passes(self, minutes: float) -> None:
        """So much later. Cancelled in the middle, the part that has passed has passed."""
        if self._pace is None:
            self._ahead += timedelta(minutes=minutes)
            return
        left = minutes
        while left > 0:
            piece = min(left, self._pace * STEP_SECONDS)
            await asyncio.sleep(piece / self._pace)
            # The wait itself has passed on the machine's clock already.
            self._ahead += timedelta(minutes=piece) - timedelta(seconds=piece / self._pace)
            left -= piece
