"""The E-model held against what ITU-T publishes."""

import pytest

from telephony.codecs import Codec
from telephony.emodel import CONCEALED, G711_BARE, Impairment, delay_impairment, loss_impairment, mos_of, rating

G729A_VAD = Impairment(11, 19.0)
"""G.113 Appendix I; not spoken here, but the codec whose tables are published in full."""


def test_a_perfect_network_gives_the_default_rating() -> None:
    """G.107 §7.7: R = 93.2, MOS 4.41."""
    r = rating(0, 0, CONCEALED[Codec.PCMA])
    assert r == pytest.approx(93.2)
    assert mos_of(r) == pytest.approx(4.41, abs=0.005)


@pytest.mark.parametrize(
    ("r", "mos"), [(90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58), (0, 1), (-9, 1), (120, 4.5)]
)
def test_ratings_become_the_opinion_scores_of_annex_b(r: float, mos: float) -> None:
    """G.107 Annex B, table B.1: limits of the categories of G.109."""
    assert mos_of(r) == pytest.approx(mos, abs=0.01)


@pytest.mark.parametrize(
    ("loss", "published"), [(0, 11), (0.5, 13), (1, 15), (1.5, 17), (2, 19), (3, 23), (4, 26), (8, 36), (16, 49)]
)
def test_loss_costs_what_the_tables_of_the_codec_say(loss: float, published: int) -> None:
    """G.113 (2001) Appendix I, table I.2: Ie of G.729A with VAD under random loss."""
    assert loss_impairment(loss, G729A_VAD) == pytest.approx(published, abs=0.6)


@pytest.mark.parametrize("milliseconds", [0, 50, 100, 150, 200, 250, 300])
def test_delay_costs_what_the_known_approximation_of_the_curve_says(milliseconds: int) -> None:
    """Cole and Rosenbluth (2001): Id = 0.024 d + 0.11 (d − 177.3) beyond 177.3 ms, good to about a point."""
    known = 0.024 * milliseconds + 0.11 * max(0.0, milliseconds - 177.3)
    assert delay_impairment(milliseconds / 1000) == pytest.approx(known, abs=1.2)


def test_losses_that_come_together_cost_more_than_the_same_number_spread_out() -> None:
    spread = loss_impairment(5, CONCEALED[Codec.OPUS])
    assert loss_impairment(5, CONCEALED[Codec.OPUS], burst_ratio=2) > spread


def test_concealment_is_worth_having_and_nothing_helps_against_a_cut_line() -> None:
    concealed, bare = rating(3, 0.05, CONCEALED[Codec.PCMA]), rating(3, 0.05, G711_BARE)
    assert mos_of(concealed) > 4.0
    assert mos_of(bare) < 3.1
    assert all(mos_of(rating(100, 0.05, one)) < 1.2 for one in CONCEALED.values())
