"""What a peer, browser or telephone, and we tell each other about the sound between us, by RTCP (RFC 3550 §6).

Fed with every packet that comes and goes; `compound` is the report due, `took` reads what came.
"""

import secrets
import time

from telephony.rtp_packet import RtpPacket

from .leg_figures import LegFigures
from .reception import Reception, SentNumbers
from .reported import Reported, round_trip
from .rtcp import Report, ReportBlock, SenderInfo, description, goodbye, read

MOST_SOURCES = 4
"""A telephone has one source at a time, and another after a change; more are a flood."""

_NTP_OFFSET = time.time() - time.monotonic() + 2208988800
"""From this process's steady clock to NTP: a clock that is set right meanwhile must not look like a round trip."""


class RtcpSession:
    """One stream each way. `source`: our SSRC; `clock`: timestamp units per second, of both."""

    def __init__(self, source: int, clock: int) -> None:
        self.source = source
        self.sent = SentNumbers()
        self.packets = self.octets = 0
        self._cname = f"{secrets.token_hex(8)}@combine"
        """Random for each session (RFC 7022)."""
        self._clock = clock
        self._timestamp = 0
        self._sent_at = self._began = 0.0
        self._receptions: dict[int, Reception] = {}
        self._latest: Reception | None = None
        self._sender_reports: dict[int, tuple[int, float]] = {}
        """By source: the middle of its NTP time, and when it came."""
        self._reported = Reported(self.sent, self._clock)
        self.round_trip_seconds: float | None = None
        """By the peer's last report."""
        self._looked_at = time.monotonic()

    def went(self, sequence: int, timestamp: int, octets: int) -> None:
        """One packet has gone to the peer."""
        if not self.packets:
            self._began = time.monotonic()
        self.sent.went(sequence)
        self.packets += 1
        self.octets += octets
        self._timestamp, self._sent_at = timestamp, time.monotonic()

    def came(self, packet: RtpPacket, is_timed: bool = True) -> None:
        """One packet has come. `is_timed` False: a key's event, whose timestamp stands still."""
        reception = self._receptions.get(packet.ssrc)
        if reception is None:
            if len(self._receptions) >= MOST_SOURCES:
                del self._receptions[next(iter(self._receptions))]
            reception = self._receptions[packet.ssrc] = Reception(self._clock)
        self._latest = reception
        reception.arrived(packet.sequence_number, packet.timestamp, packet.arrived, is_timed)

    def received(self, data: bytes) -> None:
        """An RTCP packet, whatever it is."""
        now = time.monotonic()
        for report in read(data):
            if report.sender is not None and report.source in self._receptions:
                self._sender_reports[report.source] = ((report.sender.ntp >> 16) & 0xFFFFFFFF, now)
            for block in report.blocks:
                if block.source == self.source:
                    self._reported.heard(block, now, self._began)
                    trip = round_trip(block, _middle(now))
                    self.round_trip_seconds = trip if trip is not None else self.round_trip_seconds

    def compound(self, is_last: bool = False) -> bytes:
        """A report on both directions, our name, and on leaving a goodbye (§6.1)."""
        now = time.monotonic()
        sender: SenderInfo | None = None
        if self.packets:
            timestamp = self._timestamp + round((now - self._sent_at) * self._clock)
            sender = SenderInfo(_ntp(now), timestamp, self.packets, self.octets)
        blocks = tuple(self._block(source, reception, now) for source, reception in self._receptions.items())
        report = Report(self.source, sender, blocks).write() + description(self.source, self._cname)
        return report + goodbye(self.source) if is_last else report

    def look(self) -> LegFigures:
        """What has happened since the last look."""
        now = time.monotonic()
        over, self._looked_at = now - self._looked_at, now
        up = self._latest.interval(over) if self._latest is not None else None
        return LegFigures(up, self._reported.look(), self.round_trip_seconds)

    def _block(self, source: int, reception: Reception, now: float) -> ReportBlock:
        last, came_at = self._sender_reports.get(source, (0, now))
        since = round((now - came_at) * 65536) if last else 0
        return ReportBlock(
            source,
            reception.lost_of_256(),
            reception.lost,
            reception.highest,
            reception.jitter,
            last,
            since,
        )


def _ntp(now: float) -> int:
    return int((now + _NTP_OFFSET) * (1 << 32))


def _middle(now: float) -> int:
    return (_ntp(now) >> 16) & 0xFFFFFFFF
