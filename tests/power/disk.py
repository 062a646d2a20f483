"""From a tape (`tape.c`) to what a disk would hold after its power was cut at an instant.

What was synced is there. Of what was not, anything may be: whole or half, the later without the earlier, a name
without its file's bytes, a file's bytes without its name. `how` says which of these disks is made: the one that lost
all of it, the one that lost none, or one of the many between, by seed.
"""

import bisect
import os
import random
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

_HEAD = struct.Struct("<IIIIQQQ")
SOURCE = Path(__file__).with_name("tape.c")
PIECE = 4096
"""Bytes that a disk writes whole or not at all: a page of the system's memory."""

ALL_LOST = -1
NONE_LOST = -2


class Op(IntEnum):
    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC_BEGINS = 4
    SYNCED = 5
    RENAME = 6
    UNLINK = 7
    MKDIR = 8
    RMDIR = 9
    LINK = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One record of the tape. `at`: seconds of the clock that never goes back, the same in every process."""

    op: Op
    path: str
    other: str
    data: bytes
    inode: int
    offset: int
    at: float


def build(folder: Path) -> Path:
    """The library to load before a program's own. Raises CalledProcessError without a compiler."""
    library = folder / "tape.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl", "-lpthread"], check=True, capture_output=True
    )
    return library


def taped(library: Path, tape: Path, root: Path) -> dict[str, str]:
    """What a program's environment needs so that all that it does below `root` is on tape."""
    return {"LD_PRELOAD": str(library), "TAPE": str(tape), "TAPE_ROOT": str(root)}


def read(tape: Path) -> list[Step]:
    """A last record that a kill cut is left out."""
    return list(_steps(tape.read_bytes()))


def _steps(data: bytes) -> Iterator[Step]:
    position = 0
    while position + _HEAD.size <= len(data):
        op, path, other, length, inode, offset, nanoseconds = _HEAD.unpack_from(data, position)
        begins = position + _HEAD.size
        position = begins + path + other + length
        if position > len(data):
            return
        yield Step(
            Op(op),
            data[begins : begins + path].decode(),
            data[begins + path : begins + path + other].decode(),
            data[begins + path + other : position],
            inode,
            offset,
            nanoseconds / 1e9,
        )


@dataclass
class _Inode:
    """A file's bytes: what was done to them (number of the step, step), and its syncs (began, ended)."""

    done: list[tuple[int, Step]] = field(default_factory=list[tuple[int, Step]])
    syncs: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass(frozen=True, slots=True)
class _Named:
    """A change of a folder's names: `gone` is no longer there, `new` is. `inode` None: a folder."""

    number: int
    gone: str | None
    new: str | None
    inode: _Inode | None


@dataclass
class _Folder:
    changes: list[_Named] = field(default_factory=list[_Named])
    syncs: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


