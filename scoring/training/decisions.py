"""Fitting the decider: family weights kept near a common one, never of the wrong sign; then the lean of verdicts.

How much rare verdicts should weigh cannot be told from so few pairs: choosing it by leaving writers out was worse
than any single choice. Four choices are fitted, and averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from scoring.decision.ordinal import STEPS, Decider, FamilyWeights
from scoring.decision.signals import NAMES, SIGNS
from scoring.perception.acts import Array, chance

TO_COMMON, TO_NO_SHIFT = 1.5, 1.0
"""Penalties: of a weight that leaves the common one, of a family's shift."""
COMMON = {"rules": 0.5, "for": 0.3, "against": 0.3, "balance": 0.3, "pairs": 0.0, "polarity": 0.6}
"""Where the weights of all families start."""
COMPARED, COMPARING = frozenset({"limits", "meeting", "written"}), 1.5
"""Families whose rules compare figures, or count parts that are there: there *rules* starts heavier than what is
perceived by example."""
PAIRED = {"check": 2.5, "opinion": 2.5, "target": 1.5, "written": 0.5, "benefit": 0.5, "procedure": 0.5}
"""Where *pairs* starts, for families that are read in pairs; elsewhere that signal is never there."""
ONE_ACT, ASIDE = frozenset({"check", "opinion", "target"}), 0.3
"""Families that rest on one act and its answer: what else is seen starts lighter by this factor."""
RARITIES = (0.3, 0.5, 0.7, 1.0)
"""Powers by which rare verdicts weigh more: 0 would be as they come, 1 all alike."""
LEANS = np.arange(-0.6, 0.81, 0.1)
LEAN_KEPT = 0.7
"""Part of the best lean in sample that is kept: the rest is luck."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair's family, its signals and the step of its label (0 not met, 1 partial, 2 met)."""

    family: str
    signals: Array
    step: int


def learn_decider(pairs: Sequence[Judged]) -> Decider:
    """Raises ValueError without pairs."""
    fitted = [_learn(pairs, power) for power in RARITIES]
    families = {
        name: FamilyWeights(
            one.mean,
            one.spread,
            np.mean([part.families[name].weights for part in fitted], axis=0),
            float(np.mean([part.families[name].shift for part in fitted])),
        )
        for name, one in fitted[0].families.items()
    }
    first, second = np.mean([part.cuts for part in fitted], axis=0)
    plain = Decider(families, (float(first), float(second)), (0.0, 0.0, 0.0))
    chances = np.stack([plain.chances(pair.family, pair.signals) for pair in pairs])
    return Decider(families, plain.cuts, _lean(chances, np.array([pair.step for pair in pairs])))


def _learn(pairs: Sequence[Judged], rarity: float) -> Decider:
    """Without any lean."""
    names = sorted({pair.family for pair in pairs})
    scales = {name: _scale([pair.signals for pair in pairs if pair.family == name]) for name in names}
    width = len(SIGNS)
    rows = np.zeros((len(pairs), len(names) * width))
    shifts = np.zeros((len(pairs), len(names)))
    for at, pair in enumerate(pairs):
        column = names.index(pair.family)
        mean, spread = scales[pair.family]
        scaled = np.clip((pair.signals - mean) / spread, -2.5, 2.5) * np.array(SIGNS)
        rows[at, column * width : (column + 1) * width] = scaled
        shifts[at, column] = 1.0
    steps = np.array([pair.step for pair in pairs])
    common = np.tile([COMMON[signal] for signal in NAMES], (len(names), 1))
    for column, name in enumerate(names):
        if name in COMPARED:
            common[column, NAMES.index("rules")] = COMPARING
        if name in ONE_ACT:
            common[column] *= ASIDE
        common[column, NAMES.index("pairs")] = PAIRED.get(name, 0.0)
    fitted = _fit(rows, shifts, steps, common.ravel(), rarity)
    count = len(names)
    weights, shift = fitted[: count * width].reshape(count, width), fitted[count * width : -2]
    first = float(fitted[-2])
    families = {
        name: FamilyWeights(*scales[name], weights[column] * np.array(SIGNS), float(shift[column]))
        for column, name in enumerate(names)
    }
    return Decider(families, (first, first + float(np.exp(fitted[-1]))), (0.0, 0.0, 0.0))


def _scale(signals: Sequence[Array]) -> tuple[Array, Array]:
    mine = np.stack(signals)
    return mine.mean(axis=0), mine.std(axis=0) + 0.05


def _fit(rows: Array, shifts: Array, steps: NDArray[np.intp], common: Array, rarity: float) -> Array:
    """Weights, shifts, first cut, logarithm of the distance to the second."""
    wide, count = rows.shape[1], shifts.shape[1]
    seen = np.bincount(steps, minlength=3)
    weight = ((len(steps) / 3 / np.maximum(seen, 1)) ** rarity)[steps]

    def loss(flat: Array) -> tuple[float, Array]:
        weights, shift, first, between = flat[:wide], flat[wide : wide + count], flat[-2], np.exp(flat[-1])
        score = rows @ weights + shifts @ shift
        above_first, above_second = chance(score - first), chance(score - first - between)
        likely = np.select([steps == 0, steps == 1], [1 - above_first, above_first - above_second], above_second)
        likely = np.clip(likely, 1e-9, 1)
        slope_first, slope_second = above_first * (1 - above_first), above_second * (1 - above_second)
        slope = np.select([steps == 0, steps == 1], [-slope_first, slope_first - slope_second], slope_second) / likely
        of_between = np.select([steps == 0, steps == 1], [0 * slope, slope_second], -slope_second) / likely * between
        value = -(weight * np.log(likely)).sum()
        value += 0.5 * TO_COMMON * ((weights - common) ** 2).sum() + 0.5 * TO_NO_SHIFT * (shift**2).sum()
        gradient = np.concatenate(
            [
                -(rows.T @ (weight * slope)) + TO_COMMON * (weights - common),
                -(shifts.T @ (weight * slope)) + TO_NO_SHIFT * shift,
                [(weight * slope).sum(), -(weight * of_between).sum()],
            ]
        )
        return float(value), gradient

    start = np.concatenate([common, np.zeros(count), [-1.0, 0.5]])
    bounds = [(0.0, None)] * wide + [(None, None)] * (count + 2)
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x


def _lean(chances: Array, steps: NDArray[np.intp]) -> tuple[float, float, float]:
    """The log-weights of not met and partial (met stays) with the best macro-F1, drawn back towards none."""
    best, lean = -1.0, (0.0, 0.0)
    for not_met in LEANS:
        for partial in LEANS:
            said = (np.log(chances) + np.array([not_met, partial, 0.0])).argmax(axis=1)
            value = float(np.mean([_f1(said == step, steps == step) for step in range(len(STEPS))]))
            if value > best + 1e-9:
                best, lean = value, (float(not_met), float(partial))
    return LEAN_KEPT * lean[0], LEAN_KEPT * lean[1], 0.0


def _f1(said: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    both = float((said & true).sum())
    return 2 * both / max(1.0, float(said.sum() + true.sum()))
