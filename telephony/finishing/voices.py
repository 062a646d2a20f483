"""Where a channel speaks: energy against its own background, with a short hang-over. For measures, not for words."""

import numpy as np
import numpy.typing as npt

_RATE = 48000
_FRAME = 960
_HANG_OVER_FRAMES = 15
_BRIEFEST_FRAMES = 6


FRAME_SECONDS = _FRAME / _RATE


def levels(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.float64]:
    """Decibels of full scale in each 20 ms, to a hundredth; what is left at the end is left out."""
    frames = samples[: len(samples) - len(samples) % _FRAME].reshape(-1, _FRAME).astype(np.float32)
    if not len(frames):
        return np.zeros(0)
    power = np.asarray(np.mean(frames * frames, axis=1, dtype=np.float64), dtype=np.float64) / 32768**2
    return np.asarray(np.round(10 * np.log10(power + 1e-10), 2), dtype=np.float64)


def speech_spans(samples: npt.NDArray[np.int16]) -> list[tuple[float, float]]:
    """Spans of speech, (start, end) in seconds. Pauses under 0.3 s stay inside; noises under 0.12 s are left out."""
    return spans_of(levels(samples))


def spans_of(level: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    """The same, of what `levels` gives."""
    loud = level[level > -70]
    if not len(loud):
        return []
    background, speech = float(np.percentile(loud, 10)), float(np.percentile(loud, 90))
    threshold = max(-50.0, min(background + 12.0, speech - 15.0))
    spans: list[tuple[float, float]] = []
    since: int | None = None
    until = 0
    for index in np.flatnonzero(level > threshold):
        if since is None:
            since = int(index)
        elif index - until > _HANG_OVER_FRAMES:
            _keep(spans, since, until)
            since = int(index)
        until = int(index)
    if since is not None:
        _keep(spans, since, until)
    return spans


def _keep(spans: list[tuple[float, float]], since: int, until: int) -> None:
    if until - since + 1 >= _BRIEFEST_FRAMES:
        spans.append((since * _FRAME / _RATE, (until + 1) * _FRAME / _RATE))
