"""Moments: how clearly each turn speaks for or against a criterion, as examiners have shown it in other exchanges.

One pair of small logistic classifiers for each family (`scoring/training/moments.py`): a turn that an examiner would
play to justify *met*, and one that justifies *not met*. They read acts, words, place, values and what the criterion's
rules saw there.
"""

from dataclasses import dataclass

from .acts import Array

FOR, AGAINST = 0, 1


@dataclass(frozen=True)
class MomentClassifier:
    """By family: weights with two columns, for and against, and their two biases."""

    weights: dict[str, Array]
    bias: dict[str, Array]

    def log_odds(self, family: str, features: Array) -> Array:
        """One row a turn: for, against."""
        return features @ self.weights[family] + self.bias[family]
