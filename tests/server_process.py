"""A server's process for a test: forked from one that has read the application already, where pytest runs.

`Forked` is what the tests need of `subprocess.Popen`. Benchmarks start their servers for real: what they measure is
also what a process costs by itself.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Literal

from telephony.compiled import FOLDER

ROOT = Path(__file__).resolve().parents[1]
READY_SECONDS = 120
"""Reading the application takes two seconds, on a machine with nothing else to do."""

READ_AT_START = (FOLDER, "LD_PRELOAD")
"""Settings that count before the application is read: with others than ours a server reads it itself."""

Program = Literal["serve", "demo"]
COMMANDS: dict[Program, list[str]] = {
    "serve": [sys.executable, "-m", "tests.integration.simulator.serve"],
    "demo": [str(Path(sys.executable).with_name("simulator")), "demo"],
}


class Forked:
    """A child of the process that read the application. Methods as `subprocess.Popen` has them."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._lock = threading.Lock()
        self._told = b""
        self.returncode: int | None = None
        self.pid = int(self._line(READY_SECONDS) or 0)
        assert self.pid, "the process that servers are forked from is gone"

    def poll(self) -> int | None:
        return self._end_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        code = self._end_within(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("server", timeout or 0)
        return code

    def send_signal(self, how: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, how)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _end_within(self, seconds: float | None) -> int | None:
        with self._lock:
            if self.returncode is None:
                line = self._line(seconds)
                if line is not None:
                    assert line, "the process that servers are forked from is gone"
                    self.returncode = int(line)
                    self._wire.close()
            return self.returncode

    def _line(self, seconds: float | None) -> bytes | None:
        """The next one; None: not within that time; empty: there will be none."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._told:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not select.select([self._wire], [], [], left)[0]:
                return None
            got = self._wire.recv(100)
            if not got:
                return b""
            self._told += got
        line, _, self._told = self._told.partition(b"\n")
        return line


def start_server(program: Program, environment: Mapping[str, str], log: Path) -> "Forked | subprocess.Popen[bytes]":
    """Blocking. What it prints is added to `log`."""
    if "PYTEST_VERSION" not in os.environ or any(
        environment.get(one) != os.environ.get(one) for one in READ_AT_START
    ):
        return start_apart(program, environment, log)
    return _ordered(program=program, environment=dict(environment), log=str(log.resolve()))


def run_command(words: Sequence[str], environment: Mapping[str, str], seconds: float) -> "CompletedProcess[str]":
    """`simulator WORDS`, forked. Blocking. Raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryDirectory(prefix="combine-command-") as folder:
        said, errors = Path(folder, "said"), Path(folder, "errors")
        where = {"log": str(said), "errors": str(errors), "words": list(words)}
        process = _ordered(program="command", environment=dict(environment), **where)
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return CompletedProcess(words, code, said.read_text(), errors.read_text())


def _ordered(**order: object) -> Forked:
    wire = socket.socket(socket.AF_UNIX)
    wire.connect(_forking())
    wire.sendall(json.dumps(order).encode() + b"\n")
    return Forked(wire)


def start_apart(program: Program, environment: Mapping[str, str], log: Path) -> "subprocess.Popen[bytes]":
    """The same, as a process that reads the application itself, with the limits that this one has now."""
    with log.open("ab") as file:
        return subprocess.Popen(COMMANDS[program], cwd=ROOT, env=environment, stdout=file, stderr=file)


_starting = threading.Lock()


def _forking() -> str:
    """Where the process listens that servers of this one are forked from."""
    with _starting:
        _, path = _start_forking()
    return path


@cache
def _start_forking() -> "tuple[subprocess.Popen[bytes], str]":
    """One for each process of pytest. It ends when that one does: its standard input closes then."""
    folder = Path(tempfile.mkdtemp(prefix="combine-forking-"))
    path = str(folder / "socket")
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "tests.forking", path]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=log, stderr=log)
    deadline = time.monotonic() + READY_SECONDS
    while not _listens(path):
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < deadline, "the process that servers are forked from is not ready"
        time.sleep(0.05)
    return process, path


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as knocking:
        return knocking.connect_ex(path) == 0
