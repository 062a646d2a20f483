"""Utterances of one side, cut out of its sound as it comes: by level against the room's own noise."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .whisper import RATE, Samples

FRAME = RATE // 50
PAUSE_FRAMES = 30
"""0.6 s of silence ends an utterance: shorter ones are breaths."""

SOON_FRAMES = 50 * 4
SHORT_PAUSE_FRAMES = 14
"""After 4 s of speech a breath of 0.28 s is enough: whoever reads along must not wait."""

LONGEST_FRAMES = 50 * 14
"""Somebody who never pauses is heard every 14 s."""

LEAD_FRAMES = 12
"""Kept before the first loud frame: words begin softly."""

SHORTEST_FRAMES = 6
"""Less than 0.12 s of voice is a click."""

ABOVE_NOISE_DB = 9.0
QUIETEST_DB = -50.0
NOISE_FRAMES = 250
"""The room's noise is what is nearly lowest in the last 5 s."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """`start`: seconds of the call."""

    start: float
    samples: Samples

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / RATE


class Cutter:
    """Feed it everything, in order; utterances come out when they end."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._frame = 0
        self._levels: deque[float] = deque(maxlen=NOISE_FRAMES)
        self._lead: deque[Samples] = deque(maxlen=LEAD_FRAMES)
        self._open: list[Samples] = []
        self._began = 0
        self._loud = 0
        self._silent = 0
        self._floor = QUIETEST_DB

    @property
    def is_open(self) -> bool:
        """Somebody is speaking."""
        return bool(self._open)

    def feed(self, samples: Samples) -> Iterator[Utterance]:
        sound = np.concatenate((self._rest, samples))
        whole = len(sound) // FRAME
        self._rest = sound[whole * FRAME :]
        for number in range(whole):
            yield from self._take(sound[number * FRAME : (number + 1) * FRAME])

    def end(self) -> Iterator[Utterance]:
        """What was being said when the call ended."""
        if self._open:
            yield from self._close()

    def _take(self, frame: Samples) -> Iterator[Utterance]:
        level = 10 * np.log10(float(np.mean(frame**2)) + 1e-10)
        self._levels.append(level)
        is_loud = level > max(QUIETEST_DB, self._noise() + ABOVE_NOISE_DB)
        self._frame += 1
        if not self._open:
            self._lead.append(frame)
            if is_loud:
                self._open = list(self._lead)
                self._began = self._frame - len(self._open)
                self._lead.clear()
                self._loud, self._silent = 1, 0
            return
        self._open.append(frame)
        self._loud += is_loud
        self._silent = 0 if is_loud else self._silent + 1
        pause = PAUSE_FRAMES if len(self._open) < SOON_FRAMES else SHORT_PAUSE_FRAMES
        if self._silent >= pause or len(self._open) >= LONGEST_FRAMES:
            yield from self._close()

    def _noise(self) -> float:
        """Measured now and then: it moves slowly, and a frame is 20 ms."""
        if self._frame % 25 == 24:
            self._floor = float(np.percentile(self._levels, 10))
        # In an utterance without a pause the lowest levels are speech as well: noise is never that loud.
        return min(self._floor, QUIETEST_DB + 12)

    def _close(self) -> Iterator[Utterance]:
        if self._loud >= SHORTEST_FRAMES:
            yield Utterance(self._began * FRAME / RATE, np.concatenate(self._open))
        self._open = []
