"""A folder read as a pack, in a process of its own: hundreds of files in YAML must not hold up anybody's call.

`python -m simulator.packs.check_worker`: the folder's path on its standard input; every fault, and the canonical
content where it can be played, on its standard output.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from scenarios import PackError, check_pack, load_exam_rules, load_pack
from scoring.referential import SHIPPED as REFERENTIAL
from simulator.packs.versions import read_version

NICENESS = 15
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 60


def main() -> None:
    home = Path(sys.stdin.buffer.read().decode())
    _bound()
    print(json.dumps(told_of(home)))


def told_of(home: Path) -> dict[str, object]:
    """`faults` as `simulator packs check` finds them; `content`: None for a pack that cannot be played."""
    faults = [asdict(one) for one in check_pack(home, load_exam_rules(REFERENTIAL))]
    try:
        return {"faults": faults, "content": read_version(load_pack(home), home).content}
    except (PackError, OSError):
        return {"faults": faults, "content": None}


def _bound() -> None:
    """It has files to open, so that `simulator.bounded` would be too tight."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
