"""`python -m fuzz [--seconds 600] [NAME…]`: each target for its share of the time, one at once on each core.

What escapes is kept as `var/fuzz/NAME/found-…`; put the file in tests/data/fuzz/NAME/ with the repair, and the tests
feed it for ever.
"""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzz.targets import NAMES

FOLDER = Path("var/fuzz")
START_SECONDS = 180
"""What a target may take to open, to read its corpus and to close, besides its share."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600, help="for all targets together")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    asked = parser.parse_args()
    names = asked.names or list(NAMES)
    unknown = set(names) - set(NAMES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    at_once = os.cpu_count() or 1
    share = max(5, asked.seconds * at_once // max(len(names), at_once))
    with ThreadPoolExecutor(at_once) as pool:
        sound = list(pool.map(lambda name: run(name, share), names))
    return 0 if all(sound) else 1


def run(name: str, seconds: int) -> bool:
    """One target in a process of its own; whether nothing escaped."""
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    log, begun = folder / "log", time.monotonic()
    command = [sys.executable, "-m", "fuzz.guided", name, str(seconds), str(folder)]
    with log.open("wb") as out:
        try:
            code = subprocess.run(command, stdout=out, stderr=out, timeout=seconds + START_SECONDS).returncode
        except subprocess.TimeoutExpired:
            out.write(b"did not end in time\n")
            code = -1
    said = log.read_text(errors="replace")
    inputs = next((line.split()[-1] for line in said.splitlines() if "number_of_executed_units" in line), "?")
    print(f"{'✓' if code == 0 else '✗'} {name}: {inputs} inputs in {time.monotonic() - begun:.0f} s", flush=True)
    if code != 0:
        print("\n".join(said.splitlines()[-40:]), flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
