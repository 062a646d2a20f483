"""The house that is attacked: a real server, the attacker's seat and a neighbour's, and what can be measured."""

import asyncio
import json
import resource
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.lines import percentile
from tests.integration.simulator.house import Desk, Person, Room, Seat, Server, a_room, write_pack
from tests.server_process import Forked, start_apart

ROOT = Path(__file__).resolve().parents[1]
PROBE_EVERY = 0.15
LONGEST_PROBE = 15.0


class LimitedServer(Server):
    """Started under a soft limit of descriptors, when one is given."""

    soft_limit: int | None = None

    def _spawn(self, environment: dict[str, str]) -> "Forked | subprocess.Popen[bytes]":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if self.soft_limit is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (self.soft_limit, hard))
        try:
            return start_apart("serve", environment, self.folder / "server.log")
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@dataclass
class House:
    """One server for one abuse. `attacked`: the seat whose candidate attacks; `other`: the seat next to it."""

    server: Server
    attacked: Room
    other: Room
    _probes: int = 0
    _beats: list[asyncio.Task[None]] = field(default_factory=list["asyncio.Task[None]"])

    @property
    def attacker(self) -> Person:
        return self.attacked.candidate.person

    @property
    def seat(self) -> Seat:
        return self.attacked.seat

    async def probe(self, seconds: float) -> list[float]:
        """Seconds that each message of the neighbour's candidate takes to be acknowledged."""
        found: list[float] = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._probes += 1
            begun = time.monotonic()
            try:
                async with asyncio.timeout(LONGEST_PROBE):
                    await self.other.candidate.do("chat.send", message_id=f"p{self._probes}", text="Bonjour")
            except (TimeoutError, AssertionError):
                return [*found, LONGEST_PROBE]
            found.append(time.monotonic() - begun)
            await asyncio.sleep(PROBE_EVERY)
        return found

    def memory_mb(self) -> float:
        assert self.server.process is not None
        status = Path(f"/proc/{self.server.process.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def log_bytes(self) -> int:
        return (self.server.folder / "server.log").stat().st_size

    def database_bytes(self) -> int:
        return sum(path.stat().st_size for path in (self.server.folder / "var").glob("*.sqlite3*"))

    def connect(self) -> socket.socket:
        """A bare connection to the server."""
        return socket.create_connection(("127.0.0.1", self.server.port), timeout=5)

    async def partner_is_there(self) -> bool:
        """Whether the juror of the attacked seat is still connected, and hears the server."""
        desk = self.attacked.jury
        if desk.closing is not None:
            return False
        try:
            await desk.do("exchange.show", run_id=None)
        except Exception:  # noqa: BLE001 - whatever it is, the partner is not there
            return False
        return True

    @asynccontextmanager
    async def flooding(self, kind: str, seconds: float) -> AsyncIterator["asyncio.subprocess.Process"]:
        """The attacker's own process floods meanwhile; their page is closed."""
        await self.attacked.candidate.close()
        given = json.dumps({
            "port": self.server.port, "cookie": self.attacker.cookie, "kind": kind, "seconds": seconds,
        })  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "abuse.flooding", given, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        try:
            yield process
        finally:
            try:
                await asyncio.wait_for(process.wait(), seconds + 10)
            except TimeoutError:
                process.kill()
                await process.wait()

    async def keep_alive(self) -> None:
        """Pings of every open page, as browsers send them."""
        for desk in (self.attacked.jury, self.attacked.second, self.other.candidate, self.other.jury):
            self._beats.append(asyncio.create_task(_beat(desk), name="beat"))

    async def close(self) -> None:
        for beat in self._beats:
            beat.cancel()
        await asyncio.gather(*self._beats, return_exceptions=True)
        for room in (self.attacked, self.other):
            await room.close()


async def _beat(desk: Desk) -> None:
    while True:
        await asyncio.sleep(4)
        await desk.ping()


class Street:
    """Servers for one house after the other: one that still runs, and has the wanted limit, is used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._servers: dict[int | None, LimitedServer] = {}

    async def server(self, soft_limit: int | None) -> LimitedServer:
        known = self._servers.get(soft_limit)
        if known is not None and known.process is not None and known.process.poll() is None:
            return known
        folder = self._folder / f"{soft_limit}-{len(self._servers)}"
        write_pack(folder)
        made = self._servers[soft_limit] = LimitedServer(folder)
        made.soft_limit = soft_limit
        await made.start()
        return made

    async def close(self) -> None:
        for server in self._servers.values():
            await server.stop()


@asynccontextmanager
async def a_house(server: Server) -> AsyncIterator[House]:
    """Two new seats with a chat at each, and its pages open."""
    rooms = [await a_room(server), await a_room(server)]
    for room in rooms:
        await room.jury.do("exchange.start", run_id=room.seat.runs["chat"])
        await room.candidate.until(lambda room=room: room.candidate.state["conversation"] is not None, "chat")
    house = House(server, *rooms)
    await house.keep_alive()
    try:
        yield house
    finally:
        await house.close()


def times(found: list[float]) -> str:
    """The neighbour's seconds in words."""
    return f"p50 {1000 * percentile(found, 0.5):.0f} ms, p99 {1000 * percentile(found, 0.99):.0f} ms, n {len(found)}"


def p99(found: list[float]) -> float:
    return percentile(found, 0.99)
