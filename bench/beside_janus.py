"""What a recorded call costs the server beside the same call through Debian's Janus, in turn, in the same run.

Janus refuses loopback, so that both run in a network namespace of their own with one address; it ends with us.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import uvloop

from bench.lines import Line, line, median
from bench.media.calls import ROOT, Calls, Measure

ADDRESS = "10.209.0.1"
SETTLES_SECONDS = 2.0
LONGEST_SECONDS = 400.0
KINDS = ("janus", "switch")


def run(counts: Sequence[int] = (10, 40), seconds: float = 5.0, rounds: int = 3) -> Iterator[Line]:
    """Server process only. Raises RuntimeError when a packet does not arrive or nothing is recorded."""
    alone = ["unshare", "--net", *(["--map-root-user"] if os.geteuid() else [])]
    order = json.dumps({"counts": list(counts), "seconds": seconds, "rounds": rounds})
    command = [*alone, sys.executable, "-m", "bench.beside_janus", order]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, timeout=LONGEST_SECONDS, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the run in its own network ended with {done.returncode}")
    for text in done.stdout.splitlines():
        yield json.loads(text)


def in_own_network(counts: Sequence[int], seconds: float, rounds: int) -> Iterator[Line]:
    for command in (
        ["ip", "link", "set", "lo", "up"],
        ["ip", "link", "add", "bench0", "type", "veth", "peer", "name", "bench1"],
        ["ip", "address", "add", f"{ADDRESS}/24", "dev", "bench0"],
        ["ip", "link", "set", "bench0", "up"],
        ["ip", "link", "set", "bench1", "up"],
    ):
        subprocess.run(command, check=True)
    for calls in counts:
        measures: dict[str, list[Measure]] = {kind: [] for kind in KINDS}
        for number in range(rounds):
            for kind in KINDS if number % 2 == 0 else reversed(KINDS):
                measures[kind].append(uvloop.run(measure(kind, calls, seconds)))
        yield from _lines(
            calls, measures, f"median of {rounds} rounds of {seconds:g} s, in turn, server process only"
        )


def _lines(calls: int, measures: dict[str, list[Measure]], how: str) -> Iterator[Line]:
    for kind in KINDS:
        lost, sent = (sum(getattr(one, name) for one in measures[kind]) for name in ("lost", "sent"))
        cpu = 100 * median([one.cpu_of_a_call for one in measures[kind]])
        late = median([one.delay_ms(0.95) for one in measures[kind]])
        told = f"{how}, {sent - lost} of {sent} packets delivered, p95 one-way {late:.2f} ms"
        yield line(f"call_cpu_{kind}_at_{calls}", cpu, "% of a core", told, digits=3)
    ratios = [ours.cpu / theirs.cpu for theirs, ours in zip(measures["janus"], measures["switch"], strict=True)]
    each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    yield line(f"ratio_to_janus_at_{calls}", median(ratios), "switch / janus", f"{how}; rounds {each}")


async def measure(kind: str, calls: int, seconds: float) -> Measure:
    with tempfile.TemporaryDirectory(prefix="bench-janus-") as name:
        folder = Path(name)
        async with Calls(kind, folder, ADDRESS, second_voice=False) as running:
            await running.add(calls)
            await asyncio.sleep(SETTLES_SECONDS)
            found = await running.measure(seconds)
        kept = await asyncio.to_thread(_voices, folder)
    if kept != 2 * calls:
        raise RuntimeError(f"{kind} recorded {kept} voices of {2 * calls}")
    return found


def _voices(folder: Path) -> int:
    """Recorded files with sound in them."""
    files = [path for path in folder.rglob("*") if path.suffix in (".mjr", ".rtpdump")]
    return sum(path.stat().st_size > 1000 for path in files)


if __name__ == "__main__" and len(sys.argv) == 2:
    for one in in_own_network(**json.loads(sys.argv[1])):
        print(json.dumps(one, ensure_ascii=False), flush=True)
elif __name__ == "__main__":
    for one in run():
        print(json.dumps(one, ensure_ascii=False), flush=True)
