"""Does something in a child process that is killed at its n-th touch of the disk or the database, for many n.

`python -m tests.integration.storage.cut_short ACTION FOLDER CUTS` copies FOLDER to FOLDER.0, FOLDER.1 … and does
ACTION in each, in the first of them without a cut, to count. One interpreter loads the program, each child is forked.
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

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from simulator.backup_cli import _restore  # pyright: ignore[reportPrivateUsage]
from simulator.settings import Settings, load_secret
from simulator.storage.backup import back_up
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


def killed_at(instant: int, folder: Path) -> Callable[[], int]:
    """From now on this process is killed at its `instant`-th touch of something in `folder`, or of the database.

    Returns what says how many touches there were; `instant` 0 kills at none.
    """
    touches = 0

    def touch() -> None:
        nonlocal touches
        touches += 1
        if touches == instant:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_audit(name: str, arguments: tuple[Any, ...]) -> None:
        if name.startswith(TOUCHES) and any(str(folder) in str(one) for one in arguments):
            touch()

    def on_statement(connection: Connection, *_: object) -> None:
        if connection.engine.url.database:  # not one in memory
            touch()

    sys.addaudithook(on_audit)
    event.listen(Engine, "before_cursor_execute", on_statement)
    event.listen(Engine, "commit", on_statement)
    return lambda: touches


def run_apart(action: str, folder: Path, instant: int) -> bool:
    """Whether it came to its end. The child writes how many touches there were beside its folder."""
    child = os.fork()
    if child == 0:
        try:
            touches = killed_at(instant, folder)
            ACTIONS[action](folder)
            folder.with_name("touches").write_text(str(touches()))
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the parent hears of it by the exit status
            traceback.print_exc()
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, (action, instant)
    return os.WIFEXITED(status)


def main(action: str, folder: Path, cuts: int) -> None:
    def place(instant: int) -> Path:
        made = folder.with_name(f"{folder.name}.{instant}")
        shutil.copytree(folder, made)
        return made

    assert run_apart(action, place(0), 0)
    touches = int(folder.with_name("touches").read_text())
    for instant in sorted({1 + touches * number // cuts for number in range(cuts)}):
        run_apart(action, place(instant), instant)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
