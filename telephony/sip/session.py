"""Our own description of the sound with one telephone: what we offer, what we answer (RFC 3264, RFC 4568)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from telephony.codecs import COMFORT_NOISE, Codec

from . import sdes
from .sdp import PREFERRED, Audio, Direction

_OPUS_NUMBER = 96
_EVENTS_NUMBER = 101
_EVENTS_48_NUMBER = 102
_ANSWERED: dict[Direction, Direction] = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a payload type that arrives stands for: one of the three."""

    codec: Codec | None = None
    is_event: bool = False
    is_comfort: bool = False


UNKNOWN = Meaning()


def _both(one: Direction, other: Direction) -> Direction:
    """What both allow."""
    sends = "recvonly" not in (one, other) and "inactive" not in (one, other)
    listens = "sendonly" not in (one, other) and "inactive" not in (one, other)
    if sends:
        return "sendrecv" if listens else "sendonly"
    return "recvonly" if listens else "inactive"


@dataclass(slots=True)
class Session:
    """Our side's description. `write` counts versions up when something changed (RFC 3264 §8)."""

    host: str
    port: int
    number: int
    direction: Direction = "sendrecv"
    """What we want: sendonly while the person at our end holds the call (RFC 3264 §8.4)."""
    keys: sdes.Keys | None = None
    """For encrypted sound."""
    offered: dict[int, Codec] = field(default_factory=dict[int, Codec])
    """What each payload type of our last offer meant."""
    offered_events: frozenset[int] = frozenset()
    _known: Audio | None = None
    """Their last offer: its numbers are the call's."""
    _position: int = 0
    _refused: tuple[str, ...] = ()
    """The media of the other end beside its sound: each keeps its place as long as the call lives (RFC 3264 §8)."""
    _version: int = 0
    _last: str = ""

    def offer(self, codecs: Sequence[Codec] = PREFERRED) -> str:
        """A number that meant something in this call goes on meaning it (RFC 3264 §8.3.2)."""
        known = self._known
        free = (number for number in (_OPUS_NUMBER, *range(103, 128)) if number not in self._used)
        filled: dict[Codec, int] = {}
        for codec in codecs:
            number = known.numbers.get(codec) if known is not None else None
            static = codec.static_payload_type
            filled[codec] = number if number is not None else static if static is not None else next(free)
        events = dict(known.events) if known is not None else {8000: _EVENTS_NUMBER}
        if known is None and Codec.OPUS in filled:
            events[48000] = _EVENTS_48_NUMBER
        self.offered = {number: codec for codec, number in filled.items()}
        self.offered_events = frozenset(events.values())
        crypto = self.keys.offer_lines() if self.keys is not None else []
        return self._write(filled, events, self.direction, True, "RTP/SAVP" if crypto else "RTP/AVP", crypto)

    def answer(self, theirs: Audio, codec: Codec) -> str:
        """One codec, with the number that the offer gave it; their direction seen from here."""
        events = {clock: number for clock, number in theirs.events.items() if clock == codec.clock}
        if not events:
            events = dict(theirs.events)
        self._position, self._refused, self._known = theirs.position, theirs.others, theirs
        direction = _both(_ANSWERED[theirs.direction], self.direction)
        ours = self.keys.ours if self.keys is not None and theirs.crypto else None
        crypto = [ours.line()] if ours is not None else []
        numbers = {codec: theirs.numbers[codec]}
        return self._write(numbers, events, direction, theirs.rtcp_mux, theirs.profile, crypto)

    @property
    def _used(self) -> set[int]:
        known = self._known
        return {*known.meanings, *known.events.values(), *known.comfort} if known is not None else set()

    def meanings(self, theirs: Audio) -> dict[int, Meaning]:
        """What may arrive, by payload type: with the numbers of our offer, as RFC 3264 §6.1 says, or with those of
        their own description, as many telephones do. Where the two differ, our offer's count if that was taken up."""
        found = {number: Meaning(codec) for number, codec in theirs.meanings.items()}
        found |= {number: Meaning(is_event=True) for number in theirs.events.values()}
        found |= {number: Meaning(codec) for number, codec in self.offered.items() if codec in theirs.numbers}
        if theirs.events:
            found |= {number: Meaning(is_event=True) for number in self.offered_events if number not in found}
        found |= {
            number: Meaning(is_comfort=True) for number in theirs.comfort | {COMFORT_NOISE} if number not in found
        }
        return found

    def _write(
        self,
        numbers: dict[Codec, int],
        events: dict[int, int],
        direction: Direction,
        rtcp_mux: bool,
        profile: str,
        crypto: Sequence[str],
    ) -> str:
        """All media in their places, ours in its own."""
        kind = "IP6" if ":" in self.host else "IP4"
        formats = " ".join(map(str, [*numbers.values(), *events.values()]))
        lines = [f"m=audio {self.port} {profile} {formats}", *crypto]
        for codec, number in numbers.items():
            channels = "/2" if codec is Codec.OPUS else ""
            lines.append(f"a=rtpmap:{number} {codec}/{codec.clock}{channels}")
            if codec is Codec.OPUS:
                lines.append(f"a=fmtp:{number} useinbandfec=1;stereo=0;sprop-stereo=0")
        for clock, number in events.items():
            lines += [f"a=rtpmap:{number} telephone-event/{clock}", f"a=fmtp:{number} 0-16"]
        if rtcp_mux:
            lines.append("a=rtcp-mux")
        lines += ["a=ptime:20", f"a={direction}"]
        body = "\r\n".join([*self._refused[: self._position], *lines, *self._refused[self._position :]])
        if body != self._last:
            self._version, self._last = self._version + 1, body
        head = [
            "v=0",
            f"o=combine {self.number} {self._version} IN {kind} {self.host}",
            "s=-",
            f"c=IN {kind} {self.host}",
            "t=0 0",
        ]
        return "\r\n".join([*head, body, ""])
