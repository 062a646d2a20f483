"""Turns are ranked for a verdict; polarity weighs what counts."""

import numpy as np

from scoring.evidence.turns import Conversation
from scoring.evidence.weighing import Signal
from scoring.model import shipped_model
from scoring.perception.moments import AGAINST, FOR
from scoring.perception.polarity import CLEAREST, overall
from scoring.perception.ranking import TurnRanker, Witness, ranking_rows, turns_to_show

from .dialogues import exchange

GOOD, BAD, ELSE = 0, 2, -5.0
LINES = ("A: Je comprends votre inquiétude.", "C: Merci.", "A: C'est votre problème.", "C: Ah.", "A: Au revoir.")


def witness(rules: tuple[int, ...] = (), signals: tuple[Signal, ...] = ()) -> Witness:
    """The first turn speaks for, the third against."""
    talk = Conversation(exchange("CP3", *LINES))
    moments = np.full((len(LINES), 2), ELSE)
    moments[GOOD, FOR] = moments[BAD, AGAINST] = 1.0
    polarity = np.zeros(len(LINES))
    polarity[GOOD], polarity[BAD] = 2.0, -2.0
    return Witness(talk, moments, polarity, np.zeros((len(LINES), 3)), signals, (), rules)


def likely(verdict: str, seen: Witness) -> list[float]:
    ranker = shipped_model().ranker
    return [float(one) for one in ranker.chances("tone", ranking_rows(verdict, seen))]


def test_the_verdict_chooses_which_turns_are_shown() -> None:
    assert likely("met", witness())[GOOD] > likely("met", witness())[BAD]
    assert likely("not_met", witness())[BAD] > likely("not_met", witness())[GOOD]
    partial = likely("partial", witness())
    assert min(partial[GOOD], partial[BAD]) > max(partial[1], partial[3], partial[4])


def test_a_turn_on_which_rules_rest_gains() -> None:
    signal = Signal(-1.0, "sec", (3,))
    assert likely("not_met", witness((3,), (signal,)))[BAD] > likely("not_met", witness())[BAD]


def test_at_least_one_turn_is_shown_where_the_verdict_rests_on_talk() -> None:
    dull = np.array([0.01, 0.02, 0.01])
    assert turns_to_show(dull, (1, 2, 3)) == (2,)
    assert turns_to_show(dull, (1, 2, 3), 0) == ()
    assert turns_to_show(np.array([0.9, 0.8, 0.7, 0.6, 0.95]), (1, 2, 3, 4, 5)) == (1, 2, 3, 5)
    assert turns_to_show(np.zeros(0), ()) == ()


def test_one_turn_is_enough_to_be_ranked() -> None:
    talk = Conversation(exchange("CP3", LINES[0]))
    alone = Witness(talk, np.zeros((1, 2)), np.zeros(1), np.zeros((1, 3)), (), (), ())
    rows = ranking_rows("met", alone)
    assert np.isfinite(rows).all()
    ranker = TurnRanker(np.zeros(rows.shape[1]), 0.0, {"tone": np.zeros(3)})
    assert ranker.chances("tone", rows).tolist() == [0.5]


def test_polarity_is_what_the_turns_that_count_say() -> None:
    seen = witness()
    both = overall(seen.polarity, seen.moments)
    seen.moments[BAD] = ELSE
    assert overall(seen.polarity, seen.moments) > both
    assert abs(both) < 0.1


def test_no_single_turn_is_clearer_than_clear() -> None:
    moments = np.array([[3.0, -3.0]])
    assert overall(np.array([400.0]), moments) == overall(np.array([CLEAREST]), moments)
    assert overall(np.zeros(0), np.zeros((0, 2))) == 0.0
