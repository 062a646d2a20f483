"""What of a fact is sealed in its row, and how alike sealed words look."""

import json
from typing import get_args

import pytest

from simulator.custody.at_rest import PADDED_TO, padded
from simulator.facts import kinds, sealed_facts

ALL = {one.model_fields["kind"].default: one for one in get_args(get_args(kinds.AnyFact)[0])}


def test_every_word_of_a_juror_is_sealed_and_whatever_tells_none_is_not() -> None:
    assert {
        "mark.placed",
        "paper_grid.entered",
        "finding.rejected",
        "verdict.set",
        "appreciation.set",
        "correction.noted",
        "correction.verdict",
        "guide.ticked",
        "guide.noted",
        "interview.verdict",
    } == sealed_facts.SEALED_KINDS


def test_no_fact_has_a_field_that_would_make_it_look_sealed() -> None:
    assert len(ALL) > 60
    assert [kind for kind, fact in ALL.items() if "sealed" in fact.model_fields] == []


@pytest.mark.parametrize("verdict", ["satisfactory", "to_improve", "insufficient", "not_observed", "none"])
def test_all_verdicts_weigh_the_same_and_are_read_again(verdict: str) -> None:
    data = {"criterion": "CP1.1", "verdict": verdict, "comment": ""}
    words = padded(json.dumps(data))
    assert len(words) == PADDED_TO
    assert json.loads(words) == data


@pytest.mark.parametrize("length", [0, 1, PADDED_TO - 1, PADDED_TO, PADDED_TO + 1])
def test_words_are_padded_to_the_next_multiple(length: int) -> None:
    assert len(padded("é" * length)) % PADDED_TO == 0
    assert padded("é" * length).decode().rstrip() == "é" * length
