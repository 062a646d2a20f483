"""Sends the RTCP reports of one leg when they are due, and the goodbye."""

import asyncio
import random
from typing import Protocol

from .leg_figures import LegFigures
from .rtcp_session import RtcpSession

REPORT_SECONDS = 2.5
"""Between two reports, on average: the reduced minimum of RFC 3550 §6.2, 360 / 144 kbit/s of two G.711 streams."""

FIRST_REPORT_SECONDS = 0.5


class SendsReports(Protocol):
    """The way out to the peer. `source`: our SSRC there."""

    @property
    def source(self) -> int: ...

    def send_rtcp(self, data: bytes) -> None: ...


class Reporting:
    """`session` counts what passes; None before the sound is agreed and after the goodbye."""

    def __init__(self, sends: SendsReports) -> None:
        self.session: RtcpSession | None = None
        self._sends = sends
        self._due: asyncio.TimerHandle | None = None

    def begin(self, clock: int) -> RtcpSession:
        """Counts anew, in these units a second: the sound is agreed, or another codec is."""
        self.session = RtcpSession(self._sends.source, clock)
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(FIRST_REPORT_SECONDS, self._report)
        return self.session

    def look(self) -> LegFigures:
        return self.session.look() if self.session is not None else LegFigures()

    def stop(self) -> None:
        """Says goodbye, once."""
        if self._due is not None and self.session is not None:
            self._due.cancel()
            self._sends.send_rtcp(self.session.compound(is_last=True))
            self.session = None

    def _report(self) -> None:
        if self.session is not None:
            self._sends.send_rtcp(self.session.compound())
            # Spread over half to one and a half of the interval, so that no two ends keep step (RFC 3550 §6.2).
            soon = REPORT_SECONDS * random.uniform(0.5, 1.5)
            self._due = asyncio.get_running_loop().call_later(soon, self._report)
