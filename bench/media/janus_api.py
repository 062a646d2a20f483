"""Janus' own API over its Unix socket (SOCK_SEQPACKET): one JSON message a packet, as its manual describes."""

import asyncio
import contextlib
import json
import secrets
import socket
from pathlib import Path
from typing import Any

LONGEST_MESSAGE = 262_144
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
    """`await JanusApi.connect(path)`; a session for each handle, as separate browsers would have."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._answers: dict[str, asyncio.Future[Message]] = {}
        self._handles: dict[int, Handle] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, path: Path) -> "JanusApi":
        """Raises OSError while Janus does not listen yet."""
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        sock.setblocking(False)
        try:
            sock.connect(str(path))
        except OSError:
            sock.close()
            raise
        return cls(sock)

    async def close(self) -> None:
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading
        self._sock.close()

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
            await asyncio.get_running_loop().sock_sendall(
                self._sock, json.dumps({**message, "transaction": name}).encode()
            )
            told = await asyncio.wait_for(answer, ANSWERS_SECONDS)
        finally:
            del self._answers[name]
        if told["janus"] == "error":
            raise RuntimeError(f"janus: {told['error']['reason']}")
        return told

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while data := await loop.sock_recv(self._sock, LONGEST_MESSAGE):
            message = json.loads(data)
            waiting = self._answers.get(message.get("transaction", ""))
            if message["janus"] == "event":
                handle = self._handles.get(message.get("sender", 0))
                if handle is not None:
                    handle.events.put_nowait(message)
            elif waiting is not None and not waiting.done():
                waiting.set_result(message)
