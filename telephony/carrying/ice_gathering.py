"""Which addresses and ports ICE gathers, and which way it chose.

Reaches what aiortc and aioice keep private, like `aiortc_internals.py`, whose `missing_names()` looks after both.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

import asyncio
import errno
from collections.abc import Callable
from ipaddress import ip_address
from types import SimpleNamespace
from typing import Any

import aioice.ice
import structlog
from aiortc import RTCPeerConnection, RTCRtpTransceiver

from .udp_ports import bound_socket

log = structlog.get_logger(__name__)


def missing_for_gathering(transceiver: RTCRtpTransceiver) -> list[str]:
    """See `aiortc_internals.missing_names`."""
    missing: list[str] = []
    if not hasattr(aioice.ice, "get_host_addresses"):
        missing.append("aioice.ice.get_host_addresses")
    gathering = aioice.ice.Connection.get_component_candidates.__code__.co_names
    missing += [name for name in ("asyncio", "get_running_loop", "create_datagram_endpoint") if name not in gathering]
    if not hasattr(transceiver.sender.transport.transport.iceGatherer._connection, "_nominated"):
        missing.append("iceGatherer._connection._nominated")
    return missing


def offer_only(addresses: tuple[str, ...], ports: tuple[int, int] = (0, 0)) -> None:
    """From now on ICE offers these host addresses and no others, on ports of this range (whole process).

    "auto" in the list adds every address of the machine, IPv4 and IPv6. (0, 0): any free port.
    """

    def chosen(use_ipv4: bool, use_ipv6: bool) -> list[str]:
        found: list[str] = []
        for address in addresses:
            for one in _of_this_machine() if address == "auto" else [address]:
                if one not in found and (use_ipv6 if ":" in one else use_ipv4):
                    found.append(one)
        return found

    aioice.ice.get_host_addresses = chosen
    # aioice asks the loop for a socket on port 0; it is given a loop that knows our range.
    ranged = vars(asyncio) | {"get_running_loop": lambda: _RangedLoop(asyncio.get_running_loop(), ports)}
    aioice.ice.asyncio = SimpleNamespace(**ranged) if ports[0] else asyncio  # pyright: ignore[reportPrivateImportUsage]


_every_host_address = aioice.ice.get_host_addresses


def _of_this_machine() -> list[str]:
    """Addresses that another machine may reach; link-local IPv6 ones need an interface's name and are left out."""
    every = [ip_address(one) for one in _every_host_address(True, True)]
    return [str(one) for one in every if not (one.is_loopback or (one.version == 6 and one.is_link_local))]


class _RangedLoop:
    """The running loop, but that a UDP socket bound to an address takes its port from the range."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ports: tuple[int, int]) -> None:
        self._loop, self._ports = loop, ports

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)

    async def create_datagram_endpoint(
        self, factory: Callable[[], asyncio.DatagramProtocol], local_addr: tuple[str, int] | None = None, **more: Any
    ) -> tuple[asyncio.DatagramTransport, asyncio.DatagramProtocol]:
        """Raises OSError, which aioice takes as an address that cannot be used."""
        if local_addr is None:
            return await self._loop.create_datagram_endpoint(factory, **more)
        try:
            bound = bound_socket(local_addr[0], self._ports)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                log.error("webrtc_ports_exhausted", address=local_addr[0], ports=f"{self._ports[0]}-{self._ports[1]}")
            raise
        return await self._loop.create_datagram_endpoint(factory, sock=bound)


def path_of(connection: RTCPeerConnection) -> tuple[str, str]:
    """How a connected peer is reached: kinds of our candidate and of theirs (host, srflx, prflx, relay)."""
    ice = connection.getTransceivers()[0].sender.transport.transport.iceGatherer._connection
    pair = ice._nominated.get(1)
    return (pair.local_candidate.type, pair.remote_candidate.type) if pair is not None else ("", "")
