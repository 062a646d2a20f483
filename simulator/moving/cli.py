"""`simulator session list|export|import`."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy import select

from simulator.conduct.tables import TrainingSessionRow
from simulator.errors import SimulatorError
from simulator.ids import SessionId
from simulator.moving.exporting import Exported, export_session
from simulator.moving.importing import Imported, import_session
from simulator.moving.parcel import MoveProblem
from simulator.settings import load_settings
from simulator.storage.database import open_sessions
from simulator.storage.problems import said_in_words
from simulator.storage.start_up import open_database, open_database_alone
from simulator.typography import french_spaces

session = typer.Typer(help="Porter une session d’une installation à une autre.", no_args_is_help=True)


@session.command("list")
def list_sessions() -> None:
    """Les sessions d’ici, chacune avec le nom que « export » demande."""

    async def run() -> list[str]:
        async with AsyncExitStack() as stack:
            engine = await open_database(load_settings(), stack)
            async with open_sessions(engine)() as reading:
                rows = await reading.scalars(select(TrainingSessionRow).order_by(TrainingSessionRow.created_at))
                return [f"{row.id}  {row.created_at:%d/%m/%Y}  {row.title}" for row in rows]

    for line in asyncio.run(run()):
        typer.echo(line)


@session.command("export")
def export(
    session_id: Annotated[str, typer.Argument(metavar="SESSION", help="Son nom, dans « session list »")],
    file: Annotated[Path, typer.Argument(help="Le fichier .zip à écrire")],
) -> None:
    """Écrit une session dans un fichier : lignes, enregistrements, documents, archives. Elle reste aussi ici."""
    settings = load_settings()

    async def run() -> Exported:
        async with AsyncExitStack() as stack:
            engine = await open_database(settings, stack)
            return await export_session(settings, engine, SessionId(session_id), file.absolute())

    try:
        with said_in_words(settings, written=file.absolute().parent):
            made = asyncio.run(run())
    except SimulatorError as error:
        _refuse(f"{error.message} {error.remedy}")
    except MoveProblem as problem:
        _refuse(str(problem))
    _say(
        f"« {made.title} » est écrite et relue : {made.files} fichiers, {made.size / 1e6:.1f} Mo. Ce fichier "
        "contient des noms et des voix : gardez-le comme eux, et effacez-le une fois importé. La session reste "
        "ici jusqu’à ce que sa durée de conservation l’efface."
    )
    if made.code:
        _say("Clé de transfert, demandée à l’import et affichée cette seule fois (portez-la par un autre chemin) :")
        typer.echo(f"\n    {made.code}\n")


@session.command("import")
def bring(
    file: Annotated[Path, typer.Argument(help="Le fichier .zip qu’a écrit « session export »")],
    code: Annotated[str, typer.Option("--cle", help="Clé de transfert affichée à l’export, s’il y en a une")] = "",
) -> None:
    """Reprend une session d’une autre installation, serveur arrêté."""
    settings = load_settings()

    async def run() -> Imported:
        async with AsyncExitStack() as stack:
            engine = await open_database_alone(settings, stack)
            return await import_session(settings, engine, file.absolute(), code)

    try:
        with said_in_words(settings):
            done = asyncio.run(run())
    except MoveProblem as problem:
        _refuse(f"Rien n’a été repris. {problem}")
    _say(
        f"« {done.title} » est ici ({done.files} fichiers). Les codes de poste d’ailleurs n’ouvrent rien ici : "
        "faites-en de nouveaux s’il en faut."
    )
    if done.new_people:
        _say(
            f"Inconnus ici, leurs comptes sont fermés jusqu’à ce qu’un responsable les ouvre : "
            f"{', '.join(done.new_people)}."
        )


def _say(text: str) -> None:
    typer.echo(french_spaces(text))


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)
