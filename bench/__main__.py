"""`python -m bench [NAME…]`: run the benchmarks of this folder one after the other, each in its own process.

A benchmark is a module of `bench/` that either prints JSON lines `{"name","value","unit","how"}` when run as
`python -m bench.NAME`, or has `def run() -> Iterator[dict]` yielding such objects; any other module is shared code.
One that fails, prints something else or nothing, or outlives its time does not stop the others: the exit code tells.
"""

import ast
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

FOLDER = Path(__file__).parent
LONGEST = 900.0
"""Seconds that one benchmark may take."""

_YIELDING = (
    "import importlib, json, sys\n"
    "for line in importlib.import_module(sys.argv[1]).run(): print(json.dumps(line, ensure_ascii=False), flush=True)"
)


def main(wanted: list[str], folder: Path = FOLDER, longest: float = LONGEST) -> int:
    """0 when every benchmark told something and ended well."""
    commands = discover(folder)
    unknown = [name for name in wanted if name not in commands]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(commands)}", file=sys.stderr)
        return 1
    failures = [name for name in wanted or commands if not _run(name, commands[name], folder, longest)]
    if failures:
        print(f"failed: {', '.join(failures)}", file=sys.stderr)
    return 1 if failures else 0


def discover(folder: Path) -> dict[str, list[str]]:
    """Name of each benchmark in the folder, in order, and the command that runs it."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("[!_]*.py")):
        module = f"{folder.name}.{path.stem}"
        body = ast.parse(path.read_text(encoding="utf-8"), str(path)).body
        if any(isinstance(part, ast.If) and "__name__" in ast.unparse(part.test) for part in body):
            found[path.stem] = [sys.executable, "-m", module]
        elif any(isinstance(part, ast.FunctionDef) and part.name == "run" for part in body):
            found[path.stem] = [sys.executable, "-c", _YIELDING, module]
    return found


def _run(name: str, command: list[str], folder: Path, longest: float) -> bool:
    """Pass its lines on as they come; False, and why on standard error, when it did not go well."""
    # A group of its own, so that what outlives its time ends with the servers and browsers that it started.
    process = subprocess.Popen(command, cwd=folder.parent, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    too_long = threading.Event()

    def stop() -> None:
        too_long.set()
        os.killpg(process.pid, signal.SIGKILL)

    limit = threading.Timer(longest, stop)
    limit.start()
    told, wrong = 0, False
    try:
        for line in process.stdout:
            if _is_measure(line):
                told += 1
                print(line, end="", flush=True)
            elif line.strip():
                wrong = True
                print(f"{name}: not a measure: {line.rstrip()}", file=sys.stderr)
        code = process.wait()
    finally:
        limit.cancel()
    reason = f"stopped after {longest:.0f} s" if too_long.is_set() else f"exit code {code}" if code else None
    if reason is None and not told:
        reason = "no measure"
    if reason:
        print(f"{name}: {reason}", file=sys.stderr)
    return reason is None and not wrong


def _is_measure(line: str) -> bool:
    try:
        measure = json.loads(line)
    except ValueError:
        return False
    return isinstance(measure, dict) and {"name", "value", "unit", "how"} <= measure.keys()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
