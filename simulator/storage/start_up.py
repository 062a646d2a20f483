"""Opening the database: what a server does before it serves, and what a command may do beside it.

In this order: the folder, room on the disk, nobody else's lock, a restore that was cut, a sound file, this version's
schema. Whatever stands in the way is a StartProblem: one French sentence with a way out.
"""

import asyncio
import shutil
from contextlib import AsyncExitStack

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.settings import Settings
from simulator.storage.copying import sqlite_path
from simulator.storage.database import open_engine
from simulator.storage.database_away import say_when_away
from simulator.storage.holding import AlreadyServed, only_server
from simulator.storage.migrating import schema_found, steps
from simulator.storage.postgres_hold import PostgresHold
from simulator.storage.problems import DiskIsFull, StartProblem, said_in_words
from simulator.storage.restoring import finish_restore
from simulator.storage.sound_database import look_over
from simulator.storage.upgrading import bring_up_to_date

log = structlog.get_logger(__name__)

LEAST_FREE = 4 * 2**20
"""Bytes on the data folder's disk without which no start is tried."""


def make_data_folder(settings: Settings) -> None:
    """Recordings and names live there: nobody else's business on a shared machine. Raises OSError, DiskIsFull."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(settings.data).free < LEAST_FREE:
        raise DiskIsFull


async def open_database_alone(settings: Settings, stack: AsyncExitStack) -> AsyncEngine:
    """For the server: `stack` holds folder and database until it closes. Raises StartProblem."""
    with said_in_words(settings):
        make_data_folder(settings)
        hold = await stack.enter_async_context(only_server(settings))
        return await _open(settings, stack, hold)


async def open_database(settings: Settings, stack: AsyncExitStack) -> AsyncEngine:
    """For a command, beside a running server or not. Raises StartProblem."""
    with said_in_words(settings):
        make_data_folder(settings)
        try:
            async with AsyncExitStack() as for_now:
                hold = await for_now.enter_async_context(only_server(settings, patience=0))
                engine = await _open(settings, for_now, hold)
        except AlreadyServed:
            engine = _engine(settings, stack, None)
            if await schema_found(engine) != steps()[-1]:
                # The server that runs is of another version: its database is not changed under it.
                raise
            return engine
        return _engine(settings, stack, None)


def _engine(settings: Settings, stack: AsyncExitStack, hold: PostgresHold | None) -> AsyncEngine:
    engine = open_engine(settings.url)
    stack.push_async_callback(engine.dispose)
    if engine.dialect.name == "postgresql":
        say_when_away(engine, lambda: hold is None or hold.is_held)
    return engine


async def _open(settings: Settings, stack: AsyncExitStack, hold: PostgresHold | None) -> AsyncEngine:
    path = sqlite_path(settings.url)
    engine = _engine(settings, stack, hold)
    await finish_restore(settings, engine)
    if path is not None:
        aside = await asyncio.to_thread(look_over, path)
        if aside is not None:
            log.error(
                "foreign_wal_set_aside",
                file=str(aside),
                what="Une copie a été posée sur la base : le journal de l’ancienne base est mis de côté, intact.",
            )
        _refuse_a_lost_database(settings)
    await bring_up_to_date(engine, settings.data)
    return engine


def _refuse_a_lost_database(settings: Settings) -> None:
    """Recordings without a database are no first start."""
    path = sqlite_path(settings.url)
    is_empty = path is None or not path.exists() or path.stat().st_size == 0
    if is_empty and settings.recordings.is_dir() and any(settings.recordings.iterdir()):
        raise StartProblem(
            f"La base « {path} » a disparu ou est vide, alors que des enregistrements sont là : restaurez une "
            "sauvegarde (« simulator restore FICHIER »). Pour repartir de rien, déplacez d’abord le dossier "
            f"« {settings.recordings} »."
        )
