"""Holding a PostgreSQL database for as long as a server lives: an advisory lock on a connection of its own.

When the connection goes (the database restarts, the network is cut) nothing may be written until the lock is ours
again: another server may have it. It is asked for until it is had.
"""

import asyncio
import time
from contextlib import suppress
from typing import Any

import asyncpg
import structlog
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.engine import make_url

log = structlog.get_logger(__name__)

SERVING = 0x436F6D62
"""Key of the advisory lock: PostgreSQL counts it for each database apart."""

CONNECT_SECONDS = 5
LOOK_EVERY = 2.0
"""Seconds between two questions whether the connection still answers."""
LONGEST_PAUSE = 2.0


OF_SQLALCHEMY = ("async_", "prepared_statement_")
"""What a URL may say to SQLAlchemy and not to the driver."""


class PostgresHold:
    """`async with` asks for the lock during `patience` seconds; `is_held` says whether it is ours now."""

    def __init__(self, url: str, patience: float) -> None:
        asked: dict[str, Any] = asyncpg_dialect().create_connect_args(make_url(url))[1]
        self._arguments = {name: value for name, value in asked.items() if not name.startswith(OF_SQLALCHEMY)}
        self._patience = patience
        self._connection: asyncpg.Connection | None = None
        self._keeper: asyncio.Task[None] | None = None
        self.is_held = False

    async def __aenter__(self) -> "PostgresHold":
        until = time.monotonic() + self._patience
        while not await self._take() and time.monotonic() < until:  # noqa: ASYNC110 - nobody tells when it is free
            await asyncio.sleep(0.1)
        if self.is_held:
            self._keeper = asyncio.create_task(self._keep(), name="postgresql-hold")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        await self._let_go()

    async def _take(self) -> bool:
        """Raises what a connection raises: OSError, asyncpg.PostgresError."""
        connection = self._connection
        if connection is None:
            connection = self._connection = await asyncpg.connect(timeout=CONNECT_SECONDS, **self._arguments)
        asked = "SELECT pg_try_advisory_lock($1)"
        self.is_held = bool(await connection.fetchval(asked, SERVING, timeout=CONNECT_SECONDS))
        return self.is_held

    async def _let_go(self) -> None:
        self.is_held = False
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=1)

    async def _keep(self) -> None:
        while True:
            await self._until_lost()
            lost_at = time.monotonic()
            log.error(
                "database_away", what="La base PostgreSQL ne répond plus : rien n’est gardé jusqu’à son retour."
            )
            await self._let_go()
            await self._until_back()
            seconds = round(time.monotonic() - lost_at, 1)
            log.warning("database_back", seconds=seconds, what="La base PostgreSQL répond de nouveau.")

    async def _until_lost(self) -> None:
        connection = self._connection
        assert connection is not None
        lost = asyncio.Event()

        def on_end(_: object) -> None:
            # At once, before any other task of ours can write.
            self.is_held = False
            lost.set()

        connection.add_termination_listener(on_end)
        while not lost.is_set():
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await lost.wait()
            except TimeoutError:
                try:
                    await connection.fetchval("SELECT 1", timeout=CONNECT_SECONDS)
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    return

    async def _until_back(self) -> None:
        pause, is_told = 0.1, False
        while True:
            try:
                if await self._take():
                    return
                if not is_told:
                    log.error(
                        "database_taken", what="Un autre serveur Combiné tient la base : arrêtez l’un des deux."
                    )
                    is_told = True
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._let_go()
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
