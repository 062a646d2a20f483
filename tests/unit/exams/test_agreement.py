"""Agreement between two jurors: figures that can be checked by hand, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.agreement import Agreement, Verdict, agreement

GOOD, FAIR, BAD, NONE = "satisfactory", "to_improve", "insufficient", "not_observed"
VERDICTS = st.sampled_from([GOOD, FAIR, BAD, NONE])
PAIRS = st.lists(st.tuples(VERDICTS, VERDICTS), max_size=60)


def test_a_table_counted_by_hand() -> None:
    # Distances observed: 1 + 2 + 1 + 1 = 5; by chance (5×8 + 3×6 + 2×12) / 10 = 8.2 (marginals 5/3/2 and 4/4/2).
    pairs: list[tuple[Verdict, Verdict]] = [
        *[(GOOD, GOOD)] * 3, (GOOD, FAIR), (GOOD, BAD),
        (FAIR, FAIR), (FAIR, FAIR), (FAIR, GOOD), (BAD, BAD), (BAD, FAIR),
    ]  # fmt: skip
    found = agreement(pairs)
    assert (found.same, found.compared, found.ranked) == (6, 10, 10)
    first, second = [2] * 5 + [1] * 3 + [0] * 2, [2, 2, 2, 1, 0, 1, 1, 2, 0, 1]
    by_chance = sum(abs(a - b) for a in first for b in second) / 10
    assert found.kappa == pytest.approx(1 - (1 + 2 + 1 + 1) / by_chance)
    assert found.kappa == pytest.approx(0.3902, abs=1e-4)


def test_not_observed_counts_for_the_share_and_not_for_kappa() -> None:
    assert agreement([(NONE, GOOD), (NONE, NONE), (GOOD, GOOD), (BAD, BAD)]) == Agreement(
        same=3, compared=4, ranked=2, kappa=1.0
    )


@pytest.mark.parametrize("pairs", [[], [(GOOD, GOOD)] * 30, [(NONE, NONE)] * 4])
def test_what_is_not_defined_is_not_said(pairs: list[tuple[Verdict, Verdict]]) -> None:
    assert agreement(pairs).kappa is None


@given(PAIRS)
def test_who_stands_first_does_not_matter(pairs: list[tuple[Verdict, Verdict]]) -> None:
    one, other = agreement(pairs), agreement([(b, a) for a, b in pairs])
    assert (one.same, one.ranked) == (other.same, other.ranked)
    assert one.kappa == pytest.approx(other.kappa)


@given(PAIRS)
def test_kappa_is_one_for_full_agreement_and_never_more(pairs: list[tuple[Verdict, Verdict]]) -> None:
    found = agreement(pairs)
    assert found.kappa is None or -1 - 1e-9 <= found.kappa <= 1 + 1e-9
    full = agreement([(a, a) for a, _ in pairs])
    assert full.kappa in (None, 1.0)
    assert full.share in (None, 1.0)


def test_a_low_kappa_beside_nearly_all_alike_is_known_for_what_it_is() -> None:
    """75 verdicts of which 70 are alike: chance alone would agree nearly as often."""
    alike: list[tuple[Verdict, Verdict]] = [("satisfactory", "satisfactory")] * 70
    few: list[tuple[Verdict, Verdict]] = [("to_improve", "satisfactory")] * 3 + [("satisfactory", "to_improve")] * 2
    found = agreement(alike + few)
    assert (found.same, found.compared) == (70, 75)
    assert found.kappa is not None
    assert found.kappa < 0
    assert found.is_low_among_alike
    # 22 of 28 alike and a kappa of 0: most are alike, not nearly all.
    mostly = agreement([("satisfactory", "satisfactory")] * 22 + [("satisfactory", "to_improve")] * 6)
    assert (mostly.kappa, mostly.is_low_among_alike, mostly.is_low_beside_share) == (0, False, True)
    # Half alike is a disagreement, and says nothing of the kind.
    half = agreement(few * 5 + [("satisfactory", "satisfactory")] * 25)
    assert not half.is_low_among_alike
    disagreed = agreement([("satisfactory", "insufficient")] * 14 + [("insufficient", "insufficient")] * 14)
    assert not disagreed.is_low_beside_share
    assert not agreement([("satisfactory", "satisfactory")] * 30).is_low_among_alike
