"""A scripted person's live desk: one WebSocket, with the state that a browser would hold."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.person import Json, Person

PATIENCE_SECONDS = 20.0

BREATH_SECONDS = 0.03
"""Before each command: a desk takes forty a second and tells whoever sends more to wait (`desk.live`)."""


class Desk:
    """`state["call"]`, `state["steps"]`… Use as `async with`; leaving closes it."""

    def __init__(self, person: Person, seat_id: str, who: str) -> None:
        """`who`: for the words of a fault."""
        query = f"?seat={seat_id}" if person.door == "staff" else ""
        self._url = f"{person.address.replace('http', 'ws', 1)}/api/{person.door}/live{query}"
        self._person, self._who = person, who
        self.state: Json = {}
        self._acks: dict[str, Json] = {}
        self._count = 0
        self._is_open = False
        self._changed = asyncio.Condition()
        self._breath = asyncio.Lock()
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Desk":
        headers = {"Cookie": self._person.cookie, "Origin": self._person.address}
        trust = self._person.trust if self._url.startswith("wss") else None
        self._socket = await connect(self._url, additional_headers=headers, max_size=None, ssl=trust)
        self._is_open = True
        self._reader = asyncio.create_task(self._read(self._socket), name=f"desk {self._who}")
        await self._say({"type": "hello", "epoch": None, "last_event": 0})
        await self.until(lambda: bool(self.state), "son poste s’ouvre")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)

    @property
    def address(self) -> str:
        """Of its installation."""
        return self._person.address

    async def do(self, kind: str, **content: Any) -> Json:
        """Sends a command and waits until it is kept. Raises DidNotHold."""
        async with self._breath:
            await asyncio.sleep(BREATH_SECONDS)
        self._count += 1
        command_id = f"{id(self):x}-{self._count}"
        await self._say({"type": kind, "id": command_id, **content})
        await self.until(lambda: command_id in self._acks, f"« {kind} » est reçu")
        ack = self._acks.pop(command_id)
        if not ack["ok"]:
            raise DidNotHold(f"{self._who}, « {kind} » : {ack['problem']['message']}")
        return ack

    async def until(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Waits until this desk's state makes it true. Raises DidNotHold."""
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait_for(lambda: holds() or not self._is_open)
        except TimeoutError:
            raise DidNotHold(f"{self._who} attendait : {what} ; rien en {seconds:.0f} s.") from None
        if not holds():
            raise DidNotHold(f"{self._who} attendait : {what} ; son poste a été fermé.")

    def phase(self, run_id: str) -> str:
        """Of an exchange."""
        return str(next(step["phase"] for step in self.state["steps"] if step["run_id"] == run_id))

    def call_is(self, state: str) -> Callable[[], bool]:
        return lambda: self.state["call"] is not None and bool(self.state["call"]["state"] == state)

    def phase_is(self, run_id: str, *phases: str) -> Callable[[], bool]:
        return lambda: self.phase(run_id) in phases

    def messages(self) -> list[Json]:
        """Of the conversation, in order."""
        return sorted((self.state["conversation"] or {"messages": []})["messages"], key=lambda one: one["order"])

    async def _say(self, message: Json) -> None:
        if self._socket is None:
            raise DidNotHold(f"{self._who} : le poste n’est pas ouvert.")
        try:
            await self._socket.send(json.dumps(message))
        except ConnectionClosed as error:
            raise DidNotHold(f"{self._who} : le poste a été fermé.") from error

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                async with self._changed:
                    self._take(json.loads(text))
                    self._changed.notify_all()
        except ConnectionClosed:
            pass
        async with self._changed:
            self._is_open = False
            self._changed.notify_all()

    def _take(self, message: Json) -> None:
        kind = message["type"]
        if kind == "ack":
            self._acks[message["id"]] = message
        elif kind == "snapshot":
            self.state = message["desk"]
        elif kind == "chat.message":
            conversation, new = self.state["conversation"], message["message"]
            others = [one for one in conversation["messages"] if one["message_id"] != new["message_id"]]
            conversation["messages"] = [*others, new]
        elif "n" in message:
            self.state |= {name: value for name, value in message.items() if name not in ("type", "n")}
