"""What bad networks do to a call's sound, over every path: the table of `docs/telephony.md`, as measures.

Whole recorded calls between real peers (aiortc, baresip) whose packets pass through the tests' own network
(`tests/network`), with the bad weather on the adviser's side. The same seed loses the same packets each time.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import structlog

from bench.lines import Line, line
from tests.network.scene import HEAD, PATHS, Heard, Outcome, Route, play
from tests.network.weather import ALL, BLACK_OUT, BURSTS, LOSS_5, LOSS_10, Impairment

AT_ONCE = 4
"""Calls that run together: more would measure this machine."""

Case = tuple[Route, Impairment, bool]


def run(seed: int = 7) -> Iterator[Line]:
    """Every network over every path; and browsers that agree on no NACK, for comparison."""
    cases: list[Case] = [(path, impairment, True) for path in PATHS for impairment in ALL]
    cases += [("browser↔browser", impairment, False) for impairment in (LOSS_5, LOSS_10, BURSTS, BLACK_OUT)]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    print(HEAD, file=sys.stderr)
    for start in range(0, len(cases), AT_ONCE):
        for (path, impairment, repairs), outcome in asyncio.run(_together(cases[start : start + AT_ONCE], seed)):
            print(outcome if repairs else f"{outcome} (no NACK)", file=sys.stderr)
            yield from _lines(outcome, f"{path}, {impairment}{'' if repairs else ', no NACK'}")


async def _together(cases: list[Case], seed: int) -> list[tuple[Case, Outcome]]:
    with tempfile.TemporaryDirectory(prefix="bench-networks-") as folder:
        outcomes = await asyncio.gather(
            *(
                play(path, impairment, Path(folder) / str(number), seed=seed, repairs=repairs)
                for number, (path, impairment, repairs) in enumerate(cases)
            )
        )
    return list(zip(cases, outcomes, strict=True))


def _lines(outcome: Outcome, case: str) -> Iterator[Line]:
    places = {
        "heard by the other side": outcome.up,
        "heard by the adviser": outcome.down,
        "adviser's channel": outcome.adviser,
        "customer's channel": outcome.customer,
    }
    for place, heard in places.items():
        how = f"{case}; {place}; {outcome.weather}"
        found = heard or Heard(0.0, 0.0, 0.0, 0.0)
        yield line("voice_correlation", found.score, "0…1", how)
        yield line("silent_holes", 1000 * found.holes, "ms", how, digits=0)
    yield line("recording_length_error", 1000 * outcome.length_error, "ms", case, digits=0)
    yield line("sound_lost", outcome.lost_up, "s", f"{case}; on the way to the server")
    yield line("sound_listed_missing", outcome.gaps, "s", f"{case}; in the adviser's channel")
