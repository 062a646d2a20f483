"""Every private name of aiortc and aioice that we touch, in one place; aiortc is pinned exactly.

aiortc always decodes what it receives and encodes what it sends (issues 449 and 984 there). We forward packets, so
we take them before its jitter buffer and hand them to the other side's transport. `missing_names()` lists what an
upgrade has moved; a test fails on it.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

import asyncio
import time
from collections.abc import Callable
from typing import Any

import aiortc.rtp
from aiortc import RTCPeerConnection, RTCRtpReceiver, RTCRtpSender
from aiortc.rtp import HeaderExtensions, RtcpRrPacket, RtcpSrPacket

from .ice_gathering import missing_for_gathering, offer_only
from .nack_way import answer_nacks, missing_for_nack
from .reception import Reception, SentNumbers
from .reported import LONGEST_ROUND_TRIP, Reported
from .retransmission import HISTORY, SentPackets
from .rtcp import ReportBlock
from .rtp_packet import HEADER, RtpPacket
from .srtp_way import SrtpWay, missing_on_the_way

OnPacket = Callable[[RtpPacket], None]

OPUS_CLOCK = 48000

SAME_TIME_EVERY = 8
"""Packets: so often the pair of times is renewed by which sender reports tie RTP to the clock (RFC 3550 §6.4.1)."""

MOST_SOURCES = 16
"""SSRCs of one line that are counted; a browser changes its own with its microphone."""

_SENDER_NAMES = (
    "_RTCRtpSender__packet_count",
    "_RTCRtpSender__octet_count",
    "_RTCRtpSender__ntp_timestamp",
    "_RTCRtpSender__rtp_timestamp",
    "_RTCRtpSender__rtp_task",
    "_RTCRtpSender__rtp_started",
    "_RTCRtpSender__rtp_header_extensions_map",
    "_RTCRtpSender__mid",
    "_RTCRtpSender__rtt",
    "_RTCRtpSender__lsr",
    "_RTCRtpSender__lsr_time",
    "_handle_rtcp_packet",
    "_ssrc",
)
_RECEIVER_NAMES = (
    "_handle_rtp_packet",
    "_RTCRtpReceiver__remote_streams",
    "_RTCRtpReceiver__stop_decoder",
    "_RTCRtpReceiver__started",
)


async def missing_names() -> list[str]:
    """The private names that this version of aiortc or aioice no longer has; empty when all is well."""
    connection = RTCPeerConnection()
    transceiver = connection.addTransceiver("audio")
    missing = [name for name in _SENDER_NAMES if not hasattr(transceiver.sender, name)]
    missing += [name for name in _RECEIVER_NAMES if not hasattr(transceiver.receiver, name)]
    if not hasattr(transceiver, "_codecs"):
        missing.append("transceiver._codecs")
    if not hasattr(transceiver, "_headerExtensions"):
        missing.append("transceiver._headerExtensions")
    missing += missing_on_the_way(transceiver.sender.transport)
    missing += missing_for_gathering(transceiver)
    missing += missing_for_nack(transceiver)
    await connection.close()
    return missing


def take_packets(transceiver: Any, on_packet: OnPacket) -> Callable[[], None]:
    """Gives each received packet to `on_packet` instead of the decoder; receiver reports stay right.

    What is returned opens the short way (srtp_way.py): to be called once the connection stands.
    """
    receiver: Any = transceiver.receiver
    streams: dict[int, _Statistics] = receiver._RTCRtpReceiver__remote_streams

    def take(packet: Any) -> None:
        statistics = streams.get(packet.ssrc)
        if statistics is None:
            if len(streams) >= MOST_SOURCES:
                del streams[next(iter(streams))]
            statistics = streams[packet.ssrc] = _Statistics(OPUS_CLOCK)
        statistics.took(packet.sequence_number, packet.timestamp, time.monotonic())
        on_packet(packet)

    async def handle(packet: aiortc.rtp.RtpPacket, arrival_time_ms: int) -> None:
        level = packet.extensions.audio_level[1] if packet.extensions.audio_level else None
        take(
            RtpPacket(
                packet.payload_type,
                packet.marker,
                packet.sequence_number,
                packet.timestamp,
                packet.ssrc,
                packet.payload,
                level,
            )
        )

    def shorten() -> None:
        payload_type = opus_payload_type(transceiver)
        if payload_type is not None:
            SrtpWay(receiver.transport).take(payload_type, _audio_level_id(transceiver), take)

    receiver._handle_rtp_packet = handle
    return shorten


def reception(receiver: RTCRtpReceiver) -> Reception | None:
    """Of the latest source; None before the first packet."""
    streams: dict[int, _Statistics] = receiver._RTCRtpReceiver__remote_streams
    return next(reversed(streams.values())) if streams else None


class _Statistics(Reception):
    """Under the names by which aiortc makes its receiver reports of them."""

    @property
    def packets_received(self) -> int:
        return self.received

    @property
    def packets_lost(self) -> int:
        return self.lost

    @property
    def max_seq(self) -> int:
        return self.highest

    @property
    def fraction_lost(self) -> int:
        return self.lost_of_256()


async def rest(sender: RTCRtpSender, receiver: RTCRtpReceiver) -> None:
    """Ends what only decoding and encoding need: the decoder's thread, and the loop that polls for a track.

    The loop must have begun before it may be cancelled: closing the sender waits for its end.
    """
    receiver._RTCRtpReceiver__stop_decoder()
    try:
        async with asyncio.timeout(2.0):
            await sender._RTCRtpSender__rtp_started.wait()
    except TimeoutError:
        return
    task: asyncio.Task[None] | None = sender._RTCRtpSender__rtp_task
    if task is not None:
        task.cancel()


def opus_payload_type(transceiver: Any) -> int | None:
    """The payload type that this peer wants for Opus; None when it speaks none."""
    for codec in transceiver._codecs:
        if codec.mimeType.lower() == "audio/opus":
            return int(codec.payloadType)
    return None


def _audio_level_id(transceiver: Any) -> int:
    """The header extension number that was agreed for it; 0 for none."""
    for extension in transceiver._headerExtensions:
        if extension.uri == "urn:ietf:params:rtp-hdrext:ssrc-audio-level":
            return int(extension.id)
    return 0


class RawSender:
    """Sends ready payloads on an aiortc sender's transport, with its SSRC, its reports and its header extensions."""

    def __init__(self, sender: RTCRtpSender, payload_type: int) -> None:
        self._sender: Any = sender
        self._way = SrtpWay(sender.transport)
        self._payload_type = payload_type
        self._ssrc = int(sender._ssrc)
        self._count = 0
        self._extensions: dict[int | None, bytes] = {}
        sent = SentPackets()
        self._history = sent.packets
        answer_nacks(sender, sent, self._way)
        self._numbers = SentNumbers()
        self._began = time.monotonic()
        self.reported = Reported(self._numbers, OPUS_CLOCK)
        """What the peer says it heard of us."""
        self.round_trip_seconds: float | None = None
        """By the peer's last report."""
        self._take_reports()

    def send(self, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes) -> None:
        """`level`: 0 (loud) to 127 (silence) in −dBov, RFC 6464. Dropped, never queued, until DTLS is up."""
        extension = self._extensions.get(level)
        if extension is None:
            extension = self._extensions[level] = self._extension(level)
        first, second = 0x90 if extension else 0x80, (marker << 7) | self._payload_type
        data = HEADER.pack(first, second, sequence, timestamp, self._ssrc) + extension + payload
        if not self._way.send(data):
            return
        self._history[sequence % HISTORY] = data
        if self._numbers.first is None:
            self._began = time.monotonic()
        self._numbers.went(sequence)
        sender = self._sender
        sender._RTCRtpSender__packet_count += 1
        sender._RTCRtpSender__octet_count += len(payload)
        if self._count % SAME_TIME_EVERY == 0:
            sender._RTCRtpSender__rtp_timestamp = timestamp
            sender._RTCRtpSender__ntp_timestamp = _ntp_now()
        self._count += 1

    def _take_reports(self) -> None:
        """Reads each report before aiortc does, which keeps of them only a slow average of the round trip."""
        sender, aiortc_takes = self._sender, self._sender._handle_rtcp_packet

        async def handle(packet: Any) -> None:
            if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
                for one in packet.reports:
                    if one.ssrc == sender._ssrc:
                        self._reported_by_peer(
                            ReportBlock(
                                one.ssrc,
                                one.fraction_lost,
                                one.packets_lost,
                                one.highest_sequence,
                                one.jitter,
                                one.lsr,
                                one.dlsr,
                            )
                        )
            await aiortc_takes(packet)

        sender._handle_rtcp_packet = handle

    def _reported_by_peer(self, block: ReportBlock) -> None:
        self.reported.took(block, time.monotonic(), self._began)
        sender = self._sender
        # aiortc's sender reports carry the time of the last packet: only its own note says when a report went.
        if block.last_report and block.last_report == sender._RTCRtpSender__lsr:
            trip = time.time() - sender._RTCRtpSender__lsr_time - block.since_report / 65536
            self.round_trip_seconds = max(0.0, trip) if trip <= LONGEST_ROUND_TRIP else self.round_trip_seconds

    def _extension(self, level: int | None) -> bytes:
        """RFC 8285 header extension with the mid and, where known, the audio level."""
        values = HeaderExtensions(mid=self._sender._RTCRtpSender__mid)
        if level is not None:
            values.audio_level = (level < 127, level)
        profile, value = self._sender._RTCRtpSender__rtp_header_extensions_map.set(values)
        if not value:
            return b""
        return profile.to_bytes(2, "big") + (len(value) // 4).to_bytes(2, "big") + value


def _ntp_now() -> int:
    seconds = time.time() + 2208988800
    whole = int(seconds)
    return (whole << 32) | int((seconds - whole) * (1 << 32))


__all__ = [
    "OPUS_CLOCK",
    "RawSender",
    "missing_names",
    "offer_only",
    "opus_payload_type",
    "reception",
    "rest",
    "take_packets",
]
