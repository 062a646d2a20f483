"""`simulator migrate` and `simulator openapi`: the schema of the database, and that of the interface."""

import asyncio
import json
from contextlib import AsyncExitStack

import typer

from simulator.app import create_app
from simulator.settings import load_settings
from simulator.storage.start_up import open_database


def migrate() -> None:
    """Met la base de données au schéma de cette version."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            await open_database(load_settings(), stack)

    asyncio.run(run())
    typer.echo("La base de données est à jour.")


def openapi() -> None:
    """Écrit le schéma OpenAPI (messages en direct compris) sur la sortie standard."""
    typer.echo(json.dumps(create_app(load_settings(demo=True)).openapi(), ensure_ascii=False, indent=1))
