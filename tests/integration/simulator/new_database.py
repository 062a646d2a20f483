"""A database as a first start makes it, made once in each process and copied for whoever needs one.

Going through all migrations costs a quarter of a second of a core; first starts have tests of their own
(tests/integration/storage, tests/power/test_first_start.py, test_commands.py).
"""

import asyncio
import tempfile
from functools import cache
from pathlib import Path
from threading import Thread

from simulator.storage.database import open_engine
from simulator.storage.migrating import migrate

NAME = "combine.sqlite3"
"""Where `Settings.url` looks for it, in the data folder."""


def lay_database(data: Path) -> None:
    """Makes this data folder with one; a folder that is there stays as it is."""
    if not data.exists():
        data.mkdir(parents=True, mode=0o700)
        (data / NAME).write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        # A thread has no event loop yet, whoever asks.
        thread = Thread(target=lambda: asyncio.run(_migrate(path)))
        thread.start()
        thread.join()
        return path.read_bytes()


async def _migrate(path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{path}")
    try:
        await migrate(engine)
    finally:
        await engine.dispose()
