"""What two ends say about sound, read: offers and answers in SDP (RFC 3264, RFC 4566, RFC 7587, RFC 4733, RFC 3605,
RFC 5761, RFC 4568). Sans-IO; what we say ourselves is session.py."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal

from aiosipua import parse_sdp
from aiosipua.sdp import MediaDescription, SdpMessage

from telephony.codecs import COMFORT_NOISE, Codec

from . import sdes

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]

USUAL_PTIME = 20
"""Milliseconds of sound in a packet, unless the other end asks for something else."""

_PTIMES = (10, 20, 30, 40, 60)
_PROFILES = ("RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF")
"""The plain ones first: of two lines as good, the first of these is taken."""

_NUMBER_OF_PORTS = re.compile(r"^(m=\S+ +\d+)/\d+", re.MULTILINE)
"""`m=audio 49170/2` (RFC 4566 §5.14): one port is all that we need."""

_TIME_TO_LIVE = re.compile(r"^(c=\S+ +\S+ +[^\s/]+)/[\d/]+", re.MULTILINE)
"""`c=IN IP4 224.2.1.1/127` (RFC 4566 §5.7), which some write behind any address."""

_WIDE_CLOCKS = {(Codec.G722, 16000)}
"""Telephones that write the rate at which G.722 samples instead of that which RFC 3551 §4.5.2 counts."""

PREFERRED = (Codec.OPUS, Codec.G722, Codec.PCMA, Codec.PCMU)


class NoCommonSound(Exception):
    """The description has no audio over RTP or SRTP that we speak (488)."""


@dataclass(frozen=True, slots=True)
class Audio:
    """One end's description of its sound. `numbers`: payload type of each codec, in the order preferred."""

    host: str
    """Where it hears: an address, or a name of one."""
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
    meanings: dict[int, Codec] = field(default_factory=dict[int, Codec])
    """Every payload type of a codec that we speak."""
    comfort: frozenset[int] = frozenset()
    """Payload types of comfort noise (RFC 3389)."""
    ptime: int = USUAL_PTIME
    """Milliseconds of sound that it wants in a packet."""
    position: int = 0
    """Which of its media this is."""
    others: tuple[str, ...] = ()
    """Its other media as an answer refuses them, in order (RFC 3264 §6: one line for each, port 0)."""

    @property
    def is_secure(self) -> bool:
        """It speaks encrypted or not at all."""
        return self.profile.startswith("RTP/SAVP")

    @property
    def is_hold(self) -> bool:
        """It does not want to hear us: sendonly, inactive, or the old c=0.0.0.0 (RFC 3264 §8.4)."""
        return self.direction in ("sendonly", "inactive") or self.host in ("0.0.0.0", "::")

    @property
    def is_named(self) -> bool:
        """`host` has to be looked up."""
        try:
            ip_address(self.host)
        except ValueError:
            return True
        return False

    def first_of(self, codecs: Sequence[Codec]) -> Codec | None:
        return next((codec for codec in codecs if codec in self.numbers), None)


def read(text: str, may_encrypt: bool = True) -> Audio:
    """The best of its audio lines: encrypted where both can, else plain. Raises NoCommonSound, also for no SDP.

    `may_encrypt`: whether we have keys for this telephone; without, an encrypted line comes after any plain one.
    """
    try:
        described = parse_sdp(_TIME_TO_LIVE.sub(r"\1", _NUMBER_OF_PORTS.sub(r"\1", text)))
        found = [
            _audio(described, position, medium)
            for position, medium in enumerate(described.media)
            if _is_usable(described, medium)
        ]
    except (ValueError, IndexError) as error:
        raise NoCommonSound(str(error)) from error
    spoken = [one for one in found if one.numbers]
    if not spoken:
        raise NoCommonSound("no codec that we speak" if found else "no audio over RTP or SRTP")
    return min(spoken, key=lambda one: (_rank(one, may_encrypt), _PROFILES.index(one.profile), one.position))


def refuses_sound(text: str) -> bool:
    """An answer whose sound has port 0 and which has no other: it takes none (RFC 3264 §6)."""
    try:
        media = [medium for medium in parse_sdp(text).media if medium.media == "audio"]
    except (ValueError, IndexError):
        return False
    return bool(media) and all(medium.port == 0 for medium in media)


def _rank(one: Audio, may_encrypt: bool) -> int:
    if one.is_secure:
        return 0 if may_encrypt and one.crypto else 2
    return 1


def _is_usable(described: SdpMessage, medium: MediaDescription) -> bool:
    """A port of 0 refuses or takes back a medium (RFC 3264 §6, §8.2)."""
    has_address = (medium.connection or described.connection) is not None
    return medium.media == "audio" and medium.port > 0 and medium.proto.upper() in _PROFILES and has_address


def _audio(described: SdpMessage, position: int, medium: MediaDescription) -> Audio:
    connection = medium.connection or described.connection
    assert connection is not None
    numbers: dict[Codec, int] = {}
    meanings: dict[int, Codec] = {}
    events: dict[int, int] = {}
    comfort: set[int] = set()
    for one in medium.codecs:
        if not 0 <= one.payload_type <= 127:
            continue
        name = one.encoding_name.lower()
        if name == "telephone-event":
            events.setdefault(one.clock_rate, one.payload_type)
        if name == "cn" or one.payload_type == COMFORT_NOISE:
            comfort.add(one.payload_type)
        for codec in Codec:
            if codec.lower() == name and (codec.clock == one.clock_rate or (codec, one.clock_rate) in _WIDE_CLOCKS):
                numbers.setdefault(codec, one.payload_type)
                meanings[one.payload_type] = codec
    return Audio(
        host=connection.address,
        port=medium.port,
        numbers=numbers,
        events=events,
        direction=_direction(described, medium),
        rtcp=_rtcp_address(medium, connection.address),
        rtcp_mux="rtcp-mux" in medium.attributes,
        profile=medium.proto.upper(),
        crypto=sdes.read(medium.attributes.get("crypto", [])),
        meanings=meanings,
        comfort=frozenset(comfort),
        ptime=_ptime(medium),
        position=position,
        others=tuple(_refused(one) for place, one in enumerate(described.media) if place != position),
    )


def _direction(described: SdpMessage, medium: MediaDescription) -> Direction:
    words: tuple[Direction, ...] = ("sendrecv", "sendonly", "recvonly", "inactive")
    # A direction for the whole session counts where the medium has none of its own (RFC 4566 §6).
    for attributes in (medium.attributes, described.attributes):
        for word in words:
            if word in attributes:
                return word
    return "sendrecv"


def _ptime(medium: MediaDescription) -> int:
    """What we can make and is not longer than asked for or than the most that it takes."""
    asked = _milliseconds(medium, "ptime") or USUAL_PTIME
    most = _milliseconds(medium, "maxptime") or asked
    return max((one for one in _PTIMES if one <= min(asked, most)), default=_PTIMES[0])


def _milliseconds(medium: MediaDescription, name: str) -> int:
    text = next(iter(medium.attributes.get(name, [])), "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _refused(medium: MediaDescription) -> str:
    return f"m={medium.media or 'audio'} 0 {medium.proto} {' '.join(medium.formats) or '0'}"


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
