"""Learning the ranker of turns: a penalised logistic regression over (criterion, turn), families sharing but three
numbers. Pairwise and listwise losses were tried: no better (docs/evidence.md)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from scoring.perception.acts import Array, chance
from scoring.perception.ranking import BY_AGENT, OWN, TurnRanker

PENALTY, STEPS = 10.0, 200
OF_A_FAMILY = np.array([0.35, 0.7, 0.7])
"""Scales of what families weigh apart (own log-odds, adviser's turns, shift): smaller is nearer to what all share."""


@dataclass(frozen=True)
class Played:
    """Of one criterion in one exchange: the rows that the ranker sees, and which turns the examiner showed."""

    family: str
    rows: Array
    shown: Array


def learn_ranker(played: Sequence[Played]) -> TurnRanker:
    """Raises ValueError without any."""
    families = sorted({one.family for one in played})
    rows = np.vstack([one.rows for one in played])
    wanted = np.concatenate([one.shown for one in played])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    apart = np.zeros((len(rows), 3 * len(families)))
    start = 0
    for one in played:
        end, column = start + len(one.rows), 3 * families.index(one.family)
        of_family = np.stack([one.rows[:, OWN], one.rows[:, BY_AGENT], np.ones(len(one.rows))], axis=1)
        apart[start:end, column : column + 3] = of_family * OF_A_FAMILY
        start = end
    best = _fit(np.hstack([(rows - mean) / spread, apart]), wanted)
    width = rows.shape[1]
    weights = best[:width] / spread
    by_family = best[width:-1].reshape(len(families), 3) * OF_A_FAMILY
    return TurnRanker(
        weights, float(best[-1] - mean @ weights), {name: by_family[at] for at, name in enumerate(families)}
    )


def _fit(rows: Array, wanted: Array) -> Array:
    """Weights, then the bias."""

    def loss(flat: Array) -> tuple[float, Array]:
        odds = rows @ flat[:-1] + flat[-1]
        off = chance(odds) - wanted
        value = float((np.logaddexp(0, odds) - wanted * odds).sum() + 0.5 * PENALTY * (flat[:-1] ** 2).sum())
        return value, np.concatenate([rows.T @ off + PENALTY * flat[:-1], [off.sum()]])

    return minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
