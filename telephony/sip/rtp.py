"""The UDP ports of sound with one telephone: packets in and out, nothing decoded.

Sound has the even port, RTCP the odd one above (RFC 3550 §11), or both share the even one (RFC 5761).
"""

import asyncio
import secrets
import socket
import time
from collections.abc import Callable

from telephony.rtp_packet import HEADER, RtpPacket, read_rtp

from .latching import Latch
from .srtp import Srtp

OnRtp = Callable[[RtpPacket], None]
OnRtcp = Callable[[bytes], None]

_TRIES = 20
"""For a free pair of ports where the range is anything free."""


class NoFreePort(Exception):
    """Every port of the range is in use."""


class RtpSocket(asyncio.DatagramProtocol):
    """Packets are taken from the agreed address, or from where signalling comes from (a phone behind NAT), and from
    nobody else; where the phone truly sends from is where we send to (latching.py)."""

    def __init__(self, on_rtp: OnRtp, on_rtcp: OnRtcp) -> None:
        self._on_rtp, self._on_rtcp = on_rtp, on_rtcp
        self._transport: asyncio.DatagramTransport | None = None
        self.srtp: Srtp | None = None
        """With it nothing goes out in clear, and what comes in clear or altered is dropped."""
        self._rtcp = RtcpPort(self._take_rtcp)
        self._ssrc = secrets.token_bytes(4)
        self._latch = Latch()
        self.sent = 0

    @classmethod
    async def open(cls, host: str, ports: tuple[int, int], on_rtp: OnRtp, on_rtcp: OnRtcp) -> "RtpSocket":
        """`ports`: first and last of the range, (0, 0) for any. Raises NoFreePort."""
        first, last = ports
        first += first % 2
        size = max(1, (last - first + 1) // 2) if first else _TRIES
        start = secrets.randbelow(size)
        for number in range(size):
            port = first + 2 * ((start + number) % size) if first else _free_pair(host)
            made = cls(on_rtp, on_rtcp)
            if port and await made._bind(host, port):
                return made
        raise NoFreePort(f"{ports[0]}-{last}")

    async def _bind(self, host: str, port: int) -> bool:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_datagram_endpoint(lambda: self, local_addr=(host, port))
            await loop.create_datagram_endpoint(lambda: self._rtcp, local_addr=(host, port + 1))
        except OSError:
            self.close()
            return False
        return True

    @property
    def port(self) -> int:
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    @property
    def source(self) -> int:
        """Our SSRC."""
        return int.from_bytes(self._ssrc, "big")

    def towards(self, host: str, port: int, *trusted: str, rtcp: tuple[str, int] | None = None) -> None:
        """Where the other end said that it hears; a new address starts anew. `rtcp`: None on the same port."""
        self._latch.towards(host, port, *trusted)
        self._rtcp.towards(rtcp, {host, *trusted})

    def trust(self, host: str) -> None:
        """The telephone's signalling comes from there now."""
        self._latch.trust(host)
        self._rtcp.trust(host)

    def send(self, payload_type: int, sequence: int, timestamp: int, marker: int, payload: bytes) -> bool:
        """Whether it went."""
        remote = self._latch.remote
        if self._transport is None or remote is None or self._transport.is_closing():
            return False
        head = HEADER.pack(0x80, (marker << 7) | payload_type, sequence, timestamp, 0)[:8]
        packet = head + self._ssrc + payload
        protected = self.srtp.protect(packet) if self.srtp is not None else packet
        if protected is None:
            return False
        self._transport.sendto(protected, remote)
        if self._latch.beside is not None:
            self._transport.sendto(protected, self._latch.beside)
        self.sent += 1
        return True

    def send_rtcp(self, data: bytes) -> None:
        remote = self._latch.remote
        if self._transport is None or remote is None or self._transport.is_closing():
            return
        protected = self.srtp.protect_rtcp(data) if self.srtp is not None else data
        if protected is None:
            return
        if self._rtcp.remote is None:
            self._transport.sendto(protected, remote)
        else:
            self._rtcp.send(protected)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
        self._rtcp.close()

    # asyncio's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # asyncio's own datagram transport is no DatagramTransport on Python 3.11, whatever its type says.
        self._transport = transport  # type: ignore[assignment]  see above
        raw: socket.socket | None = transport.get_extra_info("socket")
        if raw is not None:
            # Expedited forwarding, for networks that heed it (RFC 4594 §4.1).
            if raw.family == socket.AF_INET6:
                raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, 0xB8)
            else:
                raw.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0xB8)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not self._latch.is_trusted(addr[0]) or len(data) < 2 or data[0] & 0xC0 != 0x80:
            return
        if 64 <= data[1] & 0x7F <= 95:
            self._take_rtcp(data)  # on the same port (RFC 5761 §4)
            return
        plain = self.srtp.unprotect(data) if self.srtp is not None else data
        packet = read_rtp(plain) if plain is not None else None
        if packet is None:
            return
        if not self._latch.takes((addr[0], addr[1]), packet.ssrc, packet.sequence_number, time.monotonic()):
            return
        self._on_rtp(packet)

    def _take_rtcp(self, data: bytes) -> None:
        plain = self.srtp.unprotect_rtcp(data) if self.srtp is not None else data
        if plain is not None:
            self._on_rtcp(plain)

    def error_received(self, exc: Exception) -> None:
        """The phone's port is closed (ICMP): its silence tells the switch soon enough."""


class RtcpPort(asyncio.DatagramProtocol):
    """The port above, for a telephone that keeps RTCP apart. `remote` None: it takes it with its sound."""

    def __init__(self, on_rtcp: OnRtcp) -> None:
        self._on_rtcp = on_rtcp
        self._transport: asyncio.DatagramTransport | None = None
        self.remote: tuple[str, int] | None = None
        self._agreed: tuple[str, int] | None = None
        self._trusted: set[str] = set()

    def towards(self, remote: tuple[str, int] | None, trusted: set[str]) -> None:
        if remote != self._agreed:
            self.remote = self._agreed = remote
        self._trusted = trusted

    def trust(self, host: str) -> None:
        self._trusted.add(host)

    def send(self, data: bytes) -> None:
        if self._transport is not None and self.remote is not None and not self._transport.is_closing():
            self._transport.sendto(data, self.remote)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  as above

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if addr[0] not in self._trusted:
            return
        if self.remote is not None:
            self.remote = (addr[0], addr[1])
        self._on_rtcp(data)

    def error_received(self, exc: Exception) -> None:
        """A telephone without RTCP says so by ICMP; it is none the worse for it."""


def _free_pair(host: str) -> int:
    """An even port that the system has free just now; 0 when it gave none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return 0
        return int(probe.getsockname()[1]) & ~1
