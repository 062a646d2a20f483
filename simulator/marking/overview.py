"""« Vue d’ensemble » of one candidate: criteria × exchanges, each criterion with its best and its worst moment.

Marks and verdicts are the asker's own (and the others' once all have submitted); findings fill in where nobody has
placed a mark, and say so. There is no total: the jury weighs.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import Literal

import structlog
from fastapi import APIRouter

from scoring.referential import Referential
from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.desk.seat_read import SeatRead
from simulator.findings.proposing import Proposer, UseProposer, proposed
from simulator.findings.switching import off_now
from simulator.findings.views import ProposedFinding
from simulator.ids import RunId, SeatId
from simulator.live_messages.jury_view import MarkingView, MarkView
from simulator.live_messages.shared_view import View
from simulator.parts import UseReferential, UseRooms, UseSessions
from simulator.replay.projection import run_line
from simulator.replay.views import RunLine
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)
router = APIRouter()


class OverviewMoment(View):
    """A second to play to a colleague, and who points at it: a juror's mark or a finding."""

    run_id: RunId
    position: int
    at_seconds: float
    text: str
    source: Literal["mark", "finding"]
    by: str
    """The juror's name; empty for a finding."""


class OverviewCell(View):
    """One criterion in one exchange."""

    run_id: RunId
    observable: bool
    favourable: int
    unfavourable: int
    notes: int
    verdicts: tuple[Literal["satisfactory", "to_improve", "insufficient", "not_observed"], ...]


class OverviewCriterion(View):
    """`through`: for a transversal criterion, the professional ones that feed it."""

    criterion: str
    label: str
    through: tuple[str, ...]
    cells: tuple[OverviewCell, ...]
    best: OverviewMoment | None
    worst: OverviewMoment | None


class OverviewCompetence(View):
    competence: str
    label: str
    criteria: tuple[OverviewCriterion, ...]


class Overview(View):
    """`with_findings`: moments may come from findings."""

    seat_id: SeatId
    session_title: str
    seat_label: str
    candidate_name: str
    with_findings: bool
    runs: tuple[RunLine, ...]
    competences: tuple[OverviewCompetence, ...]
    transversal: tuple[OverviewCompetence, ...]


_Moments = dict[str, tuple[list[OverviewMoment], list[OverviewMoment]]]
"""Criterion → favourable and unfavourable moments, the most telling first."""


@router.get("/api/staff/seats/{seat_id}/overview")
async def seat_overview(
    seat_id: SeatId,
    who: CurrentStaff,
    doors: UseDoors,
    proposer: UseProposer,
    sessions: UseSessions,
    referential: UseReferential,
    rooms: UseRooms,
) -> Overview:
    """All exchanges of a seat that were played, criterion by criterion."""
    seat = await doors.may_review_seat(who, seat_id)
    read = await rooms.read(seat_id)
    actor = actor_of(who).id
    marking = read.state.marking_seen_by(actor)
    shows = read.state.training.findings and await doors.is_marker(who, seat)
    findings = await _findings(proposer, sessions, read) if shows else []
    runs = tuple(run_line(read, run, actor) for run in read.state.runs.values() if run.started_at is not None)
    moments = _moments(runs, marking.marks, findings)
    return Overview(
        seat_id=seat_id,
        session_title=read.state.training.title,
        seat_label=read.state.seat.label,
        candidate_name=read.state.candidate_name,
        with_findings=shows,
        runs=runs,
        competences=tuple(_professional(referential, read, runs, marking, moments)),
        transversal=tuple(_transversal(referential, read, runs, marking, moments)),
    )


async def _findings(proposer: Proposer, sessions: Sessions, read: SeatRead) -> list[tuple[RunId, ProposedFinding]]:
    """With the exchange of each; none while they cannot be made."""
    off = await off_now(sessions)
    found: list[tuple[RunId, ProposedFinding]] = []
    try:
        for run in read.state.runs.values():
            if run.started_at is not None and run.phase in ("wrap_up", "done"):
                made = await proposer.on(read, run, off)
                surest = sorted(made.findings, key=lambda one: -one.confidence)
                found += [(run.run_id, proposed(one, made.played[0])) for one in surest]
    except (TimeoutError, BrokenProcessPool) as error:
        log.error("findings_failed", seat=read.seat_id, why=str(error) or type(error).__name__)
    return found


