"""A whole day for the title, rehearsed at 60×: an exam minute in each second of a wait, archives verified at the end.

Beside the waits stands what the machine really had to do: the day is fit for use while that is little.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import structlog

from bench.lines import Line, line
from simulator.app import create_app
from simulator.rehearsal.day import rehearse
from simulator.rehearsal.passing_clock import PassingClock
from simulator.rehearsal.report import Report

CANDIDATES = 2
MINUTES_PER_SECOND = 1.0


def run(candidates: int = CANDIDATES, pace: float | None = MINUTES_PER_SECOND) -> Iterator[Line]:
    """`pace`: exam minutes in each second; None: waits take no time."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # measures alone go to standard output
    clock = PassingClock(pace)
    report = Report(clock.now, lambda _: None)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(rehearse("title", candidates, Path(folder), clock, report, create_app))
    total = sum(one.seconds for one in report.played)
    passed = sum((one.passed for one in report.played), timedelta(0)) / timedelta(minutes=1)
    waited = passed / pace if pace is not None else 0.0
    of_archives = sum(one.seconds for one in report.played if one.what.startswith("Archives"))
    how = f"{candidates} candidates, {passed:.0f} exam minutes, over HTTP, WebSocket and WebRTC"
    yield line("rehearsed_day", total, "s", f"{how}, at {60 * pace:.0f}×" if pace is not None else how, 1)
    yield line("rehearsed_day_work", total - waited, "s", f"{how}: without the waits", 1)
    yield line("rehearsed_day_archives", of_archives, "s", f"{how}: sealed, fetched and verified", 1)
