"""A long day of calls in a few minutes: what is left of thousands of set-ups and hang-ups."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.lines import Line, line
from bench.media.churn import Churn, Remains, churning
from bench.media.logs import to_standard_error

WARM_UP = 0.2
"""Share of the calls that come first: caches fill, thread pools reach their size."""
GIVE_UP_SECONDS = 45.0


def run(telephones: int = 3000, browsers: int = 60) -> Iterator[Line]:
    """Raises RuntimeError when anything but memory has grown."""
    to_standard_error()
    before, after = asyncio.run(a_day(telephones, browsers))
    grown = after.grown_since(before)
    how = f"{telephones} calls of telephones (SIP, recorded) and {browsers} of two browsers each, in one process"
    yield line("left_over", sum(grown.values()), "things", f"tasks, files, threads, timers, objects of ours; {how}")
    more = after.resident_mb - before.resident_mb
    yield line("memory_grown", more, "MB", f"from {before.resident_mb:.0f} MB after a fifth of them; {how}")
    if grown:
        raise RuntimeError(f"left over: {grown}")


async def a_day(telephones: int, browsers: int) -> tuple[Remains, Remains]:
    """What there was after the warm-up, and at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-day-") as folder:
        async with churning(Path(folder)) as churn:
            before = await _part(churn, round(telephones * WARM_UP), max(1, round(browsers * WARM_UP)))
            after = await _part(churn, telephones, browsers)
    return before, after


async def _part(churn: Churn, telephones: int, browsers: int) -> Remains:
    await churn.telephone_calls(telephones)
    await churn.browser_calls(browsers)
    await churn.settled(GIVE_UP_SECONDS)
    return Remains.now()
