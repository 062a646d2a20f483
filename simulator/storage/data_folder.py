"""What stands in the data folder: which of it a backup takes, and what it is called."""

from collections.abc import Iterator
from pathlib import Path

from simulator.settings import Settings
from simulator.storage.archive import is_backup
from simulator.storage.copying import sqlite_path
from simulator.storage.sound_database import beside
from simulator.storage.upgrading import FOLDER as BEFORE_UPGRADE
from telephony.durable import is_temporary

STAGING = "restoring"
"""A restore on its way."""
MODELS = "models"
"""Of transcription: large, and brought again as they came."""
BEFORE_RESTORE = "before-restore-"
"""Before the date and time of a restore: what stood there until then."""


def packs_folder(settings: Settings) -> Path:
    """Where further packs are installed."""
    return settings.packs or settings.data / "packs"


def database_files(settings: Settings) -> list[Path]:
    """The SQLite database and its companions, there or not; none for PostgreSQL."""
    path = sqlite_path(settings.url)
    return [] if path is None else [path, *(beside(path, ending) for ending in ("-wal", "-shm", "-journal"))]


def lasting(settings: Settings) -> list[Path]:
    """What lies in the data folder and makes this installation, without its database."""
    databases = database_files(settings)
    return [
        path
        for path in sorted(settings.data.iterdir())
        if path.name not in (STAGING, BEFORE_UPGRADE, MODELS)
        and not path.name.startswith(BEFORE_RESTORE)
        and not path.name.endswith((".lock", ".set-aside"))
        and not is_temporary(path.name)
        and path.resolve() not in databases
        and not is_backup(path)
        and (settings.backups is None or path.resolve() != settings.backups.resolve())
    ]


def files_below(path: Path) -> Iterator[Path]:
    """Every file of a folder, or the file itself; those on their way to their name are left out."""
    if path.is_file():
        yield path
    elif path.is_dir():
        for entry in sorted(path.iterdir()):
            if not is_temporary(entry.name):
                yield from files_below(entry)
