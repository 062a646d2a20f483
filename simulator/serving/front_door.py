"""The application's own first check of a request: a body is refused by its size before it is read, announced or not,
a path that can be none of ours is a 404 that touches no file, and who asks as fast as a program can waits their turn.

Plain ASGI: it holds for whatever server carries the application.
"""

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.errors import NotFound, SimulatorError
from simulator.serving.request_pace import RequestPace
from simulator.web_files import HEADERS

LARGEST_BODY = 65_536
"""Bytes. But for productions, the longest that a page sends is some thousands of characters of feedback."""

LIMITS: Mapping[str, int] = {
    "/api/staff/sign-in": 4096,
    "/api/staff/partner-sign-in": 4096,
    "/api/candidate/sign-in": 4096,
    "/api/public/": 4096,
    # Twenty pages of a production, a paragraph and its look at a time.
    "/api/candidate/productions/": 524_288,
    # An imported list of candidates; a candidate's scanned file.
    "/api/staff/exam-days/": 2 * 1024 * 1024,
    "/api/staff/candidate-documents/": 12 * 1024 * 1024,
    "/api/staff/document-subjects/": 12 * 1024 * 1024,
    # The content of a page of the studio: a customer's file with its letters; an imported list of customers.
    "/api/staff/studio/": 2 * 1024 * 1024,
    # A whole pack of the studio with its voices; the sound of one sequence, as it was recorded.
    "/api/staff/studio-zip": 32 * 1024 * 1024,
    "/api/staff/studio-sounds/": 32 * 1024 * 1024,
    "/api/staff/opening-photo/": 8_000_000,
    # A piece of an archive that holds a model; a scenario pack with its voices.
    "/api/staff/installation/models/pieces": 8 * 1024 * 1024,
    "/api/staff/installation/packs": 32 * 1024 * 1024,
    # One transfer of « Réseau de la salle ».
    "/api/staff/network-check/bytes": 1024 * 1024,
}
"""By the path's beginning, the longest that fits; `LARGEST_BODY` elsewhere."""

LONGEST_PATH = 255
"""Characters; beyond, systems refuse it as a file's name and no page of ours has it."""

REQUESTS_PER_SECOND, REQUESTS_AT_ONCE = 100.0, 300
"""Of one sign-in; opening a desk takes some thirty."""

ADDRESS_PER_SECOND, ADDRESS_AT_ONCE = 400.0, 2000
"""Of one address: a whole centre may come through one router or proxy."""

SOCKET_COST = 8.0
"""A WebSocket without a sign-in: pages open none."""

PAGE_COST = 0.25
"""A file of the built page costs less than a question to the database."""

UNDER_WAY_AT_ONCE = 6
"""Requests of one sign-in that the server works on; browsers open six connections to a host."""

DRAIN_SECONDS = 1.0
DRAIN_BYTES = 1_000_000
"""What is still taken, and thrown away, of a refused body: without it the sender gets a cut instead of the answer."""


class TooLarge(SimulatorError):
    """The body is larger than this route takes."""

    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(
            "too_large",
            f"Cette demande est trop volumineuse : {_size_words(limit)} au plus à cette adresse.",
            "Raccourcissez ce que vous envoyez, ou réduisez le fichier, puis recommencez.",
        )


class TooMany(SimulatorError):
    """One sign-in, or one address, asks faster than any page does."""

    status = 429
    headers: Mapping[str, str] = {"Retry-After": "2"}

    def __init__(self) -> None:
        super().__init__(
            "too_many_requests",
            "Cette page envoie trop de demandes à la fois.",
            "Attendez deux secondes, puis rechargez-la.",
        )


def _size_words(limit: int) -> str:
    megabytes = limit // (1024 * 1024)
    return f"{megabytes}\u00a0Mo" if megabytes else f"{max(1, limit // 1024)}\u00a0ko"


def limit_for(path: str) -> int:
    """The largest body of this route, in bytes."""
    fitting = [beginning for beginning in LIMITS if path.startswith(beginning)]
    return LIMITS[max(fitting, key=len)] if fitting else LARGEST_BODY


