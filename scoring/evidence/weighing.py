"""Signals and how they are weighed: one thing seen for or against a criterion, with turns and a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.exchange import Verdict

MET_FROM, PARTIAL_FROM = 1.5, 0.5
"""On a scale from 0 (not met) to 2 (met), where the verdict changes."""

SURE_FROM = 0.6
"""Confidence from which a finding is proposed as it stands; below it is shown as one to check (docs/evidence.md)."""

MOST_TURNS = 4
"""An examiner plays a few moments to a colleague, not the whole call."""

WrittenPart = Literal["record", "confirmation"]


@dataclass(frozen=True, slots=True)
class Signal:
    """`weight` is positive for, negative against, on the scale of `MET_FROM`; `reason` is a French clause."""

    weight: float
    reason: str
    turns: tuple[int, ...] = ()
    events: tuple[str, ...] = ()
    written: tuple[WrittenPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence suggests on one criterion; it never becomes a mark by itself. `confidence` is 0 to 1.

    `because`: each signal behind it as a French line, for whoever asks why.
    """

    criterion: str
    verdict: Verdict
    confidence: float
    turns: tuple[int, ...]
    events: tuple[str, ...]
    written: tuple[WrittenPart, ...]
    reason: str
    because: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Weighed(Finding):
    """A finding with what its rules saw: the signals, and their sum on the scale of `MET_FROM`."""

    score: float
    signals: tuple[Signal, ...]
    nothing_seen: str
    """What to say where no signal speaks."""


def not_observable(criterion: str, reason: str) -> Finding:
    """Nothing in this exchange lets one judge."""
    return Finding(criterion, "not_observable", 0.9, (), (), (), sentence(reason))


def weigh(criterion: str, start: float, signals: Iterable[Signal], nothing_seen: str) -> Weighed:
    """Adds the signals to `start` (usual when nothing speaks); tells the verdict with its best evidence."""
    seen = [signal for signal in signals if signal.weight or signal.turns or signal.written or signal.events]
    score = max(-0.5, min(2.5, start + sum(signal.weight for signal in seen)))
    verdict: Verdict = "met" if score >= MET_FROM else "partial" if score >= PARTIAL_FROM else "not_met"
    chosen = _that_justify(verdict, seen)
    margin = min(abs(score - MET_FROM), abs(score - PARTIAL_FROM))
    return Weighed(
        criterion,
        verdict,
        round(min(0.95, 0.45 + 0.4 * margin + 0.03 * len(seen)), 2),
        few([turn for signal in chosen for turn in signal.turns]),
        tuple(dict.fromkeys(event for signal in chosen for event in signal.events)),
        tuple(dict.fromkeys(part for signal in chosen for part in signal.written)),
        sentence(told(verdict, seen) or nothing_seen),
        score,
        tuple(seen),
        nothing_seen,
        because=in_lines(seen),
    )


def in_lines(signals: Iterable[Signal]) -> tuple[str, ...]:
    """Each reason once, as a line: « Pour : … » or « Contre : … », what weighs most first."""
    told = sorted((one for one in signals if one.reason), key=lambda one: -abs(one.weight))
    lines = (f"{'Pour' if one.weight >= 0 else 'Contre'}\u00a0: {one.reason}" for one in told)
    return tuple(dict.fromkeys(lines))


def told(verdict: Verdict, seen: Sequence[Signal]) -> str:
    """The clauses that justify this verdict, as one."""
    return _told(_that_justify(verdict, seen))


def _that_justify(verdict: Verdict, seen: Sequence[Signal]) -> list[Signal]:
    favour = sorted((signal for signal in seen if signal.weight >= 0), key=lambda signal: -signal.weight)
    against = sorted((signal for signal in seen if signal.weight < 0), key=lambda signal: signal.weight)
    if verdict == "met":
        return favour[:3] or against[:1]
    if verdict == "not_met":
        return against[:3] or favour[:1]
    return [*favour[:1], *against[:2]] if favour else against[:3]


def _told(signals: Sequence[Signal]) -> str:
    praise = [signal.reason for signal in signals if signal.weight >= 0 and signal.reason][:2]
    blame = [signal.reason for signal in signals if signal.weight < 0 and signal.reason][:2]
    if praise and blame:
        return f"{praise[0]}, mais {' et '.join(blame)}"
    return " ; ".join([*praise, *blame])


def few(turns: Iterable[int], most: int = MOST_TURNS) -> tuple[int, ...]:
    """The first `most` different turns, in the exchange's order."""
    return tuple(sorted(list(dict.fromkeys(turns))[:most]))


def sentence(clause: str) -> str:
    """A clause as a sentence: capital first, full stop last."""
    clause = clause.strip()
    return clause if not clause else clause[0].upper() + clause[1:] + ("" if clause[-1] in ".!?…" else ".")
