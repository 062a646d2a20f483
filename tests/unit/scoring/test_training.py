"""Learning is reproducible to the bit; acts are heard in words of hands that taught nothing."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.evidence.facts import FactReader
from scoring.evidence.proofreading import OwnRules
from scoring.evidence.turns import Conversation
from scoring.exchange import Exchange
from scoring.families import DECIDED_BY_RULES, FAMILIES
from scoring.french.nearness import Nearness, SentenceEncoder, WordsInCommon, shipped_comparison
from scoring.model import DECISIONS, PERCEPTION, Model, save_model, shipped_model
from scoring.perception.acts import customers_columns
from scoring.training.acts import learn_acts
from scoring.training.course import Course
from scoring.training.data import BankSentence, read_bank, read_exchanges
from scoring.writers import writer_of

from .dialogues import exchange

FEW = ("cp1-", "cp6-")
"""Two competences teach most families in a second; all of them take half a minute."""
THINNED = 3
"""Every third sentence of the bank teaches each act something: whether bytes repeat does not hang on how much."""


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    found = shipped_comparison()
    assert isinstance(found, SentenceEncoder), "the sentence encoder is among the requirements"
    return found


@pytest.fixture(scope="module")
def bank() -> list[BankSentence]:
    return read_bank()


@pytest.fixture(scope="module")
def vectors(encoder: SentenceEncoder, bank: list[BankSentence]) -> NDArray[np.float32]:
    """One row a sentence of the bank: reading it takes seconds, once."""
    return encoder.encode([one.text for one in bank])


@pytest.fixture(scope="module")
def exchanges() -> list[Exchange]:
    """All labelled ones: reading them takes a second, once."""
    return read_exchanges()


def learnt(encoder: SentenceEncoder, exchanges: list[Exchange], bank: list[BankSentence]) -> Model:
    """From a part of the data, everything anew but what files and sentences say."""
    few = [one for one in exchanges if one.id.startswith(FEW) and writer_of(one.id) in ("ab", "t4")]
    sentences = [one for one in bank if one.writer in ("t1", "t4")][::THINNED]
    assert {one.act for one in sentences} == {one.act for one in bank}
    return Course(few, sentences, encoder, OwnRules()).model()


def test_learning_again_gives_the_same_bytes(
    encoder: SentenceEncoder, exchanges: list[Exchange], bank: list[BankSentence], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        save_model(learnt(encoder, exchanges, bank), tmp_path / name)
    for file in (PERCEPTION, DECISIONS):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


class InOrder(WordsInCommon):
    """Remembers what is compared, in its order."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def compare(self, left: Sequence[str], right: Sequence[str]) -> Nearness:
        self.asked += right
        return super().compare(left, right)


def test_sentences_are_read_in_the_order_said_whatever_the_hash_seed() -> None:
    """A process has one seed, so that learning twice in it proves nothing about sets of texts."""
    said = ["Bonjour.", "Je regarde.", "Il part mardi.", "Il arrive jeudi.", "Je vous écris.", "Bonne journée."]
    near = InOrder()
    FactReader(Conversation(exchange("CP1", f"A: {' '.join(said)}")), near).nearest("Il arrive jeudi")
    assert near.asked == [" ".join(said), *said]


def test_the_shipped_weights_hold_every_act_and_family_and_are_small(bank: list[BankSentence]) -> None:
    model = shipped_model()
    assert set(model.acts.names) == {one.act for one in bank}
    assert len(model.acts.names) == 43
    assert set(model.moments.weights) == set(FAMILIES) - DECIDED_BY_RULES == set(model.decider.families)
    folder = Path(save_model.__code__.co_filename).with_name("weights")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 500_000


def test_the_shipped_acts_are_those_that_the_bank_teaches(
    bank: list[BankSentence], vectors: NDArray[np.float32]
) -> None:
    """Weights made from another bank would be told here; processors may differ in the last digit."""
    again = learn_acts(bank, vectors)
    assert again.names == shipped_model().acts.names
    assert np.abs(again.weights - shipped_model().acts.weights).max() < 0.05


def test_signs_never_change() -> None:
    for name, family in shipped_model().decider.families.items():
        rules, speaks_for, against, balance, pairs, polarity = family.weights
        assert rules >= 0, name
        assert speaks_for >= 0, name
        assert against <= 0, name
        assert balance >= 0, name
        assert pairs >= 0, name
        assert polarity >= 0, name


def test_acts_are_heard_in_the_words_of_a_hand_that_taught_nothing(
    bank: list[BankSentence], vectors: NDArray[np.float32]
) -> None:
    """Hand t5 left out: an act's own sentences stand above its hard negatives; chance would give 0.5."""
    acts = learn_acts(bank, vectors, {"t5"})
    rows = [row for row, one in enumerate(bank) if one.writer == "t5"]
    theirs, odds = [bank[row] for row in rows], acts.log_odds(vectors[rows])
    areas: list[float] = []
    for column, name in enumerate(acts.names):
        does = [odds[row, column] for row, one in enumerate(theirs) if one.act == name and one.does]
        other = [odds[row, column] for row, one in enumerate(theirs) if one.act == name and not one.does]
        areas.append(float(np.mean([[high > low for low in other] for high in does])))
    assert np.mean(areas) > 0.8
    right = Counter(one.does == bool(odds[row, acts.names.index(one.act)] > 0) for row, one in enumerate(theirs))
    assert right[True] / len(theirs) > 0.65


def test_a_customer_does_no_act_of_an_adviser() -> None:
    assert customers_columns(("consent_given", "consent_asked")).tolist() == [True, False]


def test_the_banks_and_exchanges_are_those_of_the_readme(bank: list[BankSentence], exchanges: list[Exchange]) -> None:
    assert Counter(one.writer for one in bank) == dict.fromkeys(("t1", "t2", "t3", "t4", "t5"), 774)
    assert len(exchanges) == 125
