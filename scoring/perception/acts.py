"""Dialogue acts by example: one small logistic classifier for each act on the sentence encoder's vectors.

Learnt from the act bank (`scoring/training/acts.py`). A turn does an act as clearly as its clearest sentence does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.evidence.turns import Conversation
from scoring.french.folding import sentences
from scoring.french.nearness import Encodes

Array = NDArray[np.float64]

CUSTOMERS = frozenset(
    {
        "consent_given",
        "consent_resigned",
        "refusal_given",
        "objection_raised",
        "payment_commitment",
        "customer_corrects",
        "customer_repeats",
        "customer_glad",
        "customer_annoyed",
    }
)
"""Acts that only a customer does; all others are the adviser's."""

NOT_THEIRS = -20.0
"""The log-odds of an act that is the other side's to do."""


@dataclass(frozen=True)
class ActClassifier:
    """`weights` has one column an act, in the order of `names`."""

    names: tuple[str, ...]
    weights: Array
    bias: Array

    def log_odds(self, vectors: NDArray[np.float32]) -> Array:
        """One row a sentence, one column an act."""
        return vectors.astype(np.float64) @ self.weights + self.bias

    def of_turns(self, conversation: Conversation, encoder: Encodes) -> Array:
        """Log-odds of each act in each turn: one row a turn, one column an act."""
        pieces = [
            (turn.place, text)
            for turn in conversation.turns
            for text in dict.fromkeys((turn.turn.text, *sentences(turn.turn.text)))
        ]
        found = np.full((len(conversation.turns), len(self.names)), NOT_THEIRS)
        if pieces:
            odds = self.log_odds(encoder.encode([text for _, text in pieces]))
            np.maximum.at(found, [place for place, _ in pieces], odds)
        by_agent = np.array([turn.by_agent for turn in conversation.turns], dtype=bool)
        theirs = customers_columns(self.names)
        found[np.ix_(by_agent, theirs)] = NOT_THEIRS
        found[np.ix_(~by_agent, ~theirs)] = NOT_THEIRS
        return found


def customers_columns(names: Sequence[str]) -> NDArray[np.bool_]:
    """Which of these acts are the customer's."""
    return np.array([name in CUSTOMERS for name in names], dtype=bool)


def chance(log_odds: Array) -> Array:
    """Log-odds as probabilities."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
