"""Verdicts in order (not met, partial, met) from a family's signals: proportional odds (McCullagh, 1980).

All families share the two cut points; each has its own weight for each signal, never of the wrong sign, and a shift
that is kept small.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.perception.acts import Array, chance

Step = Literal["not_met", "partial", "met"]
STEPS: tuple[Step, ...] = ("not_met", "partial", "met")
_FAR = 2.5
"""A signal further than this many deviations from its mean counts no more."""


@dataclass(frozen=True)
class FamilyWeights:
    """Of one family: how its signals are brought to one scale (`mean`, `spread`), what each weighs, and its shift."""

    mean: Array
    spread: Array
    weights: Array
    shift: float


@dataclass(frozen=True)
class Decider:
    """`cuts`: where the score passes from one verdict to the next; `lean`: log-weights of the three verdicts, since
    the rare one would never be said."""

    families: dict[str, FamilyWeights]
    cuts: tuple[float, float]
    lean: tuple[float, float, float]

    def chances(self, family: str, signals: Array) -> Array:
        """Of not met, partial and met; they sum to one."""
        mine = self.families[family]
        scaled = np.clip((signals - mine.mean) / mine.spread, -_FAR, _FAR)
        score = float(scaled @ mine.weights) + mine.shift
        above_first, above_second = chance(score - np.array(self.cuts))
        return np.clip(np.array([1 - above_first, above_first - above_second, above_second]), 1e-6, 1)

    def decide(self, family: str, signals: Array) -> tuple[Step, float]:
        """The verdict, and the chance that it is right (0 to 1)."""
        chances = self.chances(family, signals)
        place = int(np.argmax(np.log(chances) + np.array(self.lean)))
        return STEPS[place], float(chances[place])
