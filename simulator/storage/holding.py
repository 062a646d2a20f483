"""One running server per data folder and per database: two would finish, purge and number each other's things.

The folder and an SQLite file are held by locks of the system, a PostgreSQL database by a lock of its own
(`postgres_hold`). A process that is killed lets them all go.
"""

import os
import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from simulator.settings import Settings
from simulator.storage.copying import sqlite_path
from simulator.storage.postgres_hold import PostgresHold
from simulator.storage.problems import POSTGRESQL, StartProblem, UnknownDatabase

if os.name == "posix":
    import fcntl

PATIENCE_SECONDS = 2.0
"""A command that looks whether somebody serves holds the locks for a moment: a server that starts waits for it."""


class AlreadyServed(StartProblem):
    """Another server has the folder or the database."""


@asynccontextmanager
async def only_server(settings: Settings, patience: float = PATIENCE_SECONDS) -> AsyncGenerator[PostgresHold | None]:
    """Holds folder and database while the block runs; yields what watches over PostgreSQL. Raises AlreadyServed.

    Blocks the event loop for at most `patience` seconds: nothing is served yet.
    """
    with _held(
        settings.data / "server.lock",
        f"Un serveur Combiné tourne déjà avec le dossier « {settings.data} » : arrêtez-le d’abord.",
        patience,
    ):
        database = sqlite_path(settings.url)
        if database is not None:
            sentence = f"Un serveur Combiné tourne déjà avec la base « {database} » : arrêtez-le d’abord."
            with _held(database.with_name(f"{database.name}.lock"), sentence, patience):
                yield None
        elif make_url(settings.url).drivername == POSTGRESQL:
            async with PostgresHold(settings.url, patience) as hold:
                if not hold.is_held:
                    name = make_url(settings.url).database
                    raise AlreadyServed(
                        f"Un serveur Combiné tourne déjà avec la base PostgreSQL « {name} » : arrêtez-le d’abord, "
                        "ou donnez à celui-ci une autre base (COMBINE_DATABASE_URL)."
                    )
                yield hold
        else:
            raise UnknownDatabase


@contextmanager
def _held(path: Path, sentence: str, patience: float) -> Generator[None]:
    with path.open("a") as file:
        until = time.monotonic() + patience
        while not _locked(file.fileno()):
            if time.monotonic() > until:
                raise AlreadyServed(sentence)
            time.sleep(0.05)
        yield


def _locked(handle: int) -> bool:
    if os.name == "posix":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
