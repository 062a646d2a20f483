"""A short, always equal run of `make fuzz`, and whatever it once found."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
import structlog

from fuzz.mutated import drawn
from fuzz.target import Door, Escaped, Feeding, Target
from fuzz.targets import NAMES, target

FOUND = Path(__file__).parents[1] / "data" / "fuzz"
COUNTS = {"sip": 500, "sdp": 500, "ice": 300, "browser": 300, "websocket": 120, "recording": 25}
OTHERS = 400
MOST_MEGABYTES = 80


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_escapes_and_memory_stays_bounded(name: str) -> None:
    one = target(name)
    inputs = [path.read_bytes() for path in sorted((FOUND / name).glob("*"))] + drawn(one, COUNTS.get(name, OTHERS))
    async with Feeding(one) as feeding:
        warm_up = len(inputs) // 3
        before = 0
        for number, data in enumerate(inputs):
            if number == warm_up:
                before = psutil.Process().memory_info().rss
            try:
                await feeding.one(data)
            except Exception as error:
                raise Escaped(f"{name} by {data!r}") from error
        assert psutil.Process().memory_info().rss - before < MOST_MEGABYTES * 2**20


def _logged(data: bytes) -> None:
    try:
        raise ValueError(data)
    except ValueError:
        structlog.get_logger().exception("caught_and_logged")


def _in_a_callback(data: bytes) -> None:
    asyncio.get_running_loop().call_soon(int, "not a number")


def _grows(data: bytes) -> None: ...


@pytest.mark.parametrize("feed", [_logged, _in_a_callback, _grows, lambda data: int(data)])
async def test_the_alarm_rings(feed: Callable[[bytes], None]) -> None:
    """Whatever way a fault takes: raised, logged by who caught it, let fall in a callback, or a size."""

    @asynccontextmanager
    async def door() -> AsyncIterator[Door]:
        yield Door(feed, lambda: {"list": (11, 10)} if feed is _grows else {})

    async def fed() -> None:
        async with Feeding(Target("alarm", door, ())) as feeding:
            for _ in range(500):
                await feeding.one(b"x")

    with pytest.raises((Escaped, ValueError)):
        await fed()
