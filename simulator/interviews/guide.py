"""One juror's guide d'entretien for one candidate, computed from what was marked and written. Pure.

It is made of `MarkingView` and `ProductionsCorrectionView` as this juror may see them: whoever is blind there to the
other's marks is blind here, by construction. It says what was not seen, where two jurors' marks differ in kind, where
the telling seconds are, and what may be asked. It never says what to decide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from exams.interview_questions import DIFFICULT, FINAL_FILE, FINAL_JOB, QUESTIONS, Line
from exams.phases import ProductionId
from scoring.referential import Referential
from simulator.interviews.guide_moments import passages, telling_moments
from simulator.interviews.interview_views import GuideItem, GuideKind, GuideLink, GuidePart
from simulator.live_messages.correction_view import ProductionsCorrectionView
from simulator.live_messages.jury_view import MarkingView
from simulator.seat.deliberation_scope import scope_of
from simulator.seat.interview import Interview
from simulator.seat.state import SeatState

INTERVIEWS: tuple[Interview, ...] = ("technical", "final")

_JUDGED: frozenset[GuideKind] = frozenset(("unseen", "differs", "question"))
"""Points that stand for a criterion, each of which is there once."""

Side = Literal["for", "against", "unseen"]
"""What a verdict is in kind: « à améliorer » and « insuffisant » differ in degree only."""

_SIDES: dict[str, Side] = {
    "satisfactory": "for",
    "to_improve": "against",
    "insufficient": "against",
    "not_observed": "unseen",
}

PRODUCTION_TITLES: dict[ProductionId, str] = {
    "case_summary": "Résumé de la situation",
    "stakes": "Enjeux pour le client et pour l’entreprise",
    "reply_letter": "Courrier de réponse",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What this juror may see of all that was marked: of marks, and of the productions' correction."""

    marking: MarkingView
    correction: ProductionsCorrectionView


def seen_by(state: SeatState, actor: str) -> Seen:
    """By the rules of each: one's own, the other's once all have handed in."""
    return Seen(state.marking_seen_by(actor), state.correction.seen_by(actor, state.marking.submitted))


def guide_items(state: SeatState, referential: Referential, actor: str) -> tuple[GuideItem, ...]:
    """All points, in the order in which the interview goes; with what this juror did with each."""
    seen = seen_by(state, actor)
    is_alone = state.training.format_id == "ccp2"
    points: list[GuideItem] = []
    if not is_alone:
        points += [_line("sequence", "question", one) for one in DIFFICULT]
        points.append(_notes("sequence"))
    points += _debrief(state, referential, seen, with_moments=True, productions_too=is_alone)
    points.append(_notes("debrief"))
    if not state.training.phases or "final_interview" in [phase.id for phase in state.training.phases]:
        points += [_line("final", "file", one) for one in FINAL_FILE]
        points += [_line("final", "job", one) for one in FINAL_JOB]
        points.append(_notes("final"))
    mine = state.interview.raised_by(actor)
    raised: list[GuideItem] = []
    for point in points:
        done = mine.get(point.item)
        if done is not None:
            point = point.model_copy(
                update={"ticked_at": done.ticked_at, "note": done.note, "noted_at": done.noted_at}
            )
        if point.criterion and point.kind in _JUDGED:
            given = {
                interview: state.interview.verdict_of(actor, interview, point.criterion) for interview in INTERVIEWS
            }
            for interview, one in given.items():
                if one is not None:
                    point = point.model_copy(update={interview: one.verdict, f"{interview}_comment": one.comment})
        raised.append(point)
    return tuple(raised)


def _debrief(
    state: SeatState, referential: Referential, seen: Seen, *, with_moments: bool, productions_too: bool
) -> list[GuideItem]:
    """The format's criteria, each once: not seen, seen differently, seen; between them what is to be heard again."""
    scope = scope_of(referential, state.training.format_id).criteria
    unseen = [one for one in scope if one not in observed(seen)]
    differing = [one for one in scope if one not in unseen and differs_in_kind(seen.marking, one)]
    points = [_criterion(referential, "unseen", one, "") for one in unseen]
    points += [_criterion(referential, "differs", one, _both_words(seen.marking, one)) for one in differing]
    if with_moments:
        points += telling_moments(state, referential, seen.marking)
        points += passages(referential, seen.correction)
    if productions_too:
        points += [_production(one) for one in PRODUCTION_TITLES if _is_produced(state, one)]
    rest = [one for one in scope if one not in unseen and one not in differing]
    points += [_criterion(referential, "question", one, "") for one in rest]
    return points


