"""The short way of sound: what is ours goes to us at once, what is not goes where it always went, or nowhere."""

import os
import struct
from types import SimpleNamespace
from typing import Any

from aiortc.rtcdtlstransport import State
from pylibsrtp import Policy, Session

from telephony.carrying.srtp_path import SrtpPath
from telephony.rtp_packet import RtpPacket

KEY = os.urandom(30)
OPUS = 111
REPORT = struct.pack("!BBHII", 0x80, 200, 6, 1, 0) + bytes(20)
PEER = ("192.0.2.7", 4000)


def session(direction: int, key: bytes = KEY) -> Session:
    return Session(Policy(key=key, ssrc_type=direction))


def rtp(sequence: int, payload: bytes = b"a voice", payload_type: int = OPUS) -> bytes:
    return struct.pack("!BBHII", 0x80, payload_type, sequence, 960 * sequence, 77) + payload


class Ends:
    """Our end of a connection, and the other end's keys."""

    def __init__(self) -> None:
        self.passed_on: list[bytes] = []
        self.sent: list[tuple[bytes, Any]] = []
        self.heard: list[RtpPacket] = []
        self.reported: list[bytes] = []
        self.theirs = session(Policy.SSRC_ANY_OUTBOUND)
        socket = SimpleNamespace(sendto=lambda data, address: self.sent.append((data, address)))
        self.protocol = SimpleNamespace(
            datagram_received=lambda data, _: self.passed_on.append(data), transport=socket
        )
        connection = SimpleNamespace(_nominated={}, _protocols=[self.protocol])
        self.nominated = connection._nominated
        self.transport: Any = SimpleNamespace(
            transport=SimpleNamespace(_connection=connection),
            _state=State.CONNECTED,
            _rx_srtp=session(Policy.SSRC_ANY_INBOUND),
            _tx_srtp=session(Policy.SSRC_ANY_OUTBOUND),
        )
        self.path = SrtpPath(self.transport)
        self.path.take(OPUS, 0, self.heard.append, self.reported.append)

    def arrives(self, data: bytes) -> None:
        self.protocol.datagram_received(data, PEER)


def test_sound_and_reports_are_decrypted_once_and_the_rest_goes_on_as_it_came() -> None:
    ends = Ends()
    ends.arrives(ends.theirs.protect(rtp(1)))
    ends.arrives(ends.theirs.protect(rtp(2, payload_type=110)))  # not agreed: nobody's
    others = [b"", b"\x80", b"\x16\xfe\xfd\0", b"\0\1\0\0"]
    for data in others:
        ends.arrives(data)
    ends.arrives(ends.theirs.protect_rtcp(REPORT))
    assert [(one.sequence_number, one.payload) for one in ends.heard] == [(1, b"a voice")]
    assert ends.reported == [REPORT]
    assert ends.passed_on == others


def test_forged_repeated_cut_and_oversized_packets_reach_nobody() -> None:
    ends = Ends()
    genuine = ends.theirs.protect(rtp(1))
    stranger = session(Policy.SSRC_ANY_OUTBOUND, os.urandom(30))
    for data in (genuine, genuine, stranger.protect(rtp(2)), genuine[:-1], genuine[:11], genuine + bytes(2000)):
        ends.arrives(data)
    report = ends.theirs.protect_rtcp(REPORT)
    for data in (report, report, stranger.protect_rtcp(REPORT), report[:-1], report[:9], report + bytes(2000)):
        ends.arrives(data)
    assert (len(ends.heard), len(ends.reported)) == (1, 1)
    assert not ends.passed_on


def test_a_packet_leaves_encrypted_for_the_address_that_ice_chose_and_none_before_or_after() -> None:
    ends = Ends()
    assert not ends.path.send(rtp(1))
    ends.nominated[1] = SimpleNamespace(protocol=ends.protocol, remote_addr=PEER)
    assert ends.path.send(rtp(2))
    assert not ends.path.send(rtp(3, payload=bytes(1600)))
    ends.transport._state = State.CLOSED
    assert not ends.path.send(rtp(4))
    ends.transport._state = State.CONNECTED
    elsewhere = ("192.0.2.8", 5000)
    ends.nominated[1] = SimpleNamespace(protocol=ends.protocol, remote_addr=elsewhere)
    ends.path.send_rtcp(REPORT)
    (data, address), (report, then) = ends.sent
    assert (address, then) == (PEER, elsewhere)
    theirs = session(Policy.SSRC_ANY_INBOUND)
    assert (theirs.unprotect(data), theirs.unprotect_rtcp(report)) == (rtp(2), REPORT)
