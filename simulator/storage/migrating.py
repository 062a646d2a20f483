"""Bringing a database to the schema of this version, or back down: wholly, or not at all.

All steps that are due are one transaction. A process that is killed in the middle leaves the database as it was, and
the next start begins anew. SQLite has transactions around schema changes too, but the driver commits before each of
them unless it is told to leave that to us, and a table that others point at can only be made anew (which is how a
column is dropped, for one) while foreign keys are not enforced: they are checked before the commit instead.
"""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.storage.base import Base
from simulator.storage.half_migrated import LAST_NOT_WHOLE, mend

MIGRATIONS = Path(__file__).with_name("migrations")

MIGRATING = 0x636F6D62
"""Key of PostgreSQL's advisory lock: two processes never migrate one database at once."""


class BrokenReferences(Exception):
    """Rows that point at nothing after the migration, and did not before: a fault of the migration."""


class UnknownSchema(Exception):
    """The database stands at a step that this version has never heard of: a newer version made it."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def steps() -> list[str]:
    """Every schema there has been, oldest first; the last is this version's."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def schema_of(connection: Connection) -> str | None:
    """At which step this database stands; None: nothing was ever finished in it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


async def schema_found(engine: AsyncEngine) -> str | None:
    """At which step this database stands; None for a new one. Raises UnknownSchema."""
    async with engine.connect() as connection:
        found = await connection.run_sync(schema_of)
    if found is not None and found not in steps():
        raise UnknownSchema(found)
    return found


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Up to `revision`. Idempotent. Cancelling leaves the database as it was."""

    def up(connection: Connection) -> None:
        found = schema_of(connection)
        if found is None or found < LAST_NOT_WHOLE:
            mend(connection, found, at_step)
        command.upgrade(_config(connection), revision)

    await _wholly(engine, up)


async def migrate_down(engine: AsyncEngine, revision: str = "base") -> None:
    """Down to `revision`; data of dropped tables and columns is lost. Cancelling leaves the database as it was."""
    await _wholly(engine, lambda connection: command.downgrade(_config(connection), revision))


def at_step(connection: Connection, revision: str) -> None:
    """Makes an empty database what that step made: to compare with, or to fill."""
    command.upgrade(_config(connection), revision)


async def _wholly(engine: AsyncEngine, change: Callable[[Connection], None]) -> None:
    def run(connection: Connection) -> None:
        in_one = _sqlite_transaction if connection.dialect.name == "sqlite" else _postgresql_transaction
        with in_one(connection):
            change(connection)

    async with engine.connect() as connection:
        await connection.run_sync(run)


@contextmanager
def _postgresql_transaction(connection: Connection) -> Generator[None]:
    with connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        yield


@contextmanager
def _sqlite_transaction(connection: Connection) -> Generator[None]:
    driver = connection.connection.dbapi_connection
    assert driver is not None
    before, driver.isolation_level = driver.isolation_level, None  # it begins and commits nothing by itself
    try:
        # No effect inside a transaction: it comes first.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        pointing_at_nothing = _broken_references(connection)
        yield
        if broken := _broken_references(connection) - pointing_at_nothing:
            raise BrokenReferences(", ".join(f"{table} → {parent} ({n})" for (table, parent), n in broken.items()))
        connection.commit()
    finally:
        connection.rollback()
        # A connection of the pool: it goes back as it came.
        driver.isolation_level = before
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.rollback()


def _broken_references(connection: Connection) -> Counter[tuple[str, str]]:
    """How many rows of a table point at nothing, by table and parent."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return Counter((str(row[0]), str(row[2])) for row in rows)


async def differences(engine: AsyncEngine) -> list[object]:
    """What the models have that the migrated database has not; empty when they agree."""

    def compare(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with engine.connect() as connection:
        return await connection.run_sync(compare)


async def write_revision(engine: AsyncEngine, message: str) -> None:
    """For developers: a new migration file from what the models have changed."""
    async with engine.begin() as connection:
        await connection.run_sync(
            lambda sync: command.revision(_config(sync), message=message, autogenerate=True, rev_id=message[:4])
        )
