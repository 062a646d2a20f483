"""A call's stereo file, made while its recording grows: decoded, placed and coded a stretch of ten seconds at a time.

`advance` reads what has come and makes every stretch of which nothing can change any more; `finish` makes the rest
and closes the file. Each stretch is made of the packets around it alone, so the file has the same bytes whether it
was made during the call, afterwards at once, or in parts with crashes between them: what is on the disk already
(`call.ogg.part`, and `call.parts`, a line for each stretch) is gone on with. For a worker process: it waits for the
disk, and one call belongs to one of these at a time.
"""

import json
import os
from bisect import bisect_left
from dataclasses import asdict, dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from telephony.codecs import Codec
from telephony.durable import replace_synced, sync_file, sync_folder
from telephony.recording.rtpdump import parse, parse_header
from telephony.roles import Role

from . import ogg, stereo_coding, voices, waveform
from .laying import AFTER_SECONDS, BEFORE_SECONDS, Hole, LegTally, lay
from .opus_packets import packet_seconds
from .placing import LegPlacer, PlacedPacket
from .stereo_coding import DELAY, FRAME, RATE, WARM_FRAMES

AUDIO = "call.ogg"
GROWING = "call.ogg.part"
PARTS = "call.parts"

STRETCH_FRAMES = 500
STRETCH_SECONDS = STRETCH_FRAMES * FRAME / RATE
_PAGE_FRAMES = 25
MOST_SECONDS = 12 * 3600.0
"""No call is longer: what says otherwise is no recording of ours."""

Samples = npt.NDArray[np.int16]


