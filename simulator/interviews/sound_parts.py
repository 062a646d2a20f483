"""The file that a reaction is recorded into: numbered pieces of PCM, appended and synced before they are answered.

Its framing is the least that survives a cut: each piece has its number, the part of the recording it belongs to, its
rate, its length and a CRC-32. A piece that a kill or a power cut left in two is cut off at the next opening, and its
page, which never had an answer, sends it again.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from telephony.durable import make_folders, sync_folder

NAME = "reaction.pcm-parts"

_MAGIC = b"CPCM"
_HEAD = struct.Struct("<4sIHHII")
"""magic, number, part, rate in tens of hertz, bytes, CRC-32 of the bytes"""

LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
LARGEST_PIECE = 65_536
"""Bytes: two thirds of a second at the highest rate."""

LONGEST_SECONDS = 3600.0
"""Of a whole reaction; the phase lasts ten minutes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Signed 16-bit samples, little endian, one channel. `number` counts from 0 over the whole reaction."""

    number: int
    part: int
    rate: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / self.rate


class NotNext(Exception):
    """A piece is missing before this one: `wanted` is its number."""

    def __init__(self, wanted: int) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class PartsFile:
    """One reaction's file, open for appending. Blocking: for a thread. Raises OSError from whatever writes."""

    def __init__(self, folder: Path) -> None:
        make_folders(folder)
        self._path = folder / NAME
        is_new = not self._path.exists()
        self._file = self._path.open("ab", buffering=0)
        whole, self.next_number, self.seconds = _whole(self._path)
        if self._file.seek(0, os.SEEK_END) > whole:
            self._file.truncate(whole)
        if is_new:
            sync_folder(folder)

    def append(self, piece: Piece) -> int:
        """Returns the number that is wanted next, once the piece is safe; one that is there already is nothing new.

        Raises NotNext, and OSError with the file as it was before.
        """
        if piece.number < self.next_number:
            return self.next_number
        if piece.number > self.next_number:
            raise NotNext(self.next_number)
        before = self._file.seek(0, os.SEEK_END)
        data = _framed(piece)
        try:
            written = 0
            while written < len(data):
                written += self._file.write(data[written:]) or 0
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(before)
            raise
        self.next_number += 1
        self.seconds += piece.seconds
        return self.next_number

    def close(self) -> None:
        self._file.close()


def pieces_of(folder: Path) -> Iterator[Piece]:
    """Every whole piece, in order; none where nothing was recorded."""
    try:
        data = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return
    yield from (piece for piece, _ in _parsed(data))


def next_number_in(folder: Path) -> int:
    """Of the piece that is wanted next; 0 where nothing was recorded yet."""
    try:
        return _whole(folder / NAME)[1]
    except FileNotFoundError:
        return 0


def _framed(piece: Piece) -> bytes:
    head = _HEAD.pack(
        _MAGIC, piece.number, piece.part, piece.rate // 10, len(piece.samples), zlib.crc32(piece.samples)
    )
    return head + piece.samples


def _whole(path: Path) -> tuple[int, int, float]:
    """Bytes of whole pieces, the next number, seconds. Heads alone are read, and the last piece, which a cut may have
    left in two: this is asked for each piece that comes."""
    end, number, seconds = 0, 0, 0.0
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        while end + _HEAD.size <= size:
            file.seek(end)
            magic, its_number, _, rate, length, checksum = _HEAD.unpack(file.read(_HEAD.size))
            until = end + _HEAD.size + length
            is_last = until + _HEAD.size > size
            if (
                magic != _MAGIC
                or rate == 0
                or until > size
                or (is_last and zlib.crc32(file.read(length)) != checksum)
            ):
                break
            end, number, seconds = until, its_number + 1, seconds + length / 20 / rate
    return end, number, seconds


def _parsed(data: bytes) -> Iterator[tuple[Piece, int]]:
    """Each piece with the byte that it ends at; stops at the first one that is not whole."""
    at = 0
    while at + _HEAD.size <= len(data):
        magic, number, part, rate, length, checksum = _HEAD.unpack_from(data, at)
        samples = data[at + _HEAD.size : at + _HEAD.size + length]
        if magic != _MAGIC or rate == 0 or len(samples) < length or zlib.crc32(samples) != checksum:
            return
        at += _HEAD.size + length
        yield Piece(number, part, rate * 10, samples), at
