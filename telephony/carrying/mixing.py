"""Both sides of a call in one ear: decoded, added and coded again for a telephone that listens.

Pure: packets in, one packet of 20 ms out for each `next_packet`, whoever speaks. Each side has a short store of
sound, so that packets that come unevenly are heard evenly; what comes too late or is lost is silence.
"""

from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from telephony.codecs import Codec
from telephony.roles import Role

from .transcoding import FRAME_SECONDS, a_decoder, an_encoder

Samples = npt.NDArray[np.int16]

STORE_SECONDS = 0.2
"""What a side has in store before it is heard. Who listens answers nobody: steady sound is worth the delay."""
MOST_SECONDS = 0.6
"""More than this in store (a clock that runs ahead) and the oldest is dropped."""


class _Side:
    """One voice, at the rate of the telephone."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._source: tuple[object, Codec] | None = None
        self._decoder: Any = None
        self._resampler: Any = None
        self._stored: Samples = np.zeros(0, np.int16)
        self._is_heard = False

    def put(self, source: object, codec: Codec, payload: bytes) -> None:
        if self._source != (source, codec):
            self._source, self._decoder = (source, codec), a_decoder(codec)
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=self._rate)
        pieces = [self._stored]
        try:
            for frame in self._decoder.decode(av.Packet(payload)):
                frame.pts = None
                for piece in self._resampler.resample(frame):
                    pieces.append(np.frombuffer(piece.planes[0], np.int16, piece.samples))
        except FFmpegError:
            return
        self._stored = np.concatenate(pieces)[-round(MOST_SECONDS * self._rate) :]

    def take(self, count: int) -> Samples:
        """Silence until enough is in store, and again once it has run dry."""
        if not self._is_heard and len(self._stored) < round(STORE_SECONDS * self._rate):
            return np.zeros(count, np.int16)
        taken, self._stored = self._stored[:count], self._stored[count:]
        self._is_heard = len(self._stored) > 0
        return np.pad(taken, (0, count - len(taken)))


class Mixer:
    """For one telephone. Called by one thread at a time."""

    def __init__(self, codec: Codec) -> None:
        self._codec, rate = codec, codec.rate
        self._count = round(rate * FRAME_SECONDS)
        self._sides = {role: _Side(rate) for role in Role}
        self._encoder = an_encoder(codec, rate)
        self._pts = 0

    def put(self, role: Role, source: object, codec: Codec, payload: bytes) -> None:
        self._sides[role].put(source, codec, payload)

    def next_packet(self, tone: Samples | None = None) -> bytes:
        """The next 20 ms of both; `tone`: what sounds in their place."""
        if tone is None:
            both = sum(side.take(self._count).astype(np.int32) for side in self._sides.values())
            tone = np.clip(both, -32768, 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(tone[: self._count].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = self._codec.rate, self._pts
        self._pts += self._count
        return b"".join(bytes(packet) for packet in self._encoder.encode(frame))


def notes(codec: Codec, pitches: tuple[float, ...], seconds: float = 0.15) -> list[Samples]:
    """Short notes one after the other, in pieces of 20 ms: what a telephone without a screen can be told."""
    rate = codec.rate
    t = np.arange(round(seconds * rate)) / rate
    envelope = np.minimum(1.0, np.minimum(t, seconds - t) / 0.01)
    wave = np.concatenate([4000 * envelope * np.sin(2 * np.pi * pitch * t) for pitch in pitches]).astype(np.int16)
    count = round(rate * FRAME_SECONDS)
    wave = np.pad(wave, (0, -len(wave) % count))
    return [wave[start : start + count] for start in range(0, len(wave), count)]
