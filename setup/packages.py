"""The virtual environment: made once, filled from the locks with their hashes, with our own command in it."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from machine import BIN, FETCHING, ROOT, VENV, environment, install_or_say, run_quietly, say, stop
from stamps import fingerprint, forget, is_done, mark_done

REQUIREMENTS = ROOT / "requirements"

IMPORTED_AT_START = "import aiortc, av, cryptography, numpy, pydantic_core, sqlalchemy, typst, uvicorn"

DEBIAN_PACKAGES = {
    "libstdc++.so": "libstdc++6",
    "libgcc_s.so": "libgcc-s1",
    "libopus.so": "libopus0",
    "libvpx.so": "libvpx-dev",
    "libsrtp2.so": "libsrtp2-1",
    "libssl.so": "libssl3",
    "libffi.so": "libffi8",
    "libsqlite3.so": "libsqlite3-0",
    "libxcb.so": "libxcb1",
    "libz.so": "zlib1g",
}
"""Which package brings a shared library that a wheel may expect from the machine."""


def ready_python() -> None:
    """Makes `.venv` with this interpreter, unless a working one of this checkout is there."""
    inputs = fingerprint([], str(VENV))
    if is_done("venv", inputs) and (BIN / "python").exists():
        return
    if not _works():
        say(f"Environnement Python {sys.version_info.major}.{sys.version_info.minor} dans .venv")
        _require_venv_module()
        shutil.rmtree(VENV, ignore_errors=True)
        run_quietly([sys.executable, "-m", "venv", VENV], "création de .venv")
    mark_done("venv", inputs)


def ready_packages(lock: str, what: str) -> None:
    """Installs `requirements/<lock>.lock`, hashes checked."""
    file = REQUIREMENTS / f"{lock}.lock"
    inputs = fingerprint([file])
    if is_done(lock, inputs):
        return
    forget(lock)
    say(f"Installation {what}…")
    quiet = ["-qq", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
    pip = [BIN / "python", "-m", "pip", "install", *quiet, "--require-hashes", "-r", file]
    run_quietly(pip, f"installation {what}", FETCHING)
    if lock == "runtime":
        _require_libraries()
    mark_done(lock, inputs)


def ready_commands() -> None:
    """Puts our packages on the environment's path and writes the commands that pyproject.toml declares.

    What `pip install --no-deps -e .` does, without fetching a build tool.
    """
    project = ROOT / "pyproject.toml"
    inputs = fingerprint([project, Path(__file__)])
    scripts = tomllib.loads(project.read_text())["project"]["scripts"]
    if is_done("commands", inputs) and all((BIN / name).exists() for name in scripts):
        return
    (site_packages,) = (VENV / "lib").glob("python3*/site-packages")
    (site_packages / "combine.pth").write_text(f"{ROOT}\n")
    for name, target in scripts.items():
        module, function = target.split(":")
        script = BIN / name
        # Not a plain `#!` line: it may hold no blank, and this folder's name may.
        script.write_text(
            f"#!/bin/sh\n'''exec' \"{BIN / 'python'}\" \"$0\" \"$@\"\n' '''\n"
            # The guard keeps worker processes, which read this file again, from importing the whole application.
            f"import sys\n\nif __name__ == '__main__':\n    from {module} import {function}\n\n"
            f"    sys.exit({function}())\n"
        )
        script.chmod(0o755)
    mark_done("commands", inputs)


def _works() -> bool:
    """A `.venv` made elsewhere or by a Python that is gone must be made again."""
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    python = BIN / "python"
    if not python.exists() or subprocess.run([python, "-c", check], capture_output=True).returncode != 0:
        return False
    prefix = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    return Path(prefix.stdout.strip()) == VENV


def _require_venv_module() -> None:
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return
    is_system = sys.executable in {"/usr/bin/python3", f"/usr/bin/python3.{sys.version_info.minor}"}
    package = f"python3.{sys.version_info.minor}-venv" if is_system else "python3-venv"
    install_or_say([package], "Python ne sait pas créer d’environnement : le module venv (ou ensurepip) manque.")


def _require_libraries() -> None:
    """Imports once what leans on the machine's libraries, so that a missing one is named here and not in a call."""
    tried = subprocess.run(
        [BIN / "python", "-c", IMPORTED_AT_START], env=environment(), capture_output=True, text=True
    )
    if tried.returncode == 0:
        return
    missing = re.search(r"(lib[\w+.-]+\.so[.\d]*): cannot open shared object file", tried.stderr)
    if missing is None:
        stop(tried.stderr.rstrip(), "", "Les paquets Python sont installés, mais ne s’importent pas.")
    library = missing.group(1)
    for prefix, package in DEBIAN_PACKAGES.items():
        if library.startswith(prefix):
            install_or_say([package], f"Il manque la bibliothèque système {library}.")
            return _require_libraries()
    stop(
        f"Il manque la bibliothèque système {library}.",
        "Trouvez le paquet qui l’apporte, installez-le, puis relancez :",
        f"  sudo apt-get install apt-file && sudo apt-file update && apt-file search {library}",
    )
