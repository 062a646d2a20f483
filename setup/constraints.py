"""The locks read again: as constraints for pip, and as a list of what they pin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import ROOT

OF_PACKAGE = ("runtime", "speech", "headset", "planning")
"""The locks of what an installation may have: the server's and those of the three extras."""

_PINNED = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?: ; (?P<marker>[^\\]+))?")
_HASH = re.compile(r"--hash=sha256:(?P<sha256>[0-9a-f]{64})")


@dataclass(frozen=True)
class Pinned:
    """One line of a lock. `marker` is empty where it always counts; `hashes` are SHA-256 of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pinned(lock: str) -> Iterator[Pinned]:
    """What requirements/<lock>.lock pins, in its order."""
    text = (Path(ROOT) / "requirements" / f"{lock}.lock").read_text()
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text):
        found = _PINNED.match(entry)
        if found:
            hashes = tuple(one["sha256"] for one in _HASH.finditer(entry))
            yield Pinned(found["name"], found["version"], (found["marker"] or "").strip(), hashes)


def every_pinned(locks: Sequence[str]) -> list[Pinned]:
    """Of all these locks, sorted. Where two disagree about a package the first counts: the server's."""
    found: dict[str, list[Pinned]] = {}
    for lock in locks:
        of_lock: dict[str, list[Pinned]] = {}
        for one in pinned(lock):
            of_lock.setdefault(one.name, []).append(one)
        found = of_lock | found
    return [one for name in sorted(found) for one in found[name]]


def constraints(locks: Sequence[str]) -> str:
    """For `pip install -c`. Without hashes: pip would then want one of our own wheel too."""
    lines = [f"{one.name}=={one.version}{f' ; {one.marker}' if one.marker else ''}" for one in every_pinned(locks)]
    return "\n".join(lines) + "\n"
