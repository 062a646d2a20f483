"""Chat delivery at 200 and 1,000 desks of the real server: from the sender's socket to the other's, and to the Ack.

`python -m bench.chat_desks [desks] [seconds]` prints JSON lines. Load and server share the machine: what the desks of
the load cost is in the figures.
"""

import asyncio
import contextlib
import json
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.lines import line, percentile
from tests.integration.simulator.house import PACK_ID, Person, Server, candidate, staff, write_pack

EVERY_SECONDS = 4.0
"""How often each desk writes: a brisk typist."""

OPENED_AT_ONCE = 4


@dataclass
class Times:
    """Seconds from sending to delivery, and to the acknowledgement."""

    sent: dict[str, float] = field(default_factory=dict[str, float])
    delivered: list[float] = field(default_factory=list[float])
    acknowledged: list[float] = field(default_factory=list[float])


class LoadDesk:
    """A desk that reads only what it needs: deliveries of the other side, and its own acknowledgements."""

    def __init__(self, socket: ClientConnection, side: str, times: Times) -> None:
        self._socket, self._side, self._times = socket, side, times
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._seen: set[str] = set()
        self._count = 0

    async def read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in self._socket:
                now = time.perf_counter()
                if '"type":"chat.message"' in str(text)[:40]:
                    message = json.loads(text)["message"]
                    key = message["message_id"]
                    if message["by"] != self._side and key not in self._seen and key in self._times.sent:
                        self._seen.add(key)
                        self._times.delivered.append(now - self._times.sent[key])
                elif '"type":"ack"' in str(text)[:40]:
                    ack = json.loads(text)
                    assert ack["ok"], ack
                    if ack["id"] in self._times.sent:
                        self._times.acknowledged.append(now - self._times.sent[ack["id"]])
                    self._waiting.pop(ack["id"]).set_result(None)

    async def ask(self, name: str, message: dict[str, str]) -> None:
        done = self._waiting[name] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"id": name, **message}))
        await asyncio.wait_for(done, 30)

    async def write(self, until: float, name: str) -> None:
        await asyncio.sleep(random.uniform(0, EVERY_SECONDS))
        while time.perf_counter() < until:
            self._count += 1
            message_id = f"{name}-{self._side}-{self._count}"
            self._times.sent[message_id] = time.perf_counter()
            text = "Bonjour, je regarde votre commande et je reviens vers vous tout de suite."
            await self.ask(message_id, {"type": "chat.send", "message_id": message_id, "text": text})
            await asyncio.sleep(random.uniform(0.5, 1.5) * EVERY_SECONDS)

    async def keep_alive(self) -> None:
        while True:
            await self._socket.send('{"type":"ping","sent_ms":0}')
            await asyncio.sleep(5)


async def open_desk(person: Person, query: str, side: str, times: Times) -> LoadDesk:
    url = f"ws://127.0.0.1:{person.server.port}/api/{person.door}/live{query}"
    headers = {"Cookie": person.cookie, "Origin": person.server.address}
    socket = await connect(url, additional_headers=headers, ping_interval=None, max_size=None)
    await socket.send('{"type":"hello"}')
    return LoadDesk(socket, side, times)


def tell(name: str, value: float, unit: str, how: str) -> None:
    print(json.dumps(line(name, value, unit, how), ensure_ascii=False), flush=True)


@dataclass
class House:
    """One server, whoever leads and plays, and the session in which everybody sits."""

    server: Server
    lead: Person
    jury: Person
    juror: str
    session: str
    times: Times = field(default_factory=Times)
    tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    async def seat(self, number: int) -> str:
        """A new seat's id."""
        path = f"/api/staff/sessions/{self.session}/seats"
        made = await self.lead.post(path, {"candidate_name": f"Banc {number}", "desk": "P"})
        return str(made["seat_id"])

    async def pair(self, number: int, seat_id: str) -> tuple[str, LoadDesk, LoadDesk]:
        """Both desks of a seat, with the chat open."""
        await self.lead.http.put(f"/api/staff/seats/{seat_id}/jurors", json={"person_ids": [self.juror]})
        code = (await self.lead.post(f"/api/staff/seats/{seat_id}/desk-code"))["code"]
        sits = await candidate(self.server, code)
        adviser = await open_desk(sits, "", "candidate", self.times)
        await sits.http.aclose()
        customer = await open_desk(self.jury, f"?seat={seat_id}", "customer", self.times)
        for desk in (adviser, customer):
            self.tasks += [asyncio.create_task(desk.read()), asyncio.create_task(desk.keep_alive())]
        run_id = (await self.lead.http.get(f"/api/staff/seats/{seat_id}/desk")).json()["steps"][2]["run_id"]
        await customer.ask(f"start-{number}", {"type": "exchange.start", "run_id": run_id})
        return str(number), adviser, customer


async def main(desks: int, seconds: float, suffix: str = "") -> None:
    """`suffix` ends each figure's name."""
    random.seed(1)
    with tempfile.TemporaryDirectory(prefix="bench-chat-") as folder:
        write_pack(Path(folder))
        server = Server(Path(folder))
        await server.start()
        try:
            times, seconds_of_cpu = await load(server, desks, seconds)
        finally:
            await server.stop()
    how = f"{desks} desks, {len(times.sent)} messages in {seconds:.0f} s, kept in SQLite before they are told"
    for name, values in (("chat_delivery", times.delivered), ("chat_ack", times.acknowledged)):
        tell(f"{name}_p50{suffix}", 1000 * percentile(values, 0.50), "ms", how)
        tell(f"{name}_p99{suffix}", 1000 * percentile(values, 0.99), "ms", how)
    tell(f"chat_lost{suffix}", len(times.sent) - len(times.delivered), "messages", how)
    tell(f"chat_cpu{suffix}", 1000 * seconds_of_cpu / len(times.sent), "ms of CPU a message", f"the server's; {how}")


async def load(server: Server, desks: int, seconds: float) -> tuple[Times, float]:
    """What the desks saw, and the seconds of processor that the server took meanwhile."""
    lead, jury = await staff(server, "lead"), await staff(server, "roy")
    juror = (await jury.http.get("/api/staff/me")).json()["person_id"]
    body = {"kind": "practice", "title": "Banc", "pack_id": PACK_ID, "subject_id": "sujet", "minutes": 60}
    session = await lead.post("/api/staff/sessions", body)
    house = House(server, lead, jury, juror, session["id"])
    pairs: list[tuple[str, LoadDesk, LoadDesk]] = []
    for begin in range(0, desks // 2, OPENED_AT_ONCE):
        numbers = range(begin, min(begin + OPENED_AT_ONCE, desks // 2))
        seats = [(number, await house.seat(number)) for number in numbers]
        pairs += await asyncio.gather(*(house.pair(number, seat_id) for number, seat_id in seats))
    times = house.times
    before = cpu_seconds(server)
    until = time.perf_counter() + seconds
    await asyncio.gather(*(desk.write(until, name) for name, *both in pairs for desk in both))
    async with asyncio.timeout(20):
        while len(times.delivered) < len(times.sent):  # noqa: ASYNC110 - a bounded wait for the last ones
            await asyncio.sleep(0.05)
    spent = cpu_seconds(server) - before
    for task in house.tasks:
        task.cancel()
    return times, spent


def cpu_seconds(server: Server) -> float:
    """Of the server's process, its threads included."""
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 20))
    else:
        asyncio.run(main(200, 20))
        asyncio.run(main(1000, 20, "_at_1000"))
