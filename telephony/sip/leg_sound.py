"""The sound of a telephone's leg: its ports, what both sides described, keys of encryption, packets up and down."""

import asyncio
import contextlib
import random
import socket
import time
from abc import ABC, abstractmethod
from dataclasses import replace

from aiosipua import SipRequest, SipResponse

from telephony.carrying.leg_figures import LegFigures
from telephony.carrying.reporting import Reporting
from telephony.carrying.stream import OutgoingStream
from telephony.codecs import COMFORT_NOISE, Codec
from telephony.rtp_packet import RtpPacket

from . import sdes, sdp, session
from .bodies import description_in
from .digits import RtpDigits
from .endpoint import SipEndpoint
from .registration import Registration
from .rtp import RtpSocket
from .srtp import Srtp
from .wire import Flow

SILENT_SECONDS = 2.0
"""Without sound for so long, a telephone that is there is shown as silent."""

LOOK_UP_SECONDS = 5.0
"""For the name of a telephone's address."""


class LegSound(ABC):
    """`outputs[0]` is the stream down to the telephone. Whose dialog it is, is told what comes up from it."""

    def __init__(self, endpoint: SipEndpoint, flow: Flow, through: Registration | None) -> None:
        self.endpoint, self.flow = endpoint, flow
        self.through = through
        """The registrar that the call passes, when the telephone is not registered here."""
        self.rtp: RtpSocket | None = None
        self.session: session.Session | None = None
        self.codec: Codec | None = None
        self.is_connected = False
        """The dialog is confirmed and the sound agreed."""
        self.is_over = False
        self.is_held_by_phone = False
        self.last_packet_at: float | None = None
        self.outputs: list[OutgoingStream] = []
        self.keys = sdes.Keys() if flow.transport == "TLS" else None
        """For encrypted sound: only where they do not travel in clear, and until the telephone declines them."""
        self._reporting: Reporting | None = None
        self.last_sign_at: float | None = None
        """When anything at all came from the telephone: sound, a report, comfort noise, a SIP message."""
        self._asked_at: float | None = None
        """Since when the telephone owes an answer to whether it is there."""
        self._number = 0
        self._event_numbers: dict[int, int] = {}
        self._meanings: dict[int, session.Meaning] = {}
        self._sounds: dict[int, tuple[int, bool]] = {}
        """By payload type: that of the recording, and whether its time stamps count as those that we send."""
        self._ptime = sdp.USUAL_PTIME
        self._looking_up: asyncio.Task[None] | None = None
        self._digits = RtpDigits()

    @abstractmethod
    def _received(self, packet: RtpPacket) -> None:
        """A packet of the agreed codec came up."""

    @abstractmethod
    def _took_digit(self, digit: str) -> None: ...

    @abstractmethod
    def _took_hold(self, held: bool) -> None: ...

    async def open_sound(self, ports: tuple[int, int]) -> None:
        """Raises NoFreePort."""
        host = self.endpoint.address_for(self.flow)
        self.rtp = await RtpSocket.open(host, ports, self._heard, self._rtcp_came)
        self._reporting = Reporting(self.rtp)
        self.session = session.Session(host, self.rtp.port, random.randrange(1, 2**31), keys=self.keys)

    def offered(self, text: str) -> sdp.Audio:
        """Their offer, and the keys in it. Raises NoCommonSound."""
        theirs = sdp.read(text, self.keys is not None)
        self._secure(theirs, self.keys is not None and self.keys.choose(theirs.crypto))
        return theirs

    def answered(self, text: str) -> sdp.Audio:
        """Their answer to our offer, and the keys in it. Raises NoCommonSound."""
        theirs = sdp.read(text, self.keys is not None)
        self._secure(theirs, self.keys is not None and self.keys.answered(theirs.crypto))
        return theirs

    def understood(self, message: SipRequest | SipResponse) -> tuple[sdp.Audio | None, Codec | None]:
        """What its description says and the codec to speak; None for either when there is nothing in common."""
        try:
            described = description_in(message)
            theirs = self.answered(described) if isinstance(message, SipResponse) else self.offered(described)
        except sdp.NoCommonSound:
            return None, None
        wanted = [self.codec, *sdp.PREFERRED] if self.codec is not None else list(sdp.PREFERRED)
        return theirs, theirs.first_of(wanted)

    def may_speak_plainly(self) -> bool:
        """Gives up encryption with a telephone that refused it; False when it was not offered, or is a must."""
        if self.keys is None or self.is_connected or self.endpoint.settings.only_encrypted_sound:
            return False
        self._drop_keys()
        return True

    def _secure(self, theirs: sdp.Audio, has_keys: bool) -> None:
        if has_keys:
            return
        is_encrypted = self.rtp is not None and self.rtp.srtp is not None
        must = self.endpoint.settings.only_encrypted_sound and self.through is None
        if theirs.is_secure or is_encrypted or must:
            # A call that began encrypted never goes on in clear.
            raise sdp.NoCommonSound("no common way to encrypt")
        self._drop_keys()

    def _drop_keys(self) -> None:
        self.keys = None
        if self.session is not None:
            self.session.keys = None

    def agree(self, theirs: sdp.Audio, codec: Codec) -> None:
        """From now on sound goes there, in this codec. A changed address or codec is followed."""
        assert self.rtp is not None
        assert self._reporting is not None
        assert self.session is not None
        if codec is not self.codec or theirs.ptime != self._ptime:
            if codec is not self.codec:
                self._reporting.begin(codec.clock)
            self.codec, self._ptime = codec, theirs.ptime
            self.outputs = [OutgoingStream(self, time.monotonic, codec, theirs.ptime / 1000)]
        keys = self.keys
        if keys is not None and keys.ours is not None and keys.theirs is not None:
            if self.rtp.srtp is None:
                self.rtp.srtp = Srtp(keys.ours, keys.theirs)
            else:
                self.rtp.srtp.rekey(keys.ours, keys.theirs)
        self._number = theirs.numbers[codec]
        self._event_numbers, self._meanings = theirs.events, self.session.meanings(theirs)
        self._sounds = {
            number: (one.codec.recorded_payload_type, one.codec.clock == codec.clock)
            for number, one in self._meanings.items()
            if one.codec is not None
        }
        if self._looking_up is not None:
            self._looking_up.cancel()
        if theirs.is_named:
            # Where its signalling comes from meanwhile: it is most often the same machine.
            self._go_towards(theirs, self.flow.host)
            self._looking_up = asyncio.create_task(self._look_up(theirs), name="sip-sound-address")
        elif theirs.host not in ("0.0.0.0", "::"):
            self._go_towards(theirs, theirs.host)
        if theirs.is_hold != self.is_held_by_phone:
            self.is_held_by_phone = theirs.is_hold
            if self.is_connected:
                self._took_hold(theirs.is_hold)

    def _go_towards(self, theirs: sdp.Audio, host: str) -> None:
        assert self.rtp is not None
        rtcp = None if theirs.rtcp_mux else theirs.rtcp or (host, theirs.port + 1)
        self.rtp.towards(host, theirs.port, self.flow.host, rtcp=rtcp)

    async def _look_up(self, theirs: sdp.Audio) -> None:
        """`c=IN IP4 phone.example.org` (RFC 4566 §5.7): its sound goes there once the name is known."""
        assert self.rtp is not None
        family = socket.AF_INET6 if ":" in self.endpoint.settings.host else socket.AF_INET
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError, UnicodeError, TimeoutError):
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await loop.getaddrinfo(theirs.host, theirs.port, family=family, type=socket.SOCK_DGRAM)
            if not self.is_over:
                self._go_towards(theirs, str(found[0][4][0]))

    def expect_sound(self) -> None:
        """Silence counts from now on."""
        self.last_packet_at = self.last_sign_at = time.monotonic()

    def gave_sign(self) -> None:
        """The telephone is there, whatever it sent."""
        self.last_sign_at = time.monotonic()

    def send(self, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes) -> None:
        """One packet in the agreed codec; nothing is sent to a telephone that said it does not listen."""
        if self.rtp is not None and not self.is_held_by_phone and not self.is_over:
            reports = self._reporting.session if self._reporting is not None else None
            if self.rtp.send(self._number, sequence, timestamp, marker, payload) and reports is not None:
                reports.went(sequence, timestamp, len(payload))

    @property
    def events_clock(self) -> int | None:
        """Time stamp units per second of keys sent as events; None when the other end takes none (RFC 4733)."""
        clock = self.codec.clock if self.codec is not None else 8000
        return clock if clock in self._event_numbers else next(iter(self._event_numbers), None)

    def send_event(self, sequence: int, timestamp: int, marker: int, payload: bytes) -> None:
        """One packet of a key, in the same stream as the voice."""
        clock = self.events_clock
        if self.rtp is not None and clock is not None and not self.is_over:
            self.rtp.send(self._event_numbers[clock], sequence, timestamp, marker, payload)

    def figures(self) -> LegFigures:
        """What its network did since the last look."""
        figures = self._reporting.look() if self._reporting is not None else LegFigures()
        return replace(figures, is_silent=figures.up is None and self._is_silent(time.monotonic()))

    def _is_silent(self, now: float) -> bool:
        """It is there, and has sent no sound for a while."""
        heard, sign = self.last_packet_at, self.last_sign_at
        return heard is not None and sign is not None and now - heard > SILENT_SECONDS and sign > heard

    def is_gone(self, silence_seconds: float, answer_seconds: float) -> bool:
        """See telephony/carrying/phone.py."""
        now, sign = time.monotonic(), self.last_sign_at
        if sign is None or now - sign < silence_seconds:
            self._asked_at = None
            return False
        if self._asked_at is None or sign >= self._asked_at:
            self._asked_at = now
            self._ask_alive()
        return now - self._asked_at >= answer_seconds

    @abstractmethod
    def _ask_alive(self) -> None:
        """Any answer is a sign (`gave_sign`)."""

    def _rtcp_came(self, data: bytes) -> None:
        self.gave_sign()
        if self._reporting is not None and self._reporting.session is not None:
            self._reporting.session.received(data)

    def _heard(self, packet: RtpPacket) -> None:
        self.last_sign_at = packet.arrived
        reports = self._reporting.session if self._reporting is not None else None
        sound = self._sounds.get(packet.payload_type)
        if sound is not None:
            # Every packet of a call but a few: what is looked up of it was made ready when the sound was agreed.
            self.last_packet_at = packet.arrived
            packet.payload_type, is_timed = sound
            if reports is not None:
                reports.came(packet, is_timed)
            self._received(packet)
            return
        if reports is not None:
            reports.came(packet, False)
        meaning = self._meanings.get(packet.payload_type, session.UNKNOWN)
        if meaning.is_event:
            digit = self._digits.heard(packet.timestamp, packet.payload, packet.marker, packet.arrived)
            if digit is not None:
                self._took_digit(digit)
        elif meaning.is_comfort:
            packet.payload_type = COMFORT_NOISE
            self._received(packet)

    def close_sound(self) -> None:
        """Any number of times; nothing is sent or heard after."""
        if self._looking_up is not None:
            self._looking_up.cancel()
        if self._reporting is not None:
            self._reporting.stop()
        if self.rtp is not None:
            self.rtp.close()
