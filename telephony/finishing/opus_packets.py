"""Joining Opus packets without decoding them (RFC 6716 §3): several frames of one kind travel in one packet.

Decoding six frames in one call instead of six costs a third less and leaves the interpreter to the other leg's
thread meanwhile.
"""

from collections.abc import Sequence

LONGEST_SECONDS = 0.12
"""An Opus packet holds no more sound than this."""

_SILK_SECONDS = (0.01, 0.02, 0.04, 0.06)
_HYBRID_SECONDS = (0.01, 0.02)
_CELT_SECONDS = (0.0025, 0.005, 0.01, 0.02)
_LONGEST_FRAME = 1275


def single_frame_seconds(payload: bytes) -> float | None:
    """How long the only frame of this packet sounds; None when it holds several, or nothing."""
    if not payload or payload[0] & 3 or not 1 < len(payload) <= _LONGEST_FRAME + 1:
        return None
    return _frame_seconds(payload[0])


def packet_seconds(payload: bytes) -> float:
    """How long a packet sounds (RFC 6716 §3.1); 0 for what is none."""
    if not payload:
        return 0.0
    count = {0: 1, 1: 2, 2: 2}.get(payload[0] & 3) or (payload[1] & 63 if len(payload) > 1 else 0)
    return min(LONGEST_SECONDS, count * _frame_seconds(payload[0]))


def _frame_seconds(first: int) -> float:
    kind = first >> 3
    if kind < 12:
        return _SILK_SECONDS[kind % 4]
    if kind < 16:
        return _HYBRID_SECONDS[kind % 2]
    return _CELT_SECONDS[kind % 4]


def joined(payloads: Sequence[bytes]) -> bytes:
    """Single-frame packets of one kind (same first byte), 0.12 s at most in all, as one packet (code 3, variable)."""
    if len(payloads) == 1:
        return payloads[0]
    head = bytes((payloads[0][0] | 3, 0x80 | len(payloads)))
    lengths = b"".join(_length(len(payload) - 1) for payload in payloads[:-1])
    return head + lengths + b"".join(payload[1:] for payload in payloads)


def _length(size: int) -> bytes:
    """RFC 6716 §3.2.1."""
    if size < 252:
        return bytes((size,))
    return bytes((252 + size % 4, (size - 252 - size % 4) // 4))
