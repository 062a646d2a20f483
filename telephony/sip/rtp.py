"""One UDP socket of sound with one telephone: packets in and out, nothing decoded (RFC 3550)."""

import asyncio
import secrets
import socket
import struct
from collections.abc import Callable

from telephony.aiortc_internals import RtpPacket

_HEADER = struct.Struct("!BBHII")

OnRtp = Callable[[RtpPacket], None]


class NoFreePort(Exception):
    """Every port of the range is in use."""


class RtpSocket(asyncio.DatagramProtocol):
    """Packets are taken from the agreed address, or from where signalling comes from (a phone behind NAT), and from
    nobody else; the port that the phone truly sends from is where we send to (symmetric RTP, RFC 4961)."""

    def __init__(self, on_rtp: OnRtp) -> None:
        self._on_rtp = on_rtp
        self._transport: asyncio.DatagramTransport | None = None
        self._ssrc = secrets.token_bytes(4)
        self._remote: tuple[str, int] | None = None
        self._trusted: set[str] = set()
        self._latched = False
        self.sent = 0

    @classmethod
    async def open(cls, host: str, ports: tuple[int, int], on_rtp: OnRtp) -> "RtpSocket":
        """`ports`: first and last of the range, (0, 0) for any. Raises NoFreePort."""
        loop = asyncio.get_running_loop()
        first, last = ports
        size = max(1, (last - first) // 2 + 1)
        start = secrets.randbelow(size)
        for number in range(size):
            port = first + 2 * ((start + number) % size) if first else 0
            try:
                _, made = await loop.create_datagram_endpoint(lambda: cls(on_rtp), local_addr=(host, port))
            except OSError:
                continue
            return made
        raise NoFreePort(f"{first}-{last}")

    @property
    def port(self) -> int:
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    def towards(self, host: str, port: int, *trusted: str) -> None:
        """Where the other end said that it hears; a new address starts anew."""
        if (host, port) != self._remote or not self._trusted:
            self._remote, self._latched = (host, port), False
        self._trusted = {host, *trusted}

    def send(self, payload_type: int, sequence: int, timestamp: int, marker: int, payload: bytes) -> None:
        if self._transport is None or self._remote is None or self._transport.is_closing():
            return
        head = _HEADER.pack(0x80, (marker << 7) | payload_type, sequence, timestamp, 0)[:8]
        self._transport.sendto(head + self._ssrc + payload, self._remote)
        self.sent += 1

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    # asyncio's side.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # asyncio's own datagram transport is no DatagramTransport on Python 3.11, whatever its type says.
        self._transport = transport  # type: ignore[assignment]
        raw: socket.socket | None = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0xB8)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if len(data) < _HEADER.size or data[0] & 0xC0 != 0x80 or addr[0] not in self._trusted:
            return
        first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
        if 64 <= second & 0x7F <= 95:
            return  # RTCP on the same port (RFC 5761 §4)
        start = _HEADER.size + 4 * (first & 0x0F)
        if first & 0x10 and len(data) >= start + 4:
            start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4], "big")
        end = len(data) - (data[-1] if first & 0x20 else 0)
        if start > end:
            return
        if not self._latched:
            self._remote, self._latched = (addr[0], addr[1]), True
        packet = RtpPacket(
            payload_type=second & 0x7F,
            marker=second >> 7,
            sequence_number=sequence,
            timestamp=timestamp,
            ssrc=ssrc,
            payload=data[start:end],
        )
        self._on_rtp(packet)

    def error_received(self, exc: Exception) -> None:
        """The phone's port is closed (ICMP): its silence tells the switch soon enough."""
