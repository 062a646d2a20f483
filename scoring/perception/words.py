"""Common words and pairs of words in a turn, by who says them: « non » and « mais », which a direction blurs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from scoring.exchange import Exchange, Turn
from scoring.french.folding import fold

from .acts import Array

FEWEST_TURNS, MOST_TURNS = 25, 1200
"""A word in fewer turns teaches who wrote them; one in more teaches nothing."""


def common_words(exchanges: Iterable[Exchange]) -> tuple[str, ...]:
    """« agent bonjour », « client je_crois »: in their order. No label is looked at."""
    counted = Counter(word for exchange in exchanges for turn in exchange.turns for word in _words(turn))
    return tuple(sorted(word for word, turns in counted.items() if FEWEST_TURNS <= turns < MOST_TURNS))


def words_said(turns: Sequence[Turn], vocabulary: Sequence[str]) -> Array:
    """One row a turn, one column a word of `vocabulary`; rows of length one, or nought."""
    place = {word: column for column, word in enumerate(vocabulary)}
    said = np.zeros((len(turns), len(vocabulary)))
    for row, turn in enumerate(turns):
        columns = [place[word] for word in _words(turn) if word in place]
        if columns:
            said[row, columns] = 1 / np.sqrt(len(columns))
    return said


def _words(turn: Turn) -> set[str]:
    single = fold(turn.text).split()
    double = (f"{one}_{other}" for one, other in pairwise(single))
    return {f"{turn.speaker} {word}" for word in (*single, *double)}
