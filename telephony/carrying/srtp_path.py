"""The short path of RTP and RTCP into and out of a WebRTC connection: one decryption, one encryption, no coroutine.

aiortc takes every datagram through a failed attempt at reading STUN, a queue, a task and three routers. Here sound
and reports are recognised by their first two bytes (RFC 7983, RFC 5761 §4) where the socket gives them; STUN and DTLS
go on to aiortc. libsrtp works in memory of our own, in place.

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

from telephony.rtp_packet import RtpPacket, read_rtp

_ffi: Any = _binding.ffi
_srtp: Any = _binding.lib
_protect, _unprotect = _srtp.srtp_protect, _srtp.srtp_unprotect
_protect_rtcp, _unprotect_rtcp = _srtp.srtp_protect_rtcp, _srtp.srtp_unprotect_rtcp
_copy, _bytes_of = _ffi.memmove, _ffi.unpack

COMPONENT = 1
"""Of ICE: RTP and RTCP share one (RFC 8843)."""

LONGEST = 1500
"""Bytes of a packet with and without its protection; a longer one is not sound."""

_TRAILER = 144
"""Bytes that protecting may add (SRTP_MAX_TRAILER_LEN)."""


class SrtpPath:
    """One connection's keys. Used by one thread at a time."""

    def __init__(self, transport: RTCDtlsTransport) -> None:
        self._transport: Any = transport
        self._connection: Any = transport.transport._connection
        self._pairs: dict[int, Any] = self._connection._nominated
        self._memory: Any = _ffi.new("char[]", LONGEST + _TRAILER)
        self._length: Any = _ffi.new("int *")
        self._pair: Any = None
        """The path that ICE chose last, with what sending over it needs."""
        self._address: Any = None
        self._sendto: Any = None
        self._outward: Any = None
        # The owners of what libsrtp allocated: as long as they are held, that lives.
        self._keys: Any = None
        self._their_keys: Any = None

    def send(self, packet: bytes) -> bool:
        """Encrypts a whole RTP packet and sends it; False, and nothing is sent, while there is no connection."""
        return self._send(packet, _protect)

    def send_rtcp(self, packet: bytes) -> None:
        """The same for RTCP, compound or not."""
        self._send(packet, _protect_rtcp)

    def _send(self, packet: bytes, protect: Callable[[Any, Any, Any], int]) -> bool:
        pair = self._pairs.get(COMPONENT)
        if pair is None or self._transport._state is not State.CONNECTED:
            return False
        if pair is not self._pair:
            self._pair, self._address = pair, pair.remote_addr
            self._sendto = pair.protocol.transport.sendto
            self._keys = self._transport._tx_srtp._srtp
            self._outward = self._keys[0]
        size, length, memory = len(packet), self._length, self._memory
        if size > LONGEST:
            return False
        _copy(memory, packet, size)
        length[0] = size
        if protect(self._outward, memory, length):
            return False
        self._sendto(_bytes_of(memory, length[0]), self._address)
        return True

    def take(
        self,
        payload_type: int,
        level_id: int,
        on_packet: Callable[[RtpPacket], None],
        on_rtcp: Callable[[bytes], None],
    ) -> None:
        """From now on packets of this payload type go to `on_packet`, RTCP to `on_rtcp`; `level_id`: see `read_rtp`.

        Only once the connection stands: before that there are no keys.
        """
        self._their_keys = self._transport._rx_srtp._srtp
        inward, memory, length = self._their_keys[0], self._memory, self._length

        def decrypted(data: bytes, unprotect: Callable[[Any, Any, Any], int]) -> bytes | None:
            size = len(data)
            if size > LONGEST:
                return None
            _copy(memory, data, size)
            length[0] = size
            # Forged, repeated or cut: nobody gets it.
            return None if unprotect(inward, memory, length) else _bytes_of(memory, length[0])

        def taking(pass_on: Callable[[bytes, Any], None]) -> Callable[[bytes, Any], None]:
            def received(data: bytes, address: Any) -> None:
                if len(data) < 2 or data[0] & 0xC0 != 0x80:
                    pass_on(data, address)
                elif data[1] & 0x7F == payload_type:
                    whole = decrypted(data, _unprotect)
                    packet = read_rtp(whole, level_id) if whole is not None else None
                    if packet is not None:
                        on_packet(packet)
                elif 192 <= data[1] <= 223:
                    reports = decrypted(data, _unprotect_rtcp)
                    if reports is not None:
                        on_rtcp(reports)
                # What remains is sound that was not agreed: nobody here could use it.

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
        "srtp_protect_rtcp": hasattr(_srtp, "srtp_protect_rtcp"),
        "srtp_unprotect_rtcp": hasattr(_srtp, "srtp_unprotect_rtcp"),
    }
    return [name for name, there in found.items() if not there]
