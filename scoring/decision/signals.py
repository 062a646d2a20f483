"""The few signals on which a family is decided, each with a sign that never changes.

*rules*: the sum of what the criterion's own rules saw (values, limits, steps, words). *for*, *against*: how clearly
the best moments speak, by example. *balance*: which of the two prevails in single turns. *pairs*: what was asked and
how it was answered, for families that are read so. *polarity*: what all turns that count say together. Nothing of
other criteria is among them.
"""

from collections.abc import Iterable

import numpy as np

from scoring.evidence.weighing import Signal, Weighed
from scoring.perception.acts import Array
from scoring.perception.moments import AGAINST, FOR
from scoring.perception.polarity import overall

NAMES = ("rules", "for", "against", "balance", "pairs", "polarity")
SIGNS = (1.0, 1.0, -1.0, 1.0, 1.0, 1.0)
BEST = 3
"""Moments that are averaged: a single turn may be a mistake, ten are the whole exchange."""
NONE = -6.0
"""The log-odds of a moment in an exchange without turns."""


def signals_of(finding: Weighed, moments: Array, polarity: Array, pairs: Iterable[Signal] = ()) -> Array:
    """The six signals. `moments`: log-odds for and against, one row a turn; `polarity`: log-odds, one a turn;
    `pairs`: what the family's pairs say."""
    answered = sum(signal.weight for signal in pairs)
    if not len(moments):
        return np.array([finding.score, NONE, NONE, 0.0, answered, 0.0])
    speaks_for, against = moments[:, FOR], moments[:, AGAINST]
    balance = _best(speaks_for - against) - _best(against - speaks_for)
    return np.array([finding.score, _best(speaks_for), _best(against), balance, answered, overall(polarity, moments)])


def _best(values: Array) -> float:
    return float(np.sort(values)[::-1][:BEST].mean())
