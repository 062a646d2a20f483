"""Where a telephone's sound comes from, and ours goes to: symmetric RTP (RFC 4961) that follows a change. Sans-IO.

The first packet from a trusted host decides. From then on another port or host is followed when it goes on with the
same stream (a router that forgot us, another network), at once; or when the old one has fallen silent. A second
telephone behind the same router, which speaks meanwhile, is not heard.

A telephone may hear on the port that it described and speak from another (RFC 3264 §5.1 does not make them one).
Behind a router its description names an address that is not there; where the address is the same and only the port
differs, nothing tells the two apart: it is sent to both, and hears once.
"""

Address = tuple[str, int]

SILENT_SECONDS = 0.3
"""After so long without a packet another stream from a trusted host may take over."""

MOST_BEHIND = 500
"""Packets by which one may be late; further behind, its sender began to count anew."""


class Latch:
    """`towards` what signalling says, then ask `takes` of each packet; `remote` is where to send."""

    def __init__(self) -> None:
        self.remote: Address | None = None
        self.beside: Address | None = None
        """Where it said that it hears, when it speaks from another port of that address."""
        self._described: Address | None = None
        self._trusted: set[str] = set()
        self._source: Address | None = None
        self._ssrc = -1
        self._newest = 0
        self._heard_at = 0.0

    def towards(self, host: str, port: int, *trusted: str) -> None:
        """The other end said that it hears there; a new address starts anew."""
        if (host, port) != self._described or not self._trusted:
            self.remote = self._described = (host, port)
            self._source = self.beside = None
        self._trusted = {host, *trusted}

    def trust(self, host: str) -> None:
        """Its signalling comes from there now: so may its sound."""
        self._trusted.add(host)

    def is_trusted(self, host: str) -> bool:
        return host in self._trusted

    def takes(self, source: Address, ssrc: int, sequence: int, now: float) -> bool:
        """Whether a packet from there is the telephone's. `now`: seconds of a clock that never goes back."""
        is_late = 0 < ((self._newest - sequence) & 0xFFFF) < MOST_BEHIND
        if source == self._source:
            # The same place may change its stream: a transfer, another codec.
            if not is_late or ssrc != self._ssrc:
                self._ssrc, self._newest = ssrc, sequence
            self._heard_at = now
            return True
        if source[0] not in self._trusted:
            return False
        if self._source is not None and now - self._heard_at <= SILENT_SECONDS:
            if ssrc != self._ssrc:
                return False
            if is_late:
                return True  # Overtaken by what took the new way.
        self.remote = self._source = source
        is_other_port = self._described is not None and source != self._described and source[0] == self._described[0]
        self.beside = self._described if is_other_port else None
        self._ssrc, self._newest, self._heard_at = ssrc, sequence, now
        return True
