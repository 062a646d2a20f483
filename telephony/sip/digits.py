"""Keys pressed on a telephone: events in RTP (RFC 4733) and the older INFO bodies."""

import re

from aiosipua import SipRequest

_KEYS = "0123456789*#ABCD"
_INFO = re.compile(r"^\s*Signal\s*=\s*([0-9*#A-Da-d])", re.MULTILINE)


class RtpDigits:
    """Each key once, however often its packets come (three ends at least, RFC 4733 §2.5.1.4)."""

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None

    def heard(self, timestamp: int, payload: bytes) -> str | None:
        """The key whose first packet this is, or None."""
        if len(payload) < 4 or payload[0] >= len(_KEYS):
            return None
        event = (timestamp, payload[0])
        if event == self._last:
            return None
        self._last = event
        return _KEYS[payload[0]]


def digit_of_info(request: SipRequest) -> str | None:
    """The key in an INFO, in either of its two usual forms."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind == "application/dtmf-relay":
        found = _INFO.search(request.text)
        return found[1].upper() if found else None
    if kind == "application/dtmf":
        text = request.text.strip().upper()
        return text if len(text) == 1 and text in _KEYS else None
    return None
