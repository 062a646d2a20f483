"""The short way of an RTP packet into and out of a WebRTC connection: one decryption, one encryption, no coroutine.

aiortc takes every datagram through a failed attempt at reading STUN, a queue, a task and three routers. Here RTP is
recognised by its first two bytes (RFC 7983, RFC 5761 §4) where the socket gives it; STUN, DTLS and RTCP go on to
aiortc. libsrtp works in memory of our own, in place.

Reaches what aiortc, aioice and pylibsrtp keep private, like `aiortc_internals.py`, whose `missing_names()` looks
after both.
"""

# pyright: reportPrivateUsage=false, reportAttributeAccessIssue=false, reportUnknownParameterType=false
# This module exists to reach what aiortc keeps private: pyright cannot know those names.

from collections.abc import Callable
from typing import Any

from aioice.ice import StunProtocol
from aiortc import RTCDtlsTransport
from aiortc.rtcdtlstransport import State
from pylibsrtp import Session, _binding

from .rtp_packet import RtpPacket, read_rtp

_ffi: Any = _binding.ffi
_srtp: Any = _binding.lib
_protect, _unprotect = _srtp.srtp_protect, _srtp.srtp_unprotect

COMPONENT = 1
"""Of ICE: RTP and RTCP share one (RFC 8843)."""

LONGEST = 1500
"""Bytes of a packet with and without its protection; a longer one is not sound."""

_TRAILER = 144
"""Bytes that protecting may add (SRTP_MAX_TRAILER_LEN)."""


class SrtpWay:
    """One connection's keys. Used by one thread at a time."""

    def __init__(self, transport: RTCDtlsTransport) -> None:
        self._transport: Any = transport
        self._connection: Any = transport.transport._connection
        self._pairs: dict[int, Any] = self._connection._nominated
        self._memory: Any = _ffi.new("char[]", LONGEST + _TRAILER)
        self._bytes: Any = _ffi.buffer(self._memory)
        self._length: Any = _ffi.new("int *")
        self._outward: Any = None

    def send(self, packet: bytes) -> bool:
        """Encrypts a whole RTP packet and sends it; False, and nothing is sent, while there is no connection."""
        pair = self._pairs.get(COMPONENT)
        if pair is None or self._transport._state is not State.CONNECTED:
            return False
        if self._outward is None:
            # The owner of what libsrtp allocated: as long as it is held, that lives.
            self._outward = self._transport._tx_srtp._srtp
        size, length, memory = len(packet), self._length, self._memory
        if size > LONGEST:
            return False
        self._bytes[0:size] = packet
        length[0] = size
        if _protect(self._outward[0], memory, length):
            return False
        pair.protocol.transport.sendto(self._bytes[0 : length[0]], pair.remote_addr)
        return True

    def take(self, payload_type: int, level_id: int, on_packet: Callable[[RtpPacket], None]) -> None:
        """From now on packets of this payload type go to `on_packet`; `level_id` as for `read_rtp`.

        Only once the connection stands: before that there are no keys.
        """
        inward: Any = self._transport._rx_srtp._srtp
        memory, plain, length = self._memory, self._bytes, self._length

        def taking(pass_on: Callable[[bytes, Any], None]) -> Callable[[bytes, Any], None]:
            def received(data: bytes, address: Any) -> None:
                size = len(data)
                if size < 2 or data[0] & 0xC0 != 0x80 or data[1] & 0x7F != payload_type:
                    if size < 2 or data[0] & 0xC0 != 0x80 or 192 <= data[1] <= 223:
                        pass_on(data, address)
                    return  # Sound that was not agreed: nobody here could use it.
                if size > LONGEST:
                    return
                plain[0:size] = data
                length[0] = size
                if _unprotect(inward[0], memory, length):
                    return  # Forged, repeated or cut: nobody gets it.
                packet = read_rtp(plain[0 : length[0]], level_id)
                if packet is not None:
                    on_packet(packet)

            return received

        for protocol in self._connection._protocols:
            protocol.datagram_received = taking(protocol.datagram_received)


def missing_on_the_way(transport: Any) -> list[str]:
    """The private names used here that this version of aiortc, aioice or pylibsrtp no longer has."""
    connection = transport.transport._connection
    found = {
        "transport._state": hasattr(transport, "_state"),
        "transport._rx_srtp": hasattr(transport, "_rx_srtp"),
        "transport._tx_srtp": hasattr(transport, "_tx_srtp"),
        "connection._nominated": isinstance(getattr(connection, "_nominated", None), dict),
        "connection._protocols": isinstance(getattr(connection, "_protocols", None), list),
        "StunProtocol.datagram_received": hasattr(StunProtocol, "datagram_received"),
        "Session._srtp": hasattr(Session(), "_srtp"),
        "srtp_protect": hasattr(_srtp, "srtp_protect"),
        "srtp_unprotect": hasattr(_srtp, "srtp_unprotect"),
    }
    return [name for name, there in found.items() if not there]
