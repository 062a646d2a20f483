"""`simulator …`. A command's module is read once it is asked for: whoever checks a pack reads no server."""

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Annotated

import typer
from typer._click import Command, Context
from typer.main import get_command, get_group

from simulator import __version__
from simulator.french_command_line import FrenchGroup, speaks_french

COMMANDS = {
    "serve": "simulator.serve_cli",
    "demo": "simulator.serve_cli",
    "migrate": "simulator.schema_cli",
    "openapi": "simulator.schema_cli",
    "doctor": "simulator.doctor.cli",
    "backup": "simulator.backup_cli",
    "try-backup": "simulator.backup_cli",
    "rehearse": "simulator.rehearsal_cli",
    "restore": "simulator.backup_cli",
    "settings": "simulator.settings_cli",
    "update": "simulator.updating.cli",
    "under-way": "simulator.updating.cli",
    "people": "simulator.accounts.cli",
    "packs": "simulator.packs.cli",
    "recordings": "simulator.recordings_cli",
    "models": "simulator.models_cli",
    "archive": "simulator.archive_cli",
    "sip": "simulator.phones.cli",
    "draw": "simulator.interviews.draw_cli",
    "service": "simulator.service.cli",
    "session": "simulator.moving.cli",
}
"""The module of each command, where it stands under its own name (or as NAMED has it), as `--help` lists them."""

NAMED = {"archive": "app", "restore": "restore_backup", "settings": "list_settings"}


class _ReadWhenAsked(FrenchGroup):
    """The commands above. `--help` reads them all."""

    def list_commands(self, ctx: Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = getattr(_read(COMMANDS[cmd_name]), NAMED.get(cmd_name, cmd_name.replace("-", "_")))
        if isinstance(found, typer.Typer):
            command: Command = get_group(speaks_french(found))
        else:
            alone = typer.Typer(add_completion=False)
            alone.command(cmd_name)(found)
            command = get_command(speaks_french(alone))
        command.name = cmd_name
        return command


def _read(module: str) -> ModuleType:
    """Nothing of what is read becomes garbage, and looking for some takes a quarter of the time that reading does."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return import_module(module)
    finally:
        if was_on:
            gc.enable()


app = typer.Typer(cls=_ReadWhenAsked, no_args_is_help=True)


def _tell_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"Combiné {__version__}")
        raise typer.Exit


@app.callback()
def combine(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Affiche la version.")
    ] = False,
) -> None:
    """Combiné, simulateur de relation client à distance."""


def main() -> None:
    """Faults of the configuration are told in words, without a trace."""
    try:
        app()
    except Exception as error:
        # Only whoever reads settings has the class of their faults.
        from simulator.settings import BadSettings

        if not isinstance(error, BadSettings):
            raise
        typer.echo(str(error), err=True)
        sys.exit(2)
