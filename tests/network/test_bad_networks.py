"""What bad networks do to calls: each row of the table is a whole recorded call between real peers."""

import asyncio
from pathlib import Path

import pytest

from .scene import HEAD, Heard, Outcome, Route, play
from .weather import BLACK_OUT, JITTER_100, LOSS_5, LOSS_10, REORDERING, Impairment

Case = tuple[Route, Impairment, bool]
"""Path, network, and whether browsers agree on NACK."""


async def together(folder: Path, *cases: Case) -> list[Outcome]:
    """All at once: a call takes as long as what is said in it."""
    alone = asyncio.Lock()
    outcomes = await asyncio.gather(
        *(
            play(path, impairment, folder / str(number), repairs=repairs, alone=alone)
            for number, (path, impairment, repairs) in enumerate(cases)
        )
    )
    print(HEAD)
    for outcome in outcomes:
        print(outcome, outcome.weather)
    return outcomes


def keeps_time(outcome: Outcome) -> None:
    """Whatever the network did: the recording is as long as the call, both voices stand where they were said."""
    assert outcome.report is not None
    assert outcome.report.flags == []
    assert abs(outcome.length_error) < 0.04
    for heard in (outcome.up, outcome.down, outcome.adviser, outcome.customer):
        assert abs(of(heard).shift) < 0.02, outcome
    assert of(outcome.customer).score > 0.85, "nothing was wrong on the other side"


def of(heard: Heard | None) -> Heard:
    assert heard is not None
    return heard


async def test_what_browsers_lose_is_fetched_again_for_the_other_side_and_for_the_recording(tmp_path: Path) -> None:
    plain, repaired, dark = await together(
        tmp_path,
        ("browser↔browser", LOSS_10, False),
        ("browser↔browser", LOSS_10, True),
        ("browser↔browser", BLACK_OUT, True),
    )
    for outcome in (plain, repaired, dark):
        keeps_time(outcome)
        assert of(outcome.adviser).score > 0.8
    assert min(plain.lost_up, repaired.lost_up) > 0.2, "the network was bad"
    assert abs(plain.gaps - plain.lost_up) < 0.1, "what is lost is listed, and nothing else"
    assert of(plain.up).holes > 0.15
    assert repaired.gaps < 0.05
    assert of(repaired.adviser).score > of(plain.adviser).score + 0.03
    assert of(repaired.up).holes < of(plain.up).holes / 2
    assert of(repaired.down).holes < of(plain.down).holes / 2
    assert 0.7 < dark.gaps < 2.0, "three seconds of darkness, of which the last two are still to be had"
    assert of(dark.adviser).tail > 0.9
    assert of(dark.up).tail > 0.9
    assert of(dark.down).tail > 0.9
    assert of(dark.up).holes > 2.5, "nobody is told two seconds late what was said"


@pytest.mark.alone  # holes of some milliseconds are measured
async def test_between_a_browser_and_a_telephone_no_hole_is_heard(tmp_path: Path) -> None:
    browser, phone, jitter, order = await together(
        tmp_path,
        ("browser↔phone", LOSS_5, False),
        ("phone↔browser", LOSS_5, True),
        ("phone↔browser", JITTER_100, True),
        ("browser↔phone", REORDERING, True),
    )
    for outcome in (browser, phone, jitter, order):
        keeps_time(outcome)
        assert of(outcome.up).holes < 0.03, "what was lost is concealed before it goes to the other side"
    assert min(browser.lost_up, phone.lost_up) > 0.1
    for outcome in (browser, phone):
        assert abs(outcome.gaps - outcome.lost_up) < 0.1, "concealed, and listed all the same"
        assert of(outcome.up).score > 0.8
    assert of(jitter.up).score > 0.9
    assert of(order.up).score > 0.85
    assert order.gaps < 0.05


async def test_two_telephones_keep_time_through_bursts_of_nothing(tmp_path: Path) -> None:
    loss, dark = await together(tmp_path, ("phone↔phone", LOSS_5, True), ("phone↔phone", BLACK_OUT, True))
    for outcome in (loss, dark):
        assert outcome.report is not None
        assert abs(outcome.length_error) < 0.04
        assert abs(of(outcome.adviser).shift) < 0.02
    assert of(loss.up).score > 0.9
    assert of(loss.adviser).score > 0.8
    assert of(loss.adviser).holes < 0.03, "short holes of the recording are bridged"
    assert of(dark.up).tail > 0.9
    assert of(dark.down).tail > 0.9
    assert any(2.6 < gap.seconds < 3.2 for gap in dark.report.gaps if dark.report is not None)
