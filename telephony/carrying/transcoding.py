"""From one codec to another, in a worker thread: only where two legs share no codec.

The coders release the interpreter while they work. Each stream keeps its order (it always uses the same thread) and
its time: timestamps are the sender's in the other clock. What is lost on the way here is put in order, waited for and
concealed (jitter_buffer.py, concealment.py): who hears it hears no hole of 60 ms or less, and a longer one as silence
of its length. On a clean network nothing waits: beyond the packet itself the delay is that of the resampler, a few
milliseconds.
"""

import asyncio
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from telephony.codecs import Codec
from telephony.concealment import Concealer
from telephony.libopus import OpusDecoder, OpusError, open_decoder

from .jitter_buffer import Due, JitterBuffer
from .sender_clock import SenderClock

Samples = npt.NDArray[np.int16]
Converted = list[tuple[int, int, bytes]]
"""(sequence, timestamp, payload) of each packet that came out."""

FRAME_SECONDS = 0.02
_OPUS_FRAMES = (0.01, 0.02, 0.04, 0.06)
CUSHION_SECONDS = 0.004
"""Silence put before the first sound: what the resampler holds back must not cost a whole packet's wait."""

LOOP_WAS_BUSY = 0.005
"""Seconds by which a timer may ring late before its owner suspects the event loop and not the network."""

_AV_NAMES = {Codec.OPUS: "libopus", Codec.G722: "g722", Codec.PCMA: "pcm_alaw", Codec.PCMU: "pcm_mulaw"}
_WORKERS = tuple(ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"transcoding-{n}") for n in range(2))
_turns = itertools.count()


def a_worker() -> ThreadPoolExecutor:
    """A thread for whatever codes one stream: always the same one keeps its order."""
    return _WORKERS[next(_turns) % len(_WORKERS)]


def a_decoder(codec: Codec) -> Any:
    """PyAV's decoder, mono."""
    decoder: Any = av.CodecContext.create("adpcm_g722" if codec is Codec.G722 else _AV_NAMES[codec], "r")
    decoder.sample_rate, decoder.layout = codec.rate, "mono"
    return decoder


def an_encoder(codec: Codec, rate: int, packet_seconds: float = FRAME_SECONDS) -> Any:
    """PyAV's encoder of mono sound of this rate, in packets of this length when it is given as much."""
    encoder: Any = av.CodecContext.create("adpcm_g722" if codec is Codec.G722 else _AV_NAMES[codec], "w")
    encoder.sample_rate, encoder.layout, encoder.format = rate, "mono", "s16"
    if codec is Codec.OPUS:
        encoder.bit_rate = 32000
        encoder.options = {"frame_duration": f"{packet_seconds * 1000:g}", "application": "voip"}
    return encoder


class Transcoder:
    """One stream from `source` to `target`. `convert` is called by one thread at a time, in order."""

    def __init__(self, source: Codec, target: Codec, packet_seconds: float = FRAME_SECONDS) -> None:
        """`packet_seconds`: of sound in each packet that comes out."""
        self._source, self._target = source, target
        if target is Codec.OPUS:
            packet_seconds = max(one for one in _OPUS_FRAMES if one <= max(packet_seconds, _OPUS_FRAMES[0]))
        self._decoder = a_decoder(source)
        # Opus takes 8 and 16 kHz as they are: no resampling upwards, and no wide band that holds nothing.
        self._rate = source.rate if target is Codec.OPUS else target.rate
        self._encoder = an_encoder(target, self._rate, packet_seconds)
        self._frame = round(self._rate * packet_seconds)
        self._units = round(target.clock * packet_seconds)
        self._resampler: Any = av.AudioResampler(format="s16", layout="mono", rate=self._rate)
        self._opus = open_decoder() if source is Codec.OPUS else None
        self._concealer = Concealer(source.rate)
        self._usual = round(source.rate * FRAME_SECONDS)
        """Samples of a packet of the source."""
        self._waiting: Samples = np.zeros(0, np.int16)
        self._sequence, self._timestamp = 0, 0
        self._next: int | None = None
        """Timestamp, without wraps, that the source's next packet has when nothing is missing."""
        self._pts = 0

    def convert(self, due: Due) -> Converted:
        """What comes out now; what does not decode is concealed like what never came."""
        samples = self._decoded(due)
        self._usual = len(samples)
        made: Converted = []
        if self._next is None:
            self._next = due.timestamp
            self._begin()
        step = (due.timestamp - self._next + 2**31) % 2**32 - 2**31
        self._next += step
        if step > 0:
            # The sender was silent, or more is missing than can be concealed: time goes on, and so do the numbers.
            made = self._flushed()
            self._begin()
        self._next += len(samples) * self._source.clock // self._source.rate
        self._waiting = np.concatenate((self._waiting, self._resampled(samples)))
        return made + self._coded()

    def _begin(self) -> None:
        """The next packet of the source sounds where its own clock says; `_waiting` stands for the time before it."""
        assert self._next is not None
        self._timestamp = self._next * self._target.clock // self._source.clock & 0xFFFFFFFF
        cushion = round(CUSHION_SECONDS * self._rate) if self._source.rate != self._rate else 0
        self._waiting = np.zeros(cushion, np.int16)

    def _flushed(self) -> Converted:
        """What still waited for its packet to be full, filled up with silence; the resampler begins anew."""
        if self._source.rate != self._rate:
            held = [_mono(piece) for piece in self._resampler.resample(None)]
            self._waiting = np.concatenate((self._waiting, *held))
            self._resampler = av.AudioResampler(format="s16", layout="mono", rate=self._rate)
        self._waiting = np.concatenate((self._waiting, np.zeros(-len(self._waiting) % self._frame, np.int16)))
        return self._coded()

    def _decoded(self, due: Due) -> Samples:
        """At the source's own rate; concealed where nothing came, or nothing that decodes."""
        if self._opus is not None:
            return self._of_opus(self._opus, due)
        pieces: list[Samples] = []
        try:
            for frame in self._decoder.decode(av.Packet(due.payload)) if due.payload else ():
                pieces.append(_mono(frame))
        except FFmpegError:
            pieces.clear()
        if not pieces:
            return self._concealer.missing(self._usual)
        return self._concealer.heard(np.concatenate(pieces))

    def _of_opus(self, opus: OpusDecoder, due: Due) -> Samples:
        try:
            if due.payload:
                return opus.decode(due.payload)
            if due.following:
                return opus.recover(due.following, self._usual)
        except OpusError:
            pass  # Neither the packet nor its copy: concealed like one that never came.
        return opus.conceal(self._usual)

    def _resampled(self, samples: Samples) -> Samples:
        if self._source.rate == self._rate:
            return samples
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = self._source.rate
        pieces = [_mono(piece) for piece in self._resampler.resample(frame)]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)

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


