"""`make lint` and `make test`: every check, the cheap ones first; the first that fails ends it.

Pytest comes last, so that its closing line is the last one printed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from api_types import are_types_current
from browser_app import WEB, web_files
from compile_sound import ready_compiler
from machine import BIN, ROOT, VENV, environment, stop
from ready import ready_to_check, ready_to_run
from stamps import fingerprint, is_done, mark_done
from test_programs import chromium, firefox, ready_test_programs

BYTECODE = {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
"""Not among the sources, but kept, whatever the shell says of it: the tests start a hundred programs."""

TOGETHER = ("-m", "not alone", "-n", "logical", "--dist", "worksteal")
"""Each process begins with its own half of the list: browsers are heard in one while the other computes."""

ALONE = ("-m", "alone")
"""What always needs the machine to itself."""

AGAIN = ("--last-failed", "--last-failed-no-failures", "none")
"""Sound is heard in real time: what another test may have disturbed is played again alone, and must pass."""

PASSED, FAILED, NONE = 0, 1, 5
"""pytest's exit codes; any other is final."""

Check = tuple[str, Sequence[str | Path], Path]
"""What it checks, in words; its command; where it runs."""

FIRST: tuple[Check, ...] = (
    ("mise en forme Python", [BIN / "ruff", "format", "--check", "--quiet", "."], ROOT),
    ("règles Python", [BIN / "ruff", "check", "--quiet", "."], ROOT),
    ("qui connaît qui", [BIN / "lint-imports"], ROOT),
    ("mise en forme de l’application web", ["npm", "run", "--silent", "format:check"], WEB),
)
"""A second each."""

WEB_RULES: Check = ("règles de l’application web", ["npm", "run", "--silent", "lint"], WEB)

TYPES_AND_RULES: tuple[Check, ...] = (
    WEB_RULES,
    ("types Python", ["npm", "run", "--silent", "pyright"], WEB),
    ("types de l’application web", ["npm", "run", "--silent", "typecheck"], WEB),
)
"""Half a minute each; the longest first."""

WEB_TESTS: Check = ("tests de l’application web", ["npm", "run", "--silent", "test"], WEB)


def main() -> None:
    what, *pytest_arguments = sys.argv[1:] or ["test"]
    ready_to_check()
    _on_each_core(FIRST)
    if not are_types_current():
        stop("web/src/api/schema.d.ts n’est plus à jour : lancez « make types », puis ajoutez le fichier au commit.")
    checks = TYPES_AND_RULES if what == "lint" else (*TYPES_AND_RULES, WEB_TESTS)
    # ESLint's own cache goes file by file, but with types a rule about one file looks at others: all or nothing.
    rules = fingerprint(web_files())
    _on_each_core([one for one in checks if one is not WEB_RULES or not is_done("web-rules", rules)])
    mark_done("web-rules", rules)
    if what == "lint":
        return
    ready_test_programs()
    ready_compiler()
    ready_to_run()
    print("\n── pytest", flush=True)
    os.chdir(ROOT)
    env = environment(CHROMIUM=chromium(), FIREFOX=firefox(), **BYTECODE)
    pytest = [str(BIN / "python"), "-m", "pytest"]
    codes: set[int] = set()
    for which in (TOGETHER, ALONE):
        code = subprocess.run([*pytest, *which, *pytest_arguments], env=env).returncode
        if code not in (PASSED, FAILED, NONE):
            stop(f"✗ pytest s’est arrêté avec le code {code}")
        codes.add(code)
    if FAILED not in codes:
        sys.exit(min(codes))
    print("\n── pytest : ce qui a échoué, seul et au calme", flush=True)
    os.execve(BIN / "python", [*pytest, *pytest_arguments, *AGAIN], env)


def _on_each_core(checks: Sequence[Check]) -> None:
    """Side by side, as many as there are cores. After one that fails no other begins."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in as_completed([pool.submit(_check, *check) for check in checks]):
            name, seconds, trouble = done.result()
            if trouble is not None:
                pool.shutdown(cancel_futures=True)
                stop(trouble, "", f"✗ {name}")
            print(f"✓ {name} ({seconds:.1f} s)", flush=True)


def _check(name: str, command: Sequence[str | Path], cwd: Path) -> tuple[str, float, str | None]:
    """Its name, how long it took and, when it is not well, everything that the tool printed."""
    start = time.monotonic()
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env=environment(**BYTECODE),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return name, time.monotonic() - start, done.stdout.rstrip() if done.returncode else None


main()