def observed(seen: Seen) -> set[str]:
    """Criteria that carry a mark, a note on a production, or an avis other than « non observé »."""
    marking, correction = seen.marking, seen.correction
    found = {mark.criterion for mark in marking.marks} | {note.criterion for note in correction.notes}
    found |= {one.criterion for one in marking.verdicts if one.verdict != "not_observed"}
    return found | {one.criterion for one in correction.verdicts if one.verdict != "not_observed"}


def differs_in_kind(marking: MarkingView, criterion: str) -> bool:
    """Between two jurors: one for and another against, or one who judged and another who saw nothing, in an exchange;
    or marks of one that are all favourable where the other's are all unfavourable. Never of one juror alone."""
    mine = [(one.run_id, _SIDES[one.verdict]) for one in marking.verdicts if one.criterion == criterion and one.mine]
    theirs = [
        (one.run_id, _SIDES[one.verdict]) for one in marking.verdicts if one.criterion == criterion and not one.mine
    ]
    by_run = dict(theirs)
    if any(run_id in by_run and by_run[run_id] != side for run_id, side in mine):
        return True
    my_signs = {one.sign for one in marking.marks if one.criterion == criterion and one.mine} - {"note"}
    their_signs = {one.sign for one in marking.marks if one.criterion == criterion and not one.mine} - {"note"}
    return len(my_signs) == len(their_signs) == 1 and my_signs != their_signs


def _both_words(marking: MarkingView, criterion: str) -> str:
    """Who gave what, side by side, in neutral words."""
    words = {
        "satisfactory": "satisfaisant",
        "to_improve": "à améliorer",
        "insufficient": "insuffisant",
        "not_observed": "non observé",
    }
    given: dict[str, list[str]] = {}
    for one in marking.verdicts:
        if one.criterion == criterion:
            given.setdefault(one.by, []).append(words[one.verdict])
    if not given:
        return "Les repères des deux jurés sont de signes opposés."
    return " ; ".join(f"{by} : {', '.join(dict.fromkeys(each))}" for by, each in sorted(given.items())) + "."


def _criterion(referential: Referential, kind: GuideKind, criterion: str, detail: str) -> GuideItem:
    return _item(
        f"{'criterion' if kind == 'question' else kind}:{criterion}",
        "debrief",
        kind,
        title=referential.criterion_label(criterion),
        criterion=criterion,
        detail=detail,
        question=QUESTIONS.get(criterion, ""),
    )


def _production(production: ProductionId) -> GuideItem:
    link = GuideLink(
        kind="production", run_id=None, position=0, at_seconds=0.0, production=production, paragraph=None
    )
    return _item(
        f"production:{production}",
        "debrief",
        "production",
        title=PRODUCTION_TITLES[production],
        question="Comment avez-vous construit cet écrit, et à qui s’adresse-t-il ?",
        link=link,
    )


def _is_produced(state: SeatState, production: ProductionId) -> bool:
    return any(production in phase.produces for phase in state.training.phases)


def _line(part: GuidePart, kind: GuideKind, line: Line) -> GuideItem:
    return _item(f"{part}:{line.id}", part, kind, title=line.title, question=line.question)


def _notes(part: GuidePart) -> GuideItem:
    return _item(f"{part}:notes", part, "notes", title="Mes notes")


def _item(
    item: str,
    part: GuidePart,
    kind: GuideKind,
    *,
    title: str,
    criterion: str = "",
    detail: str = "",
    question: str = "",
    link: GuideLink | None = None,
) -> GuideItem:
    return GuideItem(
        item=item,
        part=part,
        kind=kind,
        criterion=criterion,
        title=title,
        detail=detail,
        question=question,
        link=link,
        ticked_at=None,
        note="",
        noted_at=None,
    )


def ids_of(items: Iterable[GuideItem]) -> frozenset[str]:
    return frozenset(one.item for one in items)


def part_of(items: Sequence[GuideItem], part: GuidePart) -> tuple[GuideItem, ...]:
    return tuple(one for one in items if one.part == part)
