"""Worker processes end with their server, even one that is killed on the spot."""

import asyncio
import os
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from simulator.findings.finder import Finder
from tests.integration.simulator.house import ROOT, a_room, a_server
from tests.integration.simulator.test_findings import chat, findings_of


def workers_of(pid: int) -> dict[int, str]:
    """Every child of this process, and theirs; and its program."""
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except (OSError, ValueError):
            continue
        parents[int(lines["Pid"])] = int(lines["PPid"])
    found: dict[int, str] = {}
    for child in parents:
        above: int | None = child
        while above is not None and above != pid:
            above = parents.get(above)
        if above == pid and child != pid:
            found[child] = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
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
        assert any("grammalecte" in program for program in workers.values()), workers
        await room.close()
        await server.kill()
        async with asyncio.timeout(10):
            while any(is_alive(pid) for pid in workers):
                await asyncio.sleep(0.1)


async def test_what_reads_french_ends_with_a_process_that_is_killed(tmp_path: Path) -> None:
    """The proofreader is a program of its own, started by the finder: neither may stay."""
    program = (
        "from scoring.evidence.grammalecte import shipped_proofreader; import time;"
        "print(type(shipped_proofreader()).__name__, flush=True); time.sleep(60)"
    )
    reader = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert reader.stdout is not None
    assert (await reader.stdout.readline()).strip() == b"Grammalecte"
    workers = await asyncio.to_thread(workers_of, reader.pid)
    assert any("grammalecte" in program for program in workers.values())
    reader.kill()
    await reader.wait()
    async with asyncio.timeout(10):
        while any(is_alive(pid) for pid in workers):
            await asyncio.sleep(0.1)


def for_hours(_: object) -> Any:
    """As long as a reading may take behind calls and desks on a busy machine, and longer."""
    time.sleep(3600)


async def test_a_server_that_stops_does_not_wait_for_what_is_being_read() -> None:
    async with Finder() as finder:
        reading = asyncio.create_task(finder._in_worker(for_hours, None))  # type: ignore[arg-type]  nothing is read
        async with asyncio.timeout(30):
            while finder._pool is None or not finder._pool._processes:
                await asyncio.sleep(0.01)
        [worker] = finder._pool._processes
    with pytest.raises(BrokenProcessPool):
        await asyncio.wait_for(reading, 10)
    async with asyncio.timeout(10):
        while is_alive(worker):
            await asyncio.sleep(0.05)
