"""The hands of an update: programs that are run, the service that is stopped and started, whose files data are."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from simulator.service.installing import BOOTED, START_SECONDS, UNITS
from simulator.service.unit import NAME
from simulator.system_words import why
from simulator.updating.release import Release, UpdateProblem

LONGEST_SECONDS = 2 * 3600
"""Of one program: a backup of a year's recordings takes its time."""
EXTRAS = {"speech": "faster-whisper", "headset": "sounddevice", "planning": "ortools"}
"""Optional parts, and the package by which one sees that they are there."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Of the data folder: whatever touches data runs as them, also where root updates."""

    user: int
    group: int

    @classmethod
    def of(cls, folder: Path) -> "Owner":
        about = folder.stat()
        return cls(about.st_uid, about.st_gid)

    @property
    def is_somebody_else(self) -> bool:
        return os.name == "posix" and os.geteuid() == 0 and self.user != 0

    def own(self, path: Path) -> None:
        """Raises OSError."""
        if self.is_somebody_else:
            os.chown(path, self.user, self.group)


def run(
    command: Sequence[str | Path],
    failure: str,
    given: Mapping[str, str] | None = None,
    owner: Owner | None = None,
    fine: tuple[int, ...] = (0,),
) -> str:
    """What it said. `given`: for its environment. Raises UpdateProblem with `failure` and its last lines."""
    as_owner = owner if owner is not None and owner.is_somebody_else else None
    try:
        done = subprocess.run(
            [str(one) for one in command],
            env={**os.environ, **(given or {})},
            cwd="/" if as_owner else None,
            user=as_owner.user if as_owner else None,
            group=as_owner.group if as_owner else None,
            extra_groups=[] if as_owner else None,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise UpdateProblem(f"{failure} « {command[0]} » ne répond pas.") from None
    except OSError as error:
        raise UpdateProblem(f"{failure} « {command[0]} » : {why(error)}.") from None
    if done.returncode not in fine:
        told = (done.stderr or done.stdout).strip().splitlines()[-8:]
        raise UpdateProblem("\n".join([failure, *told]))
    return done.stdout


def make_environment(release: Release, folder: Path) -> None:
    """An environment of its own with this version and the optional parts that the running one has.

    Raises UpdateProblem. Killed, the folder is there and no version: nobody uses it.
    """
    python = getattr(sys, "_base_executable", sys.executable)
    extras = ",".join(extra for extra, package in EXTRAS.items() if _has(package))
    wheel = f"{release.wheel.absolute()}[{extras}]" if extras else str(release.wheel.absolute())
    run([python, "-m", "venv", folder], "L’environnement de la nouvelle version n’a pas pu être fait.")
    pip = [folder / "bin" / "python", "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"]
    run(
        [*pip, "-c", release.constraints.absolute(), wheel],
        "La nouvelle version n’a pas pu être installée : vérifiez l’accès au réseau, puis relancez.",
    )


def _has(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


class Service:
    """systemd's, where it runs what stands in `home`; elsewhere nothing is stopped and nothing started."""

    def __init__(self, home: Path) -> None:
        unit = UNITS / NAME
        self._is_ours = BOOTED.is_dir() and unit.is_file() and f"{home}/" in unit.read_text(encoding="utf-8")

    def is_running(self) -> bool:
        return self._is_ours and subprocess.run(["systemctl", "is-active", "--quiet", NAME]).returncode == 0

    def stop(self) -> None:
        """Calls end with their recording. Raises UpdateProblem."""
        run(["systemctl", "stop", NAME], "Le service ne s’arrête pas : systemctl status combine.")

    def start(self) -> None:
        """Returns once it is ready. Raises UpdateProblem."""
        wait = ["timeout", str(START_SECONDS), "systemctl", "start", NAME]
        run(wait, "Le service ne démarre pas : journalctl -u combine -n 50.")
