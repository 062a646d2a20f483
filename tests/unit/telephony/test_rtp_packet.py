"""RTP read by us and by aiortc says the same, whatever the packet carries."""

import struct

from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import HeaderExtensionsMap
from aiortc.rtp import RtpPacket as TheirPacket
from hypothesis import given
from hypothesis import strategies as st

from telephony.rtp_packet import read_rtp

LEVEL = 3


def extensions() -> HeaderExtensionsMap:
    agreed = HeaderExtensionsMap()
    uris = {"urn:ietf:params:rtp-hdrext:sdes:mid": 1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level": LEVEL}
    agreed.configure(
        RTCRtpParameters(headerExtensions=[RTCRtpHeaderExtensionParameters(id=n, uri=uri) for uri, n in uris.items()])
    )
    return agreed


@given(
    payload=st.binary(max_size=200),
    mid=st.sampled_from([None, "0", "x" * 30]),
    level=st.none() | st.integers(0, 127),
    sources=st.lists(st.integers(0, 2**32 - 1), max_size=15),
    padding=st.integers(0, 20),
    numbers=st.tuples(st.integers(0, 0xFFFF), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)),
)
def test_a_whole_packet_is_read_as_its_sender_wrote_it(
    payload: bytes,
    mid: str | None,
    level: int | None,
    sources: list[int],
    padding: int,
    numbers: tuple[int, int, int],
) -> None:
    sent = TheirPacket(111, 1, *numbers, payload=payload)
    sent.csrc, sent.padding_size, sent.extensions.mid = sources, padding, mid
    sent.extensions.audio_level = (True, level) if level is not None else None
    packet = read_rtp(sent.serialize(extensions()), LEVEL)
    assert packet is not None
    assert (packet.sequence_number, packet.timestamp, packet.ssrc) == numbers
    assert (packet.payload_type, packet.marker, packet.payload, packet.level) == (111, 1, payload, level)


def test_the_level_is_found_among_elements_of_two_bytes_as_well() -> None:
    elements = bytes((1, 1, ord("0"), LEVEL, 1, 0x80 | 42, 0, 0))
    data = b"\x90\x6f" + bytes(10) + struct.pack("!HH", 0x1000, 2) + elements + b"voice"
    packet = read_rtp(data, LEVEL)
    assert packet is not None
    assert (packet.level, packet.payload) == (42, b"voice")


@given(data=st.binary(max_size=60))
def test_whatever_comes_is_a_packet_or_nothing(data: bytes) -> None:
    packet = read_rtp(data, LEVEL)
    assert packet is None or (data[0] >> 6 == 2 and data.find(packet.payload) >= 0)
