"""What a database holds before and after, and what of it a new version lost or no longer bears. Reads only."""

import asyncio
import json
from collections.abc import Mapping

from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.doctor.examining import examine
from simulator.settings import Settings
from simulator.storage.migrating import schema_of
from simulator.updating.release import UpdateProblem

VERSION_TABLE = "alembic_version"
LOOKED_AT = ("settings", "data", "database", "secrets", "packs")
"""Of what `simulator doctor` examines: what a version can break. Ports and telephones are not its doing."""


async def what_it_holds(engine: AsyncEngine) -> tuple[str, dict[str, int]]:
    """Its schema (empty: none) and how many rows each table has."""

    def read(connection: Connection) -> tuple[str, dict[str, int]]:
        tables = [one for one in inspect(connection).get_table_names() if one != VERSION_TABLE]
        counted = {one: connection.exec_driver_sql(f'SELECT count(*) FROM "{one}"').scalar_one() for one in tables}
        return schema_of(connection) or "", counted

    async with engine.connect() as connection:
        return await connection.run_sync(read)


def lost_rows(before: Mapping[str, int], after: Mapping[str, int]) -> list[str]:
    """Tables that hold fewer rows than before, or are gone with theirs."""
    return sorted(table for table, rows in before.items() if after.get(table, 0) < rows)


def new_faults(before: Mapping[str, str], told: str) -> list[str]:
    """Sentences of the faults that `simulator doctor --json` told of and that were none before.

    Raises UpdateProblem: it told nothing that can be read."""
    return [one["said"] for one in _faults(told) if one["name"] in LOOKED_AT and one["name"] not in before]


def faults_now(settings: Settings) -> dict[str, str]:
    """What this version finds at fault there, by name."""
    return {one.name: one.said for one in asyncio.run(examine(settings)) if one.level == "fault"}


def _faults(told: str) -> list[dict[str, str]]:
    try:
        return [one for one in json.loads(told) if one["level"] == "fault"]
    except (ValueError, KeyError, TypeError):
        raise UpdateProblem("L’examen (doctor) de cette version n’a rien répondu de lisible.") from None
