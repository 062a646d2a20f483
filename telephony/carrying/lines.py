"""Every desk's line: how it comes, is lost and comes back, and the echo of the headset check."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from functools import partial

import structlog

from telephony.errors import TelephonyError
from telephony.rtp_packet import RtpPacket

from .line import BadOffer, Line, NoSoundPort
from .own_tasks import OwnTasks
from .settings import MediaSettings
from .stream import OutgoingStream

log = structlog.get_logger(__name__)


class LineState(StrEnum):
    ABSENT = "absent"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"


class Lines:
    """`on_packet(line id, packet)` gets every microphone; `on_change(line id, connected)` is told of cuts."""

    def __init__(
        self,
        settings: MediaSettings,
        tasks: OwnTasks,
        on_packet: Callable[[str, RtpPacket], None],
        on_change: Callable[[str, bool], None],
    ) -> None:
        self._settings, self._tasks = settings, tasks
        self._on_packet, self._on_change = on_packet, on_change
        self._lines: dict[str, Line] = {}
        self._states: dict[str, LineState] = {}
        self._echoes: dict[str, deque[tuple[float, RtpPacket]]] = {}

    async def close(self) -> None:
        await asyncio.gather(*(line.close() for line in self._lines.values()), return_exceptions=True)
        self._lines.clear()

    async def connect(self, line_id: str, offer_sdp: str) -> str:
        """See `Switch.connect_line`."""

        on_packet = partial(self._on_packet, line_id)
        settings = self._settings
        servers = settings.ice_servers.of_desk("server", time.time()) if settings.server_uses_turn else ()
        line = Line(line_id, on_packet, self._changed, servers)
        try:
            async with asyncio.timeout(settings.connect_seconds):
                answer = await line.accept(offer_sdp)
        except (BadOffer, TimeoutError) as error:
            await line.close()
            raise TelephonyError("bad_offer", str(error)) from error
        except NoSoundPort as error:
            await line.close()
            raise TelephonyError("no_sound_port", str(error)) from error
        before = self._lines.get(line_id)
        self._lines[line_id] = line
        self._states[line_id] = LineState.CONNECTING
        if before is not None:
            self._tasks.own(before.close())
        self._tasks.set_timer(line_id, "connect", settings.connect_seconds, lambda: self._never_came(line))
        return answer

    def take(self, line_id: str) -> Line | None:
        """Out of here: the caller closes it."""
        self._tasks.drop(line_id, "connect")
        self._echoes.pop(line_id, None)
        line = self._lines.pop(line_id, None)
        if line is not None:
            del self._states[line_id]
        return line

    def get(self, line_id: str) -> Line | None:
        return self._lines.get(line_id)

    def state(self, line_id: str) -> LineState:
        return self._states.get(line_id, LineState.ABSENT)

    def path(self, line_id: str) -> tuple[str, str]:
        """See `Line.path`; empty words while it is not connected."""
        line = self._lines.get(line_id)
        return line.path if line is not None and line.is_connected else ("", "")

    def output(self, line_id: str, number: int) -> OutgoingStream | None:
        """A stream down to this desk (see line.py); None while nothing can be heard there."""
        line = self._lines.get(line_id)
        if line is None or not line.is_connected or len(line.outputs) <= number:
            return None
        return line.outputs[number]

    # The headset check.

    def start_echo(self, line_id: str) -> None:
        self._echoes[line_id] = deque()

    def stop_echo(self, line_id: str) -> None:
        self._echoes.pop(line_id, None)

    def echo(self, line_id: str, packet: RtpPacket) -> None:
        """Sends back what this line said a moment ago, if its echo is on."""
        waiting = self._echoes.get(line_id)
        output = self.output(line_id, 0)
        if waiting is None or output is None:
            return
        waiting.append((time.monotonic(), packet))
        while waiting and time.monotonic() - waiting[0][0] >= self._settings.echo_delay_seconds:
            _, old = waiting.popleft()
            output.send("echo", old.sequence_number, old.timestamp, old.marker, None, old.payload)

    # The inside.

    def _changed(self, line: Line, connected: bool) -> None:
        if self._lines.get(line.line_id) is not line:
            return
        if connected:
            self._tasks.drop(line.line_id, "connect")
            ours, theirs = line.path
            log.info("line_connected", line=line.line_id, ours=ours, theirs=theirs)
        self._states[line.line_id] = LineState.CONNECTED if connected else LineState.LOST
        self._on_change(line.line_id, connected)

    def _never_came(self, line: Line) -> None:
        if self._lines.get(line.line_id) is line and not line.is_connected:
            self._states[line.line_id] = LineState.LOST
            log.warning("line_never_connected", line=line.line_id)
            self._on_change(line.line_id, False)
