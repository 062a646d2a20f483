"""Packets of a call and the sound in them: Opus, G.722 and G.711, by the coders of PyAV."""

from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from telephony.carrying.transcoding import a_decoder
from telephony.codecs import Codec

from .resampling import Resampler
from .sound import FRAME, RATE, Samples, silence

_ENCODERS = {Codec.OPUS: "libopus", Codec.G722: "g722", Codec.PCMA: "pcm_alaw", Codec.PCMU: "pcm_mulaw"}


class Encoder:
    """20 ms of sound at 48 kHz in, one payload out."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self._down = Resampler(1, RATE // codec.rate)
        self._encoder: Any = av.CodecContext.create(_ENCODERS[codec], "w")
        self._encoder.sample_rate, self._encoder.layout, self._encoder.format = codec.rate, "mono", "s16"
        if codec is Codec.OPUS:
            self._encoder.bit_rate = 32000
            # Forward error correction: the next packet can stand in for a lost one (RFC 6716 §2.1.7).
            self._encoder.options = {"application": "voip", "frame_duration": "20", "fec": "1", "packet_loss": "5"}
        self._pts = 0

    def encode(self, frame: Samples) -> bytes:
        """`frame`: FRAME samples."""
        samples = self._down.convert(frame)
        made = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono")
        made.sample_rate, made.pts = self.codec.rate, self._pts
        self._pts += len(samples)
        return b"".join(bytes(packet) for packet in self._encoder.encode(made))


class Decoder:
    """One payload in, its sound at 48 kHz out."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        self._decoder: Any = a_decoder(codec)
        self._up = Resampler(RATE // codec.rate, 1)

    def decode(self, payload: bytes) -> Samples:
        """Empty for what does not decode."""
        try:
            frames = self._decoder.decode(av.Packet(payload))
        except FFmpegError:
            return silence(0)
        pieces = [_mono(frame) for frame in frames]
        return self._up.convert(np.concatenate(pieces)) if pieces else silence(0)


def _mono(frame: Any) -> Samples:
    """The first channel: calls are mono, whatever the container of a packet says."""
    data = frame.to_ndarray()
    channels = len(frame.layout.channels)
    first = data.reshape(-1, channels)[:, 0] if data.shape[0] == 1 else data[0]
    if first.dtype.kind == "f":
        first = np.clip(first, -1.0, 1.0) * 32767
    return first.astype(np.int16)


__all__ = ["FRAME", "Decoder", "Encoder"]
