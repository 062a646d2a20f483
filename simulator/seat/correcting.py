"""What jurors have noted on the productions of a seat, folded from facts: the latest of each note and verdict."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.live_messages.correction_view import CorrectionNote, CorrectionVerdictView, ProductionsCorrectionView


@dataclass(frozen=True, slots=True)
class _Noted:
    by: str
    name: str
    data: kinds.CorrectionNoted


@dataclass
class CorrectionState:
    """Keys are actors, so that each juror's correction stays their own."""

    notes: dict[str, _Noted] = field(default_factory=dict[str, _Noted])
    verdicts: dict[tuple[str, str], tuple[str, kinds.CorrectionVerdict]] = field(
        default_factory=dict[tuple[str, str], tuple[str, kinds.CorrectionVerdict]]
    )
    """(actor, criterion) → (name, verdict)."""
    authors: set[str] = field(default_factory=set[str])

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account."""
        by, name = fact.actor.id, fact.actor.name
        match fact.data:
            case kinds.CorrectionNoted() as note:
                self.notes[note.note_id] = _Noted(by, name, note)
                self.authors.add(by)
            case kinds.CorrectionNoteRemoved(note_id=note_id):
                self.notes.pop(note_id, None)
            case kinds.CorrectionVerdict() as verdict:
                self.authors.add(by)
                if verdict.verdict == "none":
                    self.verdicts.pop((by, verdict.criterion), None)
                else:
                    self.verdicts[by, verdict.criterion] = (name, verdict)
            case kinds.PaperGridEntered() as grid:
                for line in grid.verdicts:
                    if line.run_id == "":
                        given = kinds.CorrectionVerdict(
                            criterion=line.criterion, verdict=line.verdict, comment=line.comment
                        )
                        self.authors.add(grid.juror)
                        self.verdicts[grid.juror, line.criterion] = (grid.juror_name, given)
            case _:
                pass

    def author_of(self, note_id: str) -> str | None:
        note = self.notes.get(note_id)
        return note.by if note is not None else None

    def seen_by(
        self, actor: str, submitted: Collection[str], jurors: Collection[str] = ()
    ) -> ProductionsCorrectionView:
        """One's own; the others' only once every juror of the seat has submitted their marking, as for marks.

        `jurors`: of an exam's seat, whether they have noted anything yet or not.
        """
        open_to_all = actor in submitted and {*jurors, *self.authors} <= {*submitted}
        return self._view(actor, lambda by: by == actor or open_to_all, actor in submitted)

    def _view(self, actor: str, visible: Callable[[str], bool], submitted: bool) -> ProductionsCorrectionView:
        return ProductionsCorrectionView(
            notes=tuple(
                CorrectionNote(
                    note_id=note.data.note_id,
                    production=note.data.production,
                    criterion=note.data.criterion,
                    sign=note.data.sign,
                    paragraph=note.data.paragraph,
                    quote=note.data.quote,
                    text=note.data.text,
                    by=note.name,
                    mine=note.by == actor,
                )
                for note in self.notes.values()
                if visible(note.by)
            ),
            verdicts=tuple(
                CorrectionVerdictView(
                    criterion=criterion,
                    verdict=verdict.verdict,  # type: ignore[arg-type]  "none" is never kept
                    comment=verdict.comment,
                    by=name,
                    mine=by == actor,
                )
                for (by, criterion), (name, verdict) in self.verdicts.items()
                if visible(by)
            ),
            submitted=submitted,
        )
