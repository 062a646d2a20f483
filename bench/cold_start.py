"""A second `make run`: from the command to the first page served."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.lines import Line, line, median
from tests.integration.simulator.house import free_port

ROOT = Path(__file__).resolve().parents[1]
FIRST_SECONDS = 600.0
"""The first run may install and build."""
SECOND_SECONDS = 60.0


def run(rounds: int = 5) -> Iterator[Line]:
    """The first run is not counted: it sets up what is missing, and the demo centre."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as data:
        start(Path(data), FIRST_SECONDS)
        seconds = [start(Path(data), SECOND_SECONDS) for _ in range(rounds)]
    how = f"`make run` again, to the first page served; median of {rounds}, slowest {max(seconds):.2f} s"
    yield line("cold_start", median(seconds), "s", how)


def start(data: Path, longest: float) -> float:
    """Seconds until the page is served; the server is stopped again. Raises TimeoutError, RuntimeError."""
    port = free_port()
    environment = {**os.environ, "COMBINE_DATA": str(data)}
    begin = time.perf_counter()
    with (data / "run.log").open("ab") as log:
        command = ["make", "run", f"PORT={port}"]
        # A group of its own: make, the shell and the server end together.
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=5) as browser:
            while not _is_served(browser):
                if server.poll() is not None:
                    raise RuntimeError(f"make run ended: {(data / 'run.log').read_text(errors='replace')[-800:]}")
                if time.perf_counter() - begin > longest:
                    raise TimeoutError(f"no page within {longest:g} s")
                time.sleep(0.02)
        return time.perf_counter() - begin
    finally:
        _stop(server)


def _is_served(browser: httpx.Client) -> bool:
    try:
        answer = browser.get("/")
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and '<div id="root"' in answer.text


def _stop(server: "subprocess.Popen[bytes]") -> None:
    if server.poll() is not None:
        return
    # Not SIGINT: a shell's `&` has it ignored, and then so does the server.
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        raise
