"""The sound of one call: what the microphone brings becomes packets, what packets bring becomes sound."""

from collections.abc import Callable

from telephony.codecs import COMFORT_NOISE, Codec
from telephony.rtp_packet import RtpPacket
from telephony.sip import SipLeg

from .coding import Decoder, Encoder
from .digits import KeysToSend
from .playout import Playout
from .sound import RATE, Samples, silence

_SEQUENCES = 0xFFFF
_STAMPS = 0xFFFFFFFF


class HeadsetLeg:
    """`on_muted` is told when the first frame of silence, or of voice again, has left."""

    def __init__(self, leg: SipLeg, on_muted: Callable[[bool], None]) -> None:
        self.leg = leg
        self.is_held = False
        """By us: nothing is sent, nothing is heard."""
        self.wants_mute = False
        self.is_muted = False
        self.sent = 0
        self._on_muted = on_muted
        self._encoder: Encoder | None = None
        self._playout: Playout | None = None
        self._heard_codec: Codec | None = None
        self._keys: KeysToSend | None = None
        self._sequence = 0
        self._origin: int | None = None
        self._is_first = True

    @property
    def playout(self) -> Playout | None:
        return self._playout

    def press(self, key: str) -> None:
        """One of 0–9, *, #: as events where the other end takes them, else as an INFO."""
        clock = self.leg.events_clock
        if clock is None:
            self.leg.tell_key(key)
            return
        if self._keys is None:
            self._keys = KeysToSend(clock)
        self._keys.press(key)

    def captured(self, position: int, frame: Samples) -> None:
        """20 ms of the microphone; `position`: of its first sample since the device opened."""
        codec = self.leg.codec
        if codec is None or self.leg.is_over:
            return
        if self._encoder is None or self._encoder.codec is not codec:
            self._encoder = Encoder(codec)
        if self._origin is None:
            self._origin = position
        if self.is_held:
            self._is_first = True
            return
        # The microphone's own clock: what was lost on the way here stays a gap, as loss elsewhere does.
        stamp = (position - self._origin) // (RATE // codec.clock)
        if self._send_keys(stamp, codec):
            return
        payload = self._encoder.encode(silence(len(frame)) if self.wants_mute else frame)
        if payload:
            self._send(stamp, int(self._is_first), payload)
            self._is_first = False
        if self.wants_mute != self.is_muted:
            self.is_muted = self.wants_mute
            self._on_muted(self.is_muted)

    def heard(self, packet: RtpPacket) -> None:
        if packet.payload_type == COMFORT_NOISE:
            return
        codec = Codec.of_payload_type(packet.payload_type)
        if self._playout is None or self._heard_codec is not codec:
            self._heard_codec = codec
            self._playout = Playout(Decoder(codec).decode, codec.clock)
        self._playout.put(packet.timestamp, packet.payload)

    def sound(self) -> Samples:
        """The next block for the loudspeaker."""
        if self._playout is None:
            return silence()
        block = self._playout.take()
        return silence() if self.is_held else block

    def _send(self, stamp: int, marker: int, payload: bytes) -> None:
        self.leg.send(self._sequence, stamp & _STAMPS, marker, None, payload)
        self._sequence = (self._sequence + 1) & _SEQUENCES
        self.sent += 1

    def _send_keys(self, stamp: int, codec: Codec) -> bool:
        packets = self._keys.next_packets() if self._keys is not None else None
        if packets is None:
            return False
        for packet in packets:
            # Every packet of a key carries the time at which it was pressed.
            at = stamp - packet.frames_since_start * (codec.clock // 50)
            self.leg.send_event(self._sequence, at & _STAMPS, packet.marker, packet.payload)
            self._sequence = (self._sequence + 1) & _SEQUENCES
        return True
