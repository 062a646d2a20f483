"""Sound for tests: different speech-like signals, and how much of one is found in another."""

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from scipy.signal import correlate, resample_poly

Samples = npt.NDArray[np.float32]

RATE = 48000


def speech_like(seed: int, seconds: float, rate: int = RATE) -> Samples:
    """Syllables of coloured noise with pauses: uncorrelated between seeds, easy to find again."""
    random = np.random.default_rng(seed)
    noise = random.standard_normal(int(seconds * rate)).astype(np.float32)
    kernel = np.hanning(rate // 1500)
    coloured = np.convolve(noise, kernel / kernel.sum(), mode="same")
    syllables = np.repeat(random.choice([0.05, 0.5, 1.0], size=int(seconds * 6) + 1), rate // 6)[: len(coloured)]
    smooth = np.convolve(syllables, np.ones(rate // 50) / (rate // 50), mode="same")
    sound = coloured * smooth
    return (0.4 * sound / np.abs(sound).max()).astype(np.float32)


@dataclass(frozen=True)
class Match:
    """`score` 0…1; `lag_seconds`: how much later than in `sent` it is found in `heard`."""

    score: float
    lag_seconds: float


def find(sent: Samples, heard: Samples, rate: int = RATE) -> Match:
    """Normalised cross-correlation of the whole of `sent` against `heard`, at 8 kHz."""
    a = resample_poly(sent, 8000, rate) if rate != 8000 else sent
    b = resample_poly(heard, 8000, rate) if rate != 8000 else heard
    if not np.any(b):
        return Match(0.0, 0.0)
    correlation = correlate(b, a, mode="full", method="fft")
    best = int(np.argmax(np.abs(correlation)))
    lag = best - (len(a) - 1)
    start, stop = max(0, lag), min(len(b), lag + len(a))
    overlap_a, overlap_b = a[start - lag : stop - lag], b[start:stop]
    norm = float(np.linalg.norm(overlap_a) * np.linalg.norm(overlap_b))
    return Match(float(abs(correlation[best])) / norm if norm else 0.0, lag / 8000)


PIECE_SECONDS = 0.5
SLIP_SECONDS = 0.4
"""What a telephone's playout may have left out or repeated, all in all, between the pieces that are compared."""


def find_in_pieces(sent: Samples, heard: Samples) -> Match:
    """Like `find`, for what came out of a telephone: its playout leaves out or repeats 20 to 60 ms when its machine
    is busy; one such slip in mid-window halves the correlation of the whole, though every word was heard.

    The median of half-second pieces, each of which must be found where the others are. Raises ValueError for less
    than three pieces, of which no median could be asked."""
    size = int(PIECE_SECONDS * RATE)
    count = len(sent) // size
    if count < 3:
        raise ValueError(f"{len(sent) / RATE} s are too short")
    found = [find(sent[number * size : (number + 1) * size], heard) for number in range(count)]
    # How much later than in `sent` each piece is: about the same for all of them.
    lags = [match.lag_seconds - number * PIECE_SECONDS for number, match in enumerate(found)]
    usual = float(np.median(lags))
    scores = [
        match.score if abs(lag - usual) <= SLIP_SECONDS else 0.0 for match, lag in zip(found, lags, strict=True)
    ]
    return Match(float(np.median(scores)), usual)


def loudness(samples: Samples) -> float:
    """RMS in dBFS, −120 for silence."""
    rms = float(np.sqrt(np.mean(np.square(samples.astype(np.float64))))) if len(samples) else 0.0
    return 20 * np.log10(rms) if rms > 1e-6 else -120.0


def read_stereo(path: Path) -> tuple[Samples, Samples]:
    """Left and right of a file of ours (Opus, 48 kHz); twice the same of one with a single channel."""
    with av.open(str(path)) as container:
        frames = list(container.decode(audio=0))
    assert (frames[0].format.name, frames[0].rate) == ("fltp", RATE), frames[0]
    samples = np.concatenate([frame.to_ndarray() for frame in frames], axis=1)
    return samples[0], samples[-1]
