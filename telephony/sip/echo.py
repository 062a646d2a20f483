"""A telephone hears itself back: the check of a headset, without a call or a recording, and what was found.

Where there are words for it, it is told what was found: after some seconds, and at each key.
"""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from telephony.carrying.reception import Interval
from telephony.carrying.sender_clock import SenderClock
from telephony.carrying.transcoding import FRAME_SECONDS, a_decoder
from telephony.codecs import COMFORT_NOISE, Codec
from telephony.rtp_packet import RtpPacket

from .leg import SipLeg

DELAY_SECONDS = 1.0
"""Later than one's own voice in the ear, soon enough to know it again."""

MEASURED_EVERY = 5
"""Packets: the level of one in so many is looked at."""

NETWORK_EVERY = 25

TOLD_AFTER_SECONDS = 10.0
"""Long enough to have spoken and heard oneself, and for two reports of the telephone (RFC 3550 §6.2)."""

OPUS_UNITS = 960
"""Of the RTP clock in 20 ms."""

Telling = Callable[["EchoReport"], Sequence[bytes]]
"""What was found, as Opus packets of 20 ms of speech."""

SILENT_DB = -60.0
"""Peak of a microphone that is off, or plugged in nowhere."""


@dataclass(frozen=True, slots=True)
class EchoReport:
    """What was found of a telephone while it heard itself. None: not known."""

    codec: Codec | None = None
    packets: int = 0
    loss_percent: float | None = None
    """Of what it sent."""
    loss_back_percent: float | None = None
    """Of what was sent to it, by its own report."""
    jitter_ms: float | None = None
    round_trip_ms: float | None = None
    peak_db: float | None = None
    """Of what it said, below full scale."""
    has_wrong_clock: bool = False

    @property
    def is_microphone_silent(self) -> bool:
        return self.packets > 0 and self.peak_db is not None and self.peak_db < SILENT_DB


class Echo:
    """`take` each packet of the telephone; `on_sound` is told once, at the first. `run` waits for its end.

    `tell`: what was found, spoken; None: nothing is said."""

    def __init__(self, leg: SipLeg, on_sound: Callable[[], None], tell: Telling | None = None) -> None:
        self._leg, self._on_sound, self._tell = leg, on_sound, tell
        self._is_telling = False
        self._asked = asyncio.Event()
        """A key was pressed: it is told again."""
        self._waiting: deque[tuple[float, RtpPacket]] = deque()
        self._packets = 0
        self._peak = self._expected = self._lost = 0
        self._jitter = 0.0
        self._down: Interval | None = None
        self._round_trip: float | None = None
        self._decoder: tuple[Codec, Any] | None = None
        self._clock: tuple[Codec, SenderClock] | None = None
        self._over = asyncio.Event()

    def take(self, packet: RtpPacket) -> None:
        if packet.payload_type == COMFORT_NOISE:
            return
        leg, now = self._leg, time.monotonic()
        if not self._packets:
            self._on_sound()
        self._packets += 1
        self._look_at(packet)
        if self._packets % NETWORK_EVERY == 0:
            self._look_at_network()
        if self._is_telling:
            self._waiting.clear()
            return
        self._waiting.append((now, packet))
        while now - self._waiting[0][0] >= DELAY_SECONDS and leg.outputs and leg.codec:
            _, old = self._waiting.popleft()
            codec = Codec.of_payload_type(old.payload_type)
            leg.outputs[0].send("echo", old.sequence_number, old.timestamp, old.marker, None, old.payload, codec)

    async def run(self, seconds: float) -> EchoReport:
        """Until `end` is called (the telephone hung up), `seconds` at most. Cancelled, nothing is reported."""
        telling = asyncio.create_task(self._tell_now_and_then(), name="echo-telling") if self._tell else None
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._over.wait()
        finally:
            if telling is not None:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)
        return self.report()

    def pressed(self) -> None:
        """Any key: what was found is told at once."""
        self._asked.set()

    async def _tell_now_and_then(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(TOLD_AFTER_SECONDS):
                await self._asked.wait()
        while True:
            self._asked.clear()
            await self._say()
            await self._asked.wait()

    async def _say(self) -> None:
        """On an even beat; meanwhile nothing is played back."""
        assert self._tell is not None
        self._is_telling = True
        source, beat = object(), time.monotonic()
        told = await asyncio.to_thread(self._tell, self.report())
        for number, payload in enumerate(told):
            if not self._leg.outputs:
                break
            self._leg.outputs[0].send(source, number, number * OPUS_UNITS, 0, None, payload, Codec.OPUS)
            beat = max(beat + FRAME_SECONDS, time.monotonic() - 0.2)
            await asyncio.sleep(max(0.0, beat - time.monotonic()))
        self._is_telling = False

    def end(self) -> None:
        self._over.set()

    def report(self) -> EchoReport:
        self._look_at_network()
        down, trip = self._down, self._round_trip
        return EchoReport(
            codec=self._leg.codec,
            packets=self._packets,
            loss_percent=round(100 * self._lost / self._expected, 1) if self._expected else None,
            loss_back_percent=round(down.loss_percent, 1) if down is not None else None,
            jitter_ms=round(1000 * self._jitter, 1) if self._expected else None,
            round_trip_ms=round(1000 * trip, 1) if trip is not None else None,
            peak_db=round(20 * math.log10(max(self._peak, 1) / 32768), 1) if self._packets else None,
            has_wrong_clock=self._clock is not None and self._clock[1].speed != 1.0,
        )

    def _look_at_network(self) -> None:
        """Now and then, since a telephone that has hung up is no longer looked at."""
        figures = self._leg.figures()
        if figures.up is not None:
            self._expected += figures.up.expected
            self._lost += figures.up.lost
            self._jitter = figures.up.jitter_seconds
        self._down = figures.down or self._down
        self._round_trip = figures.round_trip_seconds or self._round_trip

    def _look_at(self, packet: RtpPacket) -> None:
        codec = Codec.of_payload_type(packet.payload_type)
        if self._clock is None or self._clock[0] is not codec:
            self._clock = codec, SenderClock(codec)
        self._clock[1].mended(packet.sequence_number, packet.timestamp, packet.payload)
        if self._packets % MEASURED_EVERY:
            return
        if self._decoder is None or self._decoder[0] is not codec:
            self._decoder = codec, a_decoder(codec)
        try:
            for frame in self._decoder[1].decode(av.Packet(packet.payload)):
                wave = frame.to_ndarray()
                scale = 32768 if wave.dtype.kind == "f" else 1
                self._peak = max(self._peak, int(np.abs(wave.astype(np.float32)).max(initial=0) * scale))
        except FFmpegError:
            return
