"""uvicorn's HTTP/1 connection with bounds: on the head's size, on the time that head, body and answer may take, on
how many requests wait in one connection, and on how many connections there are (`admission.py`).

uvicorn bounds the silence between two requests; a head or a body that comes a byte a minute, a head without end and
an answer that nobody reads are bounded here.
"""

import asyncio
import sys

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from simulator.serving.guests import StayingGuest

LONGEST_URL = 4096
LARGEST_HEAD = 16_384
"""Bytes of request line and headers; ours, cookies included, take some 1,500."""

HEAD_SECONDS = 10.0
"""From the first byte of a request, or from the connection, to the end of its headers."""

BODY_SECONDS = 20.0
"""For the whole body: the largest is a few tens of kilobytes (`front_door.py`)."""

UNREAD_SECONDS = 60.0
"""How long an answer (a recording…) may stand still because nobody reads it."""

LINGER_SECONDS = 1.0
"""How long what still comes after a refusal is taken and thrown away."""

MOST_PIPELINED = 8
"""Requests of one connection that wait for the one before."""


class Refused(Exception):
    """Raised out of the parser: the request goes no further."""

    def __init__(self, status: bytes) -> None:
        super().__init__(status)
        self.status = status


class BoundedHttp(StayingGuest, HttpToolsProtocol):
    """One HTTP/1 connection; `server_config` makes the class that knows among whom it is counted."""

    # The connection.

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  uvicorn narrows the transport too
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._head_bytes, self._counted = 0, 0
        self._is_in_head = True
        self._refused: bytes | None = None
        self.enter()
        self._limit(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._timer, self._unread):
            if timer is not None:
                timer.cancel()
        self.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused is not None or self.transport.is_closing():
            return
        if self.timeout_keep_alive_task is not None:
            # The first bytes after an answer: another request begins.
            self._limit(HEAD_SECONDS)
        if self._is_in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        # A header without an end is told by no callback of the parser.
        if self._is_in_head and self._head_bytes > LARGEST_HEAD + 65_536:
            self._refuse(b"431 Request Header Fields Too Large")

    # The parser.

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._counted = True, 0
        self.scope["state"]["connection"] = self  # type: ignore[typeddict-item]  ours, read by whoever proves a sign-in

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > LONGEST_URL:
            raise Refused(b"414 URI Too Long")

    def on_header(self, name: bytes, value: bytes) -> None:
        self._counted += len(name) + len(value) + 4
        if self._counted > LARGEST_HEAD:
            raise Refused(b"431 Request Header Fields Too Large")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head, self._head_bytes = False, 0
        if len(self.pipeline) >= MOST_PIPELINED:
            raise Refused(b"429 Too Many Requests")
        self._limit(BODY_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._limit(None)
        self.work()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self.wait_again()
        super().on_response_complete()

    def handle_websocket_upgrade(self) -> None:
        self._limit(None)
        # The connection goes on under another protocol, which enters by itself.
        self.leave()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """Whatever the parser let fall: our refusals carry their own status."""
        error = sys.exc_info()[1]
        while error is not None and not isinstance(error, Refused):
            error = error.__context__
        self._refuse(b"400 Bad Request" if error is None else error.status)

    # Writing.

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unread = self.loop.call_later(UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _refuse(self, status: bytes) -> None:
        self._refused = status
        self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        # Closed at once, what still comes would cut the answer off before it is read.
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._limit(LINGER_SECONDS)

    def _limit(self, seconds: float | None) -> None:
        """Starts the time that this part of the request may take, in place of the one before."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self._too_slow)

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
