"""The ways a voice is coded on the wire, and what tells them apart in a recording."""

from enum import StrEnum

COMFORT_NOISE = 13
"""Payload type of a packet that says how the silence sounds (RFC 3389, RFC 3551 §6): no voice, nothing missing."""


class Codec(StrEnum):
    """Names as in SDP. `clock`: RTP timestamp units per second; `rate`: samples per second of the sound itself."""

    OPUS = "opus"
    G722 = "G722"
    PCMA = "PCMA"
    PCMU = "PCMU"

    @property
    def clock(self) -> int:
        """G.722 samples at 16 kHz and counts 8000, by an error that RFC 3551 §4.5.2 keeps."""
        return 48000 if self is Codec.OPUS else 8000

    @property
    def rate(self) -> int:
        return {Codec.OPUS: 48000, Codec.G722: 16000}.get(self, 8000)

    @property
    def static_payload_type(self) -> int | None:
        """RFC 3551 §6; None for Opus, whose number each call agrees on."""
        return _STATIC.get(self)

    @property
    def recorded_payload_type(self) -> int:
        """In a recording, and wherever the number a call agreed on is no longer known."""
        return _STATIC.get(self, _OPUS_NUMBER)

    @staticmethod
    def of_payload_type(number: int) -> "Codec":
        """Of a packet in a recording: static numbers mean what RFC 3551 says, every other one is Opus there."""
        return _BY_NUMBER.get(number, Codec.OPUS)


_OPUS_NUMBER = 96
_STATIC = {Codec.PCMU: 0, Codec.PCMA: 8, Codec.G722: 9}
_BY_NUMBER = {number: codec for codec, number in _STATIC.items()}
