"""One leg decoded and laid on the call's clock, mono at 48 kHz, with what is missing concealed and listed."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from telephony.codecs import Codec
from telephony.concealment import bridge
from telephony.libopus import STEP, OpusDecoder, OpusError, open_decoder
from telephony.recording.rtpdump import RtpRecord

from .learned_clock import has_wrong_clock
from .narrow_band import decode_narrow
from .opus_packets import LONGEST_SECONDS, joined, single_frame_seconds
from .placing import PlacedPacket, place

RATE = 48000
ONE_SAMPLE = 1.0 / RATE
CONCEALED_SAMPLES = int(0.06 * RATE)
"""A hole up to three packets long is bridged from what sounds before and after it; a longer one stays silent."""

ROUNDING_SAMPLES = RATE // 1000
"""A hole no longer than this is drift between two clocks, a sample now and then: the last one is held."""

_AROUND = int(0.06 * RATE)

DTX_SECONDS = 0.5
"""A sender in DTX still sends a packet every 0.4 s: after a longer silence something is cut."""

LISTED_SECONDS = 0.008
"""Shorter holes are rounding, not missing sound: the shortest packets in use hold 10 ms."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    """Position in samples of the call."""
    samples: Samples
    follows: bool
    """Nothing was lost before it."""
    is_concealed: bool = False
    """Nothing came: it is what the decoder makes of the packets around."""


@dataclass(frozen=True, slots=True)
class Hole:
    """No sound from `start` to `end` (seconds); `is_dtx`: the sender had nothing to send, nothing was lost."""

    start: float
    end: float
    is_dtx: bool


@dataclass(frozen=True, slots=True)
class DecodedLeg:
    """Pieces of sound where they belong; holes between them."""

    pieces: list[_Piece]
    packets: int
    undecodable: int
    drift_ppm: float
    is_discontinuous: bool
    """The sender stops sending in silence (DTX): it may have been silent at the end as well."""
    has_wrong_clock: bool = False
    """Its time stamps were not believed (learned_clock.py)."""

    @property
    def ends_at(self) -> float:
        """Seconds at which the last sound ends; 0 for an empty leg."""
        return (self.pieces[-1].start + len(self.pieces[-1].samples)) / RATE if self.pieces else 0.0

    def track(self, length: int) -> Samples:
        """The leg as `length` samples, short holes concealed."""
        out = np.zeros(length, dtype=np.int16)
        reached = 0
        short: list[tuple[int, int]] = []
        for piece in self.pieces:
            start = max(0, piece.start)
            if reached and 0 < start - reached <= CONCEALED_SAMPLES and start < length:
                short.append((reached, start))
            # A packet that overlaps what is already there by rounding gives way at its head.
            skip = max(0, reached - piece.start)
            end = min(length, piece.start + len(piece.samples))
            if end > piece.start + skip:
                out[piece.start + skip : end] = piece.samples[skip : end - piece.start]
            reached = max(reached, end)
            if reached >= length:
                break
        for start, end in short:
            if end - start <= ROUNDING_SAMPLES:
                out[start:end] = out[start - 1]
                continue
            before, after = out[max(0, start - _AROUND) : start], out[end : end + _AROUND]
            out[start:end] = bridge(before, after, end - start, RATE)
        return out

    def holes(self, seconds: float) -> list[Hole]:
        """Where no sound is, from the start to `seconds`."""
        holes: list[Hole] = []
        reached = 0.0
        for piece in self.pieces:
            if piece.is_concealed:
                continue
            start = piece.start / RATE
            if start - reached > LISTED_SECONDS:
                holes.append(Hole(reached, start, piece.follows))
            reached = max(reached, start + len(piece.samples) / RATE)
        if seconds - reached > 0.1:
            holes.append(Hole(reached, seconds, self.is_discontinuous and seconds - reached < DTX_SECONDS))
        return holes


def decode_leg(records: Sequence[RtpRecord]) -> DecodedLeg:
    """Decodes all packets of a leg; what does not decode is counted and left silent."""
    records = [record for record in records if record.payload]
    if not records:
        return DecodedLeg([], 0, 0, 0.0, False)
    placed, drift = place(records)
    pieces, undecodable = _decode([packet for packet in placed if packet.codec is Codec.OPUS])
    for codec in (Codec.G722, Codec.PCMA, Codec.PCMU):
        narrow = [packet for packet in placed if packet.codec is codec]
        for packet, samples in decode_narrow(codec, narrow) if narrow else ():
            pieces.append(_Piece(round(packet.at * RATE), samples, packet.follows))
    pieces.sort(key=lambda piece: piece.start)
    return DecodedLeg(pieces, len(placed), undecodable, drift, _is_discontinuous(placed), has_wrong_clock(records))


def _decode(placed: list[PlacedPacket]) -> tuple[list[_Piece], int]:
    """The pieces of Opus packets in order, and how many did not decode."""
    decoder = open_decoder()
    return _decode_by_av(placed) if decoder is None else _decode_by_library(placed, decoder)


def _decode_by_library(placed: list[PlacedPacket], decoder: OpusDecoder) -> tuple[list[_Piece], int]:
    """Short holes filled by the decoder itself, from the copy in the packet after them where there is one."""
    pieces: list[_Piece] = []
    undecodable = 0
    broken = False
    reached: int | None = None
    for packet in placed:
        start = round(packet.at * RATE)
        hole = start - reached if reached is not None else 0
        steps = round(hole / STEP)
        try:
            if reached is not None and 0 < hole <= CONCEALED_SAMPLES and steps and not packet.follows:
                pieces.append(_Piece(reached, decoder.recover(packet.payload, steps * STEP), False, True))
            samples = decoder.decode(packet.payload)
        except OpusError:
            undecodable += 1
            broken = True
            continue
        pieces.append(_Piece(start, samples, packet.follows and not broken))
        broken = False
        reached = start + len(samples)
    return pieces, undecodable


def _decode_by_av(placed: list[PlacedPacket]) -> tuple[list[_Piece], int]:
    decoder: Any = av.CodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE, "mono"
    pieces: list[_Piece] = []
    undecodable = 0
    broken = False

    def decodes(run: list[PlacedPacket]) -> bool:
        nonlocal broken
        try:
            frames = decoder.decode(av.Packet(joined([packet.payload for packet in run])))
        except FFmpegError:
            return False
        start = round(run[0].at * RATE)
        for frame in frames:
            samples = _mono(frame)
            pieces.append(_Piece(start, samples, run[0].follows and not broken))
            start += len(samples)
            broken = False
        return True

    for run in _runs(placed):
        if decodes(run):
            continue
        for packet in run:
            if not decodes([packet]):
                undecodable += 1
                broken = True
    return pieces, undecodable


def _runs(placed: list[PlacedPacket]) -> Iterator[list[PlacedPacket]]:
    """Packets that sound without a break and can be decoded as one."""
    run: list[PlacedPacket] = []
    lasts = 0.0
    for packet in placed:
        seconds = single_frame_seconds(packet.payload)
        if (
            run
            and seconds is not None
            and packet.payload[0] == run[0].payload[0]
            and abs(run[0].at + lasts - packet.at) < ONE_SAMPLE
            and lasts + seconds <= LONGEST_SECONDS + ONE_SAMPLE
        ):
            run.append(packet)
            lasts += seconds
            continue
        if run:
            yield run
        if seconds is None:
            yield [packet]
            run, lasts = [], 0.0
        else:
            run, lasts = [packet], seconds
    if run:
        yield run


def _mono(frame: Any) -> Samples:
    """Signed 16-bit samples of a frame, whatever its layout and format."""
    if frame.format.name == "s16" and frame.layout.name == "mono":
        return np.frombuffer(frame.planes[0], np.int16, frame.samples)
    data = frame.to_ndarray()
    channels = len(frame.layout.channels)
    if data.shape[0] == 1 and channels > 1:
        data = data.reshape(-1, channels).T
    mono = data[0] if data.shape[0] == 1 else data.mean(axis=0)
    if mono.dtype.kind == "f":
        mono = np.clip(mono, -1.0, 1.0) * 32767
    return mono.astype(np.int16)


def _is_discontinuous(placed: list[PlacedPacket]) -> bool:
    """DTX: time jumps where sequence numbers do not, more than a device change would explain."""
    jumps = sum(after.follows and after.at - before.at > 0.36 for before, after in itertools.pairwise(placed))
    return jumps > max(3, len(placed) // 500)
