"""What is heard where a packet is missing: the voice goes on at its own pitch and fades, as ITU-T G.711 Appendix I
describes it (2.5 and following): the last period is repeated, after 10 ms the last two, then three, so that it does
not buzz; from 10 ms on it fades, at 60 ms nothing is left; where sound comes back, both are blended.
"""

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]
_Wave = npt.NDArray[np.float32]

LONGEST_SECONDS = 0.06
"""Beyond this nothing is invented."""

_STEADY_SECONDS = 0.01
"""For so long the voice is repeated at its full strength, and by one period."""

_SHORTEST_PERIOD, _LONGEST_PERIOD = 0.005, 0.015
"""66 to 200 Hz; a higher voice is found at two or three of its periods."""

_COMPARED_SECONDS = 0.02
_HISTORY_SECONDS = 3 * _LONGEST_PERIOD + 0.005
_BLEND_SECONDS = 0.004
_COARSE_RATE = 8000


class Concealer:
    """One stream at `rate` samples a second: give it what is heard and ask it for what is missing, in order."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._history: _Wave = np.zeros(round(_HISTORY_SECONDS * rate), np.float32)
        self._continued: _Continuation | None = None

    def heard(self, samples: Samples) -> Samples:
        """What is to be played of this: the same, its head blended when something was missing before it."""
        if self._continued is not None and len(samples):
            length = min(len(samples), round(2 * _BLEND_SECONDS * self._rate))
            ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)
            blended = samples[:length] * ramp + self._continued.more(length) * (1 - ramp)
            samples = np.concatenate((blended.astype(np.int16), samples[length:]))
            self._continued = None
        self._remember(samples.astype(np.float32))
        return samples

    def missing(self, count: int) -> Samples:
        """As many samples in place of what is missing."""
        if self._continued is None:
            self._continued = _Continuation(self._history.copy(), self._rate)
        made = self._continued.more(count)
        self._remember(made)
        return made.astype(np.int16)

    def _remember(self, samples: _Wave) -> None:
        keep = len(self._history)
        self._history = np.concatenate((self._history, samples[-keep:]))[-keep:]


def bridge(before: Samples, after: Samples, count: int, rate: int) -> Samples:
    """`count` samples between two stretches, for what is no longer live: continued from both ends and blended."""
    forward = _Continuation(_padded(before, rate), rate).more(count)
    backward = _Continuation(_padded(after[::-1], rate), rate).more(count)[::-1]
    turn = np.linspace(0.0, 1.0, count, dtype=np.float32)
    return (forward * (1 - turn) + backward * turn).astype(np.int16)


def _padded(samples: Samples, rate: int) -> _Wave:
    length = round(_HISTORY_SECONDS * rate)
    tail = samples[-length:].astype(np.float32)
    return np.concatenate((np.zeros(length - len(tail), np.float32), tail))


class _Continuation:
    """Goes on from where `history` ends."""

    def __init__(self, history: _Wave, rate: int) -> None:
        self._history, self._rate = history, rate
        self._period = _period(history, rate)
        self._position = 0

    def more(self, count: int) -> _Wave:
        at = self._position + np.arange(count)
        self._position += count
        step = round(_STEADY_SECONDS * self._rate)
        sound = np.zeros(count, np.float32)
        periods = np.minimum(at // step, 2) + 1
        for number in (1, 2, 3):
            chosen = periods == number
            if chosen.any():
                sound[chosen] = self._repeated(number, at[chosen])
        fades = LONGEST_SECONDS - _STEADY_SECONDS
        gain = np.clip(1 - (at / self._rate - _STEADY_SECONDS) / fades, 0.0, 1.0)
        return (sound * gain).astype(np.float32)

    def _repeated(self, periods: int, at: npt.NDArray[np.int64]) -> _Wave:
        """The last periods over and over, their end blended into what stands before their beginning."""
        length = periods * self._period
        loop = self._history[-length:].copy()
        overlap = self._period // 4
        before = self._history[-length - overlap : -length]
        ramp = np.linspace(0.0, 1.0, overlap, dtype=np.float32)
        loop[-overlap:] = loop[-overlap:] * (1 - ramp) + before * ramp
        return loop[at % length]


def _period(history: _Wave, rate: int) -> int:
    """Samples after which the end of `history` is most like itself."""
    step = max(1, rate // _COARSE_RATE)
    usable = len(history) - len(history) % step
    coarse = history[-usable:].reshape(-1, step).mean(axis=1) if step > 1 else history
    found = _best_lag(coarse, range(*_lags(rate // step)), round(_COMPARED_SECONDS * rate / step))
    if step == 1:
        return found
    shortest, longest = _lags(rate)
    near = range(max(shortest, (found - 1) * step), min(longest, (found + 1) * step) + 1)
    return _best_lag(history, near, round(_COMPARED_SECONDS * rate))


def _lags(rate: int) -> tuple[int, int]:
    return round(_SHORTEST_PERIOD * rate), round(_LONGEST_PERIOD * rate)


def _best_lag(samples: _Wave, lags: range, compared: int) -> int:
    """The lag with the largest normalised correlation over the last `compared` samples."""
    end = samples[-compared:]
    past = samples[-compared - lags[-1] : len(samples) - lags[0]]
    likeness = np.correlate(past, end, "valid")
    energy = np.convolve(past**2, np.ones(compared, np.float32), "valid")
    best = int(np.argmax(likeness / np.sqrt(energy + 1.0)))
    return lags[-1] - best
