"""What two ends agree on about sound: offers and answers in SDP (RFC 3264, RFC 4566, RFC 7587, RFC 4733,
RFC 3605, RFC 5761, RFC 4568)."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

from aiosipua import parse_sdp
from aiosipua.sdp import MediaDescription

from telephony.codecs import Codec

from . import sdes

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

_OPUS_NUMBER = 96
_EVENTS_NUMBER = 101
_EVENTS_48_NUMBER = 102
_ANSWERED: dict[Direction, Direction] = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}

_PROFILES = ("RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF")

PREFERRED = (Codec.OPUS, Codec.G722, Codec.PCMA, Codec.PCMU)


class NoCommonSound(Exception):
    """The description has no audio over RTP or SRTP that we speak (488)."""


@dataclass(frozen=True, slots=True)
class Audio:
    """One end's description of its sound. `numbers`: payload type of each codec, in the order preferred."""

    host: str
    port: int
    numbers: dict[Codec, int]
    events: dict[int, int]
    """Payload types of telephone-event by clock."""
    direction: Direction
    rtcp: tuple[str, int] | None = None
    """Where it hears RTCP, if not one port above its sound (RFC 3605)."""
    rtcp_mux: bool = False
    """It takes RTCP on the port of its sound (RFC 5761)."""
    profile: str = "RTP/AVP"
    crypto: tuple[sdes.Crypto, ...] = ()
    """The keys that it offers or takes; beside a plain profile too (RFC 8643)."""

    @property
    def is_secure(self) -> bool:
        """It speaks encrypted or not at all."""
        return self.profile.startswith("RTP/SAVP")

    @property
    def is_hold(self) -> bool:
        """It does not want to hear us: sendonly, inactive, or the old c=0.0.0.0 (RFC 3264 §8.4)."""
        return self.direction in ("sendonly", "inactive") or self.host in ("0.0.0.0", "::")

    def first_of(self, codecs: Sequence[Codec]) -> Codec | None:
        return next((codec for codec in codecs if codec in self.numbers), None)


def read(text: str) -> Audio:
    """Raises NoCommonSound, also for what is no SDP at all."""
    try:
        described = parse_sdp(text)
        audio, address = described.audio, described.rtp_address
    except (ValueError, IndexError) as error:
        raise NoCommonSound(str(error)) from error
    if audio is None or address is None or audio.proto.upper() not in _PROFILES or not audio.port:
        raise NoCommonSound("no audio over RTP or SRTP")
    try:
        ip_address(address[0])
    except ValueError as error:
        raise NoCommonSound("the address is a name") from error
    numbers: dict[Codec, int] = {}
    events: dict[int, int] = {}
    for one in audio.codecs:
        if not 0 <= one.payload_type <= 127:
            continue
        if one.encoding_name.lower() == "telephone-event":
            events[one.clock_rate] = one.payload_type
        for codec in Codec:
            if codec.lower() == one.encoding_name.lower() and codec.clock == one.clock_rate:
                numbers.setdefault(codec, one.payload_type)
    if not numbers:
        raise NoCommonSound("no codec that we speak")
    direction = audio.direction
    for word in ("sendonly", "recvonly", "inactive"):
        # A direction for the whole session counts where the medium has none of its own (RFC 4566 §6).
        if word in described.attributes and direction == "sendrecv" and "sendrecv" not in audio.attributes:
            direction = word
    assert direction in _ANSWERED
    rtcp_mux = "rtcp-mux" in audio.attributes
    rtcp = _rtcp_address(audio, address[0])
    crypto = sdes.read(audio.attributes.get("crypto", []))
    return Audio(
        address[0], audio.port, numbers, events, direction, rtcp, rtcp_mux, profile=audio.proto.upper(), crypto=crypto
    )


def _rtcp_address(audio: MediaDescription, host: str) -> tuple[str, int] | None:
    """`a=rtcp:53020` or `a=rtcp:53020 IN IP4 126.16.64.4`; what makes no sense is as if it were not there."""
    words = next(iter(audio.attributes.get("rtcp", [])), "") or ""
    port, *where = words.split()[:4] or [""]
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return None
    try:
        return (str(ip_address(where[2])) if len(where) == 3 else host), int(port)
    except ValueError:
        return None


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
    _version: int = 0
    _last: str = ""

    def offer(self, codecs: Sequence[Codec] = PREFERRED) -> str:
        numbers = {codec: codec.static_payload_type for codec in codecs}
        filled = {codec: _OPUS_NUMBER if number is None else number for codec, number in numbers.items()}
        events = {8000: _EVENTS_NUMBER}
        if Codec.OPUS in filled:
            events[48000] = _EVENTS_48_NUMBER
        crypto = self.keys.offer_lines() if self.keys is not None else []
        return self._write(filled, events, self.direction, True, "RTP/SAVP" if crypto else "RTP/AVP", crypto)

    def answer(self, theirs: Audio, codec: Codec) -> str:
        """One codec, with the number that the offer gave it; their direction seen from here."""
        events = {clock: number for clock, number in theirs.events.items() if clock == codec.clock}
        if not events:
            events = dict(theirs.events)
        direction = _both(_ANSWERED[theirs.direction], self.direction)
        ours = self.keys.ours if self.keys is not None and theirs.crypto else None
        crypto = [ours.line()] if ours is not None else []
        numbers = {codec: theirs.numbers[codec]}
        return self._write(numbers, events, direction, theirs.rtcp_mux, theirs.profile, crypto)

    def _write(
        self,
        numbers: dict[Codec, int],
        events: dict[int, int],
        direction: Direction,
        rtcp_mux: bool,
        profile: str,
        crypto: Sequence[str],
    ) -> str:
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
        body = "\r\n".join(lines)
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