class FrontDoor:
    """`FrontDoor(app)`, an ASGI application. The bounds of what a WebSocket sends are `socket_protocol.py`'s."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._of_sign_ins = RequestPace(REQUESTS_PER_SECOND, REQUESTS_AT_ONCE, clock)
        self._of_addresses = RequestPace(ADDRESS_PER_SECOND, ADDRESS_AT_ONCE, clock)
        self._places = WeakValueDictionary[bytes, asyncio.Semaphore]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if len(scope["path"]) > LONGEST_PATH:
            await _answer(NotFound("Cette adresse n’existe pas."), scope, receive, send)
            return
        wait = self._turn(scope)
        if wait is None:
            await _answer(TooMany(), scope, receive, send)
            return
        if wait:
            await asyncio.sleep(wait)
        limit = limit_for(scope["path"])
        announced = _announced(scope)
        if announced is not None and announced > limit:
            await _refuse(limit, scope, receive, send)
            return
        body = await _whole_body(limit, receive)
        if body is None:
            return
        if len(body) > limit:
            await _refuse(limit, scope, receive, send)
            return
        async with self._place_of(_cookie(scope)):
            await self._app(scope, _handing_on(body, receive), send)

    def _place_of(self, cookie: bytes) -> AbstractAsyncContextManager[None]:
        """One of the few places that a sign-in has for requests under way; those without a sign-in need none."""
        if not cookie:
            return nullcontext()
        # Kept as long as somebody waits for it or holds it.
        places = self._places.get(cookie) or asyncio.Semaphore(UNDER_WAY_AT_ONCE)
        self._places[cookie] = places
        return places

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Without any cookie it is nobody's desk: told so (4401) at little cost, not even that beyond the pace."""
        if _cookie(scope):
            await self._app(scope, receive, send)
            return
        client = scope.get("client")
        wait = self._of_addresses.wait(client[0] if client else "?", SOCKET_COST)
        if not wait and wait is not None:
            await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 4401, "reason": "not_signed_in"})

    def _turn(self, scope: Scope) -> float | None:
        """Seconds that this request waits; None when too many of its sign-in, or of its address, wait already."""
        cost = 1.0 if scope["path"].startswith("/api/") else PAGE_COST
        cookie = _cookie(scope)
        own = self._of_sign_ins.wait(hashlib.sha256(cookie).hexdigest(), cost) if cookie else 0.0
        client = scope.get("client")
        address = self._of_addresses.wait(client[0] if client else "?", cost)
        return None if own is None or address is None else max(own, address)


async def _whole_body(limit: int, receive: Receive) -> bytes | None:
    """The body, or its beginning when it is beyond the limit; None when the sender went away in the middle.

    The application is not troubled before the body is there: a thousand bodies that never end cost it nothing.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > limit or not message.get("more_body", False):
            return bytes(body)


def _handing_on(body: bytes, receive: Receive) -> Receive:
    """The body at once, then whatever the server says (that the other side is gone)."""
    is_given = False

    async def given() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return given


def _cookie(scope: Scope) -> bytes:
    return next((value for name, value in scope["headers"] if name == b"cookie"), b"")


def _announced(scope: Scope) -> int | None:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    for name, value in headers:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
    return None


async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Says so at once, then takes a little of the rest, so that the sender hears it."""

    async def lingering(message: MutableMapping[str, Any]) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        await send({**message, "more_body": True})
        await _drain(receive)
        await send({"type": "http.response.body", "body": b""})

    await _answer(TooLarge(limit), scope, receive, lingering)


async def _drain(receive: Receive) -> None:
    taken = 0
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            while taken < DRAIN_BYTES:
                message = await receive()
                taken += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


async def _answer(error: SimulatorError, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {**HEADERS, **error.headers, "cache-control": "no-store", "connection": "close"}
    await JSONResponse(error.body(), error.status, headers=headers)(scope, receive, send)
