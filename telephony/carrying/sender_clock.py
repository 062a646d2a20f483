"""A sender that counts time wrongly, set right before its packets are put in order: G.722 counted at 16 kHz, time
stamps in milliseconds, or standing still. Sans-IO.

How long a packet sounds is in the packet. Where the time stamps of packets that follow each other keep saying
something else, always the same, they are believed no more. The recording does likewise (finishing/learned_clock.py).
"""

from telephony.codecs import Codec
from telephony.payload_seconds import payload_seconds

SURE_AFTER = 8
"""Packets one after the other that say the same."""

TOLERANCE = 0.05
STANDS_STILL = 0.02
"""Below this share of what it should be, a clock says nothing at all."""


class SenderClock:
    """`mended` each packet's time stamp, in order of arrival."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._last: tuple[int, int, float] | None = None
        """Number, time stamp and seconds of the packet before."""
        self.speed = 1.0
        """Of the sender's clock: 2 counts twice what it should."""
        self._seen, self._times = 1.0, 0
        self._origin: tuple[int, int, int] | None = None
        """Number and time stamp from which on the sender's clock is not believed, and what was made of the latter."""

    def mended(self, sequence: int, timestamp: int, payload: bytes) -> int:
        seconds = payload_seconds(self._codec, payload)
        made = self._made(sequence, timestamp, seconds or 0.02)
        last = self._last
        if last is not None and seconds is not None and (sequence - last[0]) & 0xFFFF == 1:
            self._learn((timestamp - last[1] + (1 << 31)) % (1 << 32) - (1 << 31), last[2], sequence, timestamp, made)
        if seconds is not None:
            self._last = sequence, timestamp, seconds
        return made

    def _learn(self, step: int, seconds: float, sequence: int, timestamp: int, made: int) -> None:
        speed = step / (seconds * self._codec.clock)
        if speed < 0 or abs(speed - self._seen) > TOLERANCE * max(1.0, self._seen):
            self._seen, self._times = max(speed, 0.0), 0
            return
        self._times += 1
        if self._times < SURE_AFTER or abs(self._seen - self.speed) <= TOLERANCE * max(1.0, self.speed):
            return
        self.speed = self._seen if abs(self._seen - 1) > TOLERANCE else 1.0
        self._origin = sequence, timestamp, made

    def _made(self, sequence: int, timestamp: int, seconds: float) -> int:
        if self._origin is None:
            return timestamp
        number, stamp, made = self._origin
        if self.speed < STANDS_STILL:
            units = ((sequence - number + (1 << 15)) % (1 << 16) - (1 << 15)) * seconds * self._codec.clock
            if abs(units) > 1000 * seconds * self._codec.clock:
                # Long before numbers wrap, they are counted from here.
                self._origin = sequence, timestamp, made + round(units) & 0xFFFFFFFF
        else:
            units = ((timestamp - stamp + (1 << 31)) % (1 << 32) - (1 << 31)) / self.speed
        return made + round(units) & 0xFFFFFFFF
