"""Telephones' own codecs (G.711, G.722) as samples at 48 kHz, for what is replayed.

Packets that follow each other are decoded and resampled as one stretch, then cut again: no click at their edges.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from telephony.carrying.transcoding import a_decoder
from telephony.codecs import Codec

from .placing import PlacedPacket

RATE = 48000
LONGEST_SECONDS = 30.0
"""Of one stretch: what is held in memory at once."""

Samples = npt.NDArray[np.int16]


def decode_narrow(codec: Codec, placed: Sequence[PlacedPacket]) -> Iterator[tuple[PlacedPacket, Samples]]:
    """Each packet with its sound. Every payload of these codecs means something: nothing is undecodable."""
    per_byte = 2 if codec is Codec.G722 else 1
    for stretch in _stretches(placed):
        sound = _resampled(codec, b"".join(packet.payload for packet in stretch))
        position = 0
        for packet in stretch:
            length = len(packet.payload) * per_byte * RATE // codec.rate
            yield packet, sound[position : position + length]
            position += length


def _stretches(placed: Sequence[PlacedPacket]) -> Iterator[list[PlacedPacket]]:
    stretch: list[PlacedPacket] = []
    for packet in placed:
        if stretch:
            before = stretch[-1]
            gap = packet.at - before.at - len(before.payload) / 8000
            if not packet.follows or abs(gap) > 0.001 or packet.at - stretch[0].at > LONGEST_SECONDS:
                yield stretch
                stretch = []
        stretch.append(packet)
    if stretch:
        yield stretch


def _resampled(codec: Codec, payload: bytes) -> Samples:
    decoder: Any = a_decoder(codec)
    resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    pieces: list[Samples] = []
    for frame in [*decoder.decode(av.Packet(payload)), None]:
        if frame is not None:
            frame.pts = None
        for piece in resampler.resample(frame):
            pieces.append(np.frombuffer(piece.planes[0], np.int16, piece.samples))
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
