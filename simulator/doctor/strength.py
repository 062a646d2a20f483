"""Whether the machine is strong enough: memory, open files, how fast its disk keeps what is written."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from simulator.doctor.finding import Finding
from simulator.settings import Settings
from simulator.system_words import why

if os.name == "posix":
    import resource

MEGABYTE = 2**20
LEAST_MEMORY = 256 * MEGABYTE
"""A server at work takes as much (docs/performance.md, memory after churn)."""

SPEECH_MEMORY = 1024 * MEGABYTE
"""With a Whisper base model in memory beside it."""

FEWEST_FILES, FEW_FILES = 1024, 4096
WRITES = 100
LONGEST_SECONDS = 4.0
"""A disk that is so slow is known before the hundredth write."""

SLOW_SECONDS, TOO_SLOW_SECONDS = 0.05, 0.5
"""Of a fact that is kept: everybody who speaks, writes or marks waits for it."""


def memory(settings: Settings, available: int | None = None) -> Finding:
    """`available`: bytes, handed in by tests; else what Linux says, or the container's limit where that is less."""
    free = _available() if available is None else available
    if free is None:
        return Finding("memory", "ok", "Mémoire : ce système ne dit pas ce qui en reste.")
    said = f"Mémoire : {free // MEGABYTE} Mo disponibles"
    remedy = "Arrêtez d’autres programmes, ou donnez plus de mémoire à cette machine (2 Go suffisent à une salle)."
    if free < LEAST_MEMORY:
        return Finding("memory", "fault", f"{said} : le serveur peut être arrêté par le système.", remedy)
    if settings.transcription and free < SPEECH_MEMORY:
        and_speech = f"{remedy} Sinon : COMBINE_TRANSCRIPTION=false."
        return Finding("memory", "warning", f"{said} : peu pour transcrire les appels.", and_speech)
    return Finding("memory", "ok", f"{said}.")


def open_files(limit: int | None = None) -> Finding:
    """How many the system lets a process like this one open; each connection and each recording takes some."""
    most = _file_limit() if limit is None else limit
    if most is None:
        return Finding("open_files", "ok", "Fichiers ouverts : sans limite.")
    remedy = "systemctl edit combine : [Service] LimitNOFILE=65536 ; dans un terminal : ulimit -n 65536."
    if most < FEWEST_FILES:
        said = f"Fichiers ouverts : {most} au plus, trop peu pour une salle."
        return Finding("open_files", "fault", said, remedy)
    if most < FEW_FILES:
        return Finding("open_files", "warning", f"Fichiers ouverts : {most} au plus, peu pour un centre.", remedy)
    return Finding("open_files", "ok", f"Fichiers ouverts : {most} au plus.")


def disk_speed(settings: Settings, seconds: list[float] | None = None) -> Finding:
    """The 99th of a hundred small writes that wait for the disk (fsync), in the data folder; nothing is left there.

    `seconds`: of each write, handed in by tests.
    """
    if not settings.data.is_dir():
        return Finding("disk_speed", "ok", "Vitesse du disque : elle se mesure une fois le dossier des données fait.")
    remedy = "Un disque SSD de cette machine, que rien d’autre n’occupe (iostat) ; jamais un partage réseau."
    try:
        taken = sorted(_timed_writes(settings.data) if seconds is None else seconds)
    except OSError as error:
        return Finding("disk_speed", "fault", f"Vitesse du disque : rien ne s’y écrit ({why(error)}).", remedy)
    p99 = taken[max(0, -(-len(taken) * 99 // 100) - 1)]
    said = f"Vitesse du disque : {p99 * 1000:.1f} ms pour garder une écriture (99 sur 100)".replace(".", ",")
    if p99 > TOO_SLOW_SECONDS:
        return Finding("disk_speed", "fault", f"{said} : chaque geste aux postes attend.", remedy)
    if p99 > SLOW_SECONDS:
        return Finding("disk_speed", "warning", f"{said} : c’est lent.", remedy)
    return Finding("disk_speed", "ok", f"{said}.")


def _timed_writes(folder: Path) -> list[float]:
    handle, name = tempfile.mkstemp(prefix=".doctor.", dir=folder)
    taken: list[float] = []
    try:
        began = time.monotonic()
        while len(taken) < WRITES and time.monotonic() - began < LONGEST_SECONDS:
            before = time.monotonic()
            os.write(handle, bytes(4096))
            os.fsync(handle)
            taken.append(time.monotonic() - before)
    finally:
        os.close(handle)
        os.unlink(name)
    return taken


def _file_limit() -> int | None:
    if os.name != "posix":
        return None
    # The server raises its own soft limit as far as this one.
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return None if hard == resource.RLIM_INFINITY else hard


def _available() -> int | None:
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = 1024 * int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1])
        return min(free, *_of_the_container(free))
    return None


def _of_the_container(otherwise: int) -> list[int]:
    """What its limit (cgroup 2) leaves."""
    with suppress(OSError, ValueError):
        most, used = (Path(f"/sys/fs/cgroup/memory.{one}").read_text().strip() for one in ("max", "current"))
        if most != "max":
            lines = Path("/sys/fs/cgroup/memory.stat").read_text().splitlines()
            # Files that the system remembers count as used; it gives them up when asked.
            cached = next((int(line.split()[1]) for line in lines if line.startswith("inactive_file ")), 0)
            return [int(most) - int(used) + cached]
    return [otherwise]
