"""Programs that run beside one another: the time of each, what it printed when it is not well, and how all end."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from machine import ROOT, VENV, environment

BYTECODE = {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
"""Not among the sources, but kept, whatever the shell says of it: the tests start a hundred programs."""
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy's small products on two threads take five times the processor of one, waiting for each other."""

END_SECONDS = 20
"""What a program that is told to end may still need; then it is killed."""


@dataclass(frozen=True)
class Program:
    """`name`: what it does, in French words. `well`: the exit codes that are no trouble."""

    name: str
    command: Sequence[str | Path]
    cwd: Path = ROOT
    well: frozenset[int] = frozenset({0})
    is_shown: bool = False
    """Whether it prints to the terminal as it goes; otherwise what it printed is kept."""
    niceness: int = 0
    """How far others come first (0 to 19)."""


@dataclass(frozen=True)
class Ended:
    program: Program
    code: int
    seconds: float
    printed: str

    @property
    def is_well(self) -> bool:
        return self.code in self.program.well


class SideBySide:
    """Runs programs in threads of its own. `end` ends those that run and begins no other."""

    def __init__(self, **settings: str) -> None:
        self._environment = environment(**BYTECODE, **ONE_THREAD, **settings)
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._is_ending = False

    def run(self, program: Program) -> Ended:
        """Waits for its end. A program that was ended by `end` has a negative code."""
        start = time.monotonic()
        with self._lock:
            if self._is_ending:
                return Ended(program, -signal.SIGINT, 0.0, "")
            kept = {} if program.is_shown else {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
            # In our own session: with one of its own a system that groups by session would not see how nice it is.
            command = ["nice", "-n", str(program.niceness), *program.command] if program.niceness else program.command
            process = subprocess.Popen(list(command), cwd=program.cwd, env=self._environment, text=True, **kept)
            self._running.add(process)
        printed, _ = process.communicate()
        with self._lock:
            self._running.discard(process)
        return Ended(program, process.returncode, time.monotonic() - start, (printed or "").rstrip())

    def all_of(self, programs: Sequence[Program], at_once: int, told: Callable[[Ended], None]) -> list[Ended]:
        """Each one's end is told as it comes. After one that is not well no other begins; those that run go on."""
        ended: list[Ended] = []
        with ThreadPoolExecutor(at_once) as pool:
            waiting: set[Future[Ended]] = {pool.submit(self.run, program) for program in programs}
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for one in done:
                    ended.append(one.result())
                    told(ended[-1])
                    if not ended[-1].is_well:
                        waiting = {other for other in waiting if not other.cancel()}
        return ended

    def end(self) -> None:
        """As Ctrl C would; whoever does not end by it is killed."""
        with self._lock:
            self._is_ending = True
            running = set(self._running)
        for process in running:
            _signal(process, signal.SIGINT)
        deadline = time.monotonic() + END_SECONDS
        for process in running:
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.1)
            _signal(process, signal.SIGKILL)


def _signal(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        if process.returncode is None:
            os.kill(process.pid, how)
