"""One end of a call: a WebRTC connection that sends ready Opus packets, and times those of the other end."""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false
# The callers share the machine with what is measured: they read their packets where aiortc keeps its datagrams.

import asyncio
import time
from typing import Any

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtp import is_rtcp

from bench.media.voices import FRAME
from telephony.carrying.aiortc_internals import opus_payload_type, rest
from telephony.carrying.raw_sender import RawSender
from telephony.carrying.srtp_path import SrtpPath

SPEAKING = 30
"""The audio level sent beside each packet, as browsers do (−dBov, RFC 6464)."""

AWAITED = 50
"""Packets on their way: one that is older, a second, is lost."""


class Caller:
    """`delays`: seconds from sending to arrival of what the other end sent, in order of arrival."""

    def __init__(self, voice: list[bytes]) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.other: Caller | None = None
        self.sent = self.lost = self.arrived = 0
        """Packets since `forget()`, like `delays`. Arrived: with sound, whoever coded them; lost: see AWAITED."""
        self.delays: list[float] = []
        self._voice = voice
        self._spoken = 0
        self._on_its_way: dict[bytes, float] = {}
        self._sender: RawSender | None = None
        self._srtp: Any = None

    async def offer(self, second_voice: bool = True) -> str:
        """As a desk's browser: its microphone up, and a second voice down."""
        self.connection.addTransceiver("audio", direction="sendrecv")
        if second_voice:
            self.connection.addTransceiver("audio", direction="recvonly")
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def answer(self, offer_sdp: str) -> str:
        """As the other end of a call without a server between."""
        await self.connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        self.connection.getTransceivers()[0].direction = "sendrecv"
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return self.connection.localDescription.sdp

    async def take_answer(self, sdp: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def connected(self) -> None:
        """Waits until the connection stands; from then on packets are read by us."""
        while self.connection.connectionState != "connected":  # noqa: ASYNC110 - the caller sets the limit
            await asyncio.sleep(0.005)
        first = self.connection.getTransceivers()[0]
        payload_type = opus_payload_type(first)
        if payload_type is None:
            raise ValueError("the other end speaks no Opus")
        await rest(first)
        self._sender = RawSender(first, payload_type, SrtpPath(first.sender.transport))
        self._read_datagrams(first.sender.transport)

    def speak(self) -> None:
        """Sends the next 20 ms of the voice."""
        if self._sender is None:
            raise RuntimeError("not connected")
        number = self._spoken
        self._spoken += 1
        payload = self._voice[number % len(self._voice)]
        if len(self._on_its_way) >= AWAITED:
            del self._on_its_way[next(iter(self._on_its_way))]
            self.lost += 1
        self.sent += 1
        self._on_its_way[payload] = time.perf_counter()
        self._sender.send(number & 0xFFFF, (number * FRAME) & 0xFFFFFFFF, int(number == 0), SPEAKING, payload)

    def forget(self) -> None:
        """What passed until now is not counted."""
        self.sent = self.lost = self.arrived = 0
        self.delays = []

    async def leave(self) -> None:
        if self._sender is not None:
            self._sender.reporting.stop()
        await self.connection.close()

    def _read_datagrams(self, transport: Any) -> None:
        self._srtp = transport._rx_srtp
        pair = transport.transport._connection._nominated[1]
        pass_on = pair.protocol.datagram_received

        def received(data: bytes, address: tuple[Any, ...]) -> None:
            if 128 <= data[0] < 192 and not is_rtcp(data):
                self._heard(self._srtp.unprotect(data))
            else:
                pass_on(data, address)

        pair.protocol.datagram_received = received

    def _heard(self, packet: bytes) -> None:
        now = time.perf_counter()
        start = 12 + 4 * (packet[0] & 0x0F)
        if packet[0] & 0x10:
            start += 4 + 4 * int.from_bytes(packet[start + 2 : start + 4], "big")
        self.arrived += 1
        sent_at = self.other._on_its_way.pop(packet[start:], None) if self.other else None
        if sent_at is not None:
            self.delays.append(now - sent_at)
