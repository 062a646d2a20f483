"""The tone that a held side hears: two soft notes every few seconds, coded once, sent packet by packet."""

import asyncio
import itertools
import time
from functools import cache
from itertools import count

import av
import numpy as np

from .stream import FRAME, OPUS_CLOCK, OutgoingStream

_PERIOD_SECONDS = 4.0
_NOTES = ((0.0, 440.0), (0.32, 554.37))
_LOUDNESS = 0.12


@cache
def packets() -> tuple[bytes, ...]:
    """One period of the tone as Opus packets of 20 ms."""
    t = np.arange(int(_PERIOD_SECONDS * OPUS_CLOCK)) / OPUS_CLOCK
    wave = np.zeros_like(t)
    for start, pitch in _NOTES:
        age = t - start
        sounding = (age >= 0) & (age < 0.9)
        envelope = np.where(sounding, np.minimum(age / 0.02, 1.0) * np.exp(-age * 4.0), 0.0)
        wave += _LOUDNESS * envelope * np.sin(2 * np.pi * pitch * age)
    samples = (wave * 32767).astype(np.int16)
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = OPUS_CLOCK, "mono", "s16", 24000
    encoder.options = {"frame_duration": "20", "application": "audio"}
    coded: list[bytes] = []
    for start in range(0, len(samples), FRAME):
        frame = av.AudioFrame.from_ndarray(samples[start : start + FRAME].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = OPUS_CLOCK, start
        coded += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(coded)


async def play(stream: OutgoingStream) -> None:
    """Plays on this stream until cancelled, on an even 20 ms beat."""
    source, beat = object(), time.monotonic()
    for number, payload in zip(count(), itertools.cycle(packets()), strict=False):
        stream.send(source, number & 0xFFFF, (number * FRAME) & 0xFFFFFFFF, 0, 40, payload)
        beat += FRAME / OPUS_CLOCK
        await asyncio.sleep(max(0.0, beat - time.monotonic()))
