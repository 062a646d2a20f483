"""Keys pressed on a telephone: events in RTP (RFC 4733) and the older INFO bodies."""

import re
from collections import deque

from aiosipua import SipRequest

_END = 0x80
_KEYS = "0123456789*#ABCD"
_INFO = re.compile(r"^\s*Signal\s*=\s*([0-9*#A-D]{1,2})\s*(?:$|[\r\n;])", re.MULTILINE | re.IGNORECASE)

_SILENT_SECONDS = 1.0
"""Packets of a held key come each 20 to 50 ms: after so long without one it is another press."""


class RtpDigits:
    """Each key once, however often its packets come (three ends at least, RFC 4733 §2.5.1.4), and however long it is
    held: over 8 s its duration no longer fits, and it goes on under another time stamp (§2.5.1.3)."""

    def __init__(self) -> None:
        self._seen: deque[tuple[int, int]] = deque(maxlen=8)
        """Time stamp and key of the last ones, the latest at the end."""
        self._has_ended = True
        self._at = 0.0

    def heard(self, timestamp: int, payload: bytes, marker: int = 0, now: float = 0.0) -> str | None:
        """The key whose first packet this is, or None. `now`: seconds of a clock that never goes back."""
        if len(payload) < 4 or payload[0] >= len(_KEYS):
            return None
        event = (timestamp, payload[0])
        if event in self._seen:
            if event == self._seen[-1]:
                self._at, self._has_ended = now, self._has_ended or bool(payload[1] & _END)
            return None
        is_held = not self._has_ended and not marker and now - self._at < _SILENT_SECONDS
        goes_on = is_held and self._seen[-1][1] == payload[0]
        self._seen.append(event)
        self._at, self._has_ended = now, bool(payload[1] & _END)
        return None if goes_on else _KEYS[payload[0]]


def digit_of_info(request: SipRequest) -> str | None:
    """The key in an INFO, in either of its two usual forms."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind == "application/dtmf-relay":
        found = _INFO.search(request.text)
        return _key(found[1]) if found else None
    if kind == "application/dtmf":
        return _key(request.text.strip())
    return None


def _key(text: str) -> str | None:
    """Some write the event's number (RFC 4733 §3.2): 10 and 11 are star and hash."""
    if text.isdecimal() and len(text) == 2:
        return _KEYS[int(text)] if int(text) < len(_KEYS) else None
    return text.upper() if len(text) == 1 and text.upper() in _KEYS else None