def _moments(
    runs: Sequence[RunLine], marks: Iterable[MarkView], findings: Iterable[tuple[RunId, ProposedFinding]]
) -> _Moments:
    positions = {run.run_id: run.position for run in runs}
    kept: _Moments = {}
    for mark in marks:
        if mark.sign == "note" or mark.run_id not in positions:
            continue
        moment = OverviewMoment(
            run_id=mark.run_id,
            position=positions[mark.run_id],
            at_seconds=mark.at_seconds,
            text=mark.text,
            source="mark",
            by=mark.by,
        )
        kept.setdefault(mark.criterion, ([], []))[mark.sign == "unfavourable"].append(moment)
    for run_id, finding in findings:
        if finding.verdict == "partial" or not finding.moments:
            continue
        moment = OverviewMoment(
            run_id=run_id,
            position=positions[run_id],
            at_seconds=finding.moments[0].at_seconds,
            text=finding.reason,
            source="finding",
            by="",
        )
        kept.setdefault(finding.criterion, ([], []))[finding.verdict == "not_met"].append(moment)
    return kept


def _professional(
    referential: Referential, read: SeatRead, runs: Sequence[RunLine], marking: MarkingView, moments: _Moments
) -> Iterator[OverviewCompetence]:
    """Only competences that the subject lets one observe."""
    for competence in referential.competences:
        if any(competence.id in run.exchange.competences for run in read.state.runs.values()):
            criteria = (
                _criterion(read, runs, marking, moments, criterion, label, ())
                for criterion, label in competence.criteria.items()
            )
            yield OverviewCompetence(competence=competence.id, label=competence.name, criteria=tuple(criteria))


def _transversal(
    referential: Referential, read: SeatRead, runs: Sequence[RunLine], marking: MarkingView, moments: _Moments
) -> Iterator[OverviewCompetence]:
    for competence in referential.transversal:
        criteria = (
            _criterion(read, runs, marking, moments, criterion, label, referential.feeding(competence, criterion))
            for criterion, label in competence.criteria.items()
        )
        yield OverviewCompetence(competence=competence.id, label=competence.name, criteria=tuple(criteria))


def _criterion(
    read: SeatRead,
    runs: Sequence[RunLine],
    marking: MarkingView,
    moments: _Moments,
    criterion: str,
    label: str,
    through: tuple[str, ...],
) -> OverviewCriterion:
    sources = frozenset(through or (criterion,))
    good = [one for source in sorted(sources) for one in moments.get(source, ([], []))[0]]
    bad = [one for source in sorted(sources) for one in moments.get(source, ([], []))[1]]
    return OverviewCriterion(
        criterion=criterion,
        label=label,
        through=through,
        cells=tuple(_cell(read, run, marking, sources) for run in runs),
        best=_most_telling(good),
        worst=_most_telling(bad),
    )


def _most_telling(moments: Sequence[OverviewMoment]) -> OverviewMoment | None:
    """What a juror pointed at comes before what the evidence suggests."""
    return next((one for one in moments if one.source == "mark"), moments[0] if moments else None)


def _cell(read: SeatRead, run: RunLine, marking: MarkingView, sources: frozenset[str]) -> OverviewCell:
    marks = [mark for mark in marking.marks if mark.run_id == run.run_id and mark.criterion in sources]
    observables = read.state.runs[run.run_id].exchange.jury.observables
    return OverviewCell(
        run_id=run.run_id,
        observable=any(one.criterion in sources for one in observables),
        favourable=sum(mark.sign == "favourable" for mark in marks),
        unfavourable=sum(mark.sign == "unfavourable" for mark in marks),
        notes=sum(mark.sign == "note" for mark in marks),
        verdicts=tuple(
            one.verdict for one in marking.verdicts if one.run_id == run.run_id and one.criterion in sources
        ),
    )
