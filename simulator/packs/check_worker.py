"""A pack read in a process of its own: hundreds of files in YAML, a stranger's ZIP, must not hold up anybody's call.

`python -m simulator.packs.check_worker FOLDER` reads what is there; `… FOLDER unpack` first takes the ZIP on its
standard input apart, into a folder of the pack's name below FOLDER. It answers with every fault, and the canonical
content of what can be played.
"""

import io
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from scenarios import Fault, PackError, check_pack, load_exam_rules, load_pack
from scenarios.zipped import ZipRefused, read_zip, take_in
from scoring.referential import SHIPPED as REFERENTIAL
from simulator.packs.versions import read_version

NICENESS = 15
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60
LARGEST_FILE = 64 * 1024 * 1024


def main(folder: Path, *asked: str) -> None:
    data = sys.stdin.buffer.read()
    _bound()
    print(json.dumps(unpacked(data, folder) if "unpack" in asked else told_of(folder)))


def told_of(home: Path) -> dict[str, object]:
    """`faults` as `simulator packs check` finds them; `content`: None for a pack that cannot be played."""
    faults = check_pack(home, load_exam_rules(REFERENTIAL))
    try:
        return _told(home, faults, read_version(load_pack(home), home).content)
    except (PackError, OSError):
        return _told(home, faults, None)


def unpacked(data: bytes, within: Path) -> dict[str, object]:
    """As `told_of`, of what stands below `within` then; `refused`: problem and remedy of a ZIP that is not taken."""
    try:
        taken = take_in(read_zip(io.BytesIO(data)), within, rules=load_exam_rules(REFERENTIAL))
    except ZipRefused as refused:
        return {"refused": [refused.problem, refused.remedy]}
    except PackError as error:
        return _told(within, error.faults, None)
    content = read_version(load_pack(taken.folder), taken.folder).content
    return _told(taken.folder, [*taken.remarks], content)


def _told(home: Path, faults: list[Fault], content: str | None) -> dict[str, object]:
    return {"folder": str(home), "faults": [asdict(one) for one in faults], "content": content}


def _bound() -> None:
    """It has files to open and to write, so that `simulator.bounded` would be too tight."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
