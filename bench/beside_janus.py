"""What a recorded call costs the server beside the same call through Debian's Janus, in turn, in the same run.

Ours twice: compiled (`make compiled`), where it is, and as it is written.

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
from telephony.compiled import folder

ADDRESS = "10.209.0.1"
SETTLES_SECONDS = 2.0
LONGEST_SECONDS = 600.0
AS_WRITTEN = "switch_as_written"
KINDS = ("janus", "switch", AS_WRITTEN)


def run(
    counts: Sequence[int] = (10, 40), seconds: float = 5.0, rounds: int = 3, kinds: Sequence[str] = KINDS
) -> Iterator[Line]:
    """Server process only. Raises RuntimeError when a packet does not arrive or nothing is recorded."""
    alone = ["unshare", "--net", *(["--map-root-user"] if os.geteuid() else [])]
    order = json.dumps({"counts": list(counts), "seconds": seconds, "rounds": rounds, "kinds": list(kinds)})
    command = [*alone, sys.executable, "-m", "bench.beside_janus", order]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, timeout=LONGEST_SECONDS, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the run in its own network ended with {done.returncode}")
    for text in done.stdout.splitlines():
        yield json.loads(text)


def in_own_network(counts: Sequence[int], seconds: float, rounds: int, kinds: Sequence[str]) -> Iterator[Line]:
    for command in (
        ["ip", "link", "set", "lo", "up"],
        ["ip", "link", "add", "bench0", "type", "veth", "peer", "name", "bench1"],
        ["ip", "address", "add", f"{ADDRESS}/24", "dev", "bench0"],
        ["ip", "link", "set", "bench0", "up"],
        ["ip", "link", "set", "bench1", "up"],
    ):
        subprocess.run(command, check=True)
    for calls in counts:
        measures: dict[str, list[Measure]] = {kind: [] for kind in kinds}
        for number in range(rounds):
            for kind in kinds if number % 2 == 0 else reversed(kinds):
                measures[kind].append(uvloop.run(measure(kind, calls, seconds)))
        yield from _lines(
            calls, measures, f"median of {rounds} rounds of {seconds:g} s, in turn, server process only"
        )


def _lines(calls: int, measures: dict[str, list[Measure]], how: str) -> Iterator[Line]:
    found = folder()
    is_compiled = found is not None and found.is_dir()
    for kind, measured in measures.items():
        lost, sent = (sum(getattr(one, name) for one in measured) for name in ("lost", "sent"))
        cpu = 100 * median([one.cpu_of_a_call for one in measured])
        late = median([one.delay_ms(0.95) for one in measured])
        told = f"{how}, {sent - lost} of {sent} packets delivered, p95 one-way {late:.2f} ms"
        yield line(f"call_cpu_{kind}_at_{calls}", cpu, "% of a core", told, digits=3)
    for kind, measured in measures.items():
        if kind != "janus":
            ratios = [ours.cpu / theirs.cpu for theirs, ours in zip(measures["janus"], measured, strict=True)]
            each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            form = "compiled" if kind == "switch" and is_compiled else "as written"
            name = kind.replace("switch", "ratio_to_janus")
            yield line(f"{name}_at_{calls}", median(ratios), "switch / janus", f"{form}; {how}; rounds {each}")


async def measure(kind: str, calls: int, seconds: float) -> Measure:
    with tempfile.TemporaryDirectory(prefix="bench-janus-") as name:
        recordings = Path(name)
        carrier = "switch" if kind == AS_WRITTEN else kind
        async with Calls(carrier, recordings, ADDRESS, second_voice=False, as_written=kind == AS_WRITTEN) as running:
            await running.add(calls)
            await asyncio.sleep(SETTLES_SECONDS)
            found = await running.measure(seconds)
        kept = await asyncio.to_thread(_voices, recordings)
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
