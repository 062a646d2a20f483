"""Whether a text is French at all: what was read with French rules from another language would be invented."""

from scoring.french.folding import EMPTY_WORDS, fold

_ENOUGH_WORDS = 60
"""Fewer words show nothing."""
_LEAST_SHARE = 0.35
"""French talk stands above 0.5; Spanish and Italian, its neighbours, below 0.3; English near 0.1."""


def is_french(text: str) -> bool:
    """True in doubt: short texts, and whatever has its share of French small words."""
    said = fold(text).split()
    return len(said) < _ENOUGH_WORDS or sum(word in EMPTY_WORDS for word in said) / len(said) >= _LEAST_SHARE
