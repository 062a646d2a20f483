"""Cohen's weighted kappa against figures worked out by hand, and when there is none to give."""

import pytest

from scoring.agreement import Step, agreement


def test_a_table_worked_out_by_hand():
    pairs: list[tuple[Step, Step]] = [
        *[("met", "met")] * 8, *[("met", "partial")] * 2, *[("partial", "partial")] * 4,
        *[("partial", "not_met")] * 2, *[("not_met", "not_met")] * 3, ("not_met", "met"),
    ]  # fmt: skip
    found = agreement(pairs)
    assert (found.pairs, found.same, found.opposite) == (20, 15, 1)
    # Seen: (2 + 2) × ½ + 1 of 20 = 0.15. By chance, from 10, 6, 4 and 9, 6, 5 of 20: ½ × 0.42 + 0.215 = 0.425.
    assert found.kappa == pytest.approx(1 - 0.15 / 0.425, abs=0.001)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.kappa < found.high <= 1
    assert agreement(pairs) == found, "the same pairs give the same bounds"


def test_perfect_agreement_is_one_and_perfect_contradiction_below_zero():
    assert agreement([("met", "met"), ("not_met", "not_met")] * 6).kappa == 1
    contradiction = agreement([("met", "not_met"), ("not_met", "met")] * 6).kappa
    assert contradiction == -1


def test_the_side_on_which_they_differ_does_not_change_the_coefficient():
    one: list[tuple[Step, Step]] = [("met", "partial")] * 3 + [("met", "met")] * 9 + [("not_met", "not_met")] * 4
    assert agreement(one).kappa == agreement((judged, found) for found, judged in one).kappa


def test_too_few_pairs_give_no_coefficient_but_their_table():
    few = agreement([("met", "met")] * 4 + [("met", "not_met")])
    assert (few.kappa, few.low, few.high) == (None, None, None)
    assert few.table == ((4, 0, 1), (0, 0, 0), (0, 0, 0))


def test_one_and_the_same_verdict_everywhere_gives_no_coefficient():
    assert agreement([("met", "met")] * 30).kappa is None


def test_nothing_compared_is_nothing():
    assert agreement([]).pairs == 0
