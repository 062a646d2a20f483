"""Puts packets in order again and says what is missing, before they are decoded for another codec. Sans-IO.

What comes in order passes at once: on a clean network nothing waits (whoever plays the sound has a buffer of their
own). Only a hole makes others wait, and only until the packet that is missing would be too late: its own time by the
sender's clock, counted from the fastest packets, and `patience` more, which follows the delays lately seen. Then it
counts as missing, also when nothing at all arrives: what conceals it must leave in time. After three in a row,
nothing more is invented until the sender is heard again.

A path that becomes slower and stays so (Wi-Fi to 4G, a full router) loses nothing: packets that come late in order
and without a hole say what the path takes now, and it is believed at once. It is forgotten gently, so that a path
that swings costs only once.
"""

from dataclasses import dataclass, field

LEAST_PATIENCE = 0.02
"""Seconds. Below this, a hiccup of the machine would be called loss; the next packet comes then anyway."""

MOST_PATIENCE = 0.12
MARGIN = 0.01
"""Seconds beyond the longest delay lately seen."""

FIRST_DELAY = 0.04
"""What is believed of a network before it has been seen. Costs nothing where nothing is lost."""

FORGETS = 0.995
"""What remains of the longest delay after each packet: half of it after three seconds."""

CONCEALED_IN_A_ROW = 3
"""Packets of 20 ms: what concealment can carry (see concealment.py)."""

DEEPEST = 50
"""Packets that may wait at once."""

RESTART_JUMP = 500
"""A jump of the sequence beyond this is no loss: the sender began anew."""

LATE_IN_A_ROW = 6
QUIET_SECONDS = 0.2
"""So many late packets, and none in time for so long: they are not late, the sender began anew."""

FASTEST_OF_SECONDS = 4.0
"""The fastest packet is sought within twice this time: clocks drift, paths change."""

ANEW_SECONDS = 1.0
"""A packet so much later than the fastest belongs to a sender whose clock stood still, or was set back."""


SLOWER_AFTER = 3
"""Packets in order and without a hole, all behind the fastest: the path takes so long now."""

SHRINKS_BY = 0.02
"""Of a second, in each second: how fast a path is believed to have recovered."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next in order. `payload` None: it is missing. Numbers are the source's own, as on the wire."""

    sequence: int
    timestamp: int
    payload: bytes | None
    following: bytes | None = None
    """For a missing one: the packet after it, where that has come; it may carry a copy (Opus)."""


