"""Every private name of aiortc and aioice that we touch, in one place; aiortc is pinned exactly.

aiortc always decodes what it receives and encodes what it sends (issues 449 and 984 there). We forward packets: what
it runs for that is put to rest, and sound and reports go a path of their own (srtp_path.py). `missing_names()` lists
what an upgrade has moved; a test fails on it.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

import asyncio
from collections.abc import Callable
from typing import Any

from aiortc import RTCPeerConnection
from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import HeaderExtensionsMap

from .ice_gathering import missing_for_gathering, offer_only
from .nack_offer import missing_for_nack
from .srtp_path import missing_on_the_way

OPUS_CLOCK = 48000

_AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"

_SENDER_NAMES = (
    "_RTCRtpSender__rtp_task",
    "_RTCRtpSender__rtp_started",
    "_RTCRtpSender__rtcp_task",
    "_RTCRtpSender__rtcp_started",
    "_send_rtcp",
    "_ssrc",
)
_RECEIVER_NAMES = (
    "_handle_rtp_packet",
    "_RTCRtpReceiver__rtcp_task",
    "_RTCRtpReceiver__rtcp_started",
    "_RTCRtpReceiver__stop_decoder",
)
_TRANSCEIVER_NAMES = ("_codecs", "_headerExtensions")


async def missing_names() -> list[str]:
    """The private names that this version of aiortc or aioice no longer has; empty when all is well."""
    connection = RTCPeerConnection()
    transceiver = connection.addTransceiver("audio")
    used = (
        (transceiver.sender, _SENDER_NAMES),
        (transceiver.receiver, _RECEIVER_NAMES),
        (transceiver, _TRANSCEIVER_NAMES),
    )
    missing = [name for owner, names in used for name in names if not hasattr(owner, name)]
    missing += missing_on_the_way(transceiver.sender.transport)
    missing += missing_for_gathering(transceiver)
    missing += missing_for_nack()
    await connection.close()
    return missing


def drop_early_packets(transceiver: Any) -> None:
    """What arrives before the short way is open is not decoded either."""

    async def drop(packet: Any, arrival_time_ms: int) -> None:
        """Nobody speaks yet."""

    transceiver.receiver._handle_rtp_packet = drop


async def rest(transceiver: Any) -> None:
    """Ends what decoding and encoding need, and aiortc's own reports: the decoder's thread, the loop that polls for
    a track, two loops that report. From here on `Reporting` does it.

    Each must have begun before it may be cancelled: closing the connection waits for its end.
    """
    sender: Any = transceiver.sender
    receiver: Any = transceiver.receiver
    receiver._RTCRtpReceiver__stop_decoder()

    async def say_nothing(packets: Any) -> None:
        """Not even goodbye: the stream goes on."""

    sender._send_rtcp = say_nothing
    agreed = transceiver.currentDirection or ""
    loops: list[tuple[asyncio.Event, Callable[[], asyncio.Task[None]]]] = []
    if "send" in agreed:
        loops.append((sender._RTCRtpSender__rtp_started, lambda: sender._RTCRtpSender__rtp_task))
        loops.append((sender._RTCRtpSender__rtcp_started, lambda: sender._RTCRtpSender__rtcp_task))
    if "recv" in agreed:
        loops.append((receiver._RTCRtpReceiver__rtcp_started, lambda: receiver._RTCRtpReceiver__rtcp_task))
    try:
        async with asyncio.timeout(2.0):
            for started, _ in loops:
                await started.wait()
    except TimeoutError:
        return
    for _, task in loops:
        task().cancel()


def opus_payload_type(transceiver: Any) -> int | None:
    """The payload type that this peer wants for Opus; None when it speaks none."""
    for codec in transceiver._codecs:
        if codec.mimeType.lower() == "audio/opus":
            return int(codec.payloadType)
    return None


def source_of(transceiver: Any) -> int:
    """The SSRC under which it sends."""
    return int(transceiver.sender._ssrc)


def extension_numbers(transceiver: Any) -> HeaderExtensionsMap:
    """The RTP header extensions that were agreed (RFC 8285)."""
    numbers = HeaderExtensionsMap()
    numbers.configure(RTCRtpParameters(headerExtensions=transceiver._headerExtensions))
    return numbers


def audio_level_number(transceiver: Any) -> int:
    """The header extension number that was agreed for it; 0 for none."""
    for extension in transceiver._headerExtensions:
        if extension.uri == _AUDIO_LEVEL:
            return int(extension.id)
    return 0


__all__ = [
    "OPUS_CLOCK",
    "audio_level_number",
    "drop_early_packets",
    "extension_numbers",
    "missing_names",
    "offer_only",
    "opus_payload_type",
    "rest",
    "source_of",
]
