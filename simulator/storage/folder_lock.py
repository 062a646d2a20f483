"""One running server per data folder: two would finish, and purge, each other's recordings."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from simulator.settings import BadSettings

if os.name == "posix":
    import fcntl


@contextmanager
def only_server_of(folder: Path) -> Generator[None]:
    """Holds the folder for as long as the block runs; a killed process lets it go. Raises BadSettings."""
    with (folder / "server.lock").open("a") as file:
        if os.name == "posix":
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BadSettings(
                    f"Un serveur Combiné tourne déjà avec le dossier « {folder} » : arrêtez-le d’abord."
                ) from None
        yield
