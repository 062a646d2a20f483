"""The network between a browser and the server, in this process: it can be cut, and comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.browser.demo_house import Reachable


class CutNetwork:
    """Passes bytes from its own port to the server's. While cut, what is under way is lost, nobody gets through."""

    def __init__(self, server: Reachable) -> None:
        self._port = int(server.address.rsplit(":", 1)[1])
        self._listener: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._listener = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.cut()
        if self._listener is not None:
            self._listener.close()

    def cut(self) -> None:
        """Both ends see their connection end; new ones are refused."""
        self._is_cut = True
        for writer in list(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", self._port)
        both = {writer, onward_writer}
        self._open |= both
        try:
            await asyncio.gather(_pass(reader, onward_writer), _pass(onward_reader, writer))
        finally:
            self._open -= both


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def cut_network(server: Reachable) -> AsyncIterator[CutNetwork]:
    network = CutNetwork(server)
    await network.start()
    try:
        yield network
    finally:
        await network.stop()
