"""A scripted person's headset: a WebRTC peer (aiortc) that connects through the desk's own WebSocket."""

import asyncio
import fractions
import math
import time
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from simulator.rehearsal.desk import PATIENCE_SECONDS, Desk
from simulator.rehearsal.faults import DidNotHold
from telephony.carrying.aiortc_internals import offer_only

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""An installation of this machine: the sound goes no further."""

RATE = 48_000
FRAME = 960
"""Samples in 20 ms."""

AUDIBLE = 300
"""Of 32767: what a decoded frame must reach to count as heard."""


class Tone(MediaStreamTrack):
    """A hum of this many hertz, one third of the time silent, on an even beat."""

    kind = "audio"

    def __init__(self, hertz: float) -> None:
        super().__init__()
        seconds = np.arange(RATE) / RATE
        sound = np.sin(2 * math.pi * hertz * seconds) * (seconds < 2 / 3) * 9000
        self._samples = sound.astype(np.int16)
        self._position, self._beat = 0, 0.0

    async def recv(self) -> AudioFrame:
        """The next 20 ms, when they are due."""
        now = time.monotonic()
        self._beat = max(self._beat + FRAME / RATE, now - 0.2) if self._beat else now
        await asyncio.sleep(max(0.0, self._beat - now))
        start = self._position % RATE
        frame = AudioFrame.from_ndarray(self._samples[start : start + FRAME].reshape(1, -1), "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._position, fractions.Fraction(1, RATE)
        self._position += FRAME
        return frame


class Headset:
    """`async with Headset(desk, 220)`: the desk's line is connected; `heard` grows by each 20 ms with sound."""

    def __init__(self, desk: Desk, hertz: float) -> None:
        self._desk = desk
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.addTransceiver(Tone(hertz), direction="sendrecv")
        self._connection.addTransceiver("audio", direction="recvonly")
        self._listening: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()
        self.heard = 0

    async def __aenter__(self) -> "Headset":
        if urlsplit(self._desk.address).hostname in LOOPBACK:
            offer_only(("127.0.0.1",))
        connection: Any = self._connection
        await connection.setLocalDescription(await connection.createOffer())
        ack = await self._desk.do("line.offer", sdp=connection.localDescription.sdp)
        await connection.setRemoteDescription(RTCSessionDescription(ack["sdp"], "answer"))
        self._listening = [
            asyncio.create_task(self._listen(one.receiver.track), name="headset")
            for one in connection.getTransceivers()
        ]
        await self._desk.until(lambda: self._desk.state["line"]["state"] == "connected", "le son est établi")
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)
        await self._connection.close()

    async def hears(self, seconds: float) -> None:
        """Waits until so much more sound was heard. Raises DidNotHold."""
        wanted = self.heard + round(seconds * RATE / FRAME)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while self.heard < wanted:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise DidNotHold("L’appel est établi et personne ne s’entend.") from None

    async def _listen(self, track: Any) -> None:
        try:
            while True:
                frame = await track.recv()
                if np.abs(frame.to_ndarray()).max() > AUDIBLE:
                    self.heard += 1
                    self._news.set()
        except MediaStreamError:
            return
