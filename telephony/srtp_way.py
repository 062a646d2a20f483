"""The short way of an RTP packet out of a WebRTC connection: encrypted and sent at once, no coroutine on the way.

Reaches what aiortc and aioice keep private, like `aiortc_internals.py`, whose `missing_names()` looks after both.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

from typing import Any

from aiortc import RTCDtlsTransport
from aiortc.rtcdtlstransport import State

COMPONENT = 1
"""Of ICE: RTP and RTCP share one (RFC 8843)."""


class SrtpWay:
    """Sends on this transport. Other packets (RTCP, DTLS, STUN) go on through aiortc."""

    def __init__(self, transport: RTCDtlsTransport) -> None:
        self._transport: Any = transport
        self._pairs: dict[int, Any] = transport.transport._connection._nominated

    def send(self, packet: bytes) -> bool:
        """Encrypts a whole RTP packet and sends it; False, and nothing is sent, while there is no connection."""
        pair = self._pairs.get(COMPONENT)
        if pair is None or self._transport._state is not State.CONNECTED:
            return False
        pair.protocol.transport.sendto(self._transport._tx_srtp.protect(packet), pair.remote_addr)
        return True
