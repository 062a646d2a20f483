"""The real server in its own process, a small pack, a seat, and desks that speak to it as browsers do."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import yaml
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.free_ports import free_port
from tests.integration.simulator.new_database import lay_database
from tests.integration.simulator.serve import PASSWORD
from tests.server_process import Forked, start_server
from tests.unit.simulator import world

ROOT = Path(__file__).resolve().parents[3]
PACK_ID = "atelier-essai"
Json = dict[str, Any]


def write_pack(folder: Path) -> Path:
    """The made-up company as a pack on disk; returns the folder of packs."""
    pack = world.pack()
    home = folder / "packs" / PACK_ID

    def write(name: str, data: object) -> None:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

    write("company.yaml", pack.company.model_dump(mode="json", exclude_none=True))
    write("products.yaml", {"products": []})
    write("procedures.yaml", {"procedures": []})
    for customer in pack.customers:
        write(f"customers/{customer.id}.yaml", customer.model_dump(mode="json", exclude_none=True))
    for subject in pack.subjects:
        data = subject.model_dump(mode="json", exclude_none=True) | {"exam_format": None}
        write(f"subjects/{subject.id}.yaml", data)
    return folder / "packs"


class Server:
    """`await start()`, `kill()` (as a power cut would), `await stop()`. Data stays between starts."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.process: Forked | subprocess.Popen[bytes] | None = None
        self._settings = settings

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        environment = {
            **os.environ,
            "COMBINE_DATA": str(self.folder / "var"),
            "COMBINE_PACKS": str(self.folder / "packs"),
            "COMBINE_PORT": str(self.port),
            "COMBINE_ICE_ADDRESSES": '["127.0.0.1"]',
            "COMBINE_CONFIG": str(self.folder / "none.toml"),
            "COMBINE_TRANSCRIPTION": "false",
            **self._settings,
        }
        self.process = await asyncio.to_thread(self._spawn, environment)
        async with httpx.AsyncClient() as client, asyncio.timeout(120):
            while True:
                assert self.process.poll() is None, self.log()
                try:
                    if (await client.get(f"{self.address}/api/public/health")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)

    def _spawn(self, environment: dict[str, str]) -> "Forked | subprocess.Popen[bytes]":
        return start_server("serve", environment, self.folder / "server.log")

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await asyncio.to_thread(self.process.wait)

    async def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.to_thread(self.process.wait, 15)
            except subprocess.TimeoutExpired:
                await self.kill()
                raise

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")[-1200:]


@dataclass
class Seat:
    """Where a test plays: ids and cookies."""

    seat_id: str
    code: str
    runs: dict[str, str] = field(default_factory=dict[str, str])


class Person:
    """A signed-in browser."""

    def __init__(self, server: Server, door: str) -> None:
        self.server, self.door = server, door
        headers = {"X-Combine": "1", "Origin": server.address}
        self.http = httpx.AsyncClient(base_url=server.address, headers=headers, timeout=20)

    async def post(self, path: str, body: Json | None = None) -> Any:
        answer = await self.http.post(path, json=body or {})
        assert answer.status_code < 300, (path, answer.text)
        return answer.json() if answer.content else None

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)


async def staff(server: Server, login: str) -> Person:
    person = Person(server, "staff")
    await person.post("/api/staff/sign-in", {"login": login, "password": PASSWORD})
    return person


async def with_weak_detectors(server: Server) -> None:
    """The centre has chosen to see findings that are off from the start: tests' exchanges are short."""
    lead = await staff(server, "lead")
    for criterion in ("CP1.1", "CP2.1", "CP3.1"):
        answer = await lead.http.put(f"/api/staff/detectors/{criterion}", json={"is_on": True})
        assert answer.status_code == 204, answer.text
    await lead.http.aclose()


async def candidate(server: Server, code: str) -> Person:
    person = Person(server, "candidate")
    await person.post("/api/candidate/sign-in", {"code": code})
    return person


async def new_seat(lead: Person, kind: str = "practice", **settings: object) -> Seat:
    """A session of this kind with one seat, played by both jurors."""
    body = {"kind": kind, "title": "Essai", "pack_id": PACK_ID, "subject_id": "sujet", "minutes": 60, **settings}
    session = await lead.post("/api/staff/sessions", body)
    made = await lead.post(
        f"/api/staff/sessions/{session['id']}/seats", {"candidate_name": "Lina Ferrand", "desk": "Poste 4"}
    )
    people = (await lead.http.get("/api/staff/people")).json()
    jurors = [one["id"] for one in people if one["login"] in ("roy", "lefort")]
    await lead.http.put(f"/api/staff/seats/{made['seat_id']}/jurors", json={"person_ids": jurors})
    code = await lead.post(f"/api/staff/seats/{made['seat_id']}/desk-code")
    desk = (await lead.http.get(f"/api/staff/seats/{made['seat_id']}/desk")).json()
    runs = dict(zip(("inbound", "outbound", "chat"), (step["run_id"] for step in desk["steps"]), strict=True))
    return Seat(made["seat_id"], code["code"], runs)


