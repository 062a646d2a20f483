"""`simulator backup FILE`, `simulator try-backup FILE` and `simulator restore FILE`."""

import asyncio
from datetime import datetime
from pathlib import Path

import typer

from simulator.backups.trying import CannotRestore, Restorable, try_to_restore
from simulator.settings import Settings, load_settings
from simulator.storage.backup import back_up
from simulator.storage.database import open_engine
from simulator.storage.holding import only_server
from simulator.storage.problems import StartProblem, said_in_words
from simulator.storage.restoring import Restored, restore
from simulator.storage.start_up import make_data_folder
from simulator.typography import counted, french_spaces


def backup(file: Path) -> None:
    """Sauvegarde tout dans un fichier, serveur en marche ou non : base, enregistrements, secrets, scénarios."""
    if file.exists():
        # Written over, a good backup would be gone before the new one is proven.
        raise StartProblem(
            f"« {file} » existe déjà : donnez le nom d’un fichier nouveau, ou déplacez d’abord celui-là."
        )
    saved = asyncio.run(back_up(load_settings(), file.absolute()))
    megabytes = f"{saved.size / 1e6:.1f}".replace(".", ",")
    _say(
        f"Sauvegarde faite et relue : « {file} », {counted(saved.files, 'fichier')}, {megabytes} Mo. "
        "Elle contient les secrets et les voix : gardez-la comme eux."
    )


def try_backup(file: Path) -> None:
    """Essaie de restaurer une sauvegarde à côté, serveur en marche ou non ; rien de ce qui est là ne change."""
    found = asyncio.run(_try(load_settings(), file.absolute()))
    _say(
        f"Cette sauvegarde se restaure : {counted(found.files, 'fichier relu')}, base mise à jour sur une copie, "
        f"{counted(found.rows, 'ligne lue')}, {_compared(found.sounds)}."
    )


async def _try(settings: Settings, file: Path) -> Restorable:
    with said_in_words(settings):
        try:
            return await try_to_restore(file, settings.data, settings.recordings)
        except CannotRestore as fault:
            raise StartProblem(f"« {file} » ne se restaure pas. {fault}") from None


def restore_backup(file: Path) -> None:
    """Remet une sauvegarde à la place de ce qui est là, serveur arrêté ; ce qui était là est mis de côté."""
    done = asyncio.run(_restore(load_settings(), file))
    of = f" du {_moment(done.made_at)}" if done.made_at else ""
    _say(
        f"Sauvegarde{of} remise en place ({counted(done.files, 'fichier')}). "
        f"Ce qui était là est dans « {done.aside} » : supprimez-le quand tout est vérifié. Démarrez Combiné."
    )


async def _restore(settings: Settings, file: Path) -> Restored:
    with said_in_words(settings):
        make_data_folder(settings)
        async with only_server(settings, patience=0):
            engine = open_engine(settings.url)
            try:
                return await restore(settings, engine, file)
            finally:
                await engine.dispose()


def _compared(sounds: int) -> str:
    return f"{counted(sounds, 'enregistrement comparé')}" if sounds else "aucun enregistrement à comparer"


def _moment(iso: str) -> str:
    """As this machine's people read it; what is no date, as it stands in the file."""
    try:
        return f"{datetime.fromisoformat(iso).astimezone():%d/%m/%Y à %H:%M}"
    except ValueError:
        return iso


def _say(text: str) -> None:
    typer.echo(french_spaces(text))
