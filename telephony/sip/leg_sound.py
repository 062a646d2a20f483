"""The sound of a telephone's leg: its ports, what both sides described, keys of encryption, packets up and down."""

import random
import time
from abc import ABC, abstractmethod

from aiosipua import SipRequest, SipResponse

from telephony.carrying.leg_figures import LegFigures
from telephony.carrying.reporting import Reporting
from telephony.carrying.stream import OutgoingStream
from telephony.codecs import Codec
from telephony.rtp_packet import RtpPacket

from . import sdes, sdp
from .digits import RtpDigits
from .endpoint import SipEndpoint
from .registration import Registration
from .rtp import RtpSocket
from .srtp import Srtp
from .wire import Flow


class LegSound(ABC):
    """`outputs[0]` is the stream down to the telephone. Whose dialog it is, is told what comes up from it."""

    def __init__(self, endpoint: SipEndpoint, flow: Flow, through: Registration | None) -> None:
        self.endpoint, self.flow = endpoint, flow
        self.through = through
        """The registrar that the call passes, when the telephone is not registered here."""
        self.rtp: RtpSocket | None = None
        self.session: sdp.Session | None = None
        self.codec: Codec | None = None
        self.is_connected = False
        """The dialog is confirmed and the sound agreed."""
        self.is_over = False
        self.is_held_by_phone = False
        self.last_packet_at: float | None = None
        self.outputs: list[OutgoingStream] = []
        self.keys = sdes.Keys() if flow.transport == "TLS" and through is None else None
        """For encrypted sound: only where they do not travel in clear, and until the telephone declines them."""
        self._reporting: Reporting | None = None
        self._number = 0
        self._event_numbers: dict[int, int] = {}
        self._digits = RtpDigits()

    @abstractmethod
    def _took(self, packet: RtpPacket) -> None:
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
        self.session = sdp.Session(host, self.rtp.port, random.randrange(1, 2**31), keys=self.keys)

    def offered(self, text: str) -> sdp.Audio:
        """Their offer, and the keys in it. Raises NoCommonSound."""
        theirs = sdp.read(text)
        self._secure(theirs, self.keys is not None and self.keys.choose(theirs.crypto))
        return theirs

    def answered(self, text: str) -> sdp.Audio:
        """Their answer to our offer, and the keys in it. Raises NoCommonSound."""
        theirs = sdp.read(text)
        self._secure(theirs, self.keys is not None and self.keys.answered(theirs.crypto))
        return theirs

    def _understood(self, message: SipRequest | SipResponse) -> tuple[sdp.Audio | None, Codec | None]:
        try:
            theirs = self.answered(message.text) if isinstance(message, SipResponse) else self.offered(message.text)
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
        if codec is not self.codec:
            self.codec = codec
            self.outputs = [OutgoingStream(self, time.monotonic, codec)]
            self._reporting.begin(codec.clock)
        keys = self.keys
        if keys is not None and keys.ours is not None and keys.theirs is not None:
            if self.rtp.srtp is None:
                self.rtp.srtp = Srtp(keys.ours, keys.theirs)
            else:
                self.rtp.srtp.rekey(keys.ours, keys.theirs)
        self._number = theirs.numbers[codec]
        self._event_numbers = theirs.events
        if theirs.host not in ("0.0.0.0", "::"):
            rtcp = None if theirs.rtcp_mux else theirs.rtcp or (theirs.host, theirs.port + 1)
            self.rtp.towards(theirs.host, theirs.port, self.flow.host, rtcp=rtcp)
        if theirs.is_hold != self.is_held_by_phone:
            self.is_held_by_phone = theirs.is_hold
            if self.is_connected:
                self._took_hold(theirs.is_hold)

    def expect_sound(self) -> None:
        """Silence counts from now on."""
        self.last_packet_at = time.monotonic()

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
        return self._reporting.look() if self._reporting is not None else LegFigures()

    def _rtcp_came(self, data: bytes) -> None:
        if self._reporting is not None and self._reporting.session is not None:
            self._reporting.session.took(data)

    def _heard(self, packet: RtpPacket) -> None:
        self.last_packet_at = packet.arrived
        if self._reporting is not None and self._reporting.session is not None:
            is_sound = packet.payload_type == self._number
            self._reporting.session.came(packet, is_sound)
        if packet.payload_type in self._event_numbers.values():
            digit = self._digits.heard(packet.timestamp, packet.payload)
            if digit is not None:
                self._took_digit(digit)
            return
        if self.codec is None or packet.payload_type != self._number:
            return
        static = self.codec.static_payload_type
        if static is not None:
            packet.payload_type = static
        self._took(packet)

    def close_sound(self) -> None:
        """Any number of times; nothing is sent or heard after."""
        if self._reporting is not None:
            self._reporting.stop()
        if self.rtp is not None:
            self.rtp.close()
