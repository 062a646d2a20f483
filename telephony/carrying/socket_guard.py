"""What strangers send to the port of a browser's sound, judged before aioice and aiortc get it.

aioice 0.13 tries to read STUN in every datagram, and an attribute cut short raises out of the socket's callback; in
aiortc 1.16 an empty datagram ends the whole connection (`make fuzz` found both). Anybody who reaches the port could
do so. Here a datagram is told by its first byte (RFC 7983 §7): what is neither STUN, DTLS nor RTP is dropped.
"""

import struct
from typing import Any

import structlog
from aioice import stun
from aioice.ice import StunProtocol

log = structlog.get_logger(__name__)

_receive = StunProtocol.datagram_received


def guard_sockets() -> None:
    """From now on every ICE socket of this process is guarded; calling it again changes nothing."""

    def received(self: StunProtocol, data: Any, addr: Any) -> None:
        if not data:
            return
        first = data[0]
        if 20 <= first <= 63 or 128 <= first <= 191:
            self.receiver.data_received(data, self.local_candidate.component)
        elif first <= 3 and _is_readable(data):
            _receive(self, data, addr)

    StunProtocol.datagram_received = received  # type: ignore[method-assign]  aioice offers no hook for what comes in


def _is_readable(data: bytes) -> bool:
    try:
        stun.parse_message(data)
    except (ValueError, struct.error, IndexError) as error:
        log.info("stun_unreadable", why=type(error).__name__)
        return False
    return True
