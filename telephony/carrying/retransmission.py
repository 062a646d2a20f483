"""Packets lost between us and a browser, asked for and sent again (RFC 4585, generic NACK). Sans-IO.

The same packet goes again on the same stream: there is no RTX stream for sound. Both sides are bounded: what is asked
for by number and age, what is sent again by the rate of sound itself.
"""

from dataclasses import dataclass, field

HISTORY = 128
"""Packets kept to be sent again, 2.5 s; a power of two."""

PAUSE_SECONDS = 0.03
"""The same packet is not sent again sooner than this."""

MOST_CREDIT = 64
"""Packets that may be sent again at once; more come back at the rate of sound itself, 50 a second."""

TRIES = 4
KEPT_SECONDS = 1.0
"""What is missing for longer is not asked for any more: nobody's buffer waits, and senders forget."""

MOST_MISSING = 100
"""Of a longer hole, the end is asked for: a network that has just come back is not flooded."""

ANEW = 3000
"""A jump of the sequence beyond this (a minute of sound) is another stream."""

LEAST_WAIT, MOST_WAIT = 0.04, 0.4
UNKNOWN_ROUND_TRIP = 0.1


@dataclass(slots=True)
class SentPackets:
    """The last packets of one stream. `packets[sequence % HISTORY]` is set by whoever sends: nothing is cheaper."""

    packets: list[bytes] = field(default_factory=lambda: [b""] * HISTORY)
    sent_again: int = 0
    _credit: float = MOST_CREDIT
    _counted_at: float = 0.0
    _again: dict[int, float] = field(default_factory=dict[int, float])

    def asked_for(self, sequence: int, now: float) -> bytes | None:
        """The packet to send again; None for one that is gone, was just sent again, or is asked for too often."""
        packet = self.packets[sequence % HISTORY]
        if len(packet) < 4 or int.from_bytes(packet[2:4], "big") != sequence:
            return None
        self._credit = min(MOST_CREDIT, self._credit + (now - self._counted_at) * 50)
        self._counted_at = now
        if self._credit < 1 or now - self._again.get(sequence, -1.0) < PAUSE_SECONDS:
            return None
        if len(self._again) >= HISTORY:
            self._again.clear()
        self._again[sequence] = now
        self._credit -= 1
        self.sent_again += 1
        return packet


@dataclass(slots=True)
class MissingPackets:
    """What one peer sent and has not arrived. `arrived` says what to ask for now."""

    came_back: int = 0
    given_up: int = 0
    _ssrc: int = -1
    _expected: int = 0
    _missing: dict[int, "_Missing"] = field(default_factory=dict[int, "_Missing"])

    def arrived(self, ssrc: int, sequence: int, now: float, round_trip: float | None = None) -> list[int]:
        """Sequence numbers to ask for, in order of their loss; mostly none. Times in seconds."""
        if ssrc == self._ssrc and sequence == self._expected and not self._missing:
            self._expected = (sequence + 1) & 0xFFFF
            return _NOTHING
        ahead = (sequence - self._expected + 0x8000) % 0x10000 - 0x8000
        if ssrc != self._ssrc or abs(ahead) > ANEW:
            self._ssrc, self._expected = ssrc, (sequence + 1) & 0xFFFF
            self._missing.clear()
            return _NOTHING
        if ahead < 0:
            self.came_back += self._missing.pop(sequence, None) is not None
            return self._due(now, round_trip)
        for number in range(max(0, ahead - MOST_MISSING), ahead):
            self._missing[(self._expected + number) & 0xFFFF] = _Missing(now)
        while len(self._missing) > MOST_MISSING:
            del self._missing[next(iter(self._missing))]
            self.given_up += 1
        self._expected = (sequence + 1) & 0xFFFF
        return self._due(now, round_trip)

    def _due(self, now: float, round_trip: float | None) -> list[int]:
        if not self._missing:
            return _NOTHING
        known = UNKNOWN_ROUND_TRIP if round_trip is None else round_trip
        wait = min(MOST_WAIT, max(LEAST_WAIT, 1.5 * known))
        due: list[int] = []
        for sequence, one in list(self._missing.items()):
            if now - one.since > KEPT_SECONDS:
                del self._missing[sequence]
                self.given_up += 1
            elif one.tries < TRIES and now - one.asked_at >= wait:
                one.tries, one.asked_at = one.tries + 1, now
                due.append(sequence)
        return due


@dataclass(slots=True)
class _Missing:
    since: float
    asked_at: float = -1e9
    tries: int = 0


_NOTHING: list[int] = []
