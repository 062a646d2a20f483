"""A reaction's pieces laid on its clock and coded as the product's other recordings are: Ogg Opus at 48 kHz.

Each part begins where the seat's facts say: what a cut left out is silence, so that a second heard is a second of the
interview. Blocking and busy: for a thread (libopus and the resampler let others run).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from simulator.interviews.sound_parts import LONGEST_SECONDS, Piece, pieces_of
from telephony.durable import write_whole
from telephony.finishing import waveform
from telephony.finishing.stereo_coding import RATE, write_stereo

AUDIO = "reaction.ogg"
PEAKS = "reaction.peaks.json"

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class ReactionSound:
    """`sha256`: of the sound file, hexadecimal."""

    seconds: float
    sha256: str


def make_sound(folder: Path, offsets: Sequence[float]) -> ReactionSound:
    """Writes the sound file and its waveform. `offsets`: seconds at which each part begins.

    Raises OSError. The same pieces and offsets make the same bytes.
    """
    laid = lay(list(pieces_of(folder)), offsets)
    path = folder / AUDIO
    write_stereo(laid, laid, path)
    seconds = len(laid) / RATE
    loudest = waveform.loudest(laid) if len(laid) else []
    write_whole(folder / PEAKS, json.dumps(waveform.peaks(loudest, loudest, seconds)).encode())
    return ReactionSound(seconds, hashlib.sha256(path.read_bytes()).hexdigest())


def lay(pieces: Sequence[Piece], offsets: Sequence[float]) -> Samples:
    """All parts at 48 kHz, each at its offset, never over the one before it."""
    made: list[Samples] = []
    length = 0
    for part, of_part in groupby(pieces, key=lambda piece: piece.part):
        offset = offsets[part] if part < len(offsets) else 0.0
        begin = max(length, round(min(offset, LONGEST_SECONDS) * RATE))
        made.append(np.zeros(begin - length, dtype=np.int16))
        sound = _at_48_khz(list(of_part))[: max(0, round(LONGEST_SECONDS * RATE) - begin)]
        made.append(sound)
        length = begin + len(sound)
    return np.concatenate(made) if made else np.zeros(0, dtype=np.int16)


def _at_48_khz(pieces: Sequence[Piece]) -> Samples:
    made: list[Samples] = []
    for rate, of_rate in groupby(pieces, key=lambda piece: piece.rate):
        samples = np.frombuffer(b"".join(piece.samples for piece in of_rate), dtype="<i2")
        made.append(samples.astype(np.int16) if rate == RATE else _resampled(samples, rate))
    return np.concatenate(made)


def _resampled(samples: npt.NDArray[np.int16], rate: int) -> Samples:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    made = [*resampler.resample(frame), *resampler.resample(None)]
    found = np.concatenate([one.to_ndarray().reshape(-1) for one in made])
    # The resampler's own delay: as long as what came in, to the sample.
    wanted = round(len(samples) * RATE / rate)
    return np.pad(found, (0, max(0, wanted - len(found))))[:wanted].astype(np.int16)
