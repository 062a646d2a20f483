"""What strangers send to the port of a browser's sound, judged before aioice and aiortc get it.

In aioice 0.13 a STUN attribute cut short raises out of the socket's callback; in aiortc 1.16 an empty datagram ends
the whole connection (`make fuzz` found both). Anybody who reaches the port could do so: such datagrams are dropped.
"""

import struct
from typing import Any

import structlog
from aioice import stun
from aioice.ice import StunProtocol

log = structlog.get_logger(__name__)

_STUN_BELOW = 4
"""First bytes of STUN (RFC 7983 §7)."""

_receive = StunProtocol.datagram_received


def guard_sockets() -> None:
    """From now on every ICE socket of this process is guarded; calling it again changes nothing."""

    def received(self: StunProtocol, data: Any, addr: Any) -> None:
        if is_harmless(data):
            _receive(self, data, addr)

    StunProtocol.datagram_received = received  # type: ignore[method-assign]


def is_harmless(data: bytes) -> bool:
    """False for what nobody must get: nothing at all, or STUN that cannot be read."""
    if not data:
        return False
    if data[0] < _STUN_BELOW:
        try:
            stun.parse_message(data)
        except ValueError:
            return True  # no STUN after all, or STUN that is refused by name: aioice knows
        except (struct.error, IndexError, KeyError, TypeError) as error:
            log.info("stun_unreadable", why=type(error).__name__)
            return False
    return True