@dataclass(slots=True)
class JitterBuffer:
    """`put` what arrives, then take what is `due`; ask again at `next_at`. Times in seconds of one clock."""

    clock: int
    """Timestamp units per second."""
    late: int = 0
    """Packets that came after their time, and were left out. Duplicates are not counted."""
    concealed: int = 0
    _waiting: dict[int, tuple[int, bytes]] = field(default_factory=dict[int, tuple[int, bytes]])
    _next: int | None = None
    """Sequence number that is due, without wraps; and the timestamp it should have."""
    _next_stamp: int = 0
    _last: int = -1
    """The last that came and was released."""
    _frame: int = 0
    """Timestamp units from one packet to the next."""
    _in_a_row: int = 0
    """Packets concealed since one was released."""
    _late_in_a_row: int = 0
    _released_at: float = 0.0
    _fastest: list[float] = field(default_factory=list[float])
    _fastest_since: float = 0.0
    _latest_delay: float = FIRST_DELAY
    _arrived: int = -1
    """Number of the packet that came last, and how long it and those in order before it took."""
    _transits: list[float] = field(default_factory=list[float])
    _slower: float = 0.0
    """How long the path was seen to take, at `_slower_at`; it counts for less and less."""
    _slower_at: float = 0.0
    _seen_at: float = 0.0

    def put(self, sequence: int, timestamp: int, payload: bytes, now: float) -> None:
        if self._next is None:
            self._begin(sequence, timestamp, now)
        assert self._next is not None
        number = self._next + _signed(sequence - self._next, 16)
        stamp = self._next_stamp + _signed(timestamp - self._next_stamp, 32)
        if abs(number - self._next) > RESTART_JUMP:
            self._begin(sequence, timestamp, now)
            number, stamp = sequence, timestamp
        if self._last < number < self._next and stamp >= self._next_stamp:
            # What was taken for loss was the sender's own silence: its numbers went on where they were.
            self._next = number
        self._learn(number, now - stamp / self.clock, now)
        delay = self._delay(now - stamp / self.clock, number >= self._next, now)
        if number < self._next:
            self.late += 1
            self._late_in_a_row += 1
            if self._late_in_a_row >= LATE_IN_A_ROW and now - self._released_at > QUIET_SECONDS:
                self._begin(sequence, timestamp, now)
                self._waiting[sequence] = (timestamp, payload)
        elif number not in self._waiting:
            self._waiting[number] = (stamp, payload)
        if delay <= ANEW_SECONDS:
            # What is older was sent again after a cut: it says nothing about the path.
            self._latest_delay = max(self._latest_delay * FORGETS, min(delay, MOST_PATIENCE))

    def due(self, now: float) -> list[Due]:
        """What is to be decoded now, in order."""
        self._seen_at = now
        found: list[Due] = []
        while self._next is not None:
            if self._next in self._waiting:
                found.append(self._release(self._next, now))
            elif self._is_lost(now):
                if self._in_a_row < CONCEALED_IN_A_ROW:
                    found.append(self._conceal())
                elif self._waiting:
                    found.append(self._release(min(self._waiting), now))
                else:
                    break
            else:
                break
        return found

    @property
    def next_at(self) -> float | None:
        """When to ask again though nothing arrives; None: not before something does."""
        if self._next is None or (self._in_a_row >= CONCEALED_IN_A_ROW and not self._waiting):
            return None
        return self._too_late_at(self._seen_at)

    @property
    def patience(self) -> float:
        """Seconds that a missing packet is waited for beyond the time at which the fastest would have come."""
        return min(MOST_PATIENCE, max(LEAST_PATIENCE, self._latest_delay + MARGIN))

    def _begin(self, sequence: int, timestamp: int, now: float) -> None:
        self._waiting.clear()
        self._next, self._next_stamp, self._last = sequence, timestamp, sequence - 1
        self._frame = self._frame or self.clock // 50
        self._in_a_row = self._late_in_a_row = 0
        transit = now - timestamp / self.clock
        self._fastest, self._fastest_since = [transit, transit], now
        self._arrived, self._transits = sequence - 1, []
        self._slower, self._slower_at = transit, now

    def _learn(self, number: int, transit: float, now: float) -> None:
        """What the last packets say about the path: only those that came one after the other, none missing."""
        if number != self._arrived + 1:
            self._transits.clear()
        if number > self._arrived:
            self._arrived = number
            self._transits = [*self._transits[1 - SLOWER_AFTER :], transit]
        if len(self._transits) == SLOWER_AFTER and min(self._transits) > self._base(now):
            self._slower, self._slower_at = min(self._transits), now

    def _base(self, now: float) -> float:
        """How long the path is believed to take: as the fastest packets, or as it took lately."""
        return max(min(self._fastest), self._slower - SHRINKS_BY * (now - self._slower_at))

    def _delay(self, transit: float, is_new: bool, now: float) -> float:
        """Of this packet against the fastest, in seconds."""
        if is_new:
            if now - self._fastest_since > FASTEST_OF_SECONDS:
                self._fastest, self._fastest_since = [self._fastest[1], transit], now
            self._fastest[1] = min(self._fastest[1], transit)
            if transit - min(self._fastest) > ANEW_SECONDS:
                self._fastest, self._fastest_since = [transit, transit], now
        return transit - self._base(now)

    def _too_late_at(self, now: float) -> float:
        return self._next_stamp / self.clock + self._base(now) + self.patience

    def _is_lost(self, now: float) -> bool:
        return now >= self._too_late_at(now) or len(self._waiting) > DEEPEST

    def _release(self, number: int, now: float) -> Due:
        stamp, payload = self._waiting.pop(number)
        assert self._next is not None
        if number == self._next and self._in_a_row == 0:
            step = stamp - (self._next_stamp - self._frame)
            if self.clock // 400 <= step <= self.clock // 8:
                self._frame = step
        self._next, self._next_stamp, self._in_a_row = number + 1, stamp + self._frame, 0
        self._last, self._late_in_a_row, self._released_at = number, 0, now
        return Due(number & 0xFFFF, stamp & 0xFFFFFFFF, payload)

    def _conceal(self) -> Due:
        assert self._next is not None
        after = self._waiting.get(self._next + 1)
        made = Due(self._next & 0xFFFF, self._next_stamp & 0xFFFFFFFF, None, after[1] if after else None)
        self._next, self._next_stamp = self._next + 1, self._next_stamp + self._frame
        self._in_a_row += 1
        self.concealed += 1
        return made


def _signed(difference: int, bits: int) -> int:
    """The difference of two numbers that wrap, the short way round."""
    half = 1 << (bits - 1)
    return (difference + half) % (1 << bits) - half
