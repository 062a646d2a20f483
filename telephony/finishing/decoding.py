"""Placed packets of a leg as pieces of sound on the call's clock, mono at 48 kHz."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from telephony.codecs import Codec
from telephony.libopus import STEP, OpusDecoder, OpusError, open_decoder

from .narrow_band import decode_narrow
from .opus_packets import LONGEST_SECONDS, joined, single_frame_seconds
from .placing import PlacedPacket

RATE = 48000
ONE_SAMPLE = 1.0 / RATE
CONCEALED_SAMPLES = int(0.06 * RATE)
"""A hole up to three packets long is bridged from what sounds before and after it; a longer one stays silent."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    """Position in samples of the call."""
    samples: Samples
    follows: bool
    """Nothing was lost before it."""
    is_concealed: bool = False
    """Nothing came: it is what the decoder makes of the packets around."""


def decode(placed: Sequence[PlacedPacket]) -> tuple[list[Piece], list[int]]:
    """The pieces of these packets, in order; and where (in samples of the call) one did not decode."""
    pieces, undecodable = _decode([packet for packet in placed if packet.codec is Codec.OPUS])
    for codec in (Codec.G722, Codec.PCMA, Codec.PCMU):
        narrow = [packet for packet in placed if packet.codec is codec]
        for packet, samples in decode_narrow(codec, narrow) if narrow else ():
            pieces.append(Piece(round(packet.at * RATE), samples, packet.follows))
    pieces.sort(key=lambda piece: piece.start)
    return pieces, undecodable


def _decode(placed: list[PlacedPacket]) -> tuple[list[Piece], list[int]]:
    """The pieces of Opus packets in order, and where one did not decode."""
    decoder = open_decoder()
    return _decode_by_av(placed) if decoder is None else _decode_by_library(placed, decoder)


def _decode_by_library(placed: list[PlacedPacket], decoder: OpusDecoder) -> tuple[list[Piece], list[int]]:
    """Short holes filled by the decoder itself, from the copy in the packet after them where there is one."""
    pieces: list[Piece] = []
    undecodable: list[int] = []
    broken = False
    reached: int | None = None
    for packet in placed:
        start = round(packet.at * RATE)
        hole = start - reached if reached is not None else 0
        steps = round(hole / STEP)
        try:
            if reached is not None and 0 < hole <= CONCEALED_SAMPLES and steps and not packet.follows:
                pieces.append(Piece(reached, decoder.recover(packet.payload, steps * STEP), False, True))
            samples = decoder.decode(packet.payload)
        except OpusError:
            undecodable.append(start)
            broken = True
            continue
        pieces.append(Piece(start, samples, packet.follows and not broken))
        broken = False
        reached = start + len(samples)
    return pieces, undecodable


def _decode_by_av(placed: list[PlacedPacket]) -> tuple[list[Piece], list[int]]:
    decoder: Any = av.CodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE, "mono"
    pieces: list[Piece] = []
    undecodable: list[int] = []
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
            pieces.append(Piece(start, samples, run[0].follows and not broken))
            start += len(samples)
            broken = False
        return True

    for run in _runs(placed):
        if decodes(run):
            continue
        for packet in run:
            if not decodes([packet]):
                undecodable.append(round(packet.at * RATE))
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
