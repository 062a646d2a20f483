"""A desk behind a hop: an aiortc peer that sends ready Opus packets with aiortc's own sender, and keeps what arrives.

No decoder, no encoder: a dozen of them fit into one event loop. aiortc answers a NACK for what it sent; with
`repairs` it asks for what it misses, by the generator that it has for video.
"""

# pyright: reportPrivateUsage=false

import asyncio
import contextlib
import fractions
import re
import time
from functools import cache
from typing import Any

import av
import numpy as np
from aioice.stun import TransactionError
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcrtpreceiver import NackGenerator
from aiortc.rtp import RtpPacket

from telephony import Switch
from tests.dumps import coded
from tests.sound import RATE, Samples

from .described import sound_address, through
from .ear import Ear
from .hop import Hop

FRAME = 960
PING_SECONDS = 0.5


@cache
def as_packets(voice: bytes) -> tuple[list[bytes], bytes]:
    """Of samples as bytes: the voice coded once, and a packet of silence."""
    samples = np.frombuffer(voice, np.float32)
    silent, *_ = coded(np.zeros(FRAME, np.float32))
    return coded(samples), silent


class CodedVoice(MediaStreamTrack):
    """Packets of 20 ms on an even beat, silence after the last."""

    kind = "audio"

    def __init__(self, packets: list[bytes], silent: bytes) -> None:
        super().__init__()
        self._packets, self._silent = packets, silent
        self._number = 0
        self._beat = 0.0
        self.began_at = 0.0
        self._from: int | None = None

    def speak(self) -> None:
        """The voice begins now; until then, silence."""
        self._from = self._number
        self.began_at = time.monotonic()

    async def recv(self) -> av.Packet:
        if self.readyState != "live":
            raise MediaStreamError
        now = time.monotonic()
        self._beat = self._beat + FRAME / RATE if self._beat else now
        await asyncio.sleep(max(0.0, self._beat - now))
        spoken = -1 if self._from is None else self._number - self._from
        packet = av.Packet(self._packets[spoken] if 0 <= spoken < len(self._packets) else self._silent)
        packet.pts, packet.time_base = self._number * FRAME, fractions.Fraction(1, RATE)
        self._number += 1
        return packet


class Desk:
    """`await Desk.join(switch, line, voice, hop)`; `ears[0]` hears the other side of the call."""

    def __init__(self, line_id: str, voice: Samples, hop: Hop, repairs: bool) -> None:
        self.line_id, self.hop, self.repairs = line_id, hop, repairs
        self._pinging: asyncio.Task[None] | None = None
        self.asked = 0
        """Packets that this peer asked for."""
        self.voice = CodedVoice(*as_packets(voice.tobytes()))
        self.ears = [Ear(), Ear()]
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.addTransceiver(self.voice, direction="sendrecv")
        self.connection.addTransceiver("audio", direction="recvonly")

    @classmethod
    async def join(cls, switch: Switch, line_id: str, voice: Samples, hop: Hop, *, repairs: bool = True) -> "Desk":
        desk = cls(line_id, voice, hop, repairs)
        await desk.connect(switch)
        return desk

    async def connect(self, switch: Switch) -> None:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        offer = self.connection.localDescription.sdp
        if not self.repairs:
            offer = re.sub(r"a=rtcp-fb:.*\r\n", "", offer)
        self.hop.peer = sound_address(offer)
        answer = await switch.connect_line(self.line_id, through(offer, self.hop.far))
        self.hop.server = sound_address(answer)
        self.answer = answer
        await self.connection.setRemoteDescription(RTCSessionDescription(through(answer, self.hop.near), "answer"))
        for ear, transceiver in zip(self.ears, self.connection.getTransceivers(), strict=False):
            self._listen(ear, transceiver.receiver)
        async with asyncio.timeout(10):
            while switch.line_state(self.line_id) != "connected" or self.connection.connectionState != "connected":
                await asyncio.sleep(0.01)

        self._pinging = asyncio.create_task(self._ping())

    async def leave(self) -> None:
        if self._pinging is not None:
            self._pinging.cancel()
        await self.connection.close()

    async def _ping(self) -> None:
        """Checks its way again and again and nominates it, as browsers do; aiortc does neither once connected."""
        ice: Any = self.connection.getTransceivers()[0].sender.transport.transport._connection
        key = ice.remote_password.encode()
        while True:
            await asyncio.sleep(PING_SECONDS)
            pair = ice._nominated[1]
            with contextlib.suppress(TransactionError):
                request = ice.build_request(pair, nominate=True)
                await pair.protocol.request(request, pair.remote_addr, integrity_key=key, retransmissions=0)

    def _listen(self, ear: Ear, receiver: Any) -> None:
        missed = NackGenerator() if self.repairs else None

        async def take(packet: RtpPacket, arrival_time_ms: int) -> None:
            ear.take(time.monotonic(), packet.sequence_number, packet.timestamp, packet.payload)
            if missed is not None and missed.add(packet):
                lost = sorted(missed.missing)
                self.asked += len(lost)
                await receiver._send_rtcp_nack(packet.ssrc, lost)

        receiver._handle_rtp_packet = take
