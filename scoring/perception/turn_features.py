"""Numbers that describe a turn in its exchange: what it says, the acts in it and beside it, its place, its values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Signal
from scoring.french.folding import sentences
from scoring.french.nearness import Encodes
from scoring.french.quantities import Quantity, quantities

from .acts import Array, chance
from .words import words_said

_COMPARED = {"euros", "percent", "days", "months", "clock", "date", "times", "minutes"}
_SAYING, _ANSWERING, _ACTS, _ACTS_BESIDE, _WORDS = 2.5, 1.2, 2.5, 1.2, 1.5
"""Scales: with one penalty for all weights, a larger scale is a weaker penalty. Acts count most, then words."""
_SPEAKS_OF = 0.45
"""From this nearness on a turn speaks of a fact or a step."""


def turn_features(
    seen: Seen, acts: Array, encoder: Encodes, directions: NDArray[np.float32], vocabulary: Sequence[str]
) -> Array:
    """One row a turn. `acts`: log-odds of acts by turn; `directions`: the encoder's main ones, one a column."""
    talk = seen.conversation
    texts = [turn.turn.text for turn in talk.turns]
    vectors = encoder.encode(texts)
    said = (vectors @ directions).astype(np.float64)
    by_agent = np.array([turn.by_agent for turn in talk.turns], dtype=np.float64)[:, np.newaxis]
    act = chance(acts)
    return np.hstack(
        [
            said * by_agent * _SAYING,
            said * (1 - by_agent) * _SAYING,
            _shifted(said, 1) * by_agent * _ANSWERING,
            _shifted(said, -1) * by_agent * _ANSWERING,
            words_said([turn.turn for turn in talk.turns], vocabulary) * _WORDS,
            act * _ACTS,
            _shifted(act, 1) * _ACTS_BESIDE,
            _shifted(act, -1) * _ACTS_BESIDE,
            _place_and_values(seen, vectors, encoder),
        ]
    )


def rule_features(seen: Seen, signals: Sequence[Signal], turns: Sequence[int]) -> Array:
    """What the criterion's own rules saw in each turn: for, against, shown; and in the turns beside it."""
    places = {turn.n: turn.place for turn in seen.conversation.turns}
    seen_there = np.zeros((len(places), 3))
    for signal in signals:
        column = 0 if signal.weight >= 0 else 1
        for n in signal.turns:
            if n in places:
                seen_there[places[n], column] += min(1.5, abs(signal.weight) + 0.3)
    for n in turns:
        if n in places:
            seen_there[places[n], 2] = 1.0
    return np.hstack([seen_there, 0.5 * _shifted(seen_there[:, :2], 1), 0.5 * _shifted(seen_there[:, :2], -1)])


def _shifted(rows: Array, by: int) -> Array:
    """Each row moved down by one (its predecessor's values) or up; zeros where there is no neighbour."""
    moved = np.zeros_like(rows)
    if by > 0:
        moved[by:] = rows[:-by]
    else:
        moved[:by] = rows[-by:]
    return moved


def _place_and_values(seen: Seen, vectors: NDArray[np.float32], encoder: Encodes) -> Array:
    """Place, length, question, nearness to what is expected, values that are right, wrong or in the letter."""
    talk, expected = seen.conversation, seen.exchange.expectations
    turns, count = talk.turns, len(talk.turns)
    agent = np.array([turn.by_agent for turn in turns], dtype=np.float64)
    length = np.array([len(turn.turn.text.split()) for turn in turns], dtype=np.float64)
    short = (length <= 5).astype(np.float64)
    place = np.arange(count) / max(1, count - 1)
    asks = np.array(["?" in turn.turn.text for turn in turns], dtype=np.float64)
    values = [_values(turn.turn.text) for turn in turns]
    before = np.vstack([np.zeros((1, vectors.shape[1]), dtype=np.float32), vectors[:-1]])
    after = np.vstack([vectors[1:], np.zeros((1, vectors.shape[1]), dtype=np.float32)])

    must = [fact.text for fact in expected.facts if fact.kind == "must_say"]
    never = [fact.text for fact in expected.facts if fact.kind != "must_say"]
    facts, facts_named = _nearest(vectors, must, encoder)
    forbidden, _ = _nearest(vectors, never, encoder)
    steps, _ = _nearest(vectors, [step.text for step in expected.procedure], encoder)
    brief, _ = _nearest(vectors, sentences(seen.exchange.brief), encoder)
    wanted = [value for text in must for value in _values(text)]
    known = [*wanted, *_values(seen.exchange.brief)]
    right = np.array([float(any(_is_among(value, wanted) for value in mine)) for mine in values])
    other = np.array([float(_differs(mine, known)) for mine in values])
    confirmation = seen.exchange.written.confirmation
    letter = _values(f"{confirmation.subject} {confirmation.body}") if confirmation else []
    kept = np.array([float(sum(_is_among(value, letter) for value in mine)) for mine in values])
    left_out = np.array([float(sum(not _is_among(value, letter) for value in mine)) for mine in values])
    columns = [
        agent,
        np.log1p(length) / 4,
        short,
        place,
        place**2,
        (place < 0.15).astype(np.float64),
        (place > 0.85).astype(np.float64),
        asks,
        np.array([float(bool(mine)) for mine in values]),
        (vectors * before).sum(axis=1),
        (vectors * after).sum(axis=1),
        agent * asks,
        agent * short,
        np.full(count, float(seen.exchange.channel == "chat")),
        facts * agent,
        facts * (1 - agent),
        forbidden * agent,
        steps * agent,
        brief * agent,
        brief * (1 - agent),
        facts_named * agent / 2,
        right * agent,
        other * agent,
        right * (1 - agent),
        np.log1p(kept) * agent,
        np.log1p(left_out) * agent * bool(letter),
        np.full(count, float(bool(letter))),
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _nearest(vectors: NDArray[np.float32], texts: Sequence[str], encoder: Encodes) -> tuple[Array, Array]:
    """For each turn, its nearness to the nearest of `texts`, and how many of them it speaks of."""
    if not texts or not len(vectors):
        return np.zeros(len(vectors)), np.zeros(len(vectors))
    near = (vectors @ encoder.encode(list(texts)).T).astype(np.float64)
    return near.max(axis=1), (near > _SPEAKS_OF).sum(axis=1).astype(np.float64)


def _values(text: str) -> list[Quantity]:
    return [value for value in quantities(text) if value.kind in _COMPARED]


def _is_among(value: Quantity, others: Sequence[Quantity]) -> bool:
    return any(value.same(other) for other in others)


def _differs(mine: Sequence[Quantity], known: Sequence[Quantity]) -> bool:
    """Holds a value of a kind that is known, and none that is right."""
    kinds = {value.kind for value in known}
    return any(value.kind in kinds for value in mine) and not any(_is_among(value, known) for value in mine)
