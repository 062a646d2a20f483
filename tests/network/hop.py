"""A UDP hop between one peer and one of our ports, whose two directions have their weather.

The peer sends to `near`, our port sees `far` (and sends there): each believes the hop to be the other end. `move`
gives the far side another port, as a router does that forgot us, or a telephone that changed its network.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from .weather import CLEAN, Impairment, Weather

Address = tuple[str, int]
Tap = Callable[[float, bytes], None]


class _Side(asyncio.DatagramProtocol):
    def __init__(self, take: Callable[[bytes, Address], None]) -> None:
        self._take = take
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  a datagram endpoint's

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._take(data, (addr[0], addr[1]))

    def send(self, data: bytes, to: Address | None) -> None:
        if self.transport is not None and to is not None and not self.transport.is_closing():
            self.transport.sendto(data, to)

    @property
    def address(self) -> Address:
        assert self.transport is not None
        host, port = self.transport.get_extra_info("sockname")[:2]
        return host, port

    def close(self) -> None:
        if self.transport is not None:
            self.transport.close()


class Hop:
    """`async with Hop(seed) as hop`. `up` is the weather from the peer to us, `down` the other way.

    `delivered`: called with the time and each packet that reaches the peer, after the weather.
    """

    def __init__(self, seed: int, delivered: Tap | None = None) -> None:
        self.seed = seed
        self.up, self.down = Weather(2 * seed), Weather(2 * seed + 1_000_003)
        self.peer: Address | None = None
        self.server: Address | None = None
        self._delivered = delivered
        self._near = _Side(self._from_peer)
        self._far = _Side(self._from_server)
        self._left: list[_Side] = []
        self._on_the_way: set[asyncio.TimerHandle] = set()

    async def __aenter__(self) -> "Hop":
        self._near = await self._side(self._from_peer)
        self._far = await self._side(self._from_server)
        return self

    async def __aexit__(self, *_: object) -> None:
        for handle in self._on_the_way:
            handle.cancel()
        for side in (self._near, self._far, *self._left):
            side.close()

    @property
    def near(self) -> Address:
        """What the peer is told is the server."""
        return self._near.address

    @property
    def far(self) -> Address:
        """What the server is told is the peer."""
        return self._far.address

    def set(self, impairment: Impairment, *, up: bool = True, down: bool = True) -> None:
        """From now on, in these directions; `CLEAN` ends it."""
        if up:
            self.up.set(impairment)
        if down:
            self.down.set(impairment)

    def cut(self, seconds: float) -> None:
        """Nothing passes either way."""
        now = asyncio.get_running_loop().time()
        self.up.cut(now, seconds)
        self.down.cut(now, seconds)

    async def move(self, host: str = "127.0.0.1") -> Address:
        """From now on the peer comes from another port (or host); what is sent to the old one is lost."""
        fresh = await self._side(self._from_server, host)
        self._left.append(self._far)
        self._far.close()
        self._far = fresh
        return self.far

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: up {self.up.impairment}, {self.up.lost} of {self.up.lost + self.up.passed} lost; "
            f"down {self.down.impairment}, {self.down.lost} of {self.down.lost + self.down.passed} lost"
        )

    async def _side(self, take: Callable[[bytes, Address], None], host: str = "127.0.0.1") -> _Side:
        _, side = await asyncio.get_running_loop().create_datagram_endpoint(lambda: _Side(take), local_addr=(host, 0))
        return side

    def _from_peer(self, data: bytes, address: Address) -> None:
        self.peer = address
        self._pass(data, self.up, lambda: self._far.send(data, self.server))

    def _from_server(self, data: bytes, address: Address) -> None:
        def arrive() -> None:
            self._near.send(data, self.peer)
            if self._delivered is not None:
                self._delivered(asyncio.get_running_loop().time(), data)

        self._pass(data, self.down, arrive)

    def _pass(self, data: bytes, weather: Weather, send: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        for delay in weather.fate(loop.time(), is_rtp(data)):
            if delay <= 0:
                send()
            else:
                self._later(delay, send)

    def _later(self, delay: float, send: Callable[[], None]) -> None:
        def due() -> None:
            self._on_the_way.discard(handle)
            send()

        handle = asyncio.get_running_loop().call_later(delay, due)
        self._on_the_way.add(handle)


def is_rtp(data: bytes) -> bool:
    """Of what may share a port (RFC 7983, RFC 5761)."""
    return len(data) >= 12 and 128 <= data[0] < 192 and not 192 <= data[1] <= 223


__all__ = ["CLEAN", "Address", "Hop", "is_rtp"]
