"""A line: the standing sound connection of one desk with the server, over which any number of calls pass.

What the browser offers (one offer for the life of the page, another after a cut):
- first audio transceiver `sendrecv`: its microphone up; down, the other side of the call (or the adviser, for a
  silent listener);
- second audio transceiver `recvonly`: the customer, for a silent listener; silent otherwise.
Both Opus. The server's addresses are in the answer; it asks no STUN or TURN server for more unless told to.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription

from telephony.codecs import Codec
from telephony.rtp_packet import RtpPacket

from .aiortc_internals import OPUS_CLOCK, audio_level_number, drop_early_packets, opus_payload_type, rest
from .ice_gathering import path_of
from .ice_servers import IceServer
from .leg_figures import LegFigures
from .nack_offer import has_nack
from .raw_sender import RawSender
from .refused_media import with_refused, without_refused
from .retransmission import MissingPackets
from .rtcp import nack
from .srtp_path import SrtpPath
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
        self._srtp: SrtpPath | None = None
        self._senders: list[RawSender] = []
        self._missing: MissingPackets | None = None
        """None for a peer that sends nothing again."""

    async def accept(self, offer_sdp: str) -> str:
        """The answer to the browser's offer. Raises BadOffer, NoSoundPort."""
        offer_sdp, refused = without_refused(offer_sdp)
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
        drop_early_packets(transceivers[0])
        await self._connection.setLocalDescription(answer)
        self._srtp = SrtpPath(transceivers[0].sender.transport)
        for transceiver in transceivers[:2]:
            payload_type = opus_payload_type(transceiver)
            if payload_type is not None:
                sender = RawSender(transceiver, payload_type, self._srtp)
                self._senders.append(sender)
                self.outputs.append(OutgoingStream(sender, time.monotonic))
        answered = self._connection.localDescription.sdp
        if "a=candidate:" not in answered:
            raise NoSoundPort(self.line_id)
        return with_refused(answered, refused)

    @property
    def path(self) -> tuple[str, str]:
        """How this desk's sound passes: the kinds of our ICE candidate and of its own (`host`, `relay`…)."""
        return path_of(self._connection)

    async def close(self) -> None:
        """Ends the connection; the state callback is not called any more."""
        self._connection.remove_all_listeners("connectionstatechange")
        self.is_connected = False
        self._stop_reports()
        await self._connection.close()

    def figures(self) -> LegFigures:
        """What its network did since the last look."""
        return self._senders[0].reporting.look() if self._senders else LegFigures()

    def _take(self, packet: RtpPacket) -> None:
        self.last_packet_at = packet.arrived
        session = self._senders[0].reporting.session
        if session is None:
            return
        session.came(packet)
        if self._missing is not None:
            trip = session.round_trip_seconds
            lost = self._missing.arrived(packet.ssrc, packet.sequence_number, packet.arrived, trip)
            if lost:
                self._senders[0].send_rtcp(nack(session.source, packet.ssrc, lost))
        self._on_packet(packet)

    def _take_rtcp(self, data: bytes) -> None:
        for sender in self._senders:
            sender.took_rtcp(data)

    def _connection_changed(self) -> Awaitable[None] | None:
        """At once, not in a task: the first packet may be the next thing to come. What takes time is returned."""
        state = self._connection.connectionState
        if state == "connected" and not self.is_connected:
            self.is_connected = True
            self._open_short_path()
            self._on_state(self, True)
            return self._rest()
        if state in ("failed", "closed", "disconnected") and self.is_connected:
            self.is_connected = False
            self._stop_reports()
            self._on_state(self, False)
            return asyncio.shield(self._connection.close())
        return None

    def _open_short_path(self) -> None:
        first = self._connection.getTransceivers()[0]
        payload_type = opus_payload_type(first)
        if payload_type is None or self._srtp is None or not self._senders:
            return
        if has_nack(first):
            self._missing = MissingPackets()
        self._senders[0].reporting.begin(OPUS_CLOCK)
        self._srtp.take(payload_type, audio_level_number(first), self._take, self._take_rtcp)

    async def _rest(self) -> None:
        for transceiver in self._connection.getTransceivers():
            await rest(transceiver)

    def _stop_reports(self) -> None:
        for sender in self._senders:
            sender.reporting.stop()
