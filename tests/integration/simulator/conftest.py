"""One real server for the tests that leave it alive, one each for those that kill it."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from tests.integration.simulator.house import Desk, Room, Server, a_room, a_server, with_weak_detectors, write_pack
from tests.integration.simulator.new_database import lay_database
from tests.integration.simulator.sound import Speak, speak
from tests.integration.telephony.peers import Peer
from tests.sound import speech_like


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("house")
    write_pack(folder)
    lay_database(folder / "var")
    server = Server(folder, COMBINE_RING_SECONDS="3", COMBINE_GRACE_SECONDS="4")
    asyncio.run(server.start())
    asyncio.run(with_weak_detectors(server))
    yield server
    asyncio.run(server.stop())


@pytest.fixture
async def room(live_server: Server) -> AsyncIterator[Room]:
    """A fresh seat with a candidate and two jurors at their desks."""
    made = await a_room(live_server)
    yield made
    await made.close()


@pytest.fixture
async def own_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    async with a_server(tmp_path_factory.mktemp("own")) as server:
        yield server


@pytest.fixture
async def speaking() -> AsyncIterator[Speak]:
    """Connects desks' sound and ends it after the test."""
    peers: list[Peer] = []

    async def connect(desk: Desk, seed: int) -> Peer:
        peers.append(await speak(desk, speech_like(seed, 3.0)))
        return peers[-1]

    yield connect
    await asyncio.gather(*(peer.leave() for peer in peers))
