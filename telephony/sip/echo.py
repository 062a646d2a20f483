"""A telephone hears itself back: the check of a headset, without a call and without a recording."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from telephony.codecs import COMFORT_NOISE, Codec
from telephony.rtp_packet import RtpPacket

from .leg import SipLeg

DELAY_SECONDS = 1.0
"""Later than one's own voice in the ear, soon enough to know it again."""


class Echo:
    """`take` each packet of the telephone; `on_sound` is told once, at the first. `run` waits for its end."""

    def __init__(self, leg: SipLeg, on_sound: Callable[[], None]) -> None:
        self._leg, self._on_sound = leg, on_sound
        self._waiting: deque[tuple[float, RtpPacket]] = deque()
        self._has_sound = False
        self._over = asyncio.Event()

    def take(self, packet: RtpPacket) -> None:
        if packet.payload_type == COMFORT_NOISE:
            return
        leg, now = self._leg, time.monotonic()
        if not self._has_sound:
            self._has_sound = True
            self._on_sound()
        self._waiting.append((now, packet))
        while now - self._waiting[0][0] >= DELAY_SECONDS and leg.outputs and leg.codec:
            _, old = self._waiting.popleft()
            codec = Codec.of_payload_type(old.payload_type)
            leg.outputs[0].send("echo", old.sequence_number, old.timestamp, old.marker, None, old.payload, codec)

    async def run(self, seconds: float) -> None:
        """Until `end` is called (the telephone hung up), `seconds` at most."""
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return

    def end(self) -> None:
        self._over.set()