class GrowingMix:
    """Raises OSError from everything that reads or writes; what is on the disk then is gone on with."""

    def __init__(self, folder: Path) -> None:
        self.tallies = {role: LegTally() for role in Role}
        self.peaks: dict[Role, list[int]] = {role: [] for role in Role}
        self._levels: dict[Role, list[float]] = {role: [] for role in Role}
        self._folder = folder
        self._legs = {role: _FollowedLeg(folder / f"{role}.rtpdump") for role in Role}
        self._stretches = 0
        self._bytes = 0
        self._pages = 0
        self._until = 0.0
        self._go_on()

    @property
    def seconds(self) -> float:
        """Of the call that can be heard already."""
        return self._stretches * STRETCH_SECONDS

    @property
    def drift_ppm(self) -> dict[Role, float]:
        return {role: leg.placer.drift_ppm for role, leg in self._legs.items()}

    @property
    def wrong_clocks(self) -> set[Role]:
        """Sides whose time stamps were not believed (learned_clock.py)."""
        return {role for role, leg in self._legs.items() if leg.placer.has_wrong_clock}

    def speech(self) -> dict[Role, list[tuple[float, float]]]:
        """Spans in which each side spoke."""
        return {role: voices.spans_of(np.array(level)) for role, level in self._levels.items()}

    def heard_until(self) -> float:
        """Seconds at which the last sound of a call whose end nobody wrote down ends; after `read_to_the_end`."""
        return max([*(leg.ends_at for leg in self._legs.values()), self.seconds])

    def advance(self, until: float) -> None:
        """Every packet that arrived before `until` (seconds of the recording) is in its file by now."""
        # Arrivals are written in whole milliseconds, rounded down.
        self._until = max(self._until, int(until * 1000) / 1000)
        for leg in self._legs.values():
            leg.read()
            leg.placer.advance(self._until)

    def step(self) -> bool:
        """Makes the next stretch of which nothing can change any more; False when there is none."""
        needed = (self._stretches + 1) * STRETCH_SECONDS + AFTER_SECONDS
        if needed > min(leg.placer.bound(self._until) for leg in self._legs.values()):
            return False
        self._make(STRETCH_FRAMES, (self._stretches + 1) * STRETCH_FRAMES * FRAME)
        return True

    def read_to_the_end(self) -> None:
        """Nothing more will be recorded."""
        for leg in self._legs.values():
            leg.read_to_the_end()

    def finish(self, seconds: float) -> Path:
        """The whole file, `seconds` long, closed and under its name. After `read_to_the_end`."""
        if seconds > MOST_SECONDS:
            raise ValueError(f"no call is {seconds:.0f} seconds long")
        length = max(1, round(seconds * RATE))
        if self._stretches * STRETCH_FRAMES * FRAME > length:
            # More was made than there is: the clock of this machine was changed. Once more, from the beginning.
            self._forget()
            self.read_to_the_end()
        while (self._stretches + 1) * STRETCH_FRAMES * FRAME <= length:
            self._make(STRETCH_FRAMES, length)
        done = self._stretches * STRETCH_FRAMES * FRAME
        self._make(-(-(length + DELAY - done) // FRAME), length, is_last=True)
        audio = self._folder / AUDIO
        sync_file(self._folder / GROWING)
        replace_synced(self._folder / GROWING, audio)
        return audio

    def tidy(self) -> None:
        """The list of stretches has served."""
        (self._folder / PARTS).unlink(missing_ok=True)

    # Stretches.

    def _make(self, frames: int, length: int, is_last: bool = False) -> None:
        """The next stretch; beyond `length` (samples of the call) is silence."""
        begin = self._stretches * STRETCH_FRAMES * FRAME
        end, warm = begin + frames * FRAME, WARM_FRAMES * FRAME
        holes = {role: len(tally.holes) for role, tally in self.tallies.items()}
        sound: dict[Role, Samples] = {}
        for role, leg in self._legs.items():
            laid = lay(leg.around(begin, end, is_last), begin, end, warm, self.tallies[role], is_last)
            laid[max(0, length - begin) + warm :] = 0
            sound[role] = laid
            heard = laid[warm : warm + max(0, min(length, end) - begin)]
            self.peaks[role] += waveform.loudest(heard) if len(heard) else []
            self._levels[role] += voices.levels(heard).tolist()
        packets = stereo_coding.code(sound[Role.ADVISER], sound[Role.CUSTOMER], WARM_FRAMES)
        new = self._opening() if self._pages == 0 else b""
        new += self._paged(packets, begin, length, is_last)
        self._append(new)
        if not is_last:
            self._stretches += 1
            self._note(holes)

    def _opening(self) -> bytes:
        self._pages = ogg.OPENING_PAGES
        return ogg.opening(DELAY)

    def _paged(self, packets: list[bytes], begin: int, length: int, is_last: bool) -> bytes:
        last = len(packets) - (len(packets) - 1) % _PAGE_FRAMES - 1 if is_last else len(packets)
        made = list(ogg.pages(packets[:last], self._pages, begin, FRAME, _PAGE_FRAMES))
        if is_last:
            made.append(ogg.ending(packets[last:], self._pages + len(made), length + DELAY))
        self._pages += len(made)
        return b"".join(made)

    def _append(self, new: bytes) -> None:
        path = self._folder / GROWING
        is_new = not path.exists()
        with path.open("r+b" if not is_new else "xb") as file:
            file.truncate(self._bytes)
            file.seek(self._bytes)
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self._folder)
        self._bytes += len(new)

    # What is kept between two processes.

    def _note(self, holes_before: dict[Role, int]) -> None:
        """One line, after its sound is on the disk."""
        line: dict[str, Any] = {"bytes": self._bytes, "pages": self._pages}
        for role, tally in self.tallies.items():
            line[role] = {
                "peaks": self.peaks[role][-STRETCH_FRAMES:],
                "levels": self._levels[role][-STRETCH_FRAMES:],
                "holes": [asdict(hole) for hole in tally.holes[holes_before[role] :]],
                **tally.figures(),
            }
        with (self._folder / PARTS).open("ab") as file:
            file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _go_on(self) -> None:
        """Takes up what an earlier process left; a line that a cut left in pieces, and all after it, do not count."""
        closed = self._folder / AUDIO
        try:
            text = (self._folder / PARTS).read_bytes()
            if closed.exists() and not (self._folder / GROWING).exists():
                # Closed, and not reported: it is closed once more.
                closed.rename(self._folder / GROWING)
            there = (self._folder / GROWING).stat().st_size
        except FileNotFoundError:
            self._forget()
            return
        whole = 0
        for line in text.splitlines(keepends=True):
            try:
                part = json.loads(line)
                if not line.endswith(b"\n") or part["bytes"] > there:
                    break
                self._take_up(part)
            except (ValueError, KeyError, TypeError):
                break
            whole += len(line)
        if whole < len(text):
            with (self._folder / PARTS).open("r+b") as file:
                file.truncate(whole)

    def _take_up(self, part: dict[str, Any]) -> None:
        read = {role: dict(part[role]) for role in Role}
        for role, kept in read.items():
            self.peaks[role] += kept.pop("peaks")
            self._levels[role] += kept.pop("levels")
            holes = [*self.tallies[role].holes, *(Hole(**hole) for hole in kept.pop("holes"))]
            self.tallies[role] = LegTally(**kept, holes=holes)
        self._stretches += 1
        self._bytes, self._pages = part["bytes"], part["pages"]

    def _forget(self) -> None:
        for name in (PARTS, GROWING):
            (self._folder / name).unlink(missing_ok=True)
        folder = self._folder
        self.tallies = {role: LegTally() for role in Role}
        self.peaks = {role: [] for role in Role}
        self._levels = {role: [] for role in Role}
        self._legs = {role: _FollowedLeg(folder / f"{role}.rtpdump") for role in Role}
        self._stretches = self._bytes = self._pages = 0


@dataclass(frozen=True, slots=True)
class SoFar:
    """What can be heard of a call that runs: the file's first `size` bytes are a whole Ogg Opus of `seconds`."""

    path: Path
    size: int
    seconds: float

    def read(self) -> bytes:
        """Raises OSError; FileNotFoundError once the file is closed."""
        with self.path.open("rb") as file:
            return file.read(self.size)


def heard_so_far(folder: Path) -> SoFar | None:
    """None before the first stretch is made, and once the file is closed."""
    try:
        lines = (folder / PARTS).read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return None
    whole = [line for line in lines if line.endswith(b"\n")]
    if not whole or not (folder / GROWING).exists():
        return None
    return SoFar(folder / GROWING, int(json.loads(whole[-1])["bytes"]), len(whole) * STRETCH_SECONDS)


def peaks_so_far(folder: Path) -> dict[str, Any] | None:
    """The waveform of the same, as the player reads it."""
    try:
        lines = (folder / PARTS).read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return None
    parts = [json.loads(line) for line in lines if line.endswith(b"\n")]
    left, right = (
        [value for part in parts for value in part[role]["peaks"]] for role in (Role.ADVISER, Role.CUSTOMER)
    )
    return waveform.peaks(left, right, len(parts) * STRETCH_SECONDS)


class _FollowedLeg:
    """A leg's file as it grows, and the placed packets that are still needed."""

    def __init__(self, path: Path) -> None:
        self.placer = LegPlacer()
        self.ends_at = 0.0
        """Seconds at which its last sound ends; known at the end."""
        self._path = path
        self._position = 0
        self._kept: list[PlacedPacket] = []

    def read(self) -> None:
        """What has come since the last time. A file that is missing, or no rtpdump, has no sound."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._position)
                data = file.read()
        except FileNotFoundError:
            return
        start = 0
        if self._position == 0:
            begins = parse_header(data)
            if begins is None:
                return
            start = begins
        records, end = parse(data, start)
        self._position += end
        self.placer.feed(records)

    def read_to_the_end(self) -> None:
        """Nothing more will be recorded."""
        self.read()
        self.placer.end()
        self._kept += self.placer.take(float("inf"))
        self.ends_at = max((packet.at + _seconds(packet) for packet in self._kept), default=0.0)

    def around(self, begin: int, end: int, is_last: bool) -> list[PlacedPacket]:
        """All packets from a moment ahead of `begin` to a moment behind `end` (samples), in order."""
        since, until = begin / RATE - BEFORE_SECONDS if begin else float("-inf"), end / RATE + AFTER_SECONDS
        self._kept += self.placer.take(until)
        del self._kept[: bisect_left(self._kept, since, key=_at)]
        return self._kept[:] if is_last else self._kept[: bisect_left(self._kept, until, key=_at)]


_at = attrgetter("at")


def _seconds(packet: PlacedPacket) -> float:
    if packet.codec is Codec.OPUS:
        return packet_seconds(packet.payload)
    # G.722 holds 16,000 samples a second, two in a byte; G.711 8,000, each a byte.
    return len(packet.payload) / 8000