class Loop(Protocol):
    """What a stream needs of the event loop."""

    def time(self) -> float: ...
    def call_later(self, delay: float, callback: Callable[[], object]) -> asyncio.TimerHandle: ...
    def call_soon_threadsafe(self, callback: Callable[..., object], *args: Any) -> object: ...


class TranscodingStream:
    """A transcoder, what puts its packets in order, and the thread that does its work.

    Results come back through the loop, in order. `close` ends its timer; without packets that ends by itself as well.
    """

    def __init__(
        self,
        source: Codec,
        target: Codec,
        loop: Loop,
        send: Callable[[int, int, bytes], None],
        packet_seconds: float = FRAME_SECONDS,
    ) -> None:
        self._transcoder = Transcoder(source, target, packet_seconds)
        self._clock = SenderClock(source)
        self._buffer = JitterBuffer(source.clock)
        self._worker = a_worker()
        self._loop, self._send = loop, send
        self._timer: asyncio.TimerHandle | None = None
        self._due_at = 0.0

    def put(self, sequence: int, timestamp: int, payload: bytes) -> None:
        timestamp = self._clock.mended(sequence, timestamp, payload)
        self._buffer.put(sequence, timestamp, payload, self._loop.time())
        self._take()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _take(self) -> None:
        for due in self._buffer.due(self._loop.time()):
            self._worker.submit(self._work, due)
        # A timer that is set already looks again when it is due: cheaper than another one for each packet.
        if self._timer is None:
            self._set_timer()

    def _set_timer(self) -> None:
        at = self._buffer.next_at
        if at is not None:
            self._due_at = at
            self._timer = self._loop.call_later(max(0.0, at - self._loop.time()), self._rung)

    def _rung(self) -> None:
        self._timer = None
        if self._loop.time() - self._due_at > LOOP_WAS_BUSY:
            # The machine was held up: what has arrived meanwhile is read first, then what is missing is known.
            self._due_at = self._loop.time()
            self._timer = self._loop.call_later(0.001, self._rung)
            return
        self._take()

    def _work(self, due: Due) -> None:
        for made in self._transcoder.convert(due):
            try:
                self._loop.call_soon_threadsafe(self._send, *made)
            except RuntimeError:
                return  # The event loop closed while this packet was being coded.


def _mono(frame: Any) -> Samples:
    """Signed 16-bit samples of a decoded frame."""
    if frame.format.name == "s16":
        return np.frombuffer(frame.planes[0], np.int16, frame.samples)
    wave = frame.to_ndarray()
    wave = wave[0] if wave.shape[0] == 1 else wave.mean(axis=0)
    return (np.clip(wave, -1.0, 1.0) * 32767).astype(np.int16) if wave.dtype.kind == "f" else wave.astype(np.int16)
