"""Installing, watching and removing the service: the steps as data, then a thin hand that carries them out.

Nothing that was written by hand is written over: a configuration that is there stays, and data are never removed.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.service.unit import NAME, Places, config_text, unit_text

UNITS = Path("/etc/systemd/system")
BOOTED = Path("/run/systemd/system")
"""There when systemd runs this machine (sd_booted(3))."""

HIDDEN = ("/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/")
"""What the unit's ProtectHome and PrivateTmp hide from the service."""

STEP_SECONDS = 60
START_SECONDS = 16 * 60
"""A start may copy a large database first: the unit gives it fifteen minutes."""


class ServiceProblem(Exception):
    """A sentence with its way out, in French."""


@dataclass(frozen=True)
class Step:
    """A command, and what failed if it fails."""

    command: tuple[str, ...]
    failure: str
    seconds: float = STEP_SECONDS


def obstacle(places: Places, user_id: int, has_systemd: bool) -> str | None:
    """Why this cannot be a service here, with the remedy; None: nothing stands in the way."""
    if not has_systemd:
        return (
            "Cette machine n’est pas conduite par systemd : lancez « simulator serve » par votre gestionnaire de "
            "services ; SIGTERM l’arrête proprement."
        )
    if user_id != 0:
        return "Installer un service demande d’être administrateur : relancez avec sudo."
    seen = (places.program, places.data, places.config, *places.written)
    hidden = [str(one) for one in seen if f"{one}/".startswith(HIDDEN)]
    if hidden:
        return (
            f"Le service ne verrait pas « {hidden[0]} » : il est privé des dossiers personnels et temporaires. "
            "Installez Combiné sous /opt (python3 -m venv /opt/combine) et gardez les données sous /var/lib, "
            "les sauvegardes sous /srv ou sur un autre disque (/mnt, /media)."
        )
    return None


def after_writing(places: Places, user_exists: bool) -> list[Step]:
    """What follows once unit and configuration are written."""
    data = str(places.data)
    new_user = Step(
        ("useradd", "--system", "--home-dir", data, "--no-create-home", "--shell", "/usr/sbin/nologin", places.user),
        f"Le compte système « {places.user} » n’a pas pu être créé.",
    )
    return [
        *([] if user_exists else [new_user]),
        Step(("install", "-d", "-m", "0700", "-o", places.user, "-g", places.user, data), f"« {data} » est refusé."),
        # Passwords of relays and of the PBX may stand in it.
        Step(("chown", f"root:{places.user}", str(places.config)), "La configuration n’a pas pu être confiée."),
        Step(("chmod", "0640", str(places.config)), "La configuration n’a pas pu être protégée."),
        Step(("systemctl", "daemon-reload"), "systemd n’a pas relu ses services."),
        Step(
            ("systemctl", "enable", "--now", NAME),
            "Le service n’a pas démarré. Pourquoi : journalctl -u combine -n 50",
            START_SECONDS,
        ),
    ]


def write_files(places: Places, root: Path = Path("/")) -> list[Path]:
    """Unit and, where there is none, configuration, below `root`; returns what was written. Raises OSError."""
    unit = _below(root, UNITS / NAME)
    config = _below(root, Path(places.config))
    wanted = {unit: unit_text(places)}
    if not config.exists():
        wanted[config] = config_text(places.data)
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(wanted)


def carry_out(steps: Sequence[Step]) -> None:
    """One after the other. Raises ServiceProblem at the first that fails."""
    for step in steps:
        try:
            done = subprocess.run(step.command, capture_output=True, text=True, timeout=step.seconds)
        except FileNotFoundError:
            raise ServiceProblem(f"{step.failure} Le programme « {step.command[0]} » manque.") from None
        except subprocess.TimeoutExpired:
            raise ServiceProblem(f"{step.failure} « {' '.join(step.command)} » ne répond pas.") from None
        if done.returncode != 0:
            raise ServiceProblem(f"{step.failure}\n{(done.stderr or done.stdout).strip()}")


def remove(root: Path = Path("/")) -> bool:
    """Stops and forgets the service; configuration, data and account stay. False: there was none."""
    unit = _below(root, UNITS / NAME)
    if not unit.exists():
        return False
    if root == Path("/") and BOOTED.is_dir():
        stop = Step(("systemctl", "disable", "--now", NAME), "Le service ne s’est pas arrêté.", 2 * STEP_SECONDS)
        carry_out([stop])
    unit.unlink()
    if root == Path("/") and BOOTED.is_dir():
        carry_out([Step(("systemctl", "daemon-reload"), "systemd n’a pas relu ses services.")])
    return True


def state(told: str) -> list[str]:
    """What `systemctl show` told, in French lines. Pure."""
    of: dict[str, str] = {}
    for line in told.splitlines():
        name, _, value = line.partition("=")
        of[name] = value
    if of.get("LoadState") in (None, "", "not-found"):
        return ["Le service n’est pas installé : sudo simulator service install"]
    words = {
        "active": "en marche",
        "activating": "démarre",
        "deactivating": "s’arrête : les appels et leurs enregistrements se terminent",
        "inactive": "arrêté : sudo systemctl start combine",
        "failed": "tombé. Pourquoi : journalctl -u combine -n 50",
    }
    lines = [f"Combiné : {words.get(of.get('ActiveState', ''), of.get('ActiveState', ''))}"]
    if of.get("StatusText"):
        lines.append(of["StatusText"])
    at_boot = of.get("UnitFileState") == "enabled"
    lines.append(
        "Démarre avec la machine." if at_boot else "Ne démarre pas avec la machine : systemctl enable combine"
    )
    if of.get("NRestarts", "0") not in ("0", ""):
        lines.append(f"Relancé {of['NRestarts']} fois depuis le démarrage : journalctl -u combine")
    return lines


def ask_state() -> str:
    """What systemd says of the service. Raises ServiceProblem."""
    if shutil.which("systemctl") is None:
        raise ServiceProblem("systemd n’est pas sur cette machine.")
    shown = "--property=LoadState,ActiveState,StatusText,NRestarts,UnitFileState"
    done = subprocess.run(["systemctl", "show", shown, NAME], capture_output=True, text=True, timeout=STEP_SECONDS)
    if done.returncode != 0:
        raise ServiceProblem(f"systemd ne répond pas. {done.stderr.strip()}")
    return done.stdout


def has_systemd() -> bool:
    return os.name == "posix" and BOOTED.is_dir()


def _below(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")
