"""The tests of pytest: which wait and which compute, who runs beside whom, second tries, and what is said at the end.

Most tests of sound, browsers and telephones wait: a call rings, somebody speaks. Three of them side by side leave two
cores some rest; with four, sound stuttered now and then. Tests that compute have no clock to mind: they take what the
others leave, last in the queue, and so do the checks: what the product itself computes behind its calls comes before
them. Tests that start whole programs mind a clock and keep the cores busy: nothing runs beside them.
"""

import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import BIN
from side_by_side import Program, SideBySide

CORES = os.cpu_count() or 2
WAITERS = min(3 * CORES // 2, 8)
"""Processes for tests that wait; each may have a server, two browsers and a telephone."""

WAITING = ("browser", "integration/simulator", "integration/telephony", "network", "sip")
"""Folders of tests/ whose tests wait, mostly."""

COMPUTING = ("unit",)
"""Folders of tests/ whose tests compute."""

STARTING = ("fuzz", "integration/bench", "integration/packaging", "integration/storage", "power")
"""Folders of tests/ whose tests start whole programs, with a time limit, and keep them busy."""

BEHIND = 19
"""Niceness of the tests that compute, and of the checks. The product's own readers of French run at 10."""

PATIENCE = 600
"""Seconds after which a test that computes has hung, where others come first or all cores are busy."""

SECOND_TRIES = 2
"""More than so many tests that pass only when played again are a fault of theirs, not bad luck."""

BUDGET_MINUTES = 10
"""On two quiet cores, packages installed."""

SLOWEST = 10

PASSED, FAILED, NONE = 0, 1, 5
"""pytest's exit codes; any other is final."""


@dataclass(frozen=True)
class Record:
    """What tests/run_record.py writes. `seconds` by test; `aside`: those that need the machine to themselves."""

    seconds: dict[str, float]
    failed: list[str]
    aside: list[str]

    def __add__(self, other: "Record") -> "Record":
        aside = list(dict.fromkeys(self.aside + other.aside))
        return Record(self.seconds | other.seconds, self.failed + other.failed, aside)


class Suite:
    """`waiting` and `computing` run side by side, then `starting`, then `rest`; `closing` says how it was."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._began = time.monotonic()
        self._folder = Path(tempfile.mkdtemp(prefix="combine-tests-"))
        self._arguments = arguments
        # pytest ignores no file that it is given by name: what somebody asks for is one group.
        self._is_asked_for = any(not one.startswith("-") and Path(one.split("::")[0]).exists() for one in arguments)
        self.waiting = self._group("tests qui attendent", WAITING, WAITERS, is_shown=True)
        computing = self._group("tests qui calculent", COMPUTING, CORES, f"--timeout={PATIENCE}", niceness=BEHIND)
        self.computing = [] if self._is_asked_for else [computing]
        starting = self._group(
            "tests qui lancent des programmes", STARTING, CORES, f"--timeout={PATIENCE}", is_shown=True
        )
        self.starting = [] if self._is_asked_for else [starting]
        self._replayed: list[str] = []
        self._failed: list[str] = []

    def _group(
        self,
        name: str,
        folders: Sequence[str],
        processes: int,
        *options: str,
        is_shown: bool = False,
        niceness: int = 0,
    ) -> Program:
        """Everything but the others' folders: a new folder is never forgotten, at worst it is played three times."""
        others = () if self._is_asked_for else {*WAITING, *COMPUTING, *STARTING} - {*folders}
        ignored = [f"--ignore=tests/{folder}" for folder in sorted(others)]
        command = [
            *self._pytest(name),
            "-n",
            str(processes),
            "--dist",
            "worksteal",
            *ignored,
            *options,
            *self._arguments,
        ]
        well = frozenset({PASSED, FAILED, NONE})
        return Program(name, command, well=well, is_shown=is_shown, niceness=niceness)

    def _pytest(self, name: str) -> list[str | Path]:
        return [BIN / "python", "-m", "pytest", "-p", "tests.run_record", "--record", str(self._file(name))]

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _record(self, name: str) -> Record:
        file = self._file(name)
        return Record(**json.loads(file.read_text())) if file.exists() else Record({}, [], [])

    def rest(self, programs: SideBySide) -> Record:
        """What needs the machine to itself, then what failed, once more, alone and in peace."""
        others = [self._record(one.name) for one in self.computing + self.starting]
        first = sum(others, self._record(self.waiting.name))
        if first.aside:
            print(f"\n── pytest : {len(first.aside)} qui veulent la machine pour eux", flush=True)
            programs.run(self._of("seuls", first.aside))
            first += self._record("seuls")
        if first.failed:
            print(f"\n── pytest : {len(first.failed)} qui ont échoué, seuls et au calme", flush=True)
            programs.run(self._of("rejoués", list(dict.fromkeys(first.failed))))
            self._failed = self._record("rejoués").failed
            self._replayed = [one for one in dict.fromkeys(first.failed) if one not in self._failed]
        return first

    def _of(self, name: str, tests: Sequence[str]) -> Program:
        return Program(name, [*self._pytest(name), "--alone", *tests], is_shown=True)

    def closing(self, record: Record) -> tuple[list[str], bool]:
        """The last lines, and whether all is well."""
        slowest = sorted(record.seconds.items(), key=lambda one: -one[1])[:SLOWEST]
        lines = ["", f"── Les {len(slowest)} plus lents", *(f"{seconds:7.1f} s  {test}" for test, seconds in slowest)]
        lines += [f"✗ {test}" for test in self._failed]
        lines += [f"↻ rejoué : {test}" for test in self._replayed]
        if len(self._replayed) > SECOND_TRIES:
            lines.append(f"✗ {len(self._replayed)} tests n’ont réussi qu’au second essai ({SECOND_TRIES} au plus)")
        is_well = bool(record.seconds) and not self._failed and len(self._replayed) <= SECOND_TRIES
        minutes, seconds = divmod(round(time.monotonic() - self._began), 60)
        took = f"{minutes} min {seconds:02} s, {BUDGET_MINUTES} min au plus sur deux cœurs libres"
        lines.append(f"{'✓' if is_well else '✗'} {len(record.seconds)} tests ({took})")
        return lines, is_well
