"""SQLite's log (WAL) is brought into the database beside the writers, not by the one whose commit makes it too long.

A checkpoint flushes two files; done by a commit, it is paid for by everybody who waits for that commit.
"""

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5.0


class Checkpoints:
    """`async with` owns the task. Does nothing on another database than SQLite."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Checkpoints":
        if self._engine.dialect.name == "sqlite":
            self._task = asyncio.create_task(self._bring_over(), name="checkpoints")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _bring_over(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                async with self._engine.connect() as connection:
                    # PASSIVE waits for nobody: what is being read or written stays for the next time.
                    await connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            except Exception:
                # A full disk: the log goes on growing until there is room; commits bring it over as a last resort.
                log.exception("not_checkpointed")
