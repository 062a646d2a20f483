"""A line: the standing sound connection of one desk with the server, over which any number of calls pass.

What the browser offers (one offer for the life of the page, another after a cut):
- first audio transceiver `sendrecv`: its microphone up; down, the other side of the call (or the adviser, for a
  silent listener);
- second audio transceiver `recvonly`: the customer, for a silent listener; silent otherwise.
Both Opus. The server's addresses are in the answer; it asks no STUN or TURN server for more unless told to.
"""

import asyncio
import time
from collections.abc import Callable, Sequence

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription

from .aiortc_internals import RawSender, opus_payload_type, reception, rest, take_packets
from .codecs import Codec
from .ice_gathering import path_of
from .ice_servers import IceServer
from .leg_figures import LegFigures
from .nack_way import LostPackets
from .rtp_packet import RtpPacket
from .stream import OutgoingStream


class BadOffer(Exception):
    """The offer is not one that a desk makes: no audio to send, or no Opus."""


class NoSoundPort(Exception):
    """No address of the server has a UDP port left: the range is full, or the addresses are not of this machine."""


class Line:
    """One browser's connection. `on_packet(packet)` gets its microphone; `outputs` are the streams down to it."""

    def __init__(
        self,
        line_id: str,
        on_packet: Callable[[RtpPacket], None],
        on_state: Callable[["Line", bool], None],
        servers: Sequence[IceServer] = (),
    ) -> None:
        self.line_id = line_id
        self.is_connected = False
        self.outputs: list[OutgoingStream] = []
        self.codec = Codec.OPUS
        self.last_packet_at: float | None = None
        self._on_packet, self._on_state = on_packet, on_state
        asked = [RTCIceServer(list(one.urls), one.username or None, one.credential or None) for one in servers]
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=asked))
        self._senders: list[RawSender] = []
        self._lost: LostPackets | None = None
        self._shorten: Callable[[], None] = lambda: None
        self._looked_at = time.monotonic()

    async def accept(self, offer_sdp: str) -> str:
        """The answer to the browser's offer. Raises BadOffer, NoSoundPort."""
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        except Exception as error:
            # aiortc raises whatever its parser trips over; all of it means that the offer is not usable.
            raise BadOffer(str(error)) from error
        transceivers = [t for t in self._connection.getTransceivers() if t.kind == "audio"]
        if not transceivers or not any(opus_payload_type(t) is not None for t in transceivers):
            raise BadOffer("no audio transceiver with Opus")
        transceivers[0].direction = "sendrecv"
        for further in transceivers[1:]:
            further.direction = "sendonly"
        self._connection.on("connectionstatechange", self._connection_changed)
        answer = await self._connection.createAnswer()
        self._lost = LostPackets(transceivers[0])
        self._shorten = take_packets(transceivers[0], self._take)
        await self._connection.setLocalDescription(answer)
        for transceiver in transceivers[:2]:
            payload_type = opus_payload_type(transceiver)
            if payload_type is not None:
                sender = RawSender(transceiver.sender, payload_type)
                self._senders.append(sender)
                self.outputs.append(OutgoingStream(sender, time.monotonic))
        answered = self._connection.localDescription.sdp
        if "a=candidate:" not in answered:
            raise NoSoundPort(self.line_id)
        return answered

    @property
    def path(self) -> tuple[str, str]:
        """How this desk's sound passes: the kinds of our ICE candidate and of its own (`host`, `relay`…)."""
        return path_of(self._connection)

    async def close(self) -> None:
        """Ends the connection; the state callback is not called any more."""
        self._connection.remove_all_listeners("connectionstatechange")
        self.is_connected = False
        await self._connection.close()

    def figures(self) -> LegFigures:
        """What its network did since the last look."""
        now = time.monotonic()
        over, self._looked_at = now - self._looked_at, now
        heard = reception(self._connection.getTransceivers()[0].receiver)
        up = heard.interval(over) if heard is not None else None
        if not self._senders:
            return LegFigures(up)
        return LegFigures(up, self._senders[0].reported.look(), self._senders[0].round_trip_seconds)

    def _take(self, packet: RtpPacket) -> None:
        self.last_packet_at = time.monotonic()
        if self._lost is not None:
            self._lost.arrived(packet.ssrc, packet.sequence_number)
        self._on_packet(packet)

    async def _connection_changed(self) -> None:
        state = self._connection.connectionState
        if state == "connected" and not self.is_connected:
            self.is_connected = True
            self._shorten()
            self._on_state(self, True)
            for transceiver in self._connection.getTransceivers():
                await rest(transceiver.sender, transceiver.receiver)
        elif state in ("failed", "closed", "disconnected") and self.is_connected:
            self.is_connected = False
            self._on_state(self, False)
            await asyncio.shield(self._connection.close())
