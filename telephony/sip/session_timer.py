"""A dialog that is never refreshed is over: session timers (RFC 4028)."""

import asyncio
import re
from collections.abc import Callable

from aiosipua import SipRequest, SipResponse

SHORTEST_SECONDS = 90

_VALUE = re.compile(r"\s*(\d{1,9})\s*(?:;\s*refresher\s*=\s*(uac|uas))?", re.IGNORECASE)


def wanted(message: SipRequest | SipResponse) -> tuple[int, str]:
    """Seconds and refresher ("" when left open) that a message asks for; 0 without the header."""
    value = message.headers.get_first("session-expires") or message.headers.get_first("x")
    found = _VALUE.match(value or "")
    return (int(found[1]), (found[2] or "").lower()) if found else (0, "")


class SessionTimer:
    """Either we refresh at half time, or we watch that the other side does. Does nothing until `seconds` is set."""

    def __init__(self, refresh: Callable[[], None], expired: Callable[[], None]) -> None:
        self.seconds = 0
        self._refresh, self._expired = refresh, expired
        self._we_refresh = False
        self._timer: asyncio.TimerHandle | None = None

    def accept(self, request: SipRequest) -> dict[str, str]:
        """For a request that we answer with 200: starts the timer, gives the headers of the answer."""
        seconds, refresher = wanted(request)
        if not seconds:
            return {}
        supports = any(tag.lower() == "timer" for tag in request.headers.get("supported"))
        we_refresh = refresher == "uas" or not supports
        self.start(max(seconds, SHORTEST_SECONDS), we_refresh)
        headers = {"Session-Expires": f"{self.seconds};refresher={'uas' if we_refresh else 'uac'}"}
        # RFC 4028 §9: only a side that knows the extension is required to use it.
        return headers | ({"Require": "timer"} if supports else {})

    def answered(self, response: SipResponse) -> None:
        """Our INVITE was answered with 200."""
        seconds, refresher = wanted(response)
        if seconds:
            self.start(seconds, refresher != "uas")

    def start(self, seconds: int, we_refresh: bool) -> None:
        self.seconds, self._we_refresh = seconds, we_refresh
        self.refreshed()

    def refreshed(self) -> None:
        self.stop()
        if not self.seconds:
            return
        loop = asyncio.get_running_loop()
        if self._we_refresh:
            self._timer = loop.call_later(self.seconds / 2, self._refresh)
        else:
            self._timer = loop.call_later(self.seconds - min(32, self.seconds / 3), self._expired)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
