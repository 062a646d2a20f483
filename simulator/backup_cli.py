"""`simulator backup FILE`, `simulator try-backup FILE` and `simulator restore FILE`."""

import asyncio
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
from simulator.typography import french_spaces


def backup(file: Path) -> None:
    """Sauvegarde tout dans un fichier, serveur en marche ou non : base, enregistrements, secrets, scénarios."""
    saved = asyncio.run(back_up(load_settings(), file.absolute()))
    _say(
        f"Sauvegarde faite et relue : « {file} », {saved.files} fichiers, {saved.size / 1e6:.1f} Mo. "
        "Elle contient les secrets et les voix : gardez-la comme eux."
    )


def try_backup(file: Path) -> None:
    """Essaie de restaurer une sauvegarde à côté, serveur en marche ou non ; rien de ce qui est là ne change."""
    found = asyncio.run(_try(load_settings(), file.absolute()))
    _say(
        f"Cette sauvegarde se restaure : {found.files} fichiers relus, base mise à jour sur une copie, {found.rows} "
        f"lignes lues, {found.sounds} enregistrements comparés."
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
    of = f" du {done.made_at}" if done.made_at else ""
    _say(
        f"Sauvegarde{of} remise en place ({done.files} fichiers). Ce qui était là est dans « {done.aside} » : "
        "supprimez-le quand tout est vérifié. Démarrez Combiné."
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


def _say(text: str) -> None:
    typer.echo(french_spaces(text))
