"""Bounds of connections, on real sockets: heads, bodies and answers that never end, and who stays when many wait."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from simulator.certificate import certificate_for
from simulator.serving import DeskServer, descriptors, http_protocol, server_config, socket_protocol
from simulator.serving.admission import Admission, Bounds
from simulator.settings import Settings
from tests.free_ports import free_port

App = Callable[[Any, Any, Any], Awaitable[None]]
LIMIT = 10.0
"""Seconds after which a test gives up."""


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """Reads the body, then says hello; as a WebSocket it counts what it is told and never says anything."""
    if scope["type"] == "lifespan":
        return
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    if scope["path"] == "/known":
        scope["state"]["connection"].know()
    while (await receive()).get("more_body", False):
        pass
    large = b"x" * 30_000_000 if scope["path"] == "/large" else b"hello"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(large))]})
    await send({"type": "http.response.body", "body": large})


@asynccontextmanager
async def serving(config: uvicorn.Config) -> AsyncIterator[DeskServer]:
    server = DeskServer(config)
    task = asyncio.create_task(server.serve())
    async with asyncio.timeout(LIMIT):
        while not server.started:
            await asyncio.sleep(0.01)
    try:
        yield server
    finally:
        server.should_exit = True
        await asyncio.wait_for(task, LIMIT)


@asynccontextmanager
async def a_server(app: App = hello, bounds: Bounds | None = None) -> AsyncIterator[int]:
    """Its port."""
    port = free_port()
    config = server_config(app, Settings(host="127.0.0.1", port=port))  # type: ignore[arg-type]  any ASGI application will do here
    config.lifespan = "off"
    if bounds is not None:
        guests = Admission[Any](bounds)
        config.http.guests = config.ws.guests = guests  # type: ignore[union-attr]  its config is of our kinds
    async with serving(config):
        yield port


async def said(port: int, request: bytes, more: bytes = b"") -> bytes:
    """All that the server says until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(LIMIT):
            writer.write(request)
            await asyncio.sleep(0)
            writer.write(more)
            try:
                return await reader.read()
            except ConnectionError:
                return b""
    finally:
        writer.close()


@pytest.mark.parametrize(
    "request_",
    [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-A", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhal"],
    ids=["nothing", "half a head", "half a body"],
)
async def test_what_never_ends_is_cut_after_its_time(request_: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(http_protocol, "BODY_SECONDS", 0.3)
    async with a_server() as port:
        assert await said(port, request_) == b""


async def test_a_second_request_has_the_same_time_for_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.5)
    async with a_server() as port:
        answers = await said(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX-A")
        assert answers.endswith(b"hello")
        assert answers.count(b"HTTP/1.1 200") == 1


async def test_an_answer_that_nobody_reads_does_not_keep_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "UNREAD_SECONDS", 0.3)
    async with a_server() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(1.0)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            async with asyncio.timeout(LIMIT):
                await reader.readexactly(30_000_000)
        writer.close()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 20_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 5000 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 400_000, b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 50, b"429"),
        (b"\x16\x03\x01 bonjour\r\n\r\n", b"400"),
    ],
    ids=["address", "one header", "many headers", "a header without end", "requests in one go", "no HTTP"],
)
async def test_a_head_beyond_all_pages_is_refused(request_: bytes, status: bytes) -> None:
    async with a_server() as port:
        assert b"HTTP/1.1 " + status in await said(port, request_)


async def test_whoever_waits_longest_goes_for_a_newcomer_and_whoever_is_known_stays() -> None:
    async with a_server(bounds=Bounds(in_all=100, waiting_per_address=5, waiting_in_all=5)) as port:
        known_reader, known = await asyncio.open_connection("127.0.0.1", port)
        known.write(b"GET /known HTTP/1.1\r\nHost: x\r\n\r\n")
        async with asyncio.timeout(LIMIT):
            await known_reader.readuntil(b"hello")
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(30)]
        async with asyncio.timeout(LIMIT):
            for reader, _ in crowd[:25]:
                with suppress(ConnectionError):
                    assert await reader.read(1) == b"", "the oldest are ended"
            known.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200" in await known_reader.readuntil(b"hello")
        assert b"hello" in await said(port, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        for _, writer in [*crowd, (None, known)]:
            writer.close()


UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


async def framed(port: int, frames: bytes) -> bytes:
    """All that a WebSocket says after its handshake, until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(LIMIT):
        writer.write(UPGRADE)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(frames)
        found = b""
        try:
            while some := await reader.read(1000):
                found += some
        except ConnectionError:
            pass
    writer.close()
    return found


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (b"\x81\xff" + (200_000).to_bytes(8, "big") + b"\0\0\0\0", 1009),
        (b"\x89\x80\0\0\0\0" * 500, 1008),
        (b"\x01\x80\0\0\0\0" + b"\x00\x80\0\0\0\0" * 500, 1008),
    ],
    ids=["a message announced too long", "pings", "fragments without end"],
)
async def test_frames_that_no_page_sends_end_the_connection(frames: bytes, code: int) -> None:
    async with a_server() as port:
        assert code.to_bytes(2, "big") in await framed(port, frames)


async def test_what_one_read_brings_is_taken_apart_no_faster_than_it_is_taken() -> None:
    waiting: list[int] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        protocol = scope["state"]["connection"]
        for _ in range(2000):
            assert (await receive())["type"] in ("websocket.connect", "websocket.receive")
            waiting.append(protocol.queue.qsize())
            await asyncio.sleep(0)
        await send({"type": "websocket.close"})

    async with a_server(slow) as port:
        assert b"\x03\xe8" in await framed(port, b"\x81\x80\0\0\0\0" * 3000)
    assert 1 < max(waiting) <= socket_protocol.SLICE / 6 + 1


async def test_browsers_are_told_to_come_back_by_tls_where_tls_is_ours(tmp_path: Path) -> None:
    certificate = certificate_for(tmp_path, "127.0.0.1")
    port = free_port()
    config = server_config(hello, Settings(host="127.0.0.1", port=port), certificate.chain, certificate.key)  # type: ignore[arg-type]  any ASGI application will do here
    config.lifespan = "off"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    async with serving(config), asyncio.timeout(LIMIT):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"strict-transport-security: max-age=" in (await reader.read()).lower()
        writer.close()
    async with a_server() as plain:
        assert b"strict" not in (await said(plain, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).lower()


def test_a_share_of_the_descriptors_is_kept_for_calls_and_files() -> None:
    assert descriptors.for_connections(1024) == 768
    assert descriptors.for_connections(65_536) == 49_152
    assert 0 < descriptors.for_connections(256) <= 56
    assert descriptors.raise_descriptor_limit() >= 1024
