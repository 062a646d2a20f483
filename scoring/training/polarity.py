"""Learning polarity from the turns that examiners showed, all families together: few enough that they must share."""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import minimize

from scoring.families import FAMILY_OF
from scoring.perception.acts import Array, chance
from scoring.perception.polarity import Polarity

from .moments import Pair

PENALTY, SHIFT_PENALTY, STEPS = 3.0, 0.5, 60
"""Chosen by mean log-loss of verdicts with writers left out; 2 to 20 differ by 0.01, weights of each family's own
taught nothing more."""


def learn_polarity(shown: Mapping[Pair, Array], said: Mapping[Pair, float]) -> Polarity:
    """`shown`: the features of a pair's shown turns, one row a turn; `said`: 1 where its label is met, 0 where not.

    A pair weighs as the square root of its turns: four turns of one exchange are not four opinions.
    """
    pairs = sorted(pair for pair in shown if len(shown[pair]))
    families = sorted({FAMILY_OF[criterion] for _, criterion in pairs})
    counts = np.array([len(shown[pair]) for pair in pairs])
    rows = np.vstack([shown[pair] for pair in pairs])
    wanted = np.repeat([said[pair] for pair in pairs], counts)
    weight = np.repeat(1 / np.sqrt(counts), counts)
    mine = np.repeat([families.index(FAMILY_OF[criterion]) for _, criterion in pairs], counts)
    width = rows.shape[1]

    def loss(flat: Array) -> tuple[float, Array]:
        weights, shift, common = flat[:width], flat[width:-1], flat[-1]
        odds = rows @ weights + shift[mine] + common
        off = weight * (chance(odds) - wanted)
        value = float((weight * (np.logaddexp(0, odds) - wanted * odds)).sum())
        value += 0.5 * PENALTY * float((weights**2).sum()) + 0.5 * SHIFT_PENALTY * float((shift**2).sum())
        by_family = np.bincount(mine, off, minlength=len(families)) + SHIFT_PENALTY * shift
        return value, np.concatenate([rows.T @ off + PENALTY * weights, by_family, [off.sum()]])

    best = minimize(
        loss, np.zeros(width + len(families) + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    ).x
    return Polarity(best[:width], {name: float(best[width + at] + best[-1]) for at, name in enumerate(families)})
