"""What a kind of work is: how it is done, how often it is tried, and who hears when it is given up."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession


class NotYet(Exception):
    """What the work needs is not there yet; it is looked at again after so many seconds, and counts as no attempt."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not before {seconds:g} s")
        self.seconds = seconds


async def _nobody(subject: str, why: str) -> None:
    """Nobody is told that a job of this kind was given up; the row and the log say it."""


async def _nothing(session: AsyncSession) -> Sequence[str]:
    """Whatever is owed was asked for."""
    return ()


def _later(attempt: int) -> timedelta:
    return timedelta(seconds=min(600, 5 * 2**attempt))


@dataclass(frozen=True, slots=True)
class JobKind:
    """`work(subject)` may raise NotYet. It is safe to do again: a crash may come between its end and its row's."""

    name: str
    work: Callable[[str], Awaitable[None]]
    side_by_side: int = 1
    most_attempts: int = 6
    longest: timedelta = timedelta(hours=1)
    """After that an attempt has failed, and nobody else was held up by it meanwhile but its own kind."""
    wait: Callable[[int], timedelta] = _later
    """How long after a failed attempt, by its number."""
    gave_up: Callable[[str, str], Awaitable[None]] = _nobody
    """Told subject and reason after the last attempt; may raise: then it is told again later."""
    latest_first: bool = False
    look_every: float = 30.0
    """Seconds between two looks at what is due when nobody rings."""
    missing: Callable[[AsyncSession], Awaitable[Sequence[str]]] = _nothing
    """At the start: what is owed and was never asked for (an older version's, an option installed since)."""
