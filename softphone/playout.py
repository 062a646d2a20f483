"""When each packet sounds: a small buffer between the network and the loudspeaker (RFC 3550 §A.8 measures the same).

The loudspeaker's clock asks for a block every 10 ms; packets come when they come. What counts is how long before its
turn each packet arrives, its *margin*: as long as the smallest of the last two seconds stays between 5 and 30 ms,
nothing is touched. Beyond, one period of the voice is left out or said twice. That follows jitter and the drift
between the sender's clock and ours alike, a few milliseconds at a time.
"""

from collections import deque
from collections.abc import Callable

import numpy as np

from telephony.concealment import Concealer

from .sound import BLOCK, RATE, Samples, silence
from .stretching import lengthened, shortened

FIRST_WAIT = 3
"""Blocks between the first packet and its sound (30 ms)."""

LEAST_MARGIN = RATE * 5 // 1000
MOST_MARGIN = RATE * 30 // 1000
FAR_MARGIN = RATE // 10
WATCHED_PACKETS = 100
BETWEEN_LONGER, BETWEEN_SHORTER = 3, 10
"""Packets between two changes: slower by a sixth at most, while sound is being missed; faster by a twentieth, unless
a burst left far too much."""

MOST_WAITING = RATE * 3 // 10
"""A burst after a stall: older sound is let go rather than heard late for the rest of the call."""

KEPT_WAITING = RATE * 6 // 100
NEW_STREAM = RATE * 5
"""A time stamp this far from what is expected is another stream's."""

LATE_IN_A_ROW = 8


class Playout:
    """`put` packets in any order, `take` a block whenever the loudspeaker wants one.

    `decode`: payload to samples at 48 kHz; `clock`: units of the time stamps per second.
    """

    def __init__(self, decode: Callable[[bytes], Samples], clock: int) -> None:
        self._decode, self._scale = decode, RATE // clock
        self._waiting: dict[int, bytes] = {}
        self._last_stamp: int | None = None
        self._last_place = 0
        self._next: int | None = None
        """The place, in samples, of the sound that comes after what is decoded."""
        self._ready: Samples = silence(0)
        self._wait = FIRST_WAIT
        self._concealer = Concealer(RATE)
        self._covered = 0
        """Samples made up since the last true one, not yet known to stand for any."""
        self._late_in_a_row = 0
        self._margins: deque[int] = deque(maxlen=WATCHED_PACKETS)
        self._since_change = 0
        self.received = 0
        self.late = 0
        self.covered_samples = 0
        self.shortened_samples = 0
        self.lengthened_samples = 0

    def put(self, timestamp: int, payload: bytes) -> None:
        place = self._place(timestamp)
        if self._next is not None:
            if abs(place - self._next) > NEW_STREAM:
                self._begin_again()
            else:
                self._margins.append(place - self._next + len(self._ready))
                if place < self._next:
                    self.late += 1
                    self._late_in_a_row += 1
                    if self._late_in_a_row < LATE_IN_A_ROW:
                        return
                    # Not late, but of a sender whose clock was set back.
                    self._begin_again()
                self._late_in_a_row = 0
        self._waiting.setdefault(place, payload)
        self.received += 1
        if self._next is not None and place - self._next > MOST_WAITING:
            self._let_go(place - KEPT_WAITING)

    def take(self) -> Samples:
        """The next BLOCK samples: silence before the first packet."""
        if self._next is None:
            if not self._waiting or self._wait > 0:
                self._wait -= bool(self._waiting)
                return silence()
            self._next = min(self._waiting)
        while len(self._ready) < BLOCK:
            if not self._decode_next():
                self._make_up(BLOCK - len(self._ready))
        block, self._ready = self._ready[:BLOCK], self._ready[BLOCK:]
        return block

    @property
    def delay_seconds(self) -> float:
        """How long sound waits here now."""
        if self._next is None:
            return 0.0
        newest = max(self._waiting, default=self._next)
        return (max(newest - self._next, 0) + len(self._ready)) / RATE

    def _decode_next(self) -> bool:
        """Adds the next sound to what is ready; False when there is none yet."""
        assert self._next is not None
        while self._waiting:
            place = min(self._waiting)
            gap = place - self._next
            if gap > 0:
                # What was made up meanwhile stood for the beginning of the gap.
                known = min(gap, self._covered)
                self._next, self._covered = self._next + known, self._covered - known
                gap -= known
            if gap > 0:
                self._next += self._make_up(min(gap, BLOCK))
                self._covered = 0
                return True
            payload = self._waiting.pop(place)
            samples = self._decode(payload)
            if not len(samples):
                continue
            self._next = place + len(samples)
            self._covered = 0
            self._append(self._fitted(samples))
            return True
        return False

    def _append(self, samples: Samples) -> None:
        self._ready = np.concatenate((self._ready, self._concealer.heard(samples)))

    def _make_up(self, count: int) -> int:
        self._ready = np.concatenate((self._ready, self._concealer.missing(count)))
        self._covered += count
        self.covered_samples += count
        return count

    def _fitted(self, samples: Samples) -> Samples:
        """Longer or shorter by one period when packets come too late or too early."""
        self._since_change += 1
        least = min(self._margins, default=LEAST_MARGIN)
        rest = BETWEEN_LONGER if least > FAR_MARGIN else BETWEEN_SHORTER
        if least < LEAST_MARGIN and self._since_change >= BETWEEN_LONGER:
            changed = lengthened(samples)
        elif least > MOST_MARGIN and len(self._margins) == WATCHED_PACKETS and self._since_change >= rest:
            changed = shortened(samples)
        else:
            return samples
        difference = len(changed) - len(samples)
        self._margins = deque((margin + difference for margin in self._margins), maxlen=WATCHED_PACKETS)
        self.lengthened_samples += max(0, difference)
        self.shortened_samples += max(0, -difference)
        self._since_change = 0
        return changed

    def _let_go(self, first: int) -> None:
        assert self._next is not None
        self._waiting = {place: payload for place, payload in self._waiting.items() if place >= first}
        self._next = min(self._waiting)
        self._covered = 0
        self._margins.clear()

    def _begin_again(self) -> None:
        self._waiting.clear()
        self._margins.clear()
        self._next, self._wait, self._covered = None, FIRST_WAIT, 0

    def _place(self, timestamp: int) -> int:
        """Time stamps without their wrap-around, in samples."""
        if self._last_stamp is not None:
            step = (timestamp - self._last_stamp) & 0xFFFFFFFF
            self._last_place += (step - (1 << 32) if step >= 1 << 31 else step) * self._scale
        self._last_stamp = timestamp
        return self._last_place
