"""Between 48 kHz and the 16 or 8 kHz of telephones: a stream in, a stream out, exact in length, 1 ms late."""

import numpy as np

from .sound import Samples

_REACH = 8
"""Zero crossings of the filter on each side: flat to 0.42 of the lower rate, −60 dB beyond 0.58."""


class Resampler:
    """`up` and `down`: one of them 1, the other 3 or 6. Blocks must hold a multiple of `down` samples."""

    def __init__(self, up: int, down: int) -> None:
        self._up, self._down = up, down
        factor = max(up, down)
        place = np.arange(-_REACH * factor, _REACH * factor + 1)
        self._filter = (np.sinc(place / factor) * np.kaiser(len(place), 6.0) / factor * up).astype(np.float32)
        self._before = np.zeros(len(self._filter) - 1, np.float32)

    def convert(self, samples: Samples) -> Samples:
        if self._up == self._down:
            return samples
        sound = np.zeros(len(samples) * self._up, np.float32)
        sound[:: self._up] = samples
        joined = np.concatenate((self._before, sound))
        self._before = joined[len(joined) - len(self._before) :]
        made = np.convolve(joined, self._filter, "valid")[:: self._down]
        return np.clip(np.rint(made), -32768, 32767).astype(np.int16)
