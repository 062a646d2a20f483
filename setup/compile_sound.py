"""`make compiled`: the packet path as machine code (telephony/compiled.py), an option: calls cost a sixth less.

`make run` builds it again after an update, where it was built before. Started with `--build`, in the environment, it
does the work itself; with `--is-current` it exits with 0 when there is nothing to do.
"""

import fcntl
import os
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from machine import BIN, ROOT, VENV, environment, install_or_say, run_quietly, say
from ready import ready_to_compile

LEVEL = "COMBINE_COMPILED_LEVEL"
"""How much the C compiler takes its time: "0" for whoever asks what the code does, not how fast."""

COMPILED: dict[str, Any] = runpy.run_path(str(ROOT / "telephony" / "compiled.py"))


def main() -> None:
    ready_to_compile()
    ready_compiler()
    say("Compilation du chemin du son (une demi-minute)…")
    run_quietly([BIN / "python", __file__, "--build"], "compilation du chemin du son")
    say("Le chemin du son est compilé : il servira au prochain démarrage.")


def compile_again() -> None:
    """After an update, for whoever asked for it once. What fails here stops nobody: the sources run."""
    if not Path(VENV, "compiled").is_dir() or _itself("--is-current"):
        return
    say("Le chemin du son a changé : compilation (une demi-minute)…")
    if not _itself("--build"):
        say("Compilation impossible : Combiné marche sans (« make compiled » dit pourquoi).")


def _itself(task: str) -> bool:
    command = [BIN / "python", __file__, task]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True).returncode == 0


def ready_compiler() -> None:
    if shutil.which("cc") is None or not Path(sysconfig.get_path("include"), "Python.h").exists():
        install_or_say(["gcc", "libc6-dev", "python3-dev"], "Il manque un compilateur C et les en-têtes de Python.")


def build() -> None:
    """Makes the folder that telephony/compiled.py looks for, whole or not at all."""
    from mypyc.build import mypycify
    from setuptools import setup

    target: Path | None = COMPILED["folder"]()
    if target is None:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(target.parent, os.O_RDONLY)
    # A second build here waits for the first, then finds everything done; the lock ends with this process.
    fcntl.flock(lock, fcntl.LOCK_EX)
    if target.is_dir():
        return
    sources = [f"telephony/{name}.py" for name in COMPILED["MODULES"]]
    quiet = ["--ignore-missing-imports", "--follow-imports=silent", "--disable-error-code=no-any-return"]
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="build-") as name:
        level = os.environ.get(LEVEL, "2")
        modules = mypycify([*quiet, *sources], opt_level=level, debug_level="0", target_dir=f"{name}/c")
        made = Path(name, "made")
        arguments = ["--quiet", "build_ext", "--build-lib", str(made), "--build-temp", f"{name}/objects"]
        setup(name="sound", packages=[], ext_modules=modules, script_args=arguments)
        for older in target.parent.iterdir():
            if older.is_dir() and not older.name.startswith("build-"):
                shutil.rmtree(older)
        made.rename(target)


def is_current() -> bool:
    target: Path | None = COMPILED["folder"]()
    return target is None or target.is_dir()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--build"]:
            build()
        case ["--is-current"]:
            sys.exit(not is_current())
        case _:
            main()
