"""One sender's clock within a leg: where its packets belong on the call's clock, decided as they come.

Packets are gathered in windows of two seconds of the sender's clock. A window is closed when nothing of it can be
missing any more, or nobody waits any longer; then its anchor (what to add to the sender's clock) is decided: at the
beginning and at a step of the delay by looking half a minute ahead, from then on by what has been. Nothing here
depends on how many packets were read at a time, only on the packets: a call followed while it runs and the same call
read afterwards are placed alike, to the last bit.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from telephony.codecs import COMFORT_NOISE, Codec

from .learned_clock import Timed

WINDOW_SECONDS = 2.0
LATEST_SECONDS = 10.0
"""A packet that comes later than this after its neighbours is too late to be heard in its place."""

STEP_SECONDS = 0.08
"""A lasting change of the delay beyond this is a step of the sender's clock, not jitter."""

CONFIRMING_WINDOWS = 15
CONFIRMING_SECONDS = 30.0
"""How many windows must stay above before a step is believed; in sparse sound, how long."""

EARLIEST_SECONDS = 3.0
"""A sender's first packet was spoken no longer than this before it came (a call that begins with a stall)."""

DRIFT_NEEDS_SECONDS = 26.0
"""Shorter than this, drift cannot be told from jitter and does not matter."""

DRIFT_TOLD_SECONDS = 120.0
FASTEST_DRIFT = 500e-6
"""No sound card's clock is further off."""

FITTED_WINDOWS = 300
"""Ten minutes of sound: the temperature, and with it the clock, changes slowly."""

FITTED_EVERY = 5
CORRECTION = 0.001
"""How fast an anchor is corrected, in seconds a second: a sample now and then, which nobody hears."""

CORRECTION_IN_SILENCE = 0.01
_PATIENCE = 60.0
"""Seconds after which all windows that began within CONFIRMING_SECONDS are surely closed."""


@dataclass(frozen=True, slots=True)
class PlacedPacket:
    """`at`: seconds from the recording's start at which the payload begins to sound."""

    at: float
    payload: bytes
    follows: bool
    """Its sequence number is the one after the packet before: a hole between them is the sender's own silence."""
    codec: Codec = Codec.OPUS


@dataclass(slots=True)
class _Window:
    index: int
    first_arrived: float
    floor: float
    """The least delay in it: arrival less the sender's clock."""
    lowest: int
    highest: int
    """Of the sequence numbers, unwrapped."""
    packets: dict[float, Timed] = field(default_factory=dict[float, Timed])
    """By the sender's clock. The first one that came stays."""


