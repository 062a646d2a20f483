"""`make lint` and `make test`: every check, the cheap ones first; the first that fails ends it.

Pytest comes last, so that its closing line is the last one printed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from api_types import are_types_current
from browser_app import WEB
from compile_sound import ready_compiler
from machine import BIN, ROOT, environment, stop
from ready import ready_to_check, ready_to_run
from test_programs import chromium, ready_test_programs

NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}

ON_EACH_CORE = ("-n", "logical", "--dist", "worksteal")
"""Each process begins with its own half of the list: browsers are heard in one while the other computes."""

ALONE = ("--last-failed", "--last-failed-no-failures", "none")
"""Sound is heard in real time: what another test may have disturbed is played again alone, and must pass."""

TESTS_FAILED = 1
"""pytest's exit code for that; any other is final."""


def main() -> None:
    what, *pytest_arguments = sys.argv[1:] or ["test"]
    ready_to_check()
    _lint()
    if what == "lint":
        return
    _check("tests de l’application web", ["npm", "run", "--silent", "test"], WEB)
    ready_test_programs()
    ready_compiler()
    ready_to_run()
    print("\n── pytest", flush=True)
    os.chdir(ROOT)
    env = environment(CHROMIUM=chromium(), **NO_BYTECODE)
    pytest = [str(BIN / "python"), "-m", "pytest", *pytest_arguments]
    together = subprocess.run([*pytest, *ON_EACH_CORE], env=env).returncode
    if together != TESTS_FAILED:
        sys.exit(together)
    print("\n── pytest : ce qui a échoué, seul et au calme", flush=True)
    os.execve(BIN / "python", [*pytest, *ALONE], env)


def _lint() -> None:
    _check("mise en forme Python", [BIN / "ruff", "format", "--check", "--quiet", "."])
    _check("règles Python", [BIN / "ruff", "check", "--quiet", "."])
    _check("qui connaît qui", [BIN / "lint-imports"])
    if not are_types_current():
        stop("web/src/api/schema.d.ts n’est plus à jour : lancez « make types », puis ajoutez le fichier au commit.")
    _check("types de l’application web", ["npm", "run", "--silent", "typecheck"], WEB)
    _check("règles de l’application web", ["npm", "run", "--silent", "lint"], WEB)
    _check("types Python", ["npm", "run", "--silent", "pyright"], WEB)


def _check(name: str, command: Sequence[str | Path], cwd: Path = ROOT) -> None:
    """One line when all is well; everything that the tool printed when it is not."""
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        code = subprocess.run(
            list(command), cwd=cwd, env=environment(**NO_BYTECODE), stdout=output, stderr=subprocess.STDOUT
        ).returncode
        if code != 0:
            output.seek(0)
            stop(output.read().rstrip(), "", f"✗ {name}")
    print(f"✓ {name} ({time.monotonic() - start:.1f} s)", flush=True)


main()
