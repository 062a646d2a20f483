"""Moments: how clearly each turn speaks for or against a criterion, as examiners have shown it in other exchanges.

One pair of small logistic classifiers for each family (`scoring/training/moments.py`): a turn that an examiner would
play to justify *met*, and one that justifies *not met*. They read acts, words, place, values and what the criterion's
rules saw there.
"""

from dataclasses import dataclass

import numpy as np

from scoring.evidence.weighing import few

from .acts import Array, chance

FOR, AGAINST = 0, 1
SHOWN_FROM = 0.2
"""An examiner shows two turns in twenty: one chance in five is already worth a look."""
RULES_SAW_IT = 1.0
"""Log-odds that a turn gains when the criterion's rules show it too."""


@dataclass(frozen=True)
class MomentClassifier:
    """By family: weights with two columns, for and against, and their two biases."""

    weights: dict[str, Array]
    bias: dict[str, Array]

    def log_odds(self, family: str, features: Array) -> Array:
        """One row a turn: for, against."""
        return features @ self.weights[family] + self.bias[family]


def moments_that_justify(
    verdict: str, log_odds: Array, numbers: tuple[int, ...], by_rules: tuple[int, ...], at_least: int = 1
) -> tuple[int, ...]:
    """The turns to show for this verdict, best ones chosen, in the exchange's order.

    `numbers`: the turns' numbers, row by row; `by_rules`: those that the rules show; `at_least`: never fewer, so
    that a verdict that rests on talk is never shown without it.
    """
    if not len(numbers):
        return ()
    both = chance(log_odds)
    if verdict == "partial":
        shown = 1 - (1 - both[:, FOR]) * (1 - both[:, AGAINST])
    else:
        shown = both[:, FOR if verdict == "met" else AGAINST]
    shown = np.clip(shown, 1e-6, 1 - 1e-6)
    rules = np.array([n in by_rules for n in numbers], dtype=np.float64)
    likely = chance(np.log(shown / (1 - shown)) + RULES_SAW_IT * rules)
    order = sorted(range(len(numbers)), key=lambda row: (-likely[row], row))
    chosen = [row for row in order if likely[row] > SHOWN_FROM] or order[:at_least]
    return few([numbers[row] for row in chosen])
