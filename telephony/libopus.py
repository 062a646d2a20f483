"""The Opus library itself, for what PyAV does not pass on: concealment with the decoder's own memory, and the copy of
a lost packet that the next one may carry (in-band FEC, RFC 6716 §2.1.7).

It is the very library that PyAV brings along, or the system's. Where neither is found (`open_decoder` gives None),
the callers decode through PyAV and conceal by `concealment.py`.
"""

import ctypes
import ctypes.util
import weakref
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]

RATE = 48000
STEP = RATE // 400
"""Samples of 2.5 ms: what Opus counts in."""

_LONGEST = RATE * 120 // 1000


class OpusError(Exception):
    """This is no Opus packet. `code`: the library's own."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class OpusDecoder:
    """One stream, mono at 48 kHz, in order. Used by one thread at a time; the interpreter is free meanwhile."""

    def __init__(self, library: Any) -> None:
        error = ctypes.c_int()
        self._library = library
        self._state = library.opus_decoder_create(RATE, 1, ctypes.byref(error))
        if not self._state:
            raise OpusError(error.value)
        weakref.finalize(self, library.opus_decoder_destroy, self._state)
        self._out: Samples = np.zeros(_LONGEST, np.int16)
        self._address = self._out.ctypes.data

    def decode(self, payload: bytes) -> Samples:
        """Raises OpusError; what is missing then is to be concealed."""
        return self._decoded(payload, len(payload), _LONGEST, 0)

    def recover(self, following: bytes, count: int) -> Samples:
        """What is missing before this packet, `count` samples (of whole steps): its last part from the copy that the
        packet may carry, the rest concealed. The packet itself is still to be decoded."""
        return self._decoded(following, len(following), min(count, _LONGEST), 1)

    def conceal(self, count: int) -> Samples:
        """What is missing, as the voice would have gone on."""
        return self._decoded(None, 0, min(count, _LONGEST), 0)

    def _decoded(self, payload: bytes | None, length: int, room: int, fec: int) -> Samples:
        count = self._library.opus_decode(self._state, payload, length, self._address, room, fec)
        if count < 0:
            raise OpusError(count)
        return self._out[:count].copy()


def open_decoder() -> OpusDecoder | None:
    """None where the library is not to be found."""
    opus = library()
    return OpusDecoder(opus) if opus is not None else None


@cache
def library() -> Any:
    """With what is used of it declared; None where it is not to be found."""
    for path in _places():
        try:
            opus = ctypes.CDLL(path)
            _declare(opus)
        except (OSError, AttributeError):
            continue
        return opus
    return None


def _declare(opus: Any) -> None:
    """Raises AttributeError for what is missing."""
    opus.opus_decoder_create.restype = ctypes.c_void_p
    opus.opus_decoder_create.argtypes = (ctypes.c_int32, ctypes.c_int, ctypes.c_void_p)
    opus.opus_decoder_destroy.restype = None
    opus.opus_decoder_destroy.argtypes = (ctypes.c_void_p,)
    opus.opus_decode.restype = ctypes.c_int
    opus.opus_decode.argtypes = (
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int32,
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_int,
    )
    opus.opus_encoder_create.restype = ctypes.c_void_p
    opus.opus_encoder_create.argtypes = (ctypes.c_int32, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    opus.opus_encoder_destroy.restype = None
    opus.opus_encoder_destroy.argtypes = (ctypes.c_void_p,)
    # Variable arguments: only the fixed ones are declared.
    opus.opus_encoder_ctl.argtypes = (ctypes.c_void_p, ctypes.c_int)
    opus.opus_encode.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int32)


def _places() -> list[str]:
    """Beside PyAV, where its wheels for Linux, macOS and Windows keep it, then the system's."""
    package = Path(av.__file__).parent
    found = chain(
        (package.parent / "av.libs").glob("libopus*"),
        (package / ".dylibs").glob("libopus*"),
    )
    system = ctypes.util.find_library("opus")
    return [*sorted(map(str, found)), *([system] if system else [])]
