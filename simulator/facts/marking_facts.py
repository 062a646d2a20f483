"""What the jury marks. Unseen by the candidate; seen by its author and, once submitted, by the pair."""

from datetime import datetime
from typing import Literal

from pydantic import field_validator

from simulator.facts.fact_data import FactData


class MadeFact(FactData):
    """What a juror did at a device that may have been cut off: the fact's own time is that of its arrival here."""

    made_at: datetime | None = None
    """When, in the server's time as the device knew it, and never after the arrival; None: at the arrival."""
    device_at: datetime | None = None
    """When, on the device's own clock."""


class MarkPlaced(MadeFact):
    """A time-stamped mark on a criterion. `at_seconds` counts from the exchange's start.

    A version of before took a mark at infinity, which no JSON has: read again, it stands at the beginning.
    """

    kind: Literal["mark.placed"] = "mark.placed"
    mark_id: str
    criterion: str
    sign: Literal["favourable", "unfavourable", "note"]
    at_seconds: float
    text: str = ""
    during_replay: bool = False
    from_finding: bool = False
    """Taken over from what the evidence suggested."""

    @field_validator("at_seconds", mode="before")
    @classmethod
    def _of_before(cls, value: object) -> object:
        return 0.0 if value is None else value


class FindingRejected(MadeFact):
    """A juror does not share what the evidence suggested on a criterion."""

    kind: Literal["finding.rejected"] = "finding.rejected"
    criterion: str
    verdict: Literal["met", "partial", "not_met"]
    reason: str = ""


class SecondReadingAsked(FactData):
    """A juror had an exchange read by a language model: what left this machine, masked, and for whom."""

    kind: Literal["second_reading.asked"] = "second_reading.asked"
    model: str
    host: str
    turns: int


class MarkRemoved(MadeFact):
    """Where it overtook the placing, that mark is never shown."""

    kind: Literal["mark.removed"] = "mark.removed"
    mark_id: str


class VerdictSet(MadeFact):
    """A juror's verdict on a criterion of this exchange; `none` takes it back. The one made last counts."""

    kind: Literal["verdict.set"] = "verdict.set"
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed", "none"]
    comment: str = ""


class AppreciationSet(MadeFact):
    """A juror's words on a competence, over all the exchanges of the seat."""

    kind: Literal["appreciation.set"] = "appreciation.set"
    competence: str
    text: str


class MarkingSubmitted(FactData):
    """This juror's marking of the seat is final: the pair may now see both."""

    kind: Literal["marking.submitted"] = "marking.submitted"


class PaperVerdict(FactData):
    """One box of a paper grid."""

    run_id: str
    """Empty for the column of what was written."""
    criterion: str
    verdict: Literal["satisfactory", "to_improve", "insufficient", "not_observed"]
    comment: str = ""


class PaperRemark(FactData):
    """What a juror wrote beside a criterion, of no exchange in particular."""

    criterion: str
    text: str


class PaperGridEntered(FactData):
    """A juror's grid on paper, typed in afterwards: whose it is, and by whom it was typed (the fact's actor).

    It stands in place of what this juror had of the same exchanges and criteria; entered again, the later one counts.
    """

    kind: Literal["paper_grid.entered"] = "paper_grid.entered"
    juror: str
    """The actor whose marks these are."""
    juror_name: str
    verdicts: tuple[PaperVerdict, ...]
    remarks: tuple[PaperRemark, ...] = ()
    hands_in: bool = False
    """The paper is signed: with it this juror's marking is final."""


class FeedbackShared(FactData):
    """Practice only: the trainer lets the candidate see marks, verdicts and words of this exchange."""

    kind: Literal["feedback.shared"] = "feedback.shared"
    text: str = ""


class FeedbackReady(FactData):
    """Practice only: the exchange was read; where the session says so, the candidate sees it without a trainer."""

    kind: Literal["feedback.ready"] = "feedback.ready"
