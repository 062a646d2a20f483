"""NACK for sound with a WebRTC peer: agreed in SDP, sent, and answered. aiortc has it for video only.

Reaches what aiortc keeps private, like `aiortc_internals.py`, whose `missing_names()` looks after both.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

import time
from typing import Any

import aiortc.codecs
from aiortc.rtcrtpparameters import RTCRtcpFeedback

from .retransmission import MissingPackets, SentPackets, nack
from .srtp_way import COMPONENT, SrtpWay

_NACK = RTCRtcpFeedback(type="nack")


def offer_repair() -> None:
    """From now on Opus is described with NACK and in-band correction (RFC 4585 §4.2, RFC 7587 §7) in this process.

    A peer that offers no NACK is answered without it.
    """
    for codec in aiortc.codecs.CODECS["audio"]:
        if codec.mimeType.lower() == "audio/opus":
            codec.parameters.setdefault("useinbandfec", 1)
            if _NACK not in codec.rtcpFeedback:
                codec.rtcpFeedback.append(_NACK)


def has_nack(transceiver: Any) -> bool:
    """Whether it was agreed with this peer."""
    opus = (codec for codec in transceiver._codecs if codec.mimeType.lower() == "audio/opus")
    return any(_NACK in codec.rtcpFeedback for codec in opus)


class LostPackets:
    """Asks the peer for what it sent and we did not get. `arrived` with each packet."""

    def __init__(self, transceiver: Any) -> None:
        self.missing = MissingPackets()
        self._transceiver = transceiver
        self._is_agreed: bool | None = None

    def arrived(self, ssrc: int, sequence: int) -> None:
        if self._is_agreed is None:
            self._is_agreed = has_nack(self._transceiver)
        if not self._is_agreed:
            return
        sender: Any = self._transceiver.sender
        lost = self.missing.arrived(ssrc, sequence, time.monotonic(), sender._RTCRtpSender__rtt)
        if lost:
            _send_rtcp(sender.transport, nack(sender._ssrc, ssrc, lost))


def answer_nacks(sender: Any, sent: SentPackets, way: SrtpWay) -> None:
    """What the peer asks this sender for goes to it again, as it was."""

    async def retransmit(sequence: int) -> None:
        packet = sent.asked_for(sequence & 0xFFFF, time.monotonic())
        if packet is not None:
            way.send(packet)

    sender._retransmit = retransmit


def _send_rtcp(transport: Any, packet: bytes) -> None:
    pair = transport.transport._connection._nominated.get(COMPONENT)
    if pair is not None and transport._tx_srtp is not None:
        pair.protocol.transport.sendto(transport._tx_srtp.protect_rtcp(packet), pair.remote_addr)


def missing_for_nack(transceiver: Any) -> list[str]:
    """The private names used here that this version of aiortc no longer has."""
    sender = transceiver.sender
    found = {
        "CODECS": any(codec.mimeType == "audio/opus" for codec in aiortc.codecs.CODECS["audio"]),
        "sender._retransmit": hasattr(sender, "_retransmit"),
        "sender.__rtt": hasattr(sender, "_RTCRtpSender__rtt"),
        "sender._handle_rtcp_packet": hasattr(sender, "_handle_rtcp_packet"),
        "transport._tx_srtp": hasattr(sender.transport, "_tx_srtp"),
        "connection._nominated": hasattr(sender.transport.transport._connection, "_nominated"),
    }
    return [name for name, there in found.items() if not there]
