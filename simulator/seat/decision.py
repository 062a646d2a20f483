"""What follows from a command or an event: facts to keep, rows that are true with them, effects; or why not."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.facts.fact import NewFact
from simulator.ids import CallId, RunId
from simulator.seat.effects import Effect
from simulator.seat.here import DeskHere, Here
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.seat.written import NewVersion


@dataclass(frozen=True, slots=True)
class OpenRecording:
    """A connected call is recorded from now on. `consulted_from`: the call whose customer waits meanwhile."""

    call_id: CallId
    run_id: RunId
    folder: str
    """Below the recordings' root."""
    consulted_from: str | None = None


@dataclass(slots=True)
class Decision:
    """Facts and rows are kept in one transaction; effects follow; a refusal is told whoever asked, facts or not."""

    facts: list[NewFact] = field(default_factory=list[NewFact])
    recordings: list[OpenRecording] = field(default_factory=list[OpenRecording])
    effects: list[Effect] = field(default_factory=list[Effect])
    versions: list[NewVersion] = field(default_factory=list[NewVersion])
    """Of what the candidate writes in the case study."""
    refusal: Refused | None = None

    def then(self, other: "Decision") -> "Decision":
        """Both, this one first."""
        return Decision(
            [*self.facts, *other.facts],
            [*self.recordings, *other.recordings],
            [*self.effects, *other.effects],
            [*self.versions, *other.versions],
            self.refusal or other.refusal,
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a decision is made of. `desk` asks, at `now`; `fresh_id` names what begins, and nothing else."""

    state: SeatState
    here: Here
    desk: DeskHere
    now: datetime
    fresh_id: str


NOTHING = Decision()
"""Never changed by anybody: what leads to nothing."""
