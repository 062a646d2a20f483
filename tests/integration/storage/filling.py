"""Rows for a database of any schema there has been: the old migrations make it, its tables say what fits in them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.storage.migrating import migrate, schema_of

ROWS = 3
"""In each table."""

WORDS: dict[tuple[str, str], list[Any]] = {
    ("training_session", "kind"): ["practice"] * ROWS,
    ("training_session", "pack_id"): ["atelier-essai"] * ROWS,
    ("training_session", "subject_id"): ["sujet"] * ROWS,
    ("exchange_run", "subject_id"): ["sujet"] * ROWS,
    ("exchange_run", "exchange_id"): ["appel-entrant", "appel-sortant", "chat-entrant"],
    ("person", "roles"): [["jury"]] * ROWS,
    ("fact", "kind"): ["incident.noted"] * ROWS,
    ("fact", "number"): [1] * ROWS,
    ("fact", "data"): [{"text": "Une remarque, avec des accents : é, œ, « »"}] * ROWS,
    ("recording", "state"): ["ready"] * ROWS,
    ("sip_account", "seat_id"): [None] * ROWS,
    ("sign_in", "kind"): ["staff"] * ROWS,
}
"""Where any value of the column's type would not be one that the application knows."""


async def filled(engine: AsyncEngine, revision: str) -> None:
    """Makes the schema of `revision` with rows in every table, parents before children."""
    await migrate(engine, revision)
    await fill(engine)


async def fill(engine: AsyncEngine, first: int = 0) -> None:
    """Adds `ROWS` rows to every table, parents before children; `first`: how many rows each table has by now."""
    async with engine.begin() as connection:
        await connection.run_sync(_fill, first)


_KNOWN: dict[tuple[str, str | None], list[Table]] = {}


def _tables(connection: Connection) -> list[Table]:
    """Of the schema that the database says it has. Read once for each: it costs more than all the rows."""
    schema = (connection.dialect.name, schema_of(connection))
    if schema not in _KNOWN:
        known = MetaData()
        known.reflect(connection)
        _KNOWN[schema] = [table for table in known.sorted_tables if table.name != "alembic_version"]
    return _KNOWN[schema]


def _fill(connection: Connection, first: int) -> None:
    for table in _tables(connection):
        for number in range(first, first + ROWS):
            connection.execute(table.insert(), {column.name: _value(table, column, number) for column in table.c})
        if connection.dialect.name == "postgresql" and isinstance(table.primary_key.columns[0].type, Integer):
            key = table.primary_key.columns[0].name
            serial = connection.scalar(select(func.pg_get_serial_sequence(table.name, key)))
            if serial is not None:
                connection.execute(text(f"SELECT setval('{serial}', {first + ROWS})"))


def _value(table: Table, column: Any, number: int) -> Any:
    if (table.name, column.name) in WORDS:
        return WORDS[table.name, column.name][number % ROWS]
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column
        return _value(parent.table, parent, number)
    match column.type:
        case Boolean():
            return number % 2 == 0
        case DateTime():
            moment = datetime(2026, 11, 2, 8, 30, 0, 250_000, tzinfo=UTC) + timedelta(days=number, seconds=number)
            return moment if getattr(column.type, "timezone", False) else moment.replace(tzinfo=None)
        case JSON():
            return [{"number": number}]
        case Float():
            return number + 0.5
        case Integer():
            return number + 1
        case LargeBinary():
            return bytes((number % 256, 0, 255)) * 100
        case _:
            return f"{number}-{column.name}"[: column.type.length or 60]


async def everything(engine: AsyncEngine) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, in an order that does not depend on the database."""

    def read_all(connection: Connection) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for table in _tables(connection):
            read = connection.execute(select(table)).mappings()
            rows = [{key: _plain(value) for key, value in row.items()} for row in read]
            found[table.name] = sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, default=str))
        return found

    async with engine.connect() as connection:
        return await connection.run_sync(read_all)


def _plain(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def lost(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[str]:
    """What stood in `before` and is not in `after`, wherever both know the table and the column."""
    faults: list[str] = []
    for name, rows in before.items():
        kept = after.get(name)
        if kept is None:
            continue
        common = set(rows[0]) & set(kept[0]) if rows and kept else set[str]()
        one = [json.dumps({key: row[key] for key in sorted(common)}, default=str) for row in rows]
        other = [json.dumps({key: row[key] for key in sorted(common)}, default=str) for row in kept]
        if sorted(one) != sorted(other):
            faults.append(f"{name}: {len(one)} rows, {len(other)} afterwards, or other values")
    return faults


async def broken_references(engine: AsyncEngine) -> list[Any]:
    """SQLite only."""
    async with engine.connect() as connection:
        return list(await connection.exec_driver_sql("PRAGMA foreign_key_check"))


async def columns(engine: AsyncEngine) -> dict[str, set[str]]:
    def read(connection: Connection) -> dict[str, set[str]]:
        asked = inspect(connection)
        return {table: {column["name"] for column in asked.get_columns(table)} for table in asked.get_table_names()}

    async with engine.connect() as connection:
        return await connection.run_sync(read)


async def emptied(engine: AsyncEngine) -> None:
    """A PostgreSQL database as before its first table."""
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            await connection.exec_driver_sql("CREATE SCHEMA public")
