"""What the callers say: Opus packets of 20 ms, coded once and spoken by everybody."""

import fractions
from functools import cache
from typing import Any

import av
import numpy as np

from tests.sound import RATE, speech_like

FRAME = 960
"""Samples of 20 ms at 48 kHz."""

BITRATE = 32_000
"""What Chromium asks of Opus for one voice."""


@cache
def opus_packets(seed: int, seconds: float) -> list[bytes]:
    """No two packets of a voice are alike: whoever gets one knows which it is."""
    coder: Any = av.CodecContext.create("libopus", "w")
    coder.sample_rate, coder.layout, coder.format, coder.bit_rate = RATE, "mono", "s16", BITRATE
    coder.options = {"application": "voip", "frame_duration": "20"}
    samples = (speech_like(seed, seconds) * 32767).astype(np.int16)
    packets: list[bytes] = []
    for start in range(0, len(samples) - FRAME + 1, FRAME):
        frame = av.AudioFrame.from_ndarray(samples[start : start + FRAME].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, fractions.Fraction(1, RATE)
        packets += [bytes(packet) for packet in coder.encode(frame)]
    if len(set(packets)) != len(packets):
        raise ValueError("two packets of this voice are the same")
    return packets
