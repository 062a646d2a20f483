"""The sockets of SIP: one UDP port, one TCP port of the same number, one for TLS, and connections we open ourselves.

Bytes in, bytes out: nothing here understands a message beyond where it ends (Content-Length on streams, RFC 3261
§18.3) and the keep-alives of RFC 5626 §4.4.1. Every TCP peer has a bound on what it may send and on how long it may
take for one message.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import structlog

from .messages import MAX_MESSAGE

log = structlog.get_logger(__name__)

TransportName = Literal["UDP", "TCP", "TLS"]

MAX_CONNECTIONS = 512
IDLE_SECONDS = 7200.0
"""A TCP connection on which nothing came for this long is closed; registered phones keep theirs alive."""

STRANGERS_IDLE_SECONDS = 60.0
"""…or this long, from somebody who has not proved who they are."""

MOST_STRANGERS = 384
MOST_STRANGERS_OF_AN_ADDRESS = 64
"""Connections without a proof: the rest is for telephones that are signed in."""

MESSAGE_SECONDS = 20.0
"""From a message's first byte to its last."""

_LENGTH = re.compile(rb"\r?\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?\n", re.IGNORECASE)


class CannotListen(Exception):
    """The port is taken or the address is not of this machine. `reason`: the system's words."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(f"{host}:{port}: {error.strerror or error}")
        self.host, self.port, self.reason = host, port, error.strerror or str(error)
        self.is_taken = error.errno == 98


@dataclass(frozen=True, slots=True)
class Flow:
    """The other end of a message: where it came from, and where the next one to that phone goes."""

    transport: TransportName
    host: str
    port: int

    @property
    def is_reliable(self) -> bool:
        return self.transport != "UDP"


OnBytes = Callable[[bytes, Flow], None]


class SipWire:
    """`async with SipWire(host, port, on_bytes) as wire`; port 0 takes a free one, the same for UDP and TCP.

    `tls`: with it, TLS is spoken on `tls_port`.
    """

    def __init__(
        self, host: str, port: int, on_bytes: OnBytes, tls_port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.host, self.port, self.tls_port = host, port, tls_port
        self._tls = tls
        self._on_bytes = on_bytes
        self.on_keep_alive: Callable[[Flow], None] = lambda _: None
        """Told of line ends that keep a way over UDP open (RFC 5626 §4.4.1)."""
        self._udp: asyncio.DatagramTransport | None = None
        self._servers: list[asyncio.Server] = []
        self._writers: dict[Flow, asyncio.StreamWriter] = {}
        self._readers: set[asyncio.Task[None]] = set()
        self._proven: set[Flow] = set()
        """Connections over which somebody has proved who they are."""
        self._begun: set[Flow] = set()
        """Connections over TLS that we began."""

    async def __aenter__(self) -> "SipWire":
        """Raises CannotListen."""
        for attempt in range(5):
            try:
                await self._listen()
            except OSError as error:
                await self._close()
                # A free UDP port may be taken on TCP: another pair is tried.
                if self.port == 0 and attempt < 4:
                    continue
                raise CannotListen(self.host, self.port, error) from error
            break
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._close()

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        self._udp, _ = await loop.create_datagram_endpoint(
            lambda: _Datagrams(self._on_bytes, lambda flow: self.on_keep_alive(flow)),
            local_addr=(self.host, self.port),
        )
        port = int(self._udp.get_extra_info("sockname")[1])
        self._servers.append(await asyncio.start_server(self._accepted, self.host, port, limit=MAX_MESSAGE))
        if self._tls is not None:
            await self._listen_on_tls(self._tls)
        self.port = port

    async def _listen_on_tls(self, context: ssl.SSLContext) -> None:
        try:
            secure = await asyncio.start_server(
                self._accepted,
                self.host,
                self.tls_port,
                limit=MAX_MESSAGE,
                ssl=context,
                ssl_handshake_timeout=MESSAGE_SECONDS,
            )
        except OSError as error:
            await self._close()
            raise CannotListen(self.host, self.tls_port, error) from error
        self._servers.append(secure)
        self.tls_port = int(secure.sockets[0].getsockname()[1])

    async def _close(self) -> None:
        for task in list(self._readers):
            task.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()
        for server in self._servers:
            server.close()
            await server.wait_closed()
        self._servers.clear()
        if self._udp is not None:
            self._udp.close()
            self._udp = None

    def send(self, data: bytes, flow: Flow) -> bool:
        """False when there is no way to that peer any more."""
        if flow.transport == "UDP":
            if self._udp is None or self._udp.is_closing():
                return False
            self._udp.sendto(data, (flow.host, flow.port))
            return True
        writer = self._writers.get(flow)
        if writer is None or writer.is_closing():
            return False
        if writer.transport.get_write_buffer_size() > 4 * MAX_MESSAGE:
            log.warning("sip_peer_does_not_read", host=flow.host)
            writer.transport.abort()
            return False
        writer.write(data)
        return True

    def has(self, flow: Flow) -> bool:
        return flow.transport == "UDP" or flow in self._writers

    async def connect(
        self,
        host: str,
        port: int,
        on_closed: Callable[[], None],
        tls: ssl.SSLContext | None = None,
        name: str = "",
    ) -> Flow:
        """A connection of ours, to a registrar. `tls`: how its certificate is judged, which must be `name`'s.

        Raises OSError (ssl.SSLError is one), TimeoutError. Cancelled, nothing stays open.
        """
        async with asyncio.timeout(5):
            server_name = (name or host) if tls is not None else None
            reader, writer = await asyncio.open_connection(
                host, port, limit=MAX_MESSAGE, ssl=tls, server_hostname=server_name
            )
        task = asyncio.ensure_future(self._read(reader, writer, answers_pings=False))
        self._readers.add(task)

        def closed(task: asyncio.Task[None]) -> None:
            self._readers.discard(task)
            on_closed()

        task.add_done_callback(closed)
        flow = self._keep(writer)
        if tls is not None:
            self._begun.add(flow)
        return flow

    def port_towards(self, flow: Flow) -> int:
        """The port at which this peer finds us.

        Over TLS that we began, our end of that connection: a PBX sends calls down the connection whose address the
        Contact has, and can seldom judge a certificate of ours if it has to begin one (as PJSIP and Linphone do).
        """
        if flow in self._begun and (writer := self._writers.get(flow)) is not None:
            return int(writer.get_extra_info("sockname")[1])
        return self.tls_port if flow.transport == "TLS" and self._tls is not None else self.port

    def proved(self, flow: Flow) -> None:
        """Whoever is at the other end of this connection has shown who they are: it may stay and be idle."""
        if flow in self._writers:
            self._proven.add(flow)

    def _is_full_for(self, host: str) -> bool:
        """For a stranger: room is kept for those who sign in, and no address has more than its share."""
        strangers = [flow for flow in self._writers if flow not in self._proven]
        of_host = sum(flow.host == host for flow in strangers)
        return len(strangers) >= MOST_STRANGERS or of_host >= MOST_STRANGERS_OF_AN_ADDRESS

    def disconnect(self, flow: Flow) -> None:
        writer = self._writers.get(flow)
        if writer is not None:
            writer.transport.abort()

    def _keep(self, writer: asyncio.StreamWriter) -> Flow:
        host, port, *_ = writer.get_extra_info("peername")
        is_tls = writer.get_extra_info("ssl_object") is not None
        flow = Flow("TLS" if is_tls else "TCP", str(host), int(port))
        self._writers[flow] = writer
        return flow

    async def _accepted(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = str(writer.get_extra_info("peername", ("",))[0])
        if len(self._writers) >= MAX_CONNECTIONS or self._is_full_for(host):
            writer.transport.abort()
            return
        task = asyncio.current_task()
        assert task is not None
        self._readers.add(task)
        try:
            await self._read(reader, writer)
        except asyncio.CancelledError:
            # Only `_close` cancels it, and waits for it; Python 3.11's streams would log that as a fault.
            log.debug("sip_connection_cut", host=host)
        finally:
            self._readers.discard(task)

    async def _read(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers_pings: bool = True
    ) -> None:
        flow = self._keep(writer)
        pinger = writer if answers_pings else None
        try:
            while (data := await _one_message(reader, pinger, self._idle_seconds(flow, answers_pings))) is not None:
                self._on_bytes(data, flow)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.LimitOverrunError) as error:
            log.info("sip_connection_closed", host=flow.host, why=type(error).__name__)
        finally:
            if self._writers.get(flow) is writer:
                del self._writers[flow]
                self._proven.discard(flow)
                self._begun.discard(flow)
            writer.close()

    def _idle_seconds(self, flow: Flow, is_theirs: bool) -> float:
        return IDLE_SECONDS if flow in self._proven or not is_theirs else STRANGERS_IDLE_SECONDS


async def _one_message(
    reader: asyncio.StreamReader, pinger: asyncio.StreamWriter | None, idle_seconds: float
) -> bytes | None:
    """The next message, keep-alives answered on the way; None at the end of the stream.

    `pinger`: gets a line end for two of its own. On connections that we opened it is None: there we are the one who
    pings, and what comes is the answer (RFC 5626 §4.4.1).
    """
    line_ends = 0
    async with asyncio.timeout(idle_seconds):
        first = await reader.read(1)
        while first in (b"\r", b"\n"):
            line_ends += first == b"\n"
            if line_ends == 2:
                line_ends = 0
                if pinger is not None:
                    pinger.write(b"\r\n")
            first = await reader.read(1)
    if not first:
        return None
    async with asyncio.timeout(MESSAGE_SECONDS):
        head = first + await reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        if len(head) + length > MAX_MESSAGE:
            raise ValueError("message too long")
        return head + await reader.readexactly(length)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, on_bytes: OnBytes, on_keep_alive: Callable[[Flow], None]) -> None:
        self._on_bytes, self._on_keep_alive = on_bytes, on_keep_alive

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        flow = Flow("UDP", addr[0], addr[1])
        # Phones behind NAT keep their port open with line ends, or with a few zero bytes: nothing to answer.
        if data.strip(b"\r\n\0 "):
            self._on_bytes(data, flow)
        else:
            self._on_keep_alive(flow)

    def error_received(self, exc: Exception) -> None:
        log.info("sip_udp_refused", why=str(exc))


def in_uri(host: str) -> str:
    """An address as URIs and Via write it: IPv6 in brackets (RFC 3261 §25.1)."""
    return f"[{host}]" if ":" in host else host


def address_towards(host: str, bound: str) -> str:
    """The address of ours that this peer sees: the bound one, or the one that routing picks when bound to all."""
    if bound not in ("0.0.0.0", "::"):
        return bound
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, 9))
        except OSError:
            return bound
        return str(probe.getsockname()[0])
