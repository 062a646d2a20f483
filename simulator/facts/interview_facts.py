"""The interviews that follow the exchanges: the recorded sequence, the candidate's reaction, each juror's guide."""

from typing import Literal

from simulator.facts.fact_data import FactData
from simulator.facts.marking_facts import MadeFact


class SequenceDrawn(FactData):
    """A recorded customer sequence drawn by the server for the technical interview, with what it was drawn from."""

    kind: Literal["sequence.drawn"] = "sequence.drawn"
    case_study_id: str
    sequence_id: str
    among: tuple[str, ...]


class SequencePlayed(FactData):
    """A hearing began in the room. `hearing_id` is the page's own name for it; empty where an earlier version noted
    the first hearing alone."""

    kind: Literal["sequence.played"] = "sequence.played"
    sequence_id: str
    hearing_id: str = ""


class SequenceStopped(FactData):
    """That hearing ended: to the end of the sequence, or at `at_seconds` of it."""

    kind: Literal["sequence.stopped"] = "sequence.stopped"
    hearing_id: str
    at_seconds: float
    to_the_end: bool


class ReactionStarted(FactData):
    """The candidate answers the sequence aloud. Without a microphone nothing is recorded, and `why` says so."""

    kind: Literal["reaction.started"] = "reaction.started"
    reaction_id: str
    sequence_id: str
    is_recorded: bool = True
    why: str = ""


class ReactionResumed(FactData):
    """Recording goes on after a cut, or after it had been ended. `part` counts from 1 (the beginning is part 0);
    `offset_seconds` from the reaction's beginning."""

    kind: Literal["reaction.resumed"] = "reaction.resumed"
    reaction_id: str
    part: int
    offset_seconds: float


class ReactionEnded(FactData):
    """What was recorded is whole and closed. `sha256`: of its sound file, hexadecimal; empty where nothing was
    recorded. `cuts`: how often the recording was taken up again."""

    kind: Literal["reaction.ended"] = "reaction.ended"
    reaction_id: str
    seconds: float
    sha256: str = ""
    cuts: int = 0


class InterviewVerdict(MadeFact):
    """A juror's verdict on a criterion after having heard the candidate out; `none` takes it back. Theirs alone."""

    kind: Literal["interview.verdict"] = "interview.verdict"
    interview: Literal["technical", "final"]
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: str = ""


class GuideTicked(FactData):
    """A juror has raised this point with the candidate, or takes the tick back. Theirs alone."""

    kind: Literal["guide.ticked"] = "guide.ticked"
    item: str
    is_ticked: bool


class GuideNoted(FactData):
    """A juror's words on a point of the guide, whole; empty: taken back. Theirs alone."""

    kind: Literal["guide.noted"] = "guide.noted"
    item: str
    text: str
