"""Keys sent during a call: telephone events in place of the voice's packets (RFC 4733 §2.5.1)."""

import struct
from collections import deque
from dataclasses import dataclass

_KEYS = "0123456789*#ABCD"
_VOLUME = 10
"""−10 dBm0."""

PRESSED_FRAMES = 6
"""120 ms of event, in packets of 20 ms."""

END_PACKETS = 3
PAUSE_FRAMES = 4
"""80 ms between two keys: PBXes want 65 ms at least."""


@dataclass(frozen=True, slots=True)
class EventPacket:
    """`timestamp_offset`: how many frames before this one the event began (all its packets carry that time)."""

    payload: bytes
    marker: int
    frames_since_start: int


class KeysToSend:
    """One key after the other; ask once for every frame of 20 ms."""

    def __init__(self, clock: int) -> None:
        self._units = clock // 50
        self._waiting: deque[str] = deque()
        self._key: str | None = None
        self._frame = 0

    def press(self, key: str) -> None:
        """One of 0–9, *, #, A–D."""
        if key in _KEYS:
            self._waiting.append(key)

    @property
    def is_busy(self) -> bool:
        return self._key is not None or bool(self._waiting)

    def next_packets(self) -> list[EventPacket] | None:
        """What goes out instead of this frame's sound: an empty list is a pause, None lets the sound through."""
        if self._key is None:
            if not self._waiting:
                return None
            self._key, self._frame = self._waiting.popleft(), 0
        frame, self._frame = self._frame, self._frame + 1
        if frame < PRESSED_FRAMES:
            return [self._packet(frame + 1, frame, is_end=False)]
        if frame == PRESSED_FRAMES:
            return [self._packet(PRESSED_FRAMES, frame, is_end=True)] * END_PACKETS
        if frame >= PRESSED_FRAMES + PAUSE_FRAMES:
            self._key = None
        return []

    def _packet(self, frames: int, since: int, *, is_end: bool) -> EventPacket:
        assert self._key is not None
        duration = frames * self._units
        payload = struct.pack("!BBH", _KEYS.index(self._key), (0x80 if is_end else 0) | _VOLUME, duration)
        return EventPacket(payload, int(since == 0), since)
