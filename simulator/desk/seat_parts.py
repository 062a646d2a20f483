"""What a seat's room is given of the application, and nothing more."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from scoring.referential import Referential
from simulator.desk.media import Media
from simulator.facts.log import Beside, FactLog
from simulator.ids import CallId
from simulator.seat.state import SeatState
from simulator.seat.written import NewVersion
from simulator.steady_clock import SteadyClock


class Words(Protocol):
    """Whatever writes down what is said in a running call."""

    @property
    def is_on(self) -> bool: ...
    async def begin(self, call_id: CallId, folder: Path) -> None: ...
    def end(self, call_id: CallId) -> None: ...


class Finisher(Protocol):
    """Whatever turns the sound of an ended call into its file."""

    def call_ended(self, call_id: CallId) -> None: ...
    async def recorded_seconds(self, call_id: CallId) -> float: ...


@dataclass(frozen=True, slots=True)
class SeatParts:
    """One set for all rooms of the server."""

    facts: FactLog
    clock: SteadyClock
    referential: Referential
    media: Media
    words: Words
    finisher: Finisher
    recordings: Path
    ring_seconds: float
    read_again: Callable[[SeatState], Awaitable[None]]
    """Brings a state up to the facts that another writer has kept."""
    keep_versions: Callable[[SeatState, Sequence[NewVersion]], Beside]
    """What writes rows for versions of what a candidate writes."""
