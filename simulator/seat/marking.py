"""What jurors have marked at a seat, folded from facts. Versions are kept in the facts; here stands the latest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.ids import RunId
from simulator.live_messages.jury_view import AppreciationView, MarkingView, MarkView, RejectedFinding, VerdictView


@dataclass
class _Mark:
    run_id: RunId
    by: str
    name: str
    data: kinds.MarkPlaced


_MARKING = (
    kinds.MarkPlaced,
    kinds.MarkRemoved,
    kinds.VerdictSet,
    kinds.FindingRejected,
    kinds.AppreciationSet,
    kinds.MarkingSubmitted,
    kinds.PaperGridEntered,
)


@dataclass
class MarkingState:
    """Keys are actors, so that each juror's marking stays their own."""

    marks: dict[str, _Mark] = field(default_factory=dict[str, _Mark])
    verdicts: dict[tuple[str, RunId, str], tuple[str, kinds.VerdictSet]] = field(
        default_factory=dict[tuple[str, RunId, str], tuple[str, kinds.VerdictSet]]
    )
    """(actor, run, criterion) → (name, verdict)."""
    appreciations: dict[tuple[str, str], tuple[str, str]] = field(
        default_factory=dict[tuple[str, str], tuple[str, str]]
    )
    """(actor, competence) → (name, text)."""
    rejected: set[tuple[str, RunId, str]] = field(default_factory=set[tuple[str, RunId, str]])
    """(actor, run, criterion) of findings that were not shared."""
    submitted: set[str] = field(default_factory=set[str])
    authors: set[str] = field(default_factory=set[str])
    typed_by: dict[str, str] = field(default_factory=dict[str, str])
    """By actor whose grid was on paper: the name of who typed it last."""
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Of whoever marked or handed in, by actor: one who is replaced is still called by their name."""
    remarks: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """(actor, criterion) → what stood beside it on this juror's paper grid."""
    removed: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """(actor, mark) of marks that were taken back: one whose placing comes after its removal is never shown."""
    made: dict[tuple[str, ...], datetime] = field(default_factory=dict[tuple[str, ...], datetime])
    """When what stands was made, by the keys of `verdicts` and `appreciations`; of a verdict taken back as well."""
    version: int = 0
    """Grows with every change."""

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account."""
        run_id, by, name = fact.place.run_id or RunId(""), fact.actor.id, fact.actor.name
        if isinstance(fact.data, _MARKING):
            self.version += 1
        match fact.data:
            case kinds.MarkPlaced() as mark if (by, mark.mark_id) not in self.removed:
                self.marks[mark.mark_id] = _Mark(run_id, by, name, mark)
                self.authors.add(by)
                self.names[by] = name
            case kinds.MarkRemoved(mark_id=mark_id):
                self.marks.pop(mark_id, None)
                self.removed.add((by, mark_id))
            case kinds.VerdictSet() as verdict:
                key = (by, run_id, verdict.criterion)
                self.authors.add(by)
                self.names[by] = name
                if not self._is_latest(key, verdict.made_at or fact.at):
                    return
                if verdict.verdict == "none":
                    self.verdicts.pop(key, None)
                else:
                    self.verdicts[key] = (name, verdict)
            case kinds.FindingRejected(criterion=criterion):
                self.rejected.add((by, run_id, criterion))
            case kinds.AppreciationSet(competence=competence, text=text) as words:
                self.authors.add(by)
                if self._is_latest((by, competence), words.made_at or fact.at):
                    self.appreciations[(by, competence)] = (name, text)
            case kinds.MarkingSubmitted():
                self.submitted.add(by)
                self.names[by] = name
            case kinds.PaperGridEntered() as grid:
                self._typed(grid, name, fact.at)
            case _:
                pass

    def _is_latest(self, key: tuple[str, ...], made_at: datetime) -> bool:
        """Whether nothing later stands there; if so, this is what stands. Of one instant, the one told last."""
        before = self.made.get(key)
        if before is not None and made_at < before:
            return False
        self.made[key] = made_at
        return True

    def _typed(self, grid: kinds.PaperGridEntered, typist: str, at: datetime) -> None:
        self.authors.add(grid.juror)
        self.names[grid.juror] = grid.juror_name
        self.typed_by[grid.juror] = typist
        self.remarks |= {(grid.juror, one.criterion): one.text for one in grid.remarks}
        for line in grid.verdicts:
            if line.run_id == "":
                # Of what was written: `seat.correcting` has it.
                continue
            given = kinds.VerdictSet(criterion=line.criterion, verdict=line.verdict, comment=line.comment)
            key = (grid.juror, RunId(line.run_id), line.criterion)
            self.made[key] = at
            self.verdicts[key] = (grid.juror_name, given)
        if grid.hands_in:
            self.submitted.add(grid.juror)

    def author_of(self, mark_id: str) -> str | None:
        mark = self.marks.get(mark_id)
        return mark.by if mark else None

    def seen_by(self, actor: str, jurors: frozenset[str] = frozenset()) -> MarkingView:
        """One's own marking; the others' once every juror of the seat has submitted, or all who marked where there is
        no jury. A draft that was never handed in stays its author's.

        `jurors`: of an exam's seat. Who has not begun yet is waited for like anybody: blind means blind.
        """
        awaited = jurors or self.authors
        open_to_all = actor in self.submitted and awaited <= self.submitted
        others = awaited - {actor}
        return self._view(
            actor,
            lambda by: by == actor or (open_to_all and by in self.submitted),
            others_submitted=bool(others) and others <= self.submitted,
        )

    def shared(self) -> MarkingView:
        """All of it, for whoever may read what a trainer has shared."""
        return self._view("", lambda by: True, others_submitted=bool(self.authors) and self.authors <= self.submitted)

    def of_run(self, actor: str, run_id: RunId) -> int:
        """How many of one's own marks stand on an exchange."""
        return sum(mark.by == actor and mark.run_id == run_id for mark in self.marks.values())

    def observed(self, actor: str, run_id: RunId) -> set[str]:
        """Criteria that carry a mark or a verdict (other than « non observé ») of this juror in this exchange."""
        marked = {m.data.criterion for m in self.marks.values() if m.by == actor and m.run_id == run_id}
        judged = {
            criterion
            for (by, run, criterion), (_, verdict) in self.verdicts.items()
            if by == actor and run == run_id and verdict.verdict != "not_observed"
        }
        return marked | judged

    def _view(self, actor: str, visible: Callable[[str], bool], others_submitted: bool) -> MarkingView:
        return MarkingView(
            marks=tuple(
                MarkView(
                    mark_id=mark.data.mark_id,
                    run_id=mark.run_id,
                    criterion=mark.data.criterion,
                    sign=mark.data.sign,
                    at_seconds=mark.data.at_seconds,
                    text=mark.data.text,
                    by=mark.name,
                    mine=mark.by == actor,
                    during_replay=mark.data.during_replay,
                    from_finding=mark.data.from_finding,
                )
                for mark in self.marks.values()
                if visible(mark.by)
            ),
            verdicts=tuple(
                VerdictView(
                    run_id=run_id,
                    criterion=criterion,
                    verdict=verdict.verdict,  # type: ignore[arg-type]  "none" is never kept
                    comment=verdict.comment,
                    by=name,
                    mine=by == actor,
                )
                for (by, run_id, criterion), (name, verdict) in self.verdicts.items()
                if visible(by)
            ),
            appreciations=tuple(
                AppreciationView(competence=competence, text=text, by=name, mine=by == actor)
                for (by, competence), (name, text) in self.appreciations.items()
                if visible(by)
            ),
            rejected=tuple(
                RejectedFinding(run_id=run_id, criterion=criterion)
                for by, run_id, criterion in sorted(self.rejected)
                if by == actor
            ),
            submitted=actor in self.submitted,
            others_submitted=others_submitted,
        )
