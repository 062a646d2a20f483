"""What bad networks do to calls: each row of the table is a whole recorded call between real peers."""

import asyncio
from pathlib import Path

from .scene import HEAD, Outcome, Route, play
from .weather import BLACK_OUT, LOSS_5, Impairment


async def together(folder: Path, *cases: tuple[Route, Impairment]) -> list[Outcome]:
    """All at once: a call takes as long as what is said in it."""
    outcomes = await asyncio.gather(
        *(play(path, impairment, folder / str(number)) for number, (path, impairment) in enumerate(cases))
    )
    print(HEAD)
    for outcome in outcomes:
        print(outcome, outcome.weather)
    return outcomes


async def test_browsers_keep_time_through_loss_and_come_back_after_a_black_out(tmp_path: Path) -> None:
    loss, dark = await together(tmp_path, ("browser↔browser", LOSS_5), ("browser↔browser", BLACK_OUT))
    for outcome in (loss, dark):
        assert abs(outcome.length_error) < 0.04
        assert outcome.report is not None
        assert outcome.report.flags == []
        assert outcome.customer is not None
        assert outcome.customer.score > 0.9
        assert outcome.adviser is not None
        assert abs(outcome.adviser.shift) < 0.02
        assert abs(outcome.gaps - outcome.lost_up) < 0.1
    assert loss.lost_up > 0.1, "the network was bad"
    assert loss.adviser.score > 0.85
    assert loss.up is not None
    assert loss.up.score > 0.85
    assert 2.8 < dark.gaps < 3.2
    assert dark.adviser.tail > 0.9, "the sound comes back"
    assert dark.up is not None
    assert dark.up.tail > 0.85
