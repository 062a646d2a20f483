"""Programs of the machine: running them, finding them, installing what is missing where we may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

FETCHING = "Vérifiez l’accès au réseau, puis relancez la commande."
"""The way out when something could not be fetched."""

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"


def say(line: str) -> None:
    """One line about what is under way."""
    print(f"• {line}", flush=True)


def stop(*lines: str) -> NoReturn:
    """Ends the set-up with what is missing and what to do."""
    print("\n" + "\n".join(lines), file=sys.stderr)
    sys.exit(1)


def environment(**more: str) -> dict[str, str]:
    """Our environment, `.venv`'s programs first: its Node is there when the machine's is too old."""
    path = os.environ.get("PATH", os.defpath)
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{path}", **more}


def run_quietly(
    command: Sequence[str | Path],
    what: str,
    remedy: str = "",
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Runs a step of the set-up. Its output is shown only when it fails, and the set-up ends there."""
    done = subprocess.run(
        list(command),
        cwd=cwd,
        env={**(env or environment()), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        stop(done.stdout.rstrip(), "", f"Échec : {what}.", *([remedy] if remedy else []))


def install_or_say(packages: Sequence[str], why: str) -> None:
    """Installs Debian packages where we are root and apt-get is there; otherwise names the command and stops."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        stop(why, "Installez ce qui manque, puis relancez :", f"  sudo apt-get install {' '.join(packages)}")
    say(f"Installation de {', '.join(packages)}…")
    env = environment(DEBIAN_FRONTEND="noninteractive")
    # The lists may be old or absent (a bare container); a failed refresh shows in the installation that follows.
    subprocess.run(["apt-get", "update", "-q"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run_quietly(command, f"installation de {', '.join(packages)} par apt-get", FETCHING, env=env)
