"""From a reading to feedback: three strengths and two next steps, and the text that a trainer may start from."""

from collections.abc import Iterable, Iterator, Sequence

from scoring.referential import Referential
from simulator.live_messages.shared_view import View
from simulator.practice.reading import ReadFinding
from simulator.practice.words import criterion_words

STRENGTHS = 3
STEPS = 2
_URGENCY = {"not_met": 0, "partial": 1, "met": 2}


class FeedbackPoint(View):
    """A strength or a next step. `words` speak to the trainee; `reason` says what was seen; French both."""

    criterion: str
    label: str
    words: str
    reason: str
    at_seconds: float | None
    """Of the exchange: the second to replay."""


def strengths(findings: Sequence[ReadFinding], referential: Referential) -> tuple[FeedbackPoint, ...]:
    """What succeeded, the surest first, what can be heard before what cannot."""
    met = [one for one in findings if one.verdict == "met"]
    met.sort(key=lambda one: (one.at_seconds is None, -one.confidence))
    return tuple(_points(_once(met, referential), referential, STRENGTHS))


def next_steps(findings: Sequence[ReadFinding], referential: Referential) -> tuple[FeedbackPoint, ...]:
    """What lacks most first."""
    lacking = [one for one in findings if one.verdict != "met"]
    lacking.sort(key=lambda one: (_URGENCY[one.verdict], one.at_seconds is None, -one.confidence))
    return tuple(_points(_once(lacking, referential), referential, STEPS))


def draft(good: Iterable[FeedbackPoint], ahead: Iterable[FeedbackPoint], zero: float) -> str:
    """A trainer's first text. `zero`: second of the exchange where its recording begins; « 0:42 » counts from it."""
    parts: list[str] = []
    for title, points in (("Ce que vous avez réussi", good), ("Pour aller plus loin", ahead)):
        lines = [f"• {one.words}{_where(one, zero)}" for one in points]
        if lines:
            parts.append("\n".join([f"{title}\u00a0:", *lines]))
    return "\n\n".join(parts)


def _where(point: FeedbackPoint, zero: float) -> str:
    if point.at_seconds is None:
        return ""
    minutes, seconds = divmod(int(max(0.0, point.at_seconds - zero)), 60)
    return f" ({minutes}:{seconds:02})"


def _points(findings: Iterable[ReadFinding], referential: Referential, most: int) -> Iterator[FeedbackPoint]:
    words = criterion_words()
    for _, one in zip(range(most), findings, strict=False):
        wording = words[one.criterion]
        yield FeedbackPoint(
            criterion=one.criterion,
            label=referential.criterion_label(one.criterion),
            words=wording.well if one.verdict == "met" else wording.next,
            reason=one.reason,
            at_seconds=one.at_seconds,
        )


def _once(findings: Iterable[ReadFinding], referential: Referential) -> Iterator[ReadFinding]:
    """The same criterion under two competences counts once."""
    taken: set[str] = set()
    for one in findings:
        label = referential.criterion_label(one.criterion)
        if label not in taken:
            taken.add(label)
            yield one
