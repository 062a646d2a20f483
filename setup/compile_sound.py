"""`make compiled`: the packet path as machine code (telephony/compiled.py), an option: calls then cost a fifth less.

Started with `--build`, in the environment, it does the work itself.
"""

import fcntl
import os
import runpy
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from machine import BIN, ROOT, install_or_say, run_quietly, say
from ready import ready_to_compile

COMPILED: dict[str, Any] = runpy.run_path(str(ROOT / "telephony" / "compiled.py"))


def main() -> None:
    ready_to_compile()
    ready_compiler()
    say("Compilation du chemin du son (une demi-minute)…")
    run_quietly([BIN / "python", __file__, "--build"], "compilation du chemin du son")
    say("Le chemin du son est compilé : il servira au prochain démarrage.")


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
        modules = mypycify([*quiet, *sources], opt_level="2", debug_level="0", target_dir=f"{name}/c")
        made = Path(name, "made")
        arguments = ["--quiet", "build_ext", "--build-lib", str(made), "--build-temp", f"{name}/objects"]
        setup(name="sound", packages=[], ext_modules=modules, script_args=arguments)
        for older in target.parent.iterdir():
            if older.is_dir() and not older.name.startswith("build-"):
                shutil.rmtree(older)
        made.rename(target)


if __name__ == "__main__":
    build() if sys.argv[1:] == ["--build"] else main()
