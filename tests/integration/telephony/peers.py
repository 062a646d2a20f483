"""A real WebRTC peer (aiortc), as a desk's browser would be: speaks from samples, keeps what it hears."""

import asyncio
import fractions
import time

import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

from telephony import Switch
from tests.network.described import sound_address, through
from tests.network.hop import Hop
from tests.sound import RATE, Samples

FRAME = 960


class Voice(MediaStreamTrack):
    """Plays samples once, then silence, on an even beat."""

    kind = "audio"

    def __init__(self, samples: Samples) -> None:
        super().__init__()
        self._samples = (samples * 32767).astype(np.int16)
        self._position = self._timestamp = 0
        self._beat = 0.0
        self.is_speaking = True

    def restart(self) -> None:
        """From the first sample on, at once; the stream's own time goes on."""
        self._position = 0

    async def recv(self) -> AudioFrame:
        now = time.monotonic()
        self._beat = max(self._beat + FRAME / RATE, now - 0.2) if self._beat else now
        await asyncio.sleep(max(0.0, self._beat - now))
        piece = np.zeros(FRAME, dtype=np.int16)
        if self.is_speaking:
            left = self._samples[self._position : self._position + FRAME]
            piece[: len(left)] = left
        frame = AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._timestamp, fractions.Fraction(1, RATE)
        self._position += FRAME
        self._timestamp += FRAME
        return frame


class Peer:
    """One desk: `await Peer.join(switch, "a", samples)`; `heard(0)` is its first track so far."""

    def __init__(self, samples: Samples, configuration: RTCConfiguration | None = None) -> None:
        self.connection = RTCPeerConnection(configuration or RTCConfiguration(iceServers=[]))
        self.voice = Voice(samples)
        self.connection.addTransceiver(self.voice, direction="sendrecv")
        self.connection.addTransceiver("audio", direction="recvonly")
        self._heard: dict[int, list[Samples]] = {0: [], 1: []}
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def join(
        cls,
        switch: Switch,
        line_id: str,
        samples: Samples,
        configuration: RTCConfiguration | None = None,
        hop: Hop | None = None,
    ) -> "Peer":
        """`hop`: the network between this desk and the server."""
        peer = cls(samples, configuration)
        await peer.connection.setLocalDescription(await peer.connection.createOffer())
        await peer.connect(switch, line_id, hop)
        return peer

    async def connect(self, switch: Switch, line_id: str, hop: Hop | None = None) -> None:
        """What was offered becomes this line. Raises TelephonyError."""
        offer = self.connection.localDescription.sdp
        if hop is not None:
            hop.peer = sound_address(offer)
            offer = through(offer, hop.far)
        answer = await switch.connect_line(line_id, offer)
        if hop is not None:
            hop.server = sound_address(answer)
            answer = through(answer, hop.near)
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        for number, transceiver in enumerate(self.connection.getTransceivers()):
            self._tasks.append(asyncio.create_task(self._listen(number, transceiver.receiver.track)))
        async with asyncio.timeout(10):
            while switch.line_state(line_id) != "connected":
                await asyncio.sleep(0.01)

    def only_ipv6(self) -> None:
        """Before its offer: this desk has no other address."""
        for transceiver in self.connection.getTransceivers():
            transceiver.sender.transport.transport.iceGatherer._connection._use_ipv4 = False

    def heard(self, number: int = 0) -> Samples:
        pieces = self._heard[number]
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32)

    def forget(self) -> None:
        self._heard = {0: [], 1: []}

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.connection.close()

    async def _listen(self, number: int, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                samples = frame.to_ndarray().reshape(-1, len(frame.layout.channels)).mean(axis=1)
                self._heard[number].append((samples / 32768).astype(np.float32))
        except MediaStreamError:
            return
