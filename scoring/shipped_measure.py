"""How the shipped findings fare on strangers, by family: measured by `python -m scoring cross-check --keep`.

A centre sees these figures before it has its own; families below `WEAK_BELOW`, or measured on too few pairs, are off
until somebody switches them on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from scoring.evaluation import Evaluation, Tally
from scoring.families import FAMILIES

FILE = Path(__file__).parent / "weights" / "measured.json"
WEAK_BELOW = 0.60
"""Macro-F1 with each writer left out: below it a finding is wrong too often to be worth a juror's look."""
FEWEST_PAIRS = 15
"""A family of fewer labelled pairs is not known to be good, whatever its figure."""


@dataclass(frozen=True, slots=True)
class FamilyMeasure:
    """Of one family: labelled pairs, shares from 0 to 1, opposite verdicts; of `sure` ones how many were right."""

    pairs: int
    accuracy: float
    macro_f1: float
    turns: float
    opposite: int
    sure: int
    sure_right: int

    @property
    def is_weak(self) -> bool:
        """Off until somebody switches it on."""
        return self.macro_f1 < WEAK_BELOW or self.is_thin

    @property
    def is_thin(self) -> bool:
        """Its figure rests on too few pairs to mean anything."""
        return self.pairs < FEWEST_PAIRS


def measured(result: Evaluation) -> dict[str, FamilyMeasure]:
    """By family, in the order of their names."""
    return {name: _of(tally, result.sure_by_family[name]) for name, tally in sorted(result.by_family.items())}


def keep(result: Evaluation, file: Path = FILE) -> None:
    """Writes what is shipped. Raises OSError."""
    told = {name: asdict(one) for name, one in measured(result).items()}
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


@cache
def shipped_measure() -> Mapping[str, FamilyMeasure]:
    """The figures beside the weights."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: FamilyMeasure(**one) for name, one in told.items()}


@cache
def weak_criteria() -> frozenset[str]:
    """Criteria of weak families: nothing is suggested on them unless a centre asks for it."""
    weak = (name for name, one in shipped_measure().items() if one.is_weak)
    return frozenset(criterion for name in weak for criterion in FAMILIES[name])


def _of(tally: Tally, sure: Tally) -> FamilyMeasure:
    right = sum(n for (label, finding), n in sure.confusion.items() if label == finding)
    return FamilyMeasure(
        tally.pairs,
        round(tally.accuracy, 3),
        round(tally.macro_f1, 3),
        round(tally.evidence_f1, 3),
        tally.opposite,
        sure.pairs,
        right,
    )
