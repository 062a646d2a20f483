"""Recordings made by hand: rtpdump legs and a journal, as the recorder would have written them, faults included."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import av
import numpy as np

from telephony import Role
from telephony.recording import rtpdump
from tests.sound import RATE, Samples, speech_like

FRAME = 960
FRAME_SECONDS = FRAME / RATE


@dataclass(frozen=True)
class Sent:
    """One packet: `arrived` in seconds since the recording was opened, the rest as on the wire."""

    arrived: float
    sequence: int
    timestamp: int
    payload: bytes
    ssrc: int = 0x1111


@dataclass
class Recorded:
    """A folder as a call leaves it. `ended` None: the process was killed."""

    folder: Path
    legs: dict[Role, list[Sent]] = field(default_factory=dict[Role, list[Sent]])
    ended: float | None = None
    notes: list[dict[str, object]] = field(default_factory=list[dict[str, object]])

    def write(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        for role, packets in self.legs.items():
            records = (rtpdump.record(p.arrived, 111, 0, p.sequence, p.timestamp, p.ssrc, p.payload) for p in packets)
            (self.folder / f"{role}.rtpdump").write_bytes(rtpdump.file_header(1.0e9) + b"".join(records))
        lines = [{"what": "opened", "offset": 0.0}, {"what": "connected", "offset": 0.0}, *self.notes]
        if self.ended is not None:
            lines.append({"what": "ended", "offset": self.ended, "reason": "hung_up"})
        (self.folder / "call.jsonl").write_bytes(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
        return self.folder


def coded(samples: Samples) -> list[bytes]:
    """The samples (mono, 48 kHz) as Opus packets of 20 ms."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "mono", "s16", 24000
    encoder.options = {"frame_duration": "20", "compression_level": "1"}
    whole = (samples[: len(samples) - len(samples) % FRAME] * 32767).astype(np.int16)
    packets: list[bytes] = []
    for start in range(0, len(whole), FRAME):
        frame = av.AudioFrame.from_ndarray(whole[start : start + FRAME].reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE, start
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets


@cache
def spoken(seed: int, seconds: float) -> list[bytes]:
    return coded(speech_like(seed, seconds))


CLICK_FRAMES = 8


@cache
def _click() -> tuple[list[bytes], bytes]:
    """A loud burst of 5 ms within otherwise silent frames; and one silent frame."""
    samples = np.zeros(60 * FRAME, dtype=np.float32)
    at = 50 * FRAME
    samples[at : at + RATE // 200] = 0.8 * np.sin(2 * np.pi * 1000 * np.arange(RATE // 200) / RATE)
    packets = coded(samples)
    return packets[50 : 50 + CLICK_FRAMES], packets[20]


def silence_with_clicks(seconds: float, clicks: Iterable[float]) -> list[bytes]:
    """Silence with a click at each of these seconds (rounded to 20 ms)."""
    click, silent = _click()
    packets = [silent] * round(seconds / FRAME_SECONDS)
    for at in clicks:
        first = round(at / FRAME_SECONDS)
        packets[first : first + CLICK_FRAMES] = click
    return packets


def on_time(
    payloads: Sequence[bytes],
    *,
    start: float = 0.0,
    sequence: int = 100,
    timestamp: int = 1000,
    ssrc: int = 0x1111,
    fast_ppm: float = 0.0,
    jitter: float = 0.0,
    seed: int = 0,
) -> list[Sent]:
    """As a sender whose clock is `fast_ppm` too fast sends them, each up to `jitter` seconds late."""
    late = np.abs(np.random.default_rng(seed).standard_normal(len(payloads))) * jitter
    beat = FRAME_SECONDS / (1 + fast_ppm / 1e6)
    return [
        Sent(
            start + number * beat + float(late[number]),
            (sequence + number) & 0xFFFF,
            (timestamp + number * FRAME) & 0xFFFFFFFF,
            payload,
            ssrc,
        )
        for number, payload in enumerate(payloads)
    ]


def stalled(packets: Sequence[Sent], since: float, until: float) -> list[Sent]:
    """What was sent between `since` and `until` arrives in one burst at `until`."""
    return [replace(p, arrived=until) if since <= p.arrived < until else p for p in packets]


def lost(packets: Sequence[Sent], since: float, until: float) -> list[Sent]:
    """What was sent between `since` and `until` never arrives."""
    return [p for p in packets if not since <= p.arrived < until]


def paused(packets: Sequence[Sent], since: float, until: float) -> list[Sent]:
    """DTX: nothing is sent between `since` and `until`; sequence numbers go on without a gap."""
    kept = lost(packets, since, until)
    missing = len(packets) - len(kept)
    return [replace(p, sequence=(p.sequence - missing) & 0xFFFF) if p.arrived >= until else p for p in kept]
