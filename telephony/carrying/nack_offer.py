"""NACK for sound with a WebRTC peer, agreed in SDP: aiortc has it for video only.

Reaches what aiortc keeps private, like `aiortc_internals.py`, whose `missing_names()` looks after both.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

from typing import Any

import aiortc.codecs
from aiortc.rtcrtpparameters import RTCRtcpFeedback

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


def missing_for_nack() -> list[str]:
    """The private names used here that this version of aiortc no longer has."""
    return [] if any(codec.mimeType == "audio/opus" for codec in aiortc.codecs.CODECS["audio"]) else ["CODECS"]
