"""A centre of this process whose port is open: desks by WebSocket and telephones beside browsers, and its services at
hand."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from tests.integration.simulator.ground import PASSWORD, Centre, Place, a_centre, did
from tests.integration.simulator.house import Desk, Person


@dataclass
class OpenCentre:
    """`port`, `address` as a Person and a Desk ask for them."""

    centre: Centre
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def staff(self, login: str) -> Person:
        person = Person(self, "staff")  # type: ignore[arg-type]  it asks for address and port alone
        await person.post("/api/staff/sign-in", {"login": login, "password": PASSWORD})
        return person

    async def candidate(self, code: str) -> Person:
        person = Person(self, "candidate")  # type: ignore[arg-type]  as above
        await person.post("/api/candidate/sign-in", {"code": code})
        return person

    async def partner(self, code: str) -> Person:
        person = Person(self, "staff")  # type: ignore[arg-type]  as above
        await person.post("/api/staff/partner-sign-in", {"code": code})
        return person

    async def person_of(self, login: str) -> str:
        """A new juror, whom no other test shows out; returns their id."""
        lead = await self.centre.lead()
        body = {"login": login, "name": f"Alix {login.title()}", "roles": ["jury"], "password": PASSWORD}
        made = await did(lead.post("/api/staff/people", json=body))
        self.centre.ids[login] = made["id"]
        return str(made["id"])

    async def runs(self, place: Place) -> dict[str, str]:
        """Run ids by exchange."""
        room = await self.centre.services.rooms.room(place.seat_id)
        return {run.exchange.id: run.run_id for run in room.state.runs.values()}


@asynccontextmanager
async def an_open_centre(folder: Path, **settings: Any) -> AsyncGenerator[OpenCentre]:
    async with a_centre(folder, **settings) as centre:
        listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(centre.app, lifespan="off", log_level="warning", timeout_graceful_shutdown=2)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([listening]))  # type: ignore[reportPrivateUsage]  no signals here
        opened = OpenCentre(centre, int(listening.getsockname()[1]))
        try:
            async with httpx.AsyncClient(base_url=opened.address) as client, asyncio.timeout(10):
                while not server.started:
                    await asyncio.sleep(0.01)
                await client.get("/api/public/health")
            yield opened
        finally:
            server.should_exit = True
            await serving
            listening.close()


async def until_closed(desk: Desk, seconds: float = 10) -> int:
    """Waits until the server has closed this desk's connection; returns the code that it gave."""
    socket = desk._socket
    assert socket is not None
    async with asyncio.timeout(seconds):
        await socket.wait_closed()
    return int(socket.close_code or 0)
