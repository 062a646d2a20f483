"""`simulator recordings …`: what a server that was interrupted has left to do. People are told in French."""

import asyncio
from contextlib import AsyncExitStack

import typer

from simulator.app import open_services
from simulator.recordings.tables import RECORDING_JOB
from simulator.settings import load_settings

recordings = typer.Typer(help="Les enregistrements.", no_args_is_help=True)


@recordings.command("finish")
def finish() -> None:
    """Termine les enregistrements interrompus (le serveur le fait aussi de lui-même)."""

    async def run() -> int:
        async with AsyncExitStack() as stack:
            services = await open_services(load_settings(), stack)
            return await services.jobs.all_done(RECORDING_JOB)

    typer.echo(f"{asyncio.run(run())} enregistrement(s) terminé(s).")
