"""The engine and its sessions: SQLite (WAL) by default, PostgreSQL by URL; one schema."""

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from telephony import strict_json

Sessions = async_sessionmaker[AsyncSession]
"""Of the database, one for each unit of work: `async with sessions() as session, session.begin()`."""

PRAGMAS = (
    "journal_mode=WAL",
    # Each commit is on the disk before it is told: a power cut takes back nothing that was acknowledged.
    "synchronous=FULL",
    # `checkpointing.py` does it beside the writers; a commit only when that has failed for long (40 MB).
    "wal_autocheckpoint=10000",
    "foreign_keys=ON",
    "busy_timeout=10000",
)


def open_engine(url: str) -> AsyncEngine:
    """An engine for this URL; SQLite gets WAL, foreign keys and a patient lock."""
    engine = create_async_engine(
        url,
        pool_pre_ping=not url.startswith("sqlite"),
        # A column cannot take what no JSON has; one that an earlier version filled so is still read.
        json_serializer=strict_json.dumps,
        json_deserializer=strict_json.lenient_loads,
    )
    if url.startswith("sqlite"):

        def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
            cursor = connection.cursor()
            for pragma in PRAGMAS:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        event.listen(engine.sync_engine, "connect", prepare)
    return engine


def open_sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """One session per unit of work; rows stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)
