"""Ready payloads to a WebRTC peer, one stream of them: header, extensions, what is kept to be sent again, reports."""

import time
from typing import Any

from aiortc.rtp import HeaderExtensions

from telephony.rtp_packet import HEADER

from .aiortc_internals import OPUS_CLOCK, extension_numbers, source_of
from .reporting import Reporting
from .retransmission import HISTORY, SentPackets
from .rtcp import read_nack
from .srtp_path import SrtpPath


class RawSender:
    """Sends on this path, under the SSRC that the answer names for the transceiver."""

    def __init__(self, transceiver: Any, payload_type: int, srtp: SrtpPath) -> None:
        self.source = source_of(transceiver)
        self.reporting = Reporting(self)
        self._srtp = srtp
        self._payload_type = payload_type
        self._mid: str | None = transceiver.mid
        self._numbers = extension_numbers(transceiver)
        self._extensions: dict[int | None, bytes] = {}
        self._sent = SentPackets()
        self._history = self._sent.packets

    def send(self, sequence: int, timestamp: int, marker: int, level: int | None, payload: bytes) -> None:
        """`level`: 0 (loud) to 127 (silence) in −dBov, RFC 6464. Dropped, never queued, until DTLS is up."""
        extension = self._extensions.get(level)
        if extension is None:
            extension = self._extensions[level] = self._extension(level)
        first, second = 0x90 if extension else 0x80, (marker << 7) | self._payload_type
        packet = HEADER.pack(first, second, sequence, timestamp, self.source) + extension + payload
        if not self._srtp.send(packet):
            return
        self._history[sequence % HISTORY] = packet
        session = self.reporting.session or self.reporting.begin(OPUS_CLOCK)
        session.went(sequence, timestamp, len(payload))

    def send_rtcp(self, data: bytes) -> None:
        self._srtp.send_rtcp(data)

    def took_rtcp(self, data: bytes) -> None:
        """What the peer says of this stream; what it asks for goes to it again, as it was."""
        if self.reporting.session is not None:
            self.reporting.session.received(data)
        for sequence in read_nack(data, self.source):
            packet = self._sent.asked_for(sequence, time.monotonic())
            if packet is not None:
                self._srtp.send(packet)

    def _extension(self, level: int | None) -> bytes:
        """RFC 8285 header extension with the mid and, where known, the audio level."""
        values = HeaderExtensions(mid=self._mid)
        if level is not None:
            values.audio_level = (level < 127, level)
        profile, value = self._numbers.set(values)
        if not value:
            return b""
        return profile.to_bytes(2, "big") + (len(value) // 4).to_bytes(2, "big") + value
