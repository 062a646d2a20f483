"""Learning which turns speak for or against, family by family, from the turns that examiners show."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from scipy.optimize import minimize

from scoring.exchange import Label, Turn
from scoring.families import FAMILY_OF
from scoring.perception.acts import Array, chance
from scoring.perception.moments import AGAINST, FOR, MomentClassifier

PENALTY, STEPS = 4.0, 60
HALF = 0.6
"""A turn that justifies *partial* speaks for and against, less clearly than one that justifies either."""

Pair = tuple[str, str]
"""An exchange's name and a criterion."""


def targets(turns: tuple[Turn, ...], label: Label) -> Array:
    """One row a turn: how far it speaks for, and against."""
    found = np.zeros((len(turns), 2))
    for row, turn in enumerate(turns):
        if turn.n in label.turns:
            found[row, FOR] = {"met": 1.0, "partial": HALF}.get(label.verdict, 0.0)
            found[row, AGAINST] = {"not_met": 1.0, "partial": HALF}.get(label.verdict, 0.0)
    return found


def learn_moments(features: Mapping[Pair, Array], wanted: Mapping[Pair, Array]) -> MomentClassifier:
    """Families are learnt apart, from the pairs given.

    Starting all families from what they share, and from acts that should speak for them, was tried: no better.
    """
    pairs: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(features):
        pairs[FAMILY_OF[pair[1]]].append(pair)
    weights: dict[str, Array] = {}
    bias: dict[str, Array] = {}
    for family in sorted(pairs):
        rows = np.vstack([features[pair] for pair in pairs[family]])
        weights[family], bias[family] = _fit(rows, np.vstack([wanted[pair] for pair in pairs[family]]))
    return MomentClassifier(weights, bias)


def _fit(rows: Array, wanted: Array) -> tuple[Array, Array]:
    width = rows.shape[1]

    def loss(flat: Array) -> tuple[float, Array]:
        weights, bias = flat[: width * 2].reshape(width, 2), flat[width * 2 :]
        odds = rows @ weights + bias
        off = chance(odds) - wanted
        value = float((np.logaddexp(0, odds) - wanted * odds).sum() + 0.5 * PENALTY * (weights**2).sum())
        return value, np.concatenate([(rows.T @ off + PENALTY * weights).ravel(), off.sum(axis=0)])

    start = np.concatenate([np.zeros(width * 2), [-2.0, -3.0]])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return best[: width * 2].reshape(width, 2), best[width * 2 :]
