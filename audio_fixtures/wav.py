"""Read a shipped voice: as samples, or as the WAV file that a browser takes for a microphone."""

import wave
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

Samples = npt.NDArray[np.float32]
"""One channel, −1 … 1."""


def read_samples(path: str | Path, rate: int = 48000) -> Samples:
    """The whole file as one channel at `rate`; raises `av.FFmpegError` when it cannot be read."""
    resampler = AudioResampler(format="flt", layout="mono", rate=rate)
    with av.open(str(path)) as container:
        parts = [_channel(frame) for frame in _resampled(container.decode(audio=0), resampler)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def decode_to_wav(path: str | Path, wav_path: str | Path, rate: int = 48000) -> Path:
    """Write `path` as a 16-bit mono WAV, as `--use-file-for-fake-audio-capture` reads it; returns `wav_path`."""
    target = Path(wav_path)
    pcm = np.round(np.clip(read_samples(path, rate), -1.0, 1.0) * 32767).astype("<i2")
    with wave.open(str(target), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(pcm.tobytes())
    return target


def _resampled(frames: Iterator[AudioFrame], resampler: AudioResampler) -> Iterator[AudioFrame]:
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _channel(frame: AudioFrame) -> Samples:
    return frame.to_ndarray().reshape(-1).astype(np.float32)
