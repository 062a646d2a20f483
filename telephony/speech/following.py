"""A leg's sound while it is still being recorded: read from the growing file, decoded, on the call's own clock.

Nothing is asked of the process in which calls run: what it writes is enough.
"""

import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from telephony.carrying.transcoding import a_decoder
from telephony.codecs import COMFORT_NOISE, Codec
from telephony.recording.rtpdump import RtpRecord, parse, parse_header

from .whisper import RATE, Samples

SETTLED_SECONDS = 0.4
"""Without a packet for so long, the side is silent: the file is behind by less than that."""

SAME_MOMENT = RATE // 50
"""A hole shorter than 20 ms is rounding."""

JUMP_SECONDS = 1.0
"""A timestamp that is further than this from its arrival belongs to another clock."""


class FollowedLeg:
    """`read` gives the samples that have come since the last time, silence where nothing came."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0
        self._given = 0
        """Samples given so far: the call's clock."""
        self._decoder: Any = None
        self._resampler: Any = None
        self._clock_of: tuple[int, Codec] | None = None
        self._anchor = (0.0, 0)
        """Seconds of the call, and the timestamp that sounds there."""
        self._last_sequence: int | None = None

    @property
    def seconds(self) -> float:
        """Until where the sound was given."""
        return self._given / RATE

    def read(self, now: float) -> Samples:
        """`now`: seconds of the call. What does not decode is silent. A file that is not there yet has no sound."""
        pieces: list[Samples] = []
        for record in self._new_records():
            if record.payload_type == COMFORT_NOISE:
                continue
            pieces += self._sound(record)
        behind = round((now - SETTLED_SECONDS) * RATE) - self._given
        if behind > 0:
            pieces.append(self._silence(behind))
        return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)

    def _new_records(self) -> list[RtpRecord]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._position)
                data = file.read()
        except FileNotFoundError:
            return []
        start = 0
        if self._position == 0:
            start = parse_header(data) or 0
            if start == 0:
                return []
        records, end = parse(data, start)
        self._position += end
        return records

    def _sound(self, record: RtpRecord) -> list[Samples]:
        codec = Codec.of_payload_type(record.payload_type)
        if not record.payload:
            return []
        at = self._at(record, codec)
        if at is None:
            return []
        pieces: list[Samples] = []
        missing = round(at * RATE) - self._given
        if missing > SAME_MOMENT:
            pieces.append(self._silence(missing))
        try:
            frames = self._decoder.decode(av.Packet(record.payload))
        except (FFmpegError, struct.error):
            return pieces
        for frame in frames:
            frame.pts = None
            for piece in self._resampler.resample(frame):
                samples = np.frombuffer(piece.planes[0], np.float32, piece.samples).copy()
                self._given += len(samples)
                pieces.append(samples)
        return pieces

    def _at(self, record: RtpRecord, codec: Codec) -> float | None:
        """Where the packet sounds; None for one that comes too late to be heard in its place."""
        anchor_at, anchor_stamp = self._anchor
        elapsed = ((record.timestamp - anchor_stamp + 2**31) % 2**32 - 2**31) / codec.clock
        is_same = self._clock_of == (record.ssrc, codec)
        if is_same and self._last_sequence is not None:
            step = (record.sequence - self._last_sequence + 2**15) % 2**16 - 2**15
            if step <= 0:
                return None
        if not is_same or abs(anchor_at + elapsed - record.arrived) > JUMP_SECONDS:
            if not is_same:
                self._decoder = a_decoder(codec)
                self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            self._clock_of = (record.ssrc, codec)
            anchor_at, elapsed = max(record.arrived, self.seconds), 0.0
            self._anchor = (anchor_at, record.timestamp)
        self._last_sequence = record.sequence
        return anchor_at + elapsed

    def _silence(self, samples: int) -> Samples:
        self._given += samples
        return np.zeros(samples, np.float32)
