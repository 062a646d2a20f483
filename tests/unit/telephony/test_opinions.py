"""One score a call: from all its packets, its mean jitter and round trip; too short a call has none."""

from collections.abc import Sequence
from typing import Any

import pytest

from telephony.carrying.opinions import MOS_BOUNDS, CallOpinion, OpinionTally
from telephony.carrying.quality import figures_of
from telephony.codecs import Codec


def call(*seconds: dict[str, Any], codec: str = "PCMA", trip: float | None = None) -> CallOpinion:
    opinion = CallOpinion()
    for one in seconds:
        opinion.add({"codec": codec} | ({"rtt": trip} if trip is not None else {}) | one)
    return opinion


def up(lost: int = 0, jitter: float = 2.0, n: int = 50) -> dict[str, Any]:
    return {"up": {"n": n, "lost": lost, "jitter": jitter}}


@pytest.mark.parametrize(
    ("seconds", "loss_percent", "jitter"),
    [([up()] * 10, 0, 0.002), ([up(lost=5)] * 10, 10, 0.002), ([up(lost=50), *[up(jitter=4.0)] * 9], 10, 0.0038)],
)
def test_it_is_the_e_model_s_of_the_whole_call(
    seconds: Sequence[dict[str, Any]], loss_percent: float, jitter: float
) -> None:
    [[way, score]] = call(*seconds, trip=80.0).scores().items()
    assert (way, score) == ("up", figures_of(loss_percent, jitter, 0.08, Codec.PCMA).mos)


def test_loss_delay_and_jitter_each_make_it_worse() -> None:
    well = call(*[up()] * 10, trip=20.0).scores()["up"]
    for worse in (
        call(*[up(lost=2)] * 10, trip=20.0),
        call(*[up()] * 10, trip=900.0),
        call(*[up(jitter=60.0)] * 10, trip=20.0),
    ):
        assert worse.scores()["up"] < well


def test_what_came_twice_is_no_loss_and_less_than_two_seconds_no_call() -> None:
    assert call(*[up(lost=-1)] * 10).scores() == call(*[up()] * 10).scores()
    assert call(up()).scores() == {}
    assert call().scores() == {}


def test_the_tally_counts_each_call_in_all_bounds_above_it() -> None:
    tally = OpinionTally()
    tally.add({"up": 4.4, "down": 1.0})
    tally.add({"up": 3.0})
    assert tally.at_most["up"] == [sum(score <= bound for score in (4.4, 3.0)) for bound in MOS_BOUNDS]
    assert tally.at_most["down"] == [1] * len(MOS_BOUNDS)
    assert tally.total == {"up": pytest.approx(7.4), "down": 1.0}
