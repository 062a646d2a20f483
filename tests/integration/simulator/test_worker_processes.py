"""Worker processes end with their server, even one that is killed on the spot."""

import asyncio
import os
from pathlib import Path

from tests.integration.simulator.house import a_room, a_server
from tests.integration.simulator.test_findings import chat, findings_of


def workers_of(pid: int) -> set[int]:
    """Every child of this process."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        if int(lines["PPid"]) == pid:
            found.add(int(lines["Pid"]))
    return found


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


async def test_a_killed_server_leaves_no_worker_behind(tmp_path: Path) -> None:
    async with a_server(tmp_path) as server:
        room = await a_room(server)
        await chat(room, room.seat.runs["chat"])
        assert (await findings_of(room, room.seat.runs["chat"]))["findings"], "the findings' worker is at work"
        assert server.process is not None
        workers = await asyncio.to_thread(workers_of, server.process.pid)
        assert len(workers) >= 2
        await room.close()
        await server.kill()
        async with asyncio.timeout(10):
            while any(is_alive(pid) for pid in workers):
                await asyncio.sleep(0.1)
