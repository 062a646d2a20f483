"""uvicorn's WebSocket connection with bounds: a message too long is refused by the length that it announces, what
came is read no faster than the desk takes it, and a connection that was closed is gone soon.

uvicorn stops reading once a message waits, but by then it has taken apart all that one read brought: at six bytes a
frame, some forty thousand of them. Here a read is taken apart in slices, and the next one only once the desk has had
the messages of the one before. Frames that bring no message (pings, empty fragments) are counted.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame

from simulator.serving.guests import StayingGuest

LONGEST_MESSAGE = 100_000
"""Bytes, once inflated. The longest that a page sends is a sound offer or a page of notes, below 80,000."""

SLICE = 2048
MOST_FRAGMENTS = 64
"""Frames of one message; browsers send one."""

CONTROL_FRAMES_PER_SECOND = 5.0
MOST_CONTROL_FRAMES = 50.0
"""Pings and pongs at once; browsers send a pong for each of our pings, every twenty seconds."""

LINGER_SECONDS = 1.0
"""How long what still comes after a goodbye is taken and thrown away."""

GONE_SECONDS = 3.0
"""From the end of a desk's connection until the socket is taken away, whatever the other side does."""


class BoundedSocket(StayingGuest, WebSocketsSansIOProtocol):
    """One WebSocket; `server_config` makes the class that knows among whom it is counted."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, {**app_state, "connection": self}, _loop)
        self._unread = bytearray()
        self._is_reading = False
        self._after_close = 0
        self.close_timeout = GONE_SECONDS
        self._control_frames, self._counted_at = MOST_CONTROL_FRAMES, self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  uvicorn narrows the transport too
        super().connection_made(transport)
        self.enter()

    def connection_lost(self, exc: Exception | None) -> None:
        self.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.close_sent:
            # Taken, so that our goodbye is not cut off; looked at only as far as theirs would come.
            self._after_close += len(data)
            if self._after_close > SLICE:
                return
        self._unread += data
        self._read_on()

    async def receive(self) -> Any:
        message = await super().receive()
        self._read_on()
        return message

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.close":
            # The other side's own goodbye may lie in what was not taken apart yet.
            self._read_on()

    async def run_asgi(self) -> None:
        try:
            await super().run_asgi()
        finally:
            if not self.disconnected:
                # A reader that takes nothing would keep the socket, and what was written to it, for many minutes.
                self.loop.call_later(GONE_SECONDS, self.transport.abort)

    def _read_on(self) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        try:
            while self._unread and not (self.read_paused or self.transport.is_closing()):
                if self.close_sent and len(self._unread) > SLICE:
                    break
                slice_ = bytes(self._unread[:SLICE])
                del self._unread[:SLICE]
                super().data_received(slice_)
        finally:
            self._is_reading = False
        if self.transport.is_closing() or (self.close_sent and len(self._unread) > SLICE):
            self._unread.clear()

    def handle_parser_exception(self) -> None:
        """Says why, and stays a moment: closed at once, what still comes would cut the reason off."""
        closed = self.conn.close_sent
        code, reason = (closed.code, closed.reason) if closed is not None else (1006, "")
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self._unread.clear()
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        if self.close_timer is None:
            self.close_timer = self.loop.call_later(LINGER_SECONDS, self.transport.close)

    # What brings no message.

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MOST_FRAGMENTS:
            self._fail("too many fragments")
            return
        super().handle_cont(event)

    def handle_ping(self) -> None:
        if self._counts():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._counts():
            super().handle_pong(event)

    def _counts(self) -> bool:
        """Takes one control frame into account; False, and the connection ends, once there were too many."""
        now = self.loop.time()
        filled = self._control_frames + (now - self._counted_at) * CONTROL_FRAMES_PER_SECOND
        self._control_frames, self._counted_at = min(MOST_CONTROL_FRAMES, filled) - 1, now
        if self._control_frames >= 0:
            return True
        self._fail("too many control frames")
        return False

    def _fail(self, reason: str) -> None:
        if self.transport.is_closing():
            return
        self.conn.fail(1008, reason)
        self.handle_parser_exception()
