"""Polarity: whether a turn that an examiner shows speaks for the candidate or against, whatever the criterion.

One logistic classifier, shared by all families but for a shift (`scoring/training/polarity.py`): a brush-off speaks
against whoever is judged on it. Moments tell *which* turns count; polarity tells *what they say*, learnt from those
turns alone, so that the thousands of turns that nobody shows teach it nothing.
"""

from dataclasses import dataclass

import numpy as np

from .acts import Array, chance
from .moments import AGAINST, FOR

CLEAREST = 4.0
"""Log-odds beyond which a turn is as clear as can be: one turn must not outweigh an exchange."""
ALWAYS_THERE = 0.3
"""Added to the chances that turns count: where none is likely to, polarity draws towards nothing."""


@dataclass(frozen=True)
class Polarity:
    """`weights`: one a feature of `features`; `shift`: by family."""

    weights: Array
    shift: dict[str, float]

    def log_odds(self, family: str, features: Array) -> Array:
        """One number a turn, positive where it speaks for."""
        return features @ self.weights + self.shift[family]


def counting(moments: Array) -> Array:
    """How likely each turn is to be shown at all, for or against. `moments`: log-odds, one row a turn."""
    return 1 - (1 - chance(moments[:, FOR])) * (1 - chance(moments[:, AGAINST]))


def overall(polarity: Array, moments: Array) -> float:
    """What the turns that count say together: the mean of their polarities, each as likely as it counts."""
    weight = counting(moments)
    clear = np.clip(polarity, -CLEAREST, CLEAREST)
    return float((clear * weight).sum() / (weight.sum() + ALWAYS_THERE))
