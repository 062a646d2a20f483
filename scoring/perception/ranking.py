"""The turns to show: each turn of an exchange, ranked for one criterion and one verdict.

A moment is judged alone, by its words; whether an examiner would play it depends on what else there is to play, on
the turns beside it (a question goes with its answer), on what the criterion's rules and pairs saw, on its place, and
on the verdict that it is to justify. Learnt in `scoring/training/ranking.py` from the turns that examiners showed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.evidence.turns import Conversation
from scoring.evidence.weighing import Signal, few

from .acts import Array, chance
from .moments import AGAINST, FOR
from .polarity import CLEAREST, counting

SHOWN_FROM = 0.3
"""Half of the F1 that is reached: what showing a turn must promise where F1 counts (Lipton and others, 2014)."""
OWN, BY_AGENT = 0, 1
"""Columns that each family also weighs by itself."""
_LOWEST, _HIGHEST = -8.0, 6.0
_SHORT = 3
_FEW, _SOME = 0.5, 0.3


@dataclass(frozen=True)
class TurnRanker:
    """`weights`: one a column of `ranking_rows`; `by_family`: own log-odds, adviser's turns, shift."""

    weights: Array
    bias: float
    by_family: dict[str, Array]

    def chances(self, family: str, rows: Array) -> Array:
        """How likely an examiner is to show each turn."""
        own, agent, shift = self.by_family[family]
        return chance(rows @ self.weights + rows[:, OWN] * own + rows[:, BY_AGENT] * agent + shift + self.bias)


@dataclass(frozen=True)
class Witness:
    """What was seen of one criterion in one exchange, one row a turn.

    `moments`: log-odds for and against; `polarity`: log-odds; `acts`: chances; `rules`: turns that its rules show.
    """

    talk: Conversation
    moments: Array
    polarity: Array
    acts: Array
    ruled: Sequence[Signal]
    paired: Sequence[Signal]
    rules: tuple[int, ...]


def turns_to_show(likely: Array, numbers: Sequence[int], at_least: int = 1) -> tuple[int, ...]:
    """The turns' numbers, best ones chosen, in the exchange's order. `at_least`: never fewer, so that a verdict that
    rests on talk is never shown without it."""
    order = sorted(range(len(numbers)), key=lambda row: (-likely[row], row))
    chosen = [row for row in order if likely[row] > SHOWN_FROM] or order[:at_least]
    return few([numbers[row] for row in chosen])


def ranking_rows(verdict: str, seen: Witness) -> Array:
    """One row a turn: all that the ranker looks at where this is the verdict."""
    turns, count = seen.talk.turns, len(seen.talk.turns)
    odds = np.clip(seen.moments, _LOWEST, _HIGHEST)
    own, other = _sides(verdict, odds)
    mine = chance(own)
    agent = np.array([turn.by_agent for turn in turns], dtype=np.float64)
    place = np.arange(count) / max(1, count - 1)
    rank = np.empty(count)
    rank[(-own).argsort(kind="stable")] = np.arange(count)
    shown = np.array([turn.n in seen.rules for turn in turns], dtype=np.float64)
    ruled, paired = _where(seen.ruled, seen.talk), _where(seen.paired, seen.talk)
    agreeing, opposing = _agreeing(verdict, ruled)
    length = np.array([len(turn.turn.text.split()) for turn in turns], dtype=np.float64)
    clear = np.clip(seen.polarity, -CLEAREST, CLEAREST)
    sign = {"met": 1.0, "not_met": -1.0}.get(verdict, 0.0)
    columns = [
        own,
        agent,
        0.5 * other,
        1 / (1 + rank),
        own - np.sort(own)[::-1][:3].mean(),
        (own - own.mean()) / (own.std() + _FEW),
        mine / (mine.sum() + _SOME),
        clear * sign,
        np.abs(clear),
        shown,
        shown / (1 + shown.sum()),
        agreeing,
        opposing,
        _agreeing(verdict, paired)[0],
        paired.sum(axis=1),
        *_beside(mine, agent),
        _shifted(shown, 1),
        _shifted(shown, -1),
        _shifted(agreeing, 1),
        _shifted(agreeing, -1),
        place,
        place**2,
        np.full(count, np.log1p(count) / 3),
        np.full(count, np.log1p(mine.sum())),
        np.full(count, shown.sum() / 3),
        seen.acts.max(axis=1),
        seen.acts.sum(axis=1) / 3,
        (length <= _SHORT).astype(np.float64),
        np.log1p(length) / 4,
        np.array(["?" in turn.turn.text for turn in turns], dtype=np.float64),
        np.full(count, float(verdict == "met")),
        np.full(count, float(verdict == "partial")),
    ]
    return np.stack(columns, axis=1)


def _sides(verdict: str, odds: Array) -> tuple[Array, Array]:
    """Log-odds that a turn speaks for this verdict, and for the other end."""
    speaks_for, against = odds[:, FOR], odds[:, AGAINST]
    if verdict == "partial":
        either = np.clip(counting(odds), 1e-6, 1 - 1e-6)
        return np.log(either / (1 - either)), np.minimum(speaks_for, against)
    return (speaks_for, against) if verdict == "met" else (against, speaks_for)


def _agreeing(verdict: str, seen_there: Array) -> tuple[Array, Array]:
    """How much the signals in each turn say what the verdict says, and the contrary."""
    speaks_for, against = seen_there[:, 0], seen_there[:, 1]
    if verdict == "partial":
        return 0.7 * (speaks_for + against), 0.7 * against
    return (speaks_for, against) if verdict == "met" else (against, speaks_for)


def _where(signals: Sequence[Signal], talk: Conversation) -> Array:
    """One row a turn: how much signals for, and against, rest on it."""
    places = {turn.n: turn.place for turn in talk.turns}
    found = np.zeros((len(places), 2))
    for signal in signals:
        for n in signal.turns:
            if n in places:
                found[places[n], 0 if signal.weight >= 0 else 1] += min(1.5, abs(signal.weight) + 0.3)
    return found


def _beside(mine: Array, agent: Array) -> list[Array]:
    """What the turns around say: one and two before and after, and who would be shown beside them."""
    before, after = _shifted(mine, 1), _shifted(mine, -1)
    return [before, after, before * agent, after * agent, _shifted(mine, 2), _shifted(mine, -2)]


def _shifted(values: NDArray[np.float64], by: int) -> Array:
    moved = np.zeros_like(values)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved
