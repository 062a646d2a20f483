"""Janus' own API over a WebSocket, as its manual describes."""

import asyncio
import contextlib
import json
import secrets
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

PORT = 8188
ANSWERS_SECONDS = 20.0

Message = dict[str, Any]


class Handle:
    """One attached plugin: one end of a call."""

    def __init__(self, api: "JanusApi", session: int, number: int) -> None:
        self._api, self._session, self._number = api, session, number
        self.events: asyncio.Queue[Message] = asyncio.Queue()

    async def ask(self, body: Message, expected: str, jsep: Message | None = None) -> Message:
        """Sends to the plugin and waits for the event that says so."""
        more = {"jsep": jsep} if jsep else {}
        await self._api.ask(
            {"janus": "message", "session_id": self._session, "handle_id": self._number, "body": body, **more}
        )
        return await self.told(expected)

    async def told(self, expected: str) -> Message:
        """The next event of this name. Raises RuntimeError for an error of the plugin, TimeoutError."""
        async with asyncio.timeout(ANSWERS_SECONDS):
            while True:
                event = await self.events.get()
                data = event.get("plugindata", {}).get("data", {})
                if "error" in data:
                    raise RuntimeError(f"janus: {data['error']}")
                if data.get("result", {}).get("event") == expected:
                    return event


class JanusApi:
    """`await JanusApi.connect(address)`; a session for each handle, as separate browsers would have."""

    def __init__(self, wire: ClientConnection) -> None:
        self._wire = wire
        self._answers: dict[str, asyncio.Future[Message]] = {}
        self._handles: dict[int, Handle] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, address: str) -> "JanusApi":
        """Raises OSError while Janus does not listen yet."""
        url = f"ws://{address}:{PORT}"
        return cls(
            await connect(url, subprotocols=[Subprotocol("janus-protocol")], ping_interval=None, max_size=None)
        )

    async def close(self) -> None:
        await self._wire.close()
        await self._reading

    async def attach(self, plugin: str) -> Handle:
        session = (await self.ask({"janus": "create"}))["data"]["id"]
        number = (await self.ask({"janus": "attach", "session_id": session, "plugin": plugin}))["data"]["id"]
        handle = self._handles[number] = Handle(self, session, number)
        return handle

    async def ask(self, message: Message) -> Message:
        """Its answer, or Janus' word that the answer will come as an event. Raises RuntimeError for an error."""
        name = secrets.token_hex(8)
        answer = self._answers[name] = asyncio.get_running_loop().create_future()
        try:
            await self._wire.send(json.dumps({**message, "transaction": name}))
            told = await asyncio.wait_for(answer, ANSWERS_SECONDS)
        finally:
            del self._answers[name]
        if told["janus"] == "error":
            raise RuntimeError(f"janus: {told['error']['reason']}")
        return told

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for data in self._wire:
                message = json.loads(data)
                waiting = self._answers.get(message.get("transaction", ""))
                if message["janus"] == "event":
                    handle = self._handles.get(message.get("sender", 0))
                    if handle is not None:
                        handle.events.put_nowait(message)
                elif waiting is not None and not waiting.done():
                    waiting.set_result(message)
