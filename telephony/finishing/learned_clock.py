"""The true time of a leg's packets, where its time stamps tell another: learned from what the packets hold, from
their numbers and from when they came. carrying/sender_clock.py does the same while a call runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from telephony.codecs import Codec
from telephony.payload_seconds import payload_seconds
from telephony.recording.rtpdump import RtpRecord

LEAST_PAIRS = 10
TOLERANCE = 0.05
MOSTLY = 0.7
"""The share of packets that must agree on a wrong speed."""

STANDS_STILL = 0.02
"""Below this share of what it should be, a clock says nothing at all."""

PAUSE_SECONDS = 0.2
"""By numbers alone a pause cannot be seen: one so much longer than the packets before it is taken from arrival."""

STALL_PACKETS = 50
"""A network that stood still has brought what it owes within so many packets."""

Seconds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LearnedClock:
    """`seconds`: of each packet on its sender's clock; `is_wrong`: not as the time stamps say."""

    seconds: Seconds
    is_wrong: bool


def learn(records: Sequence[RtpRecord], stamps: Seconds) -> LearnedClock:
    """`stamps`: the time stamps in seconds as the codec counts, unwrapped; `records` in order of arrival."""
    sequence = _unwrapped(np.array([record.sequence for record in records], dtype=np.int64))
    arrived = np.array([record.arrived for record in records])
    lasts = np.array([_seconds(record) or np.nan for record in records])
    steps, between, came = np.diff(sequence), np.diff(stamps), np.diff(arrived)
    follows = (steps == 1) & ~np.isnan(lasts[:-1]) & ~np.isnan(lasts[1:])
    if follows.sum() < LEAST_PAIRS:
        return LearnedClock(stamps, False)
    speeds = between[follows] / lasts[:-1][follows]
    speed = float(np.median(speeds))
    agree = float(np.mean(np.abs(speeds - speed) <= TOLERANCE * max(1.0, speed)))
    # Sent as slowly as it is counted, a packet may hold less than its time: then the time stamps are right.
    paced = float(np.mean(came[follows])) / float(np.mean(lasts[:-1][follows]))
    if abs(speed - 1) <= TOLERANCE or agree < MOSTLY or abs(paced - speed) < abs(paced - 1) or speed < 0:
        return LearnedClock(stamps, False)
    if speed >= STANDS_STILL:
        return LearnedClock(stamps / speed, True)
    counted = np.concatenate(([0.0], np.cumsum(steps * float(np.nanmedian(lasts)))))
    return LearnedClock(counted + _pauses(arrived - counted), True)


def _pauses(delay: Seconds) -> Seconds:
    """For each packet, how long the sender was silent before it in all. A stall ends in a burst; a pause stays."""
    padded = np.concatenate((delay, np.full(STALL_PACKETS - 1, delay[-1])))
    lowest = np.lib.stride_tricks.sliding_window_view(padded, STALL_PACKETS).min(axis=1)
    paused, since = np.empty_like(delay), float(lowest[0])
    so_far = 0.0
    for index, low in enumerate(lowest.tolist()):
        if low - since > PAUSE_SECONDS:
            so_far += low - since
            since = low
        since = min(since, low)
        paused[index] = so_far
    return paused


def has_wrong_clock(records: Sequence[RtpRecord]) -> bool:
    """Whether a leg's time stamps were not believed."""
    runs: dict[tuple[int, int], list[RtpRecord]] = {}
    for record in records:
        clock = Codec.of_payload_type(record.payload_type).clock
        runs.setdefault((record.ssrc, clock), []).append(record)
    return any(
        learn(run, _unwrapped_stamps(run) / clock).is_wrong
        for (_, clock), run in runs.items()
        if len(run) > LEAST_PAIRS
    )


def _unwrapped_stamps(records: Sequence[RtpRecord]) -> npt.NDArray[np.int64]:
    return _lines(np.array([record.timestamp for record in records], dtype=np.int64), 32)


def _unwrapped(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return _lines(numbers, 16)


def _lines(numbers: npt.NDArray[np.int64], bits: int) -> npt.NDArray[np.int64]:
    half = 1 << (bits - 1)
    steps = (np.diff(numbers) + half) % (1 << bits) - half
    return np.concatenate(([0], np.cumsum(steps)))


def _seconds(record: RtpRecord) -> float | None:
    return payload_seconds(Codec.of_payload_type(record.payload_type), record.payload)
