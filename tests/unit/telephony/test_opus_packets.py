"""Joining Opus packets without hearing a difference."""

import av
import numpy as np
import pytest

from telephony.finishing.opus_packets import joined, single_frame_seconds
from tests.dumps import spoken
from tests.sound import Samples


def decoded(packets: list[bytes]) -> Samples:
    decoder = av.CodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = 48000, "mono"
    frames = [frame for packet in packets for frame in decoder.decode(av.Packet(packet))]
    return np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames]).astype(np.float32)


def test_six_packets_in_one_sound_exactly_as_one_by_one():
    packets = spoken(1, 3.0)
    assert {single_frame_seconds(packet) for packet in packets} == {0.02}
    together = [joined(packets[start : start + 6]) for start in range(0, len(packets), 6)]
    assert np.array_equal(decoded(together), decoded(packets))


def test_long_frames_have_their_length_in_two_bytes():
    toc = 31 << 3
    packets = [bytes([toc]) + bytes([7]) * size for size in (251, 252, 1000, 3)]
    packet = joined(packets)
    assert packet[:2] == bytes([toc | 3, 0x80 | 4])
    assert packet[2:7] == bytes([251, 252, 0, 252, 187])
    assert 252 + 187 * 4 == 1000
    assert len(packet) == 2 + 5 + 251 + 252 + 1000 + 3


@pytest.mark.parametrize("payload", [b"", b"\x00", bytes([3]) + b"abc", bytes([1]) + b"ab", bytes(2000)])
def test_what_is_not_one_frame_is_left_alone(payload: bytes):
    assert single_frame_seconds(payload) is None