class SourcePlacer:
    """`feed` in the order of arrival, `advance` as time goes by, `end`; each gives what is placed for good."""

    def __init__(self, first_arrived: float) -> None:
        self._first_arrived = first_arrived
        self._last: Timed | None = None
        """The latest packet."""
        self._gathering: dict[int, _Window] = {}
        self._closed: list[_Window] = []
        """Not decided yet."""
        self._closed_until: int | None = None
        """No window up to this one takes anything more."""
        self._highest_closed: int | None = None
        """Sequence number."""
        self._begins: list[tuple[float, float]] = []
        """Middle and floor of each decided window of this anchor, FITTED_WINDOWS at most."""
        self._decided = 0
        """Windows of this anchor."""
        self._ahead = 0
        """Of them, how many were looked at when it began."""
        self._floor = 0.0
        self._line = (0.0, 0.0)
        """Slope and base of the anchor against the sender's clock."""
        self._span = 0.0
        self._end: tuple[float, float] | None = None
        """Sender's clock and anchor at the end of the last decided window."""
        self._last_number: int | None = None
        self._has_ended = False

    @property
    def drift(self) -> float:
        """Seconds a second by which the two clocks part; 0 where too little was heard."""
        return self._line[0] if self._span >= DRIFT_TOLD_SECONDS else 0.0

    def feed(self, packet: Timed) -> list[PlacedPacket]:
        """A packet has come."""
        arrived, clock, number = packet.record.arrived, packet.clock, packet.number
        placed = self.advance(arrived)
        self._last = packet
        index = int(clock // WINDOW_SECONDS)
        if self._closed_until is not None and index <= self._closed_until:
            return placed
        window = self._gathering.get(index)
        delay = arrived - clock
        if window is None:
            window = _Window(index, arrived, delay, number, number)
            self._gathering[index] = window
        if clock not in window.packets:
            window.packets[clock] = packet
            window.floor = min(window.floor, delay)
            window.lowest, window.highest = min(window.lowest, number), max(window.highest, number)
        if len(self._gathering) > 1 and self._close_complete():
            placed += self._decide(arrived)
        return placed

    def advance(self, now: float) -> list[PlacedPacket]:
        """All packets that came before `now` (seconds of the recording) were fed."""
        while self._gathering:
            window = self._gathering[min(self._gathering)]
            if window.first_arrived + WINDOW_SECONDS + LATEST_SECONDS >= now:
                break
            self._close(window)
        return self._decide(now) if self._closed else []

    def end(self) -> list[PlacedPacket]:
        """Nothing more will come."""
        self._has_ended = True
        for index in sorted(self._gathering):
            self._close(self._gathering[index])
        return self._decide(float("inf"))

    def bound(self, now: float) -> float:
        """Seconds of the recording before which nothing more of this source will be placed."""
        if self._has_ended:
            return float("inf")
        if self._end is None or self._last is None:
            return self._first_arrived - EARLIEST_SECONDS
        clock, anchor = self._end
        waiting = self._closed[0].index if self._closed else min(self._gathering, default=None)
        if waiting is not None:
            ahead = waiting * WINDOW_SECONDS - clock
        else:
            # Whatever comes is LATEST_SECONDS from where it should be, or of another clock (see placing.py).
            ahead = self._last.clock - clock + now - self._last.record.arrived - LATEST_SECONDS
        return clock + anchor + max(0.0, ahead) * (1 - CORRECTION_IN_SILENCE)

    # Windows.

    def _close_complete(self) -> bool:
        """Closes windows of which no packet is missing, whose next one has begun."""
        closed = False
        while len(self._gathering) > 1:
            first, second = sorted(self._gathering)[:2]
            window = self._gathering[first]
            follows = self._highest_closed is None or window.lowest == self._highest_closed + 1
            is_whole = window.highest - window.lowest + 1 == len(window.packets)
            if not (follows and is_whole and self._gathering[second].lowest == window.highest + 1):
                break
            self._close(window)
            closed = True
        return closed

    def _close(self, window: _Window) -> None:
        del self._gathering[window.index]
        self._closed.append(window)
        self._closed_until, self._highest_closed = window.index, window.highest

    def _decide(self, now: float) -> list[PlacedPacket]:
        placed: list[PlacedPacket] = []
        while self._closed:
            window = self._closed[0]
            begins = self._begins_anew(now)
            if begins is None:
                break
            if begins:
                self._begin(now)
            placed += self._place(window, begins)
            del self._closed[0]
        return placed

    def _looking_ahead(self, now: float) -> tuple[list[_Window], bool]:
        """The windows that confirm what the first undecided one seems to say; whether they are all there."""
        first = self._closed[0]
        ahead: list[_Window] = []
        for window in self._closed[:CONFIRMING_WINDOWS]:
            if window.first_arrived > first.first_arrived + CONFIRMING_SECONDS:
                return ahead, True
            ahead.append(window)
        return ahead, len(ahead) == CONFIRMING_WINDOWS or now > first.first_arrived + _PATIENCE

    def _begins_anew(self, now: float) -> bool | None:
        """Whether the first undecided window has an anchor of its own; None: it cannot be told yet."""
        ahead, is_whole = self._looking_ahead(now)
        if self._end is None:
            return True if is_whole else None
        if any(window.floor - self._floor <= STEP_SECONDS for window in ahead):
            return False
        return True if is_whole else None

    def _begin(self, now: float) -> None:
        """A new anchor: at the beginning, and where the sender's clock stood still for a while."""
        ahead, _ = self._looking_ahead(now)
        lowest = min(window.floor for window in ahead)
        ahead = [window for window in ahead if window.floor - lowest <= STEP_SECONDS]
        self._begins = [(_middle(window), window.floor) for window in ahead]
        self._ahead, self._decided, self._span = len(ahead), 0, 0.0
        self._floor = self._closed[0].floor
        self._line = self._fitted()

    # Anchors.

    def _place(self, window: _Window, begins: bool) -> list[PlacedPacket]:
        self._floor = window.floor if begins else min(window.floor, self._floor + 0.002)
        self._decided += 1
        if self._decided > self._ahead:
            self._begins = [*self._begins[-FITTED_WINDOWS + 1 :], (_middle(window), window.floor)]
            if self._decided % FITTED_EVERY == 0 or len(self._begins) < CONFIRMING_WINDOWS:
                self._line = self._fitted()
        starts = window.index * WINDOW_SECONDS
        slope, base = self._line
        at_start = base + slope * starts
        if self._end is None:
            at_start = max(at_start, self._first_arrived - EARLIEST_SECONDS - min(window.packets))
        elif not begins:
            clock, anchor = self._end
            at_start = _near(at_start, anchor, (starts - clock) * CORRECTION_IN_SILENCE)
        ends = starts + WINDOW_SECONDS
        at_end = _near(base + slope * ends, at_start, WINDOW_SECONDS * CORRECTION)
        self._end = (ends, at_end)
        return self._packets(window, at_start, (at_end - at_start) / WINDOW_SECONDS)

    def _packets(self, window: _Window, at_start: float, rise: float) -> list[PlacedPacket]:
        placed: list[PlacedPacket] = []
        starts = window.index * WINDOW_SECONDS
        for clock in sorted(window.packets):
            packet = window.packets[clock]
            record, follows = packet.record, packet.number - 1 == self._last_number
            self._last_number = packet.number
            # That it goes on is told by the numbers; how a silence sounds is no voice.
            if record.payload_type != COMFORT_NOISE:
                at = clock + at_start + rise * (clock - starts)
                placed.append(PlacedPacket(at, record.payload, follows, Codec.of_payload_type(record.payload_type)))
        return placed

    def _fitted(self) -> tuple[float, float]:
        """The line under the least delayed windows; level while drift cannot be told."""
        middles = np.array([middle for middle, _ in self._begins])
        floors = np.array([floor for _, floor in self._begins])
        self._span = float(middles[-1] - middles[0])
        if self._span < DRIFT_NEEDS_SECONDS:
            return 0.0, float(floors.min())
        return _lower_line(middles, floors)


def _middle(window: _Window) -> float:
    return (window.index + 0.5) * WINDOW_SECONDS


def _near(wanted: float, anchor: float, most: float) -> float:
    return min(max(wanted, anchor - most), anchor + most)


def _lower_line(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Slope and base: fitted, then fitted again on what lies below the line."""
    keep = np.ones(len(x), dtype=bool)
    slope, base = 0.0, float(y.min())
    for _ in range(4):
        slope, base = _least_squares(x[keep], y[keep])
        residual = y - (base + slope * x)
        keep = residual <= max(0.003, float(np.median(residual[keep])))
        if keep.sum() < max(4, len(x) // 10):
            break
    return slope, base


def _least_squares(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[float, float]:
    middle, level = float(x.mean()), float(y.mean())
    spread = float(((x - middle) ** 2).sum())
    slope = float(((x - middle) * (y - level)).sum()) / spread if spread else 0.0
    slope = min(max(slope, -FASTEST_DRIFT), FASTEST_DRIFT)
    return slope, level - slope * middle
