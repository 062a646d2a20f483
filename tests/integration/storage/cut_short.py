"""Does something in a child process that is killed at its n-th touch of the disk or the database, for every n.

`python -m tests.integration.storage.cut_short ACTION FOLDER STRIDE` copies FOLDER to FOLDER.1, FOLDER.2 … and does
ACTION in each; in the last of them it was not cut. One interpreter loads the program, each child is forked from it.
"""

import asyncio
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from simulator.backup_cli import _restore  # pyright: ignore[reportPrivateUsage]
from simulator.settings import Settings, load_secret
from simulator.storage.backup import back_up
from simulator.storage.copying import sqlite_path
from simulator.storage.database import open_engine
from simulator.storage.migrating import migrate_down
from simulator.storage.start_up import open_database

TOUCHES = ("open", "os.", "shutil.", "sqlite3.connect")
"""Audit events (PEP 578) of what touches files."""


def settings_in(folder: Path) -> Settings:
    return Settings(data=folder / "var", packs=folder / "packs")


def start(folder: Path) -> None:
    """What a start does to the database and the secrets."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            await open_database(settings_in(folder), stack)
        load_secret(folder / "var")

    asyncio.run(run())


def down(folder: Path) -> None:
    """One step back."""

    async def run() -> None:
        engine = open_engine(settings_in(folder).url)
        await migrate_down(engine, "-1")
        await engine.dispose()

    asyncio.run(run())


def restore(folder: Path) -> None:
    asyncio.run(_restore(settings_in(folder), folder / "backup.zip"))


def backup(folder: Path) -> None:
    asyncio.run(back_up(settings_in(folder), folder / "backup.zip"))


ACTIONS: dict[str, Callable[[Path], None]] = {"start": start, "down": down, "restore": restore, "backup": backup}


def killed_at(instant: int, folder: Path) -> None:
    """From now on this process is killed at its `instant`-th touch of something in `folder`, or of the database."""
    left = instant

    def touch() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_audit(name: str, arguments: tuple[Any, ...]) -> None:
        if name.startswith(TOUCHES) and any(str(folder) in str(one) for one in arguments):
            touch()

    def on_statement(*_: object) -> None:
        touch()

    sys.addaudithook(on_audit)
    event.listen(Engine, "before_cursor_execute", on_statement)
    event.listen(Engine, "commit", on_statement)


def main(action: str, folder: Path, stride: int) -> None:
    instant = 1
    while True:
        place = folder.with_name(f"{folder.name}.{instant}")
        shutil.copytree(folder, place)
        child = os.fork()
        if child == 0:
            try:
                killed_at(instant, place)
                ACTIONS[action](place)
                os._exit(0)
            except BaseException:  # noqa: BLE001 - the parent hears of it by the exit status
                traceback.print_exc()
                os._exit(3)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, (action, instant)
            return
        instant += stride


if __name__ == "__main__":
    assert sqlite_path(settings_in(Path("/")).url)
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
