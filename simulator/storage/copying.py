"""A database copied into one SQLite file while others write in it, and a database made of such a file.

SQLite has its own online copy. PostgreSQL's rows are read in one snapshot and written into an SQLite file of the same
schema: a backup needs none of PostgreSQL's programs on this machine, and goes back into either kind of database.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, Integer, MetaData, Table, create_engine, insert, select, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import NullPool

from simulator.storage.migrating import MIGRATING, at_step, schema_of, steps
from telephony.durable import sync_file

ROWS_AT_ONCE = 1000


class UnsoundDatabase(Exception):
    """The file is no database, or a damaged one. `what` is SQLite's own word."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path, self.what = path, what


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite database; None for another kind, one in memory, or what is no URL."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    return Path(parsed.database or "").resolve() if is_file else None


async def copy_database(engine: AsyncEngine, into: Path) -> str | None:
    """Copies the whole database as it is at one instant into a new file, checked and given to the disk.

    Returns its schema; None if nothing was ever finished in it. Raises UnsoundDatabase when the copy, and so the
    database, is damaged. Cancelling leaves the file half written.
    """
    source = sqlite_path(engine.url.render_as_string(hide_password=False))
    if source is not None:
        await asyncio.to_thread(_copy_sqlite, source, into)
    else:
        async with engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="REPEATABLE READ")
            await connection.run_sync(_copy_rows_into, into)
    return await asyncio.to_thread(check_copy, into)


async def fill_database(engine: AsyncEngine, copy: Path) -> None:
    """Makes this PostgreSQL database what the copy holds, in one transaction; what was in it is gone."""
    async with engine.connect() as connection:
        await connection.run_sync(_fill_from, copy)


def check_copy(path: Path) -> str | None:
    """The schema of a copy. Raises UnsoundDatabase unless SQLite finds nothing to say about it."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            said = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
            if said != ["ok"]:
                raise UnsoundDatabase(path, said[0])
            has_version = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
            row = database.execute("SELECT version_num FROM alembic_version").fetchone() if has_version else None
    except sqlite3.DatabaseError as error:
        raise UnsoundDatabase(path, str(error)) from None
    return str(row[0]) if row else None


def _copy_sqlite(source: Path, into: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as database,
        closing(sqlite3.connect(into)) as copy,
    ):
        # All pages in one step: one instant, and in WAL mode nobody who writes waits for it.
        database.backup(copy)
        # One file, without a companion that could be left behind.
        copy.execute("PRAGMA journal_mode=DELETE")
    sync_file(into)


def _copy_rows_into(source: Connection, into: Path) -> None:
    schema = schema_of(source)
    copy = _sqlite_engine(into)
    try:
        with copy.begin() as target:
            if schema is not None:
                at_step(target, schema)
                _carry(source, target, lambda value: value.astimezone(UTC).replace(tzinfo=None))
    finally:
        copy.dispose()
    sync_file(into)


def _fill_from(target: Connection, path: Path) -> None:
    copy = _sqlite_engine(path)
    try:
        with copy.connect() as source, target.begin():
            target.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            old = MetaData()
            old.reflect(target)
            old.drop_all(target)
            at_step(target, schema_of(source) or steps()[-1])
            _carry(source, target, lambda value: value.replace(tzinfo=UTC))
    finally:
        copy.dispose()


def _sqlite_engine(path: Path) -> Engine:
    # Foreign keys are not enforced here: what is copied is what there is.
    return create_engine(f"sqlite:///{path}", poolclass=NullPool)


def _carry(source: Connection, target: Connection, moment: Callable[[datetime], datetime]) -> None:
    """Every row of every table, parents first; `moment` gives a date and time as the target keeps it."""
    theirs, ours = MetaData(), MetaData()
    theirs.reflect(source)
    ours.reflect(target)
    for table in theirs.sorted_tables:
        if table.name == "alembic_version":
            continue
        into = ours.tables[table.name]
        for column in into.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
        dates = [column.name for column in table.columns if isinstance(column.type, DateTime)]
        for rows in _rows_of(source, table):
            target.execute(insert(into), [_with_moments(row, dates, moment) for row in rows])
        if target.dialect.name == "postgresql":
            _count_on(target, into)


def _rows_of(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _with_moments(row: Mapping[str, Any], dates: list[str], moment: Callable[[datetime], datetime]) -> dict[str, Any]:
    return {**row, **{name: moment(row[name]) for name in dates if row[name] is not None}}


def _count_on(target: Connection, table: Table) -> None:
    """The next number that the database gives comes after those that were carried."""
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer):
            asked = {"table": f'"{table.name}"', "column": column.name}
            if target.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), asked) is not None:
                highest = f'(SELECT max("{column.name}") FROM "{table.name}")'
                target.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence(:table, :column), coalesce({highest}, 1), "
                        f"{highest} IS NOT NULL)"
                    ),
                    asked,
                )
