"""Agreement between findings and jurors on one criterion: raw first, then Cohen's weighted kappa.

A finding and a juror's verdict make a pair on the same three steps (met, partial, not met). Disagreeing by two steps
counts double (linear weights: Cohen, 1968, « Weighted kappa »). Agreement and reliability can diverge, above all when
nearly every verdict is the same: that is why the raw table stands beside the coefficient.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Step = Literal["met", "partial", "not_met"]
STEPS: tuple[Step, ...] = ("met", "partial", "not_met")

FEWEST_PAIRS = 10
"""With fewer, a coefficient is noise: none is given."""

DRAWS = 2000
_WEIGHTS = np.abs(np.subtract.outer(np.arange(3), np.arange(3))) / 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """`table[finding][juror]` counts pairs in the order of `STEPS`; `low` and `high` bound kappa at 95 %.

    `kappa` is None with fewer than ten pairs, or when everything that both said is one and the same step.
    """

    table: tuple[tuple[int, int, int], ...]
    kappa: float | None
    low: float | None
    high: float | None

    @property
    def pairs(self) -> int:
        return sum(sum(row) for row in self.table)

    @property
    def same(self) -> int:
        return sum(self.table[n][n] for n in range(3))

    @property
    def opposite(self) -> int:
        """One said met, the other not met."""
        return self.table[0][2] + self.table[2][0]


def agreement(pairs: Iterable[tuple[Step, Step]]) -> Agreement:
    """Of (finding, juror) pairs. The bounds come from a bootstrap with a fixed seed: same pairs, same bounds."""
    counted = Counter(pairs)
    table = np.array([[counted[found, judged] for judged in STEPS] for found in STEPS], dtype=np.float64)
    total = int(table.sum())
    kappa = float(_kappas(table[np.newaxis])[0]) if total >= FEWEST_PAIRS else np.nan
    low = high = np.nan
    if np.isfinite(kappa):
        drawn = np.random.default_rng(1968).multinomial(total, table.ravel() / total, DRAWS).reshape(-1, 3, 3)
        kappas = _kappas(drawn.astype(np.float64))
        low, high = np.nanpercentile(kappas, (2.5, 97.5))
    rows = tuple((int(row[0]), int(row[1]), int(row[2])) for row in table)
    return Agreement(rows, _or_none(kappa), _or_none(float(low)), _or_none(float(high)))


def _kappas(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """One kappa per table; nan where chance alone could not disagree."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    expected = shares.sum(axis=2)[:, :, np.newaxis] * shares.sum(axis=1)[:, np.newaxis, :]
    by_chance = (expected * _WEIGHTS).sum(axis=(1, 2))
    seen = (shares * _WEIGHTS).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance > 0, 1 - seen / by_chance, np.nan)


def _or_none(value: float) -> float | None:
    return round(value, 3) if np.isfinite(value) else None
