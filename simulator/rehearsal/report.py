"""What a rehearsal tells while it plays: each phase, its exam minutes, the seconds that it really took."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.typography import french_spaces


@dataclass(frozen=True, slots=True)
class Played:
    """`passed`: on the exam's clock. `seconds`: of whoever waits for the rehearsal."""

    what: str
    passed: timedelta
    seconds: float

    def line(self) -> str:
        """« Étude de cas                    75 min d’épreuve     1,2 s »"""
        minutes = round(self.passed / timedelta(minutes=1))
        taken = f"{self.seconds:.1f}".replace(".", ",")
        return f"{self.what:<52}{minutes:>5} min d’épreuve{taken:>8} s"


class Report:
    """`now`: of the exam's clock. `say`: where each line goes as soon as it is known."""

    def __init__(self, now: Callable[[], datetime], say: Callable[[str], None]) -> None:
        self._now, self._say = now, say
        self.played: list[Played] = []
        self.current = ""
        """What is being played, for the words of a fault."""

    @contextmanager
    def step(self, what: str) -> Generator[None]:
        """Tells it once it is over; a step that failed is told by whoever catches it."""
        self.current = what
        began, at = self._now(), time.monotonic()
        yield
        self.played.append(Played(what, self._now() - began, time.monotonic() - at))
        self._say(self.played[-1].line())

    def note(self, text: str) -> None:
        """A line below the step."""
        self._say(french_spaces(f"    {text}"))

    def total(self) -> None:
        """The last line."""
        passed = sum((one.passed for one in self.played), timedelta(0))
        self._say(Played("En tout", passed, sum(one.seconds for one in self.played)).line())
