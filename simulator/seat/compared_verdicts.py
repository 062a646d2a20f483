"""The jurors' own verdicts on one criterion, side by side, as each gave them."""

from dataclasses import dataclass
from typing import cast

from exams.agreement import Agreement, Verdict, agreement
from simulator.ids import RunId
from simulator.seat.interview import Interview
from simulator.seat.state import SeatState

WRITINGS = RunId("")
"""Where a verdict is on what was written in the case study."""

INTERVIEWS: dict[RunId, Interview] = {RunId("interview-technical"): "technical", RunId("interview-final"): "final"}
"""Where a verdict was given after an interview: beside those of the exchanges, whose ids are never these."""

_NONE: Verdict = "not_observed"


@dataclass(frozen=True, slots=True)
class Given:
    """One juror's verdict in one exchange, on the case study's writings (`WRITINGS`), or after an interview."""

    run_id: RunId
    verdict: Verdict
    comment: str


@dataclass(frozen=True, slots=True)
class CriterionCompared:
    """`given` by juror (actor), every juror of the seat, in the order of the exchanges."""

    criterion: str
    given: dict[str, tuple[Given, ...]]
    remarks: dict[str, str]
    """By juror: what stood beside the criterion on a paper grid, of no place in particular."""

    @property
    def verdicts(self) -> frozenset[str]:
        """All that somebody gave."""
        return frozenset(one.verdict for each in self.given.values() for one in each)

    @property
    def differs(self) -> bool:
        """Whether the jurors differ in some exchange; a verdict that only one gave is a difference too."""
        by_juror = [{(one.run_id, one.verdict) for one in each} for each in self.given.values()]
        return any(one != by_juror[0] for one in by_juror[1:])


def compared(state: SeatState, criterion: str) -> CriterionCompared:
    """Only for whoever may see both: after all have submitted."""
    order = {run_id: place for place, run_id in enumerate([*state.runs, *INTERVIEWS])}
    given: dict[str, tuple[Given, ...]] = {}
    for juror in sorted(state.jurors):
        own = [
            Given(run_id, cast(Verdict, verdict.verdict), verdict.comment)
            for (by, run_id, of), (_, verdict) in state.marking.verdicts.items()
            if by == juror and of == criterion
        ]
        written = state.correction.verdicts.get((juror, criterion))
        if written is not None:
            own.append(Given(WRITINGS, cast(Verdict, written[1].verdict), written[1].comment))
        for place, interview in INTERVIEWS.items():
            heard = state.interview.verdict_of(juror, interview, criterion)
            if heard is not None:
                own.append(Given(place, cast(Verdict, heard.verdict), heard.comment))
        given[juror] = tuple(sorted(own, key=lambda one: order.get(one.run_id, -1)))
    remarks = {by: text for (by, of), text in state.marking.remarks.items() if of == criterion and by in state.jurors}
    return CriterionCompared(criterion, given, remarks)


def agreement_of(each: list[CriterionCompared]) -> Agreement:
    """Of the first two jurors by name of account, over every exchange and criterion that one of them judged."""
    pairs: list[tuple[Verdict, Verdict]] = []
    for one in each:
        by_juror: list[dict[str, Verdict]] = [
            {given.run_id: given.verdict for given in own} for own in one.given.values()
        ]
        if len(by_juror) < 2:
            continue
        first, second = by_juror[:2]
        for run in [*first, *(run for run in second if run not in first)]:
            pairs.append((first.get(run, _NONE), second.get(run, _NONE)))
    return agreement(pairs)
