"""Where each packet of a leg belongs on the call's clock: by RTP timestamp, anchored on arrival.

Arrival is noisy (stalls, bursts), the sample clock is not. Arrival therefore only anchors each source, through the
earliest arrivals of successive windows (what was delayed least), and measures the drift between the two clocks. A
lasting step (the sender's clock stood still while a device was changed) opens a new anchor.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from telephony.codecs import COMFORT_NOISE, Codec
from telephony.recording.rtpdump import RtpRecord

from .learned_clock import learn

WINDOW_SECONDS = 2.0
STEP_SECONDS = 0.08
"""A lasting change of the delay beyond this is a step of the sender's clock, not jitter."""

CONFIRMING_WINDOWS = 15
"""How many windows must stay above before a step is believed."""

RESET_SECONDS = 10.0
"""Timestamps that jump by so much against arrival belong to a clock that was set anew (RFC 3550 §5.1)."""

NARROW_CLOCK = 8000
"""Of G.711, G.722 and the comfort noise beside them: one clock, whichever of them a telephone sends just now."""

DRIFT_NEEDS_SECONDS = 120.0
"""Shorter than this, drift cannot be told from jitter and does not matter."""


@dataclass(frozen=True, slots=True)
class PlacedPacket:
    """`at`: seconds from the recording's start at which the payload begins to sound."""

    at: float
    payload: bytes
    follows: bool
    """Its sequence number is the one after the packet before: a hole between them is the sender's own silence."""
    codec: Codec = Codec.OPUS


def place(records: Sequence[RtpRecord]) -> tuple[list[PlacedPacket], float]:
    """Places all packets of a leg, duplicates left out, in order; and its drift in parts per million."""
    placed: list[PlacedPacket] = []
    drift = 0.0
    for source in _by_source(records):
        packets, source_drift = _place_source(source)
        placed += packets
        drift = source_drift or drift
    placed.sort(key=lambda packet: packet.at)
    return placed, drift


def _by_source(records: Sequence[RtpRecord]) -> list[list[RtpRecord]]:
    """One list for each sender's clock: a telephone may change its codec within a call, or begin its clock anew."""
    sources: list[list[RtpRecord]] = []
    running: dict[tuple[int, int], list[RtpRecord]] = {}
    for record in records:
        clock = _clock_of(record)
        source = running.get((record.ssrc, clock))
        if source is None or _is_another_clock(source[-1], record, clock):
            source = running[(record.ssrc, clock)] = []
            sources.append(source)
        source.append(record)
    return sources


def _clock_of(record: RtpRecord) -> int:
    return NARROW_CLOCK if record.payload_type == COMFORT_NOISE else Codec.of_payload_type(record.payload_type).clock


def _is_another_clock(before: RtpRecord, record: RtpRecord, clock: int) -> bool:
    """The timestamps moved by what cannot have passed: no stall and nothing sent again is that far off."""
    moved = ((record.timestamp - before.timestamp + (1 << 31)) % (1 << 32) - (1 << 31)) / clock
    return abs(moved - (record.arrived - before.arrived)) > RESET_SECONDS


def _place_source(records: list[RtpRecord]) -> tuple[list[PlacedPacket], float]:
    clock = _unwrap(np.array([record.timestamp for record in records], dtype=np.int64)) / _clock_of(records[0])
    clock = learn(records, clock).seconds
    arrived = np.array([record.arrived for record in records])
    _, first = np.unique(clock, return_index=True)
    clock, arrived = clock[first], arrived[first]
    records = [records[index] for index in first]
    delay = arrived - clock
    anchors, slope = _anchors(clock, delay)
    at = (clock + anchors).tolist()
    sequence = np.array([record.sequence for record in records], dtype=np.int64)
    follows = np.concatenate(([False], (np.diff(sequence) & 0xFFFF) == 1)).tolist()
    packets = [
        PlacedPacket(when, record.payload, after, Codec.of_payload_type(record.payload_type))
        for when, record, after in zip(at, records, follows, strict=True)
        if record.payload_type != COMFORT_NOISE
    ]
    return packets, slope * 1e6


def _unwrap(timestamps: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """32-bit timestamps as a line without wraps, whatever the order of arrival."""
    steps = np.diff(timestamps)
    steps = (steps + (1 << 31)) % (1 << 32) - (1 << 31)
    return np.concatenate(([0], np.cumsum(steps)))


def _anchors(clock: npt.NDArray[np.float64], delay: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], float]:
    """For each packet, what to add to its own clock; and the slope of that (drift)."""
    window = ((clock - clock[0]) // WINDOW_SECONDS).astype(int)
    starts = np.flatnonzero(np.concatenate(([True], np.diff(window) > 0)))
    floors = np.minimum.reduceat(delay, starts)
    middles = clock[starts]
    segments = _segments(floors)
    anchors = np.empty_like(delay)
    slope = 0.0
    bounds = [*starts[[begin for begin, _ in segments]], len(delay)]
    for (begin, end), low, high in zip(segments, bounds, bounds[1:], strict=False):
        x, y = middles[begin:end], floors[begin:end]
        if x[-1] - x[0] >= DRIFT_NEEDS_SECONDS:
            slope, base = _lower_line(x, y)
            anchors[low:high] = base + slope * clock[low:high]
        else:
            anchors[low:high] = np.min(y)
    return anchors, slope


def _segments(floors: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Runs of windows with one anchor. A stall ends in a burst that brings the floor back; a step stays."""
    segments: list[tuple[int, int]] = []
    begin, floor = 0, float(floors[0])
    for index in range(1, len(floors)):
        if float(np.min(floors[index : index + CONFIRMING_WINDOWS])) - floor > STEP_SECONDS:
            segments.append((begin, index))
            begin, floor = index, float(floors[index])
        else:
            # Follows slow drift without letting jitter lift it.
            floor = min(float(floors[index]), floor + 0.002)
    return [*segments, (begin, len(floors))]


def _lower_line(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> tuple[float, float]:
    """The line under the least delayed windows: fitted, then fitted again on what lies below it."""
    keep = np.ones(len(x), dtype=bool)
    slope, base = 0.0, float(np.min(y))
    for _ in range(4):
        slope, base = (float(value) for value in np.polyfit(x[keep], y[keep], 1))
        residual = y - (base + slope * x)
        keep = residual <= max(0.003, float(np.median(residual[keep])))
        if keep.sum() < max(4, len(x) // 10):
            break
    return slope, base
