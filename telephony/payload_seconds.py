"""How long a packet sounds, by what is in it: whatever its time stamp says."""

from telephony.codecs import Codec

_SILK_MS, _CELT_MS = (10.0, 20.0, 40.0, 60.0), (2.5, 5.0, 10.0, 20.0)


def payload_seconds(codec: Codec, payload: bytes) -> float | None:
    """None for a payload that says nothing, and for an Opus packet that stands for a silence of any length (DTX)."""
    if codec is not Codec.OPUS:
        # G.711 has a byte a sample, G.722 a byte for two: 8000 bytes a second, all three (RFC 3551 §4.5).
        return len(payload) / 8000 or None
    if len(payload) <= 2:
        return None
    frames = _opus_frames(payload)
    return frames * _opus_frame_ms(payload[0]) / 1000 if frames else None


def _opus_frame_ms(head: int) -> float:
    """RFC 6716 §3.1, table 2."""
    kind = head >> 3
    if kind < 12:
        return _SILK_MS[kind % 4]
    return _SILK_MS[kind % 2] if kind < 16 else _CELT_MS[kind % 4]


def _opus_frames(payload: bytes) -> int:
    """RFC 6716 §3.2."""
    code = payload[0] & 3
    return payload[1] & 0x3F if code == 3 else (1, 2, 2)[code]
