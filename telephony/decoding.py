"""One leg decoded and laid on the call's clock, mono at 48 kHz, with what is missing concealed and listed."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from .placing import PlacedPacket, place
from .rtpdump import RtpRecord

RATE = 48000
CONCEALED_SAMPLES = int(0.06 * RATE)
"""A hole up to three packets long is covered by a fading repeat of what came before; a longer one stays silent."""

LISTED_SECONDS = 0.02
"""Shorter holes are rounding, not missing sound."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    """Position in samples of the call."""
    samples: Samples


@dataclass(frozen=True, slots=True)
class DecodedLeg:
    """Pieces of sound where they belong; holes between them."""

    pieces: list[_Piece]
    packets: int
    undecodable: int
    drift_ppm: float
    is_discontinuous: bool
    """The sender stops sending in silence (DTX): its holes are not losses."""

    @property
    def ends_at(self) -> float:
        """Seconds at which the last sound ends; 0 for an empty leg."""
        return (self.pieces[-1].start + len(self.pieces[-1].samples)) / RATE if self.pieces else 0.0

    def track(self, length: int) -> Samples:
        """The leg as `length` samples, short holes concealed."""
        out = np.zeros(length, dtype=np.int16)
        reached = 0
        tail: Samples = np.zeros(0, dtype=np.int16)
        for piece in self.pieces:
            start = max(0, piece.start)
            hole = start - reached
            if 0 < hole <= CONCEALED_SAMPLES and len(tail):
                fade = np.linspace(0.7, 0.0, hole)
                filler = np.resize(tail, hole) * fade
                out[reached : min(start, length)] = filler[: max(0, min(start, length) - reached)].astype(np.int16)
            # A packet that overlaps what is already there by rounding gives way at its head.
            skip = max(0, reached - piece.start)
            end = min(length, piece.start + len(piece.samples))
            if end > piece.start + skip:
                out[piece.start + skip : end] = piece.samples[skip : end - piece.start]
            reached = max(reached, end)
            tail = piece.samples
            if reached >= length:
                break
        return out

    def silences(self, seconds: float) -> list[tuple[float, float]]:
        """Holes from the start to `seconds`, as (start, end) in seconds."""
        holes: list[tuple[float, float]] = []
        reached = 0.0
        for piece in self.pieces:
            start = piece.start / RATE
            if start - reached > LISTED_SECONDS:
                holes.append((reached, start))
            reached = max(reached, start + len(piece.samples) / RATE)
        if seconds - reached > 0.1:
            holes.append((reached, seconds))
        return holes


def decode_leg(records: Sequence[RtpRecord]) -> DecodedLeg:
    """Decodes all Opus packets of a leg; what does not decode is counted and left silent."""
    records = [record for record in records if record.payload]
    if not records:
        return DecodedLeg([], 0, 0, 0.0, False)
    placed, drift = place(records)
    pieces, undecodable = _decode(placed)
    return DecodedLeg(pieces, len(placed), undecodable, drift, _is_discontinuous(records))


def _decode(placed: list[PlacedPacket]) -> tuple[list[_Piece], int]:
    decoder: Any = av.CodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE, "mono"
    pieces: list[_Piece] = []
    undecodable = 0
    for packet in placed:
        try:
            frames = decoder.decode(av.Packet(packet.payload))
        except av.error.FFmpegError:
            undecodable += 1
            continue
        start = round(packet.at * RATE)
        for frame in frames:
            samples = _mono(frame)
            pieces.append(_Piece(start, samples))
            start += len(samples)
    return pieces, undecodable


def _mono(frame: Any) -> Samples:
    """Signed 16-bit samples of a frame, whatever its layout and format."""
    data = frame.to_ndarray()
    channels = len(frame.layout.channels)
    if data.shape[0] == 1 and channels > 1:
        data = data.reshape(-1, channels).T
    mono = data[0] if data.shape[0] == 1 else data.mean(axis=0)
    if mono.dtype.kind == "f":
        mono = np.clip(mono, -1.0, 1.0) * 32767
    return mono.astype(np.int16)


def _is_discontinuous(records: Sequence[RtpRecord]) -> bool:
    """DTX: timestamps jump where sequence numbers do not."""
    jumps = sum(
        ((after.sequence - before.sequence) & 0xFFFF) == 1
        and ((after.timestamp - before.timestamp) & 0xFFFFFFFF) > 3 * 5760
        for before, after in itertools.pairwise(records)
    )
    return jumps > max(3, len(records) // 500)