class Desk:
    """One WebSocket desk, with the state that a browser would hold: `desk.state["call"]`."""

    def __init__(self, person: Person, seat_id: str) -> None:
        self.person = person
        query = f"?seat={seat_id}" if person.door == "staff" else ""
        self.url = f"ws://127.0.0.1:{person.server.port}/api/{person.door}/live{query}"
        self.state: Json = {}
        self.epoch: str | None = None
        self.last_event = 0
        self.numbers: list[int] = []
        """Every event's number, in the order of arrival, since the last Welcome of another epoch."""
        self.received: list[str] = []
        """Every message down, as text."""
        self.notices: list[Json] = []
        self.typing: list[Json] = []
        self.closing: str | None = None
        self.snapshots = 0
        self.got_messages_at: dict[str, float] = {}
        self._acks: dict[str, Json] = {}
        self._changed = asyncio.Condition()
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._count = 0

    async def __aenter__(self) -> "Desk":
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self, **headers: str) -> None:
        """Connects, or connects again and takes up where it was."""
        self.closing = None
        extra = {"Cookie": self.person.cookie, "Origin": self.person.server.address} | headers
        self._socket = await connect(self.url, additional_headers=extra, ping_interval=None, max_size=None)
        await self.say({"type": "hello", "epoch": self.epoch, "last_event": self.last_event})
        welcomed = asyncio.Event()
        self._reader = asyncio.create_task(self._read(self._socket, welcomed))
        async with asyncio.timeout(10):
            await welcomed.wait()
            while not self.state:
                async with self._changed:
                    await self._changed.wait()

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)

    async def cut(self) -> None:
        """The network is gone: no goodbye."""
        assert self._socket is not None
        self._socket.transport.abort()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)

    async def say(self, message: Json) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps(message))

    async def ask(self, kind: str, command_id: str | None = None, **content: Any) -> Json:
        """Sends a command and returns its Ack, refused or not."""
        self._count += 1
        command_id = command_id or f"{id(self):x}-{self._count}"
        self._acks.pop(command_id, None)
        await self.say({"type": kind, "id": command_id, **content})
        await self.until(lambda: command_id in self._acks, f"ack of {kind}")
        return self._acks[command_id]

    async def do(self, kind: str, command_id: str | None = None, **content: Any) -> Json:
        """Sends a command that must succeed."""
        ack = await self.ask(kind, command_id, **content)
        assert ack["ok"], (kind, ack["problem"])
        return ack

    async def ping(self) -> None:
        """As browsers do every few seconds and after each message: says what has arrived."""
        await self.say({"type": "ping", "sent_ms": 0, "last_event": self.last_event})

    async def until(self, holds: Callable[[], bool], what: str, seconds: float = 15) -> None:
        """Waits until this desk's state makes it true."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(holds)
        except TimeoutError:
            shown = {name: self.state.get(name) for name in ("call", "conversation", "steps", "line")}
            raise AssertionError(f"{what}: not within {seconds} s; {shown}; {self.notices[-3:]}") from None

    def phase(self, run_id: str) -> str:
        return next(step["phase"] for step in self.state["steps"] if step["run_id"] == run_id)

    def call_is(self, state: str) -> Callable[[], bool]:
        return lambda: (self.state["call"] or {}).get("state") == state

    def phase_is(self, run_id: str, phase: str) -> Callable[[], bool]:
        return lambda: self.phase(run_id) == phase

    def thread(self) -> list[str]:
        """Texts of the conversation, in order."""
        messages = (self.state["conversation"] or {"messages": []})["messages"]
        return [one["text"] for one in sorted(messages, key=lambda one: one["order"])]

    async def _read(self, socket: ClientConnection, welcomed: asyncio.Event) -> None:
        try:
            async for text in socket:
                self.received.append(str(text))
                async with self._changed:
                    self._take(json.loads(text))
                    self._changed.notify_all()
                if self.epoch is not None:
                    welcomed.set()
        except ConnectionClosed:
            pass
        async with self._changed:
            self._changed.notify_all()

    def _take(self, message: Json) -> None:
        kind = message["type"]
        if kind == "welcome":
            if message["epoch"] != self.epoch:
                self.numbers.clear()
            self.epoch = message["epoch"]
        elif kind == "ack":
            self._acks[message["id"]] = message
        elif kind == "closing":
            self.closing = message["reason"]
        elif kind == "typing":
            self.typing.append(message)
        if "n" in message:
            self.last_event = message["n"]
            self.numbers.append(message["n"])
        if kind == "snapshot":
            self.state = message["desk"]
            self.snapshots += 1
        elif kind == "notice":
            self.notices.append(message)
        elif kind == "chat.message":
            self._take_message(message)
        elif "n" in message:
            self.state |= {name: value for name, value in message.items() if name not in ("type", "n")}

    def _take_message(self, event: Json) -> None:
        conversation = self.state["conversation"]
        others = [one for one in conversation["messages"] if one["message_id"] != event["message"]["message_id"]]
        conversation["messages"] = sorted([*others, event["message"]], key=lambda one: one["order"])
        conversation["waiting_since"] = event["waiting_since"]
        self.got_messages_at.setdefault(event["message"]["message_id"], datetime.now(UTC).timestamp())


@asynccontextmanager
async def a_server(folder: Path, **settings: str) -> AsyncIterator[Server]:
    """A server with the test's pack, stopped at the end whatever happens."""
    write_pack(folder)
    lay_database(folder / "var")
    server = Server(folder, **settings)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@dataclass
class Room:
    """A seat with its three desks open."""

    seat: Seat
    candidate: Desk
    jury: Desk
    second: Desk

    async def close(self) -> None:
        for desk in (self.candidate, self.jury, self.second):
            await desk.close()
            await desk.person.http.aclose()

    async def open_again(self) -> None:
        """After a restart of the server."""
        for desk in (self.candidate, self.jury, self.second):
            await desk.open()


async def a_room(server: Server, kind: str = "practice") -> Room:
    lead = await staff(server, "lead")
    seat = await new_seat(lead, kind)
    await lead.http.aclose()
    desks = [
        Desk(await candidate(server, seat.code), seat.seat_id),
        Desk(await staff(server, "roy"), seat.seat_id),
        Desk(await staff(server, "lefort"), seat.seat_id),
    ]
    for desk in desks:
        await desk.open()
    return Room(seat, *desks)
