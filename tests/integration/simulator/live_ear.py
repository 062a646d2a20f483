"""A desk's WebSocket in this process: it greets, pings as a browser does, and keeps all that it is sent."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.integration.simulator.ground import ADDRESS, Centre

HELLO = {"type": "hello", "epoch": None, "last_event": 0}
PING_SECONDS = 4
"""A desk that says nothing for long is taken for gone."""


@dataclass
class LiveEar:
    """`heard`: every message, as text. `closed_with`: the server's code, once it has shut the door."""

    heard: list[str] = field(default_factory=list[str])
    closed_with: int | None = None
    _pings: int = 0
    _says: "asyncio.Queue[dict[str, object]]" = field(default_factory=asyncio.Queue[dict[str, object]])

    def say(self, message: Mapping[str, object]) -> None:
        self._says.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def caught_up(self) -> str:
        """All that was sent before a ping of now was answered."""
        now = self.ping()
        async with asyncio.timeout(10):
            while self.closed_with is None and not any('"pong"' in one and now in one for one in self.heard):
                await asyncio.sleep(0.005)
        return "".join(self.heard)

    def ping(self) -> str:
        """What its answer holds, and no other's."""
        self._pings += 1
        self.say({"type": "ping", "sent_ms": self._pings + 0.125})
        return f"{self._pings}.125"

    async def keep_pinging(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            self.ping()

    async def receive(self) -> dict[str, object]:
        return await self._says.get()

    async def send(self, message: dict[str, object]) -> None:
        if message["type"] == "websocket.send":
            self.heard.append(str(message.get("text") or ""))
        elif message["type"] == "websocket.close":
            self.closed_with = int(str(message["code"]))

    def leave(self) -> None:
        self._says.put_nowait({"type": "websocket.disconnect", "code": 1000})


@asynccontextmanager
async def live_ear(centre: Centre, browser: httpx.AsyncClient, address: str) -> AsyncGenerator[LiveEar]:
    """At `address`, with this browser's cookies; away again at the end."""
    request = browser.build_request("GET", address)
    headers = [(b"host", b"127.0.0.1:8080"), (b"origin", ADDRESS.encode())]
    headers += [(b"cookie", value.encode()) for name, value in request.headers.multi_items() if name == "cookie"]
    path, _, query = address.partition("?")
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
        "subprotocols": [],
        "scheme": "ws",
        "server": ("127.0.0.1", 8080),
        "client": ("10.0.0.1", 1),
    }
    ear = LiveEar()
    ear._says.put_nowait({"type": "websocket.connect"})
    ear.say(HELLO)
    served = centre.app(scope, ear.receive, ear.send)  # type: ignore[arg-type]  ASGI's callables are looser
    task = asyncio.ensure_future(served)
    pinging = asyncio.create_task(ear.keep_pinging())
    try:
        yield ear
    finally:
        pinging.cancel()
        ear.leave()
        async with asyncio.timeout(10):
            await task
