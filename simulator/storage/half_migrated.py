"""What a migration of an earlier release left in an SQLite database when it was cut, or failed, in the middle.

Those releases committed before each change of the schema, and wrote down the new step only at the end: tables,
columns and indexes of a later step may stand in a database that says it is at an earlier one. None of them ever held
anything: no server started on it. They are taken away, so that the migration can begin anew. Whatever holds a row
stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import StaticPool

log = structlog.get_logger(__name__)

LAST_NOT_WHOLE = "0028"
"""The last step that was ever made by a release whose migrations were not one transaction."""

COPIED_FROM = "_alembic_tmp_"
"""Before the name of a table that is made anew: its rows on their way."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Names in one table."""

    columns: frozenset[str]
    indexes: frozenset[str]


def mend(connection: Connection, revision: str | None, at_step: Callable[[Connection, str], None]) -> None:
    """Takes away what is not of `revision`; `at_step` makes an empty database of one. Within a transaction."""
    if connection.dialect.name != "sqlite":
        return
    found = _shapes(connection)
    right = _shapes_at(revision, at_step) if revision is not None else {}
    taken = [*_tables(connection, found, right), *_parts(connection, found, right)]
    if taken:
        log.warning("half_migrated", schema=revision, taken_away=taken)


def _tables(connection: Connection, found: Mapping[str, Shape], right: Mapping[str, Shape]) -> list[str]:
    taken: list[str] = []
    for table in found.keys() - right.keys():
        is_copy = table.startswith(COPIED_FROM) and table.removeprefix(COPIED_FROM) in found
        if is_copy or connection.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1').first() is None:
            connection.exec_driver_sql(f'DROP TABLE "{table}"')
            taken.append(table)
    return taken


def _parts(connection: Connection, found: Mapping[str, Shape], right: Mapping[str, Shape]) -> list[str]:
    taken: list[str] = []
    for table in found.keys() & right.keys():
        for index in found[table].indexes - right[table].indexes:
            connection.exec_driver_sql(f'DROP INDEX "{index}"')
            taken.append(index)
        if columns := found[table].columns - right[table].columns:
            # Made anew, as migrations do it: SQLite itself drops no column that a constraint names.
            with Operations(MigrationContext.configure(connection)).batch_alter_table(
                table, recreate="always"
            ) as anew:
                for column in columns:
                    anew.drop_column(column)
                    taken.append(f"{table}.{column}")
    return taken


def _shapes_at(revision: str, at_step: Callable[[Connection, str], None]) -> dict[str, Shape]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            at_step(connection, revision)
            return _shapes(connection)
    finally:
        engine.dispose()


def _shapes(connection: Connection) -> dict[str, Shape]:
    asked = inspect(connection)
    return {
        table: Shape(
            columns=frozenset(column["name"] for column in asked.get_columns(table)),
            indexes=frozenset(str(index["name"]) for index in asked.get_indexes(table)),
        )
        for table in asked.get_table_names()
        if table != "alembic_version"
    }
