"""Stereo sound as Opus packets of 20 ms, a stretch at a time: each stretch is coded for itself, and still they join.

A coder of its own for each stretch makes its packets depend on its samples alone: whether a call is coded while it
runs, afterwards, or gone on with after a crash, the bytes are the same. It is fed a moment of what was before, whose
packets are thrown away, and its first packet leans on nothing before it: no seam is heard.
"""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from telephony.durable import write_whole
from telephony.libopus import library

from . import ogg

Samples = npt.NDArray[np.int16]

RATE = 48000
FRAME = 960
"""Samples of 20 ms."""

BIT_RATE = 48000
"""Bits per second for both channels: speech at 24 kbit/s each."""

COMPLEXITY = 1
"""Little: five minutes are coded in a second and a half; at this rate the ear cannot tell."""

WARM_FRAMES = 5
"""Frames of what was before that a coder is fed first."""

DELAY = 312
"""Samples by which the coder's sound is late (RFC 7845 §4.2)."""

_AUDIO = 2049
_SET_BITRATE, _SET_VBR, _SET_COMPLEXITY = 4002, 4006, 4010
_SET_PREDICTION_DISABLED, _SET_PHASE_INVERSION_DISABLED = 4042, 4046
_MOST_BYTES = 1275 * 2 + 7


def code(left: Samples, right: Samples, warm: int) -> list[bytes]:
    """The packets of these samples (whole frames, the first `warm` of them for warming up). Raises OSError."""
    interleaved = np.empty(2 * len(left), dtype=np.int16)
    interleaved[0::2], interleaved[1::2] = left, right
    # Digital silence makes the coder count in denormal numbers, at a sixth of its speed. The lowest bit, always set,
    # prevents it and is far below what can be heard.
    interleaved |= 1
    opus = library()
    packets = _by_library(opus, interleaved, warm) if opus is not None else _by_av(interleaved)
    return packets[warm:]


def write_stereo(left: Samples, right: Samples, path: Path) -> None:
    """Both channels (same length) as a file of their own. Raises OSError."""
    frames = -(-(len(left) + DELAY) // FRAME)
    padding = (0, frames * FRAME - len(left))
    packets = code(np.pad(left, padding), np.pad(right, padding), 0)
    made = [ogg.opening(DELAY), *ogg.pages(packets[:-1], ogg.OPENING_PAGES, 0, FRAME, 25)]
    made.append(ogg.ending(packets[-1:], ogg.OPENING_PAGES + len(made) - 1, len(left) + DELAY))
    write_whole(path, b"".join(made))


def _by_library(opus: Any, interleaved: Samples, warm: int) -> list[bytes]:
    error = ctypes.c_int()
    state = opus.opus_encoder_create(RATE, 2, _AUDIO, ctypes.byref(error))
    if not state:
        raise OSError(f"no Opus coder: {error.value}")
    try:
        return list(_coded(opus, state, interleaved, warm))
    finally:
        opus.opus_encoder_destroy(state)


def _coded(opus: Any, state: int, interleaved: Samples, warm: int) -> Iterator[bytes]:
    # Channels stay separate (no intensity stereo by turned phase): each is somebody's voice.
    for request, value in (
        (_SET_BITRATE, BIT_RATE),
        (_SET_VBR, 1),
        (_SET_COMPLEXITY, COMPLEXITY),
        (_SET_PHASE_INVERSION_DISABLED, 1),
    ):
        opus.opus_encoder_ctl(state, request, ctypes.c_int(value))
    room = ctypes.create_string_buffer(_MOST_BYTES)
    at = interleaved.ctypes.data
    for number in range(len(interleaved) // (2 * FRAME)):
        if number in (warm, warm + 1):
            opus.opus_encoder_ctl(state, _SET_PREDICTION_DISABLED, ctypes.c_int(int(number == warm)))
        length = opus.opus_encode(state, at + number * 4 * FRAME, FRAME, room, _MOST_BYTES)
        if length < 0:
            raise OSError(f"Opus did not code: {length}")
        yield room.raw[:length]


def _by_av(interleaved: Samples) -> list[bytes]:
    coder: Any = av.CodecContext.create("libopus", "w")
    coder.sample_rate, coder.layout, coder.format, coder.bit_rate = RATE, "stereo", "s16", BIT_RATE
    coder.options = {"compression_level": str(COMPLEXITY), "application": "audio", "apply_phase_inv": "0"}
    packets: list[bytes] = []
    for start in range(0, len(interleaved), 2 * FRAME):
        frame = av.AudioFrame.from_ndarray(
            interleaved[start : start + 2 * FRAME].reshape(1, -1), format="s16", layout="stereo"
        )
        frame.sample_rate, frame.pts = RATE, start // 2
        packets += [bytes(packet) for packet in coder.encode(frame)]
    packets += [bytes(packet) for packet in coder.encode(None)]
    return packets[: len(interleaved) // (2 * FRAME)]
