"""A voice as every sequence has it: one channel at 48 kHz, of the same loudness, without a click at its ends.

Loudness is EBU R128's, measured by FFmpeg. The target is that of the shipped sequences: heard in a headset between
two calls, neither is turned up or down.
"""

import io
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.filter import Graph

Samples = npt.NDArray[np.float32]
"""One channel, −1 … 1, at `RATE`."""

RATE, HEARD_RATE = 48_000, 16_000
TARGET_LUFS = -19.0
CEILING = 0.794
"""−2 dBFS: what a lossy codec adds stays below full scale."""
SILENT_LUFS = -50.0
"""A microphone that was muted, or a file without a voice."""

BIT_RATE = 28_000
FRAME = 960
_EDGE_SECONDS = 0.2
_EDGE = 10 ** (-45 / 20)
_PIECE = RATE // 10


def read(data: bytes, longest_seconds: float, formats: frozenset[str] = frozenset()) -> Samples:
    """Any sound that FFmpeg reads, up to this length and a second more. Raises FFmpegError, ValueError.

    `formats`: FFmpeg's names of what is taken; none: all.
    """
    resampler = AudioResampler(format="flt", layout="mono", rate=RATE)
    parts: list[Samples] = []
    length = 0
    with av.open(io.BytesIO(data), "r") as container:
        if formats and not formats & set(container.format.name.split(",")):
            raise ValueError(container.format.name)
        if not container.streams.audio:
            raise ValueError("no sound")
        for frame in container.decode(audio=0):
            for block in resampler.resample(frame):
                parts.append(block.to_ndarray().reshape(-1).astype(np.float32))
                length += len(parts[-1])
            if length > (longest_seconds + 1) * RATE:
                break
        parts += [block.to_ndarray().reshape(-1).astype(np.float32) for block in resampler.resample(None)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def loudness(samples: Samples) -> float:
    """LUFS over the whole; −70: nothing is heard."""
    found = -70.0
    for frame in _through(samples, ("ebur128", "metadata=1")):
        found = float(frame.metadata.get("lavfi.r128.I", found))
    return max(found, -70.0) if math.isfinite(found) else -70.0


def levelled(samples: Samples) -> Samples:
    """At the target, its silent ends cut but for a breath, nothing above the ceiling."""
    voice = _without_ends(samples)
    change = TARGET_LUFS - loudness(voice)
    steps = ("volume", f"{change:.3f}dB"), ("alimiter", f"limit={CEILING}:level=false:attack=5:release=50")
    parts = [frame.to_ndarray().reshape(-1).astype(np.float32) for frame in _through(voice, *steps)]
    return np.concatenate(parts) if parts else voice


def encoded(samples: Samples) -> bytes:
    """Ogg Opus, whole frames of 20 ms; the same bytes for the same sound."""
    whole = np.pad(samples, (0, -len(samples) % FRAME))
    pcm = np.round(np.clip(whole, -1.0, 1.0) * 32767).astype(np.int16)
    made = io.BytesIO()
    options = {"fflags": "+bitexact", "serial_offset": "1"}
    with av.open(made, "w", format="ogg", options=options) as container:
        stream: Any = container.add_stream("libopus", rate=RATE, layout="mono", options={"application": "voip"})
        stream.bit_rate = BIT_RATE
        for start in range(0, len(pcm), FRAME):
            frame = AudioFrame.from_ndarray(pcm[None, start : start + FRAME], format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return made.getvalue()


def as_heard(samples: Samples) -> Samples:
    """At a recogniser's rate."""
    frame = AudioFrame.from_ndarray(samples[None, :], format="flt", layout="mono")
    frame.sample_rate = RATE
    resampler = AudioResampler(format="flt", layout="mono", rate=HEARD_RATE)
    blocks = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([one.to_ndarray().reshape(-1).astype(np.float32) for one in blocks])


def _without_ends(samples: Samples) -> Samples:
    peak = float(np.abs(samples).max()) if len(samples) else 0.0
    heard = np.flatnonzero(np.abs(samples) > peak * _EDGE * 4)
    if not len(heard):
        return samples
    edge = round(_EDGE_SECONDS * RATE)
    kept = samples[max(0, heard[0] - edge) : heard[-1] + edge].copy()
    fade = min(edge // 4, len(kept) // 2)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    kept[:fade] *= ramp
    kept[len(kept) - fade :] *= ramp[::-1]
    return kept


def _through(samples: Samples, *steps: tuple[str, str]) -> Iterator[AudioFrame]:
    graph = Graph()
    nodes = [graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono", time_base=None)]
    nodes += [graph.add(name, options) for name, options in steps]
    nodes += [graph.add("aformat", "sample_fmts=flt:channel_layouts=mono"), graph.add("abuffersink")]
    for one, following in pairwise(nodes):
        one.link_to(following)
    graph.configure()
    for start in range(0, len(samples), _PIECE):
        frame = AudioFrame.from_ndarray(samples[None, start : start + _PIECE], format="flt", layout="mono")
        frame.sample_rate, frame.pts = RATE, start
        graph.push(frame)
        yield from _ready(graph)
    graph.push(None)
    yield from _ready(graph)


def _ready(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            frame = graph.pull()
        except (NothingYet, NothingMore):
            return
        assert isinstance(frame, AudioFrame)
        yield frame
