"""What a server's memory keeps of seats that are over: opened, a chat played, the pages closed, seat after seat."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.lines import Line, line
from tests.integration.simulator.house import Room, Server, a_room, a_server

AT_ONCE = 4
MESSAGES = 10
WARM_UP = 0.3
"""Share of the seats that come first: caches fill, pools reach their size."""

SETTLE_SECONDS = 5.0


def run(seats: int = 240, longest: float = 300.0) -> Iterator[Line]:
    """`longest`: seconds after which no further seat is opened."""
    before, after, played, first = asyncio.run(_churn(seats, longest))
    how = f"{played} seats after {first} for warming up: three desks, {MESSAGES} messages, closed"
    yield line("memory_after_churn", after, "MB", f"resident, from {before:.0f} MB; {how}")
    yield line("memory_a_closed_seat", 1024 * (after - before) / max(1, played), "kB", how)


async def _churn(seats: int, longest: float) -> tuple[float, float, int, int]:
    with tempfile.TemporaryDirectory(prefix="bench-churn-") as folder:
        async with a_server(Path(folder)) as server:
            until = time.monotonic() + longest
            first = await _play(server, max(AT_ONCE, round(seats * WARM_UP)), until)
            before = await _settled(server)
            played = await _play(server, seats, until)
            return before, await _settled(server), played, first


async def _play(server: Server, seats: int, until: float) -> int:
    """How many seats were played."""
    played = 0
    while played < seats and time.monotonic() < until:
        await asyncio.gather(*(_seat(server) for _ in range(AT_ONCE)))
        played += AT_ONCE
    return played


async def _seat(server: Server) -> None:
    room = await a_room(server)
    try:
        await _chat(room)
    finally:
        await room.close()


async def _chat(room: Room) -> None:
    await room.jury.do("exchange.start", run_id=room.seat.runs["chat"])
    await room.candidate.until(lambda: room.candidate.state["conversation"] is not None, "the chat opens")
    for number in range(MESSAGES):
        desk = room.candidate if number % 2 else room.jury
        await desk.do("chat.send", message_id=f"m{number}", text="Bonjour, je regarde votre commande tout de suite.")
    await room.jury.do("exchange.end", run_id=room.seat.runs["chat"])


async def _settled(server: Server) -> float:
    """Megabytes once the server has had a moment for what it lets go by itself."""
    await asyncio.sleep(SETTLE_SECONDS)
    return resident_mb(server)


def resident_mb(server: Server) -> float:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmRSS"))) / 1024