class Disk:
    """`rebuild` as often as wanted. The tape must begin before anything was below `root`."""

    def __init__(self, steps: list[Step], root: Path) -> None:
        self.steps = steps
        self._root = str(root)
        self._folders: dict[str, _Folder] = {}
        self._times = [step.at for step in steps]
        names: dict[str, _Inode | None] = {}
        inodes: dict[int, _Inode] = {}
        begun: dict[tuple[int, str], int] = {}
        for number, step in enumerate(steps):
            match step.op:
                case Op.CREATE:
                    names[step.path] = inodes[step.inode] = _Inode()
                    self._change(number, None, step.path, inodes[step.inode])
                case Op.WRITE | Op.TRUNCATE:
                    inodes.setdefault(step.inode, _Inode()).done.append((number, step))
                case Op.SYNC_BEGINS:
                    begun[step.inode, step.path] = number
                case Op.SYNCED:
                    span = (begun[step.inode, step.path], number)
                    if step.inode in inodes and names.get(step.path, inodes[step.inode]) is not None:
                        inodes[step.inode].syncs.append(span)
                    else:
                        self._folder(step.path).syncs.append(span)
                case Op.MKDIR:
                    names[step.path] = None
                    inodes.pop(step.inode, None)
                    self._change(number, None, step.path, None)
                case Op.UNLINK | Op.RMDIR:
                    self._change(number, step.path, None, names.pop(step.path, None))
                case Op.RENAME:
                    inode = names.pop(step.path, None)
                    names[step.other] = inode
                    self._change(number, step.path, step.other, inode)
                case Op.LINK:
                    names[step.other] = names[step.path]
                    self._change(number, None, step.other, names[step.path])

    def number_at(self, moment: float) -> int:
        """How many steps were done by then (of time.monotonic())."""
        return bisect.bisect_right(self._times, moment)

    def rebuild(self, target: Path, cut: int, how: int) -> None:
        """Makes what would be below `root`, had the power been cut after `cut` steps, below `target`.

        `how`: ALL_LOST, NONE_LOST or a seed.
        """
        chance = random.Random(f"{cut} {how}")
        target.mkdir(parents=True)
        self._fill(target, self._root, cut, how, chance)

    def _fill(self, target: Path, folder: str, cut: int, how: int, chance: random.Random) -> None:
        names: dict[str, _Inode | None] = {}
        for change in self._kept_changes(folder, cut, how, chance):
            if change.gone is not None and os.path.dirname(change.gone) == folder:
                names.pop(change.gone, None)
            if change.new is not None and os.path.dirname(change.new) == folder:
                names[change.new] = change.inode
        for path, inode in sorted(names.items()):
            there = target / os.path.basename(path)
            if inode is None:
                there.mkdir()
                self._fill(there, path, cut, how, chance)
            else:
                there.write_bytes(_content(inode, cut, how, chance))

    def _kept_changes(self, folder: str, cut: int, how: int, chance: random.Random) -> list[_Named]:
        """A folder's names are changed in order (file systems keep a journal of them), up to anywhere after the last
        sync."""
        known = self._folders.get(folder, _Folder())
        done = [change for change in known.changes if change.number < cut]
        safe = _safe(known.syncs, cut)
        certain = sum(change.number < safe for change in done)
        return done[: _some(certain, len(done), how, chance)]

    def _folder(self, path: str) -> _Folder:
        return self._folders.setdefault(path, _Folder())

    def _change(self, number: int, gone: str | None, new: str | None, inode: _Inode | None) -> None:
        change = _Named(number, gone, new, inode)
        for folder in {os.path.dirname(path) for path in (gone, new) if path is not None}:
            self._folder(folder).changes.append(change)


def _safe(syncs: list[tuple[int, int]], cut: int) -> int:
    """Steps before this number were made safe by then."""
    return max((began for began, ended in syncs if ended < cut), default=0)


def _some(certain: int, done: int, how: int, chance: random.Random) -> int:
    return {ALL_LOST: certain, NONE_LOST: done}.get(how, chance.randint(certain, done))


def _content(inode: _Inode, cut: int, how: int, chance: random.Random) -> bytes:
    content = bytearray()
    safe = _safe(inode.syncs, cut)
    for number, step in inode.done:
        if number >= cut:
            break
        is_safe = number < safe or how == NONE_LOST
        if step.op is Op.TRUNCATE:
            if is_safe or (how != ALL_LOST and chance.random() < 0.5):
                _resize(content, step.offset)
            continue
        for begin, end in _pieces(step.offset, step.offset + len(step.data)):
            if is_safe or (how != ALL_LOST and chance.random() < 0.5):
                if len(content) < end:
                    _resize(content, end)
                content[begin:end] = step.data[begin - step.offset : end - step.offset]
    return bytes(content)


def _pieces(begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end:
        until = min(end, (begin // PIECE + 1) * PIECE)
        yield begin, until
        begin = until


def _resize(content: bytearray, size: int) -> None:
    if size < len(content):
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))
