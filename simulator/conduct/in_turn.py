"""One after the other: what numbers or replaces rows of one session, group or seat must not be done twice at once.

One server for each database (storage/folder_lock.py), so a turn in memory is enough; the constraints of the database
stay the last word.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from weakref import WeakValueDictionary

from simulator.ids import SeatId

_TURNS: WeakValueDictionary[tuple[asyncio.AbstractEventLoop, str], asyncio.Lock] = WeakValueDictionary()
"""Kept as long as somebody holds or awaits the turn."""


@asynccontextmanager
async def in_turn(what: str) -> AsyncGenerator[None]:
    """`what`: « seats of <session> ». Cancelled while waiting, it gives its place up."""
    turn = _TURNS.setdefault((asyncio.get_running_loop(), what), asyncio.Lock())
    async with turn:
        yield


def signing_turn(seat_id: SeatId) -> AbstractAsyncContextManager[None]:
    """Of a jury's signatures, and of what may not change below them though it stands beside the seat's facts:
    documents, the record, sound that comes late, the jury itself. Whether somebody has signed is asked within it.
    """
    return in_turn(f"signing {seat_id}")
