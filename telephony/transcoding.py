"""From one codec to another, packet by packet, in a worker thread: only where two legs share no codec.

The coders release the interpreter while they work. Each stream keeps its order (it always uses the same thread) and
its time: what was lost before stays lost after, timestamps are the sender's in the other clock. Beyond the packet
itself the delay is that of the resampler, a few milliseconds.
"""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from .codecs import Codec

Samples = npt.NDArray[np.int16]
Converted = list[tuple[int, int, bytes]]
"""(sequence, timestamp, payload) of each packet that came out."""

FRAME_SECONDS = 0.02
CUSHION_SECONDS = 0.004
"""Silence put before the first sound: what the resampler holds back must not cost a whole packet's wait."""

_AV_NAMES = {Codec.OPUS: "libopus", Codec.G722: "g722", Codec.PCMA: "pcm_alaw", Codec.PCMU: "pcm_mulaw"}
_WORKERS = tuple(ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"transcoding-{n}") for n in range(2))
_turns = itertools.count()


def a_decoder(codec: Codec) -> Any:
    """PyAV's decoder, mono."""
    decoder: Any = av.CodecContext.create("adpcm_g722" if codec is Codec.G722 else _AV_NAMES[codec], "r")
    decoder.sample_rate, decoder.layout = codec.rate, "mono"
    return decoder


class Transcoder:
    """One stream from `source` to `target`. `convert` is called by one thread at a time."""

    def __init__(self, source: Codec, target: Codec) -> None:
        self._source, self._target = source, target
        self._decoder = a_decoder(source)
        self._encoder: Any = av.CodecContext.create("adpcm_g722" if target is Codec.G722 else _AV_NAMES[target], "w")
        # Opus takes 8 and 16 kHz as they are: no resampling upwards, and no wide band that holds nothing.
        self._rate = source.rate if target is Codec.OPUS else target.rate
        self._encoder.sample_rate, self._encoder.layout, self._encoder.format = self._rate, "mono", "s16"
        if target is Codec.OPUS:
            self._encoder.bit_rate = 32000
            self._encoder.options = {"frame_duration": "20", "application": "voip"}
        self._frame = round(self._rate * FRAME_SECONDS)
        self._units = round(target.clock * FRAME_SECONDS)
        self._resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=self._rate)
        self._waiting: Samples = np.zeros(0, np.int16)
        self._sequence, self._timestamp = 0, 0
        self._next: tuple[int, int] | None = None
        """Sequence and timestamp that the source's next packet has when nothing is lost."""
        self._pts = 0

    def convert(self, sequence: int, timestamp: int, payload: bytes) -> Converted:
        """Nothing for what does not decode or comes too late."""
        try:
            samples = self._decoded(payload)
        except FFmpegError:
            return []
        if self._next is None:
            cushion = round(CUSHION_SECONDS * self._rate) if self._source.rate != self._rate else 0
            self._waiting = np.zeros(cushion, np.int16)
            self._timestamp = timestamp * self._target.clock // self._source.clock & 0xFFFFFFFF
        else:
            missed = (sequence - self._next[0]) & 0xFFFF
            if missed >= 0x8000:
                return []
            jump = (timestamp - self._next[1]) & 0xFFFFFFFF
            if jump < 0x80000000:
                self._sequence = (self._sequence + missed) & 0xFFFF
                moved = jump * self._target.clock // self._source.clock
                self._timestamp = (self._timestamp + moved) & 0xFFFFFFFF
        length = round(samples[1] / self._source.rate * self._source.clock)
        self._next = ((sequence + 1) & 0xFFFF, (timestamp + length) & 0xFFFFFFFF)
        self._waiting = np.concatenate((self._waiting, samples[0]))
        return self._coded()

    def _decoded(self, payload: bytes) -> tuple[Samples, int]:
        """Samples at our rate, and how many the source itself had."""
        pieces: list[Samples] = []
        count = 0
        for frame in self._decoder.decode(av.Packet(payload)):
            count += frame.samples
            frame.pts = None
            for piece in self._resampler.resample(frame):
                pieces.append(np.frombuffer(piece.planes[0], np.int16, piece.samples))
        return (np.concatenate(pieces) if pieces else np.zeros(0, np.int16)), count

    def _coded(self) -> Converted:
        made: Converted = []
        while len(self._waiting) >= self._frame:
            head, self._waiting = self._waiting[: self._frame], self._waiting[self._frame :]
            frame = av.AudioFrame.from_ndarray(head.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate, frame.pts = self._rate, self._pts
            self._pts += self._frame
            payload = b"".join(bytes(packet) for packet in self._encoder.encode(frame))
            if payload:
                made.append((self._sequence, self._timestamp, payload))
                self._sequence = (self._sequence + 1) & 0xFFFF
            self._timestamp = (self._timestamp + self._units) & 0xFFFFFFFF
        return made


class TranscodingStream:
    """A transcoder and the thread that does its work; results come back through `call_soon`, in order."""

    def __init__(
        self, source: Codec, target: Codec, call_soon: Callable[..., object], send: Callable[[int, int, bytes], None]
    ) -> None:
        self._transcoder = Transcoder(source, target)
        self._worker = _WORKERS[next(_turns) % len(_WORKERS)]
        self._call_soon, self._send = call_soon, send

    def put(self, sequence: int, timestamp: int, payload: bytes) -> None:
        self._worker.submit(self._work, sequence, timestamp, payload)

    def _work(self, sequence: int, timestamp: int, payload: bytes) -> None:
        for made in self._transcoder.convert(sequence, timestamp, payload):
            try:
                self._call_soon(self._send, *made)
            except RuntimeError:
                return  # The event loop closed while this packet was being coded.
