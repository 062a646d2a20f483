"""`simulator update [--check] FILE` and `simulator update --back`."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from simulator import __version__
from simulator.service.unit import CONFIG
from simulator.settings import Settings, load_settings
from simulator.storage.copying import UnsoundDatabase, sqlite_path
from simulator.storage.data_folder import database_files, files_below, lasting
from simulator.storage.database import open_engine
from simulator.storage.migrating import UnknownSchema
from simulator.typography import french_spaces
from simulator.updating.carrying_out import Service, make_environment
from simulator.updating.looking import faults_now, what_it_holds
from simulator.updating.release import NotBack, Release, UpdateProblem, is_newer, read_release
from simulator.updating.under_way import sessions_under_way
from simulator.updating.updating import Update
from simulator.updating.versions import Home, home_of

DEBIAN = Path("/opt/combine")
ROOM_FOR_A_VERSION = 10**9
"""Bytes that an environment takes at most."""


def update(
    file: Annotated[Path | None, typer.Argument(help="Le paquet .whl de la nouvelle version")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Dit si la mise à jour est possible, sans rien changer")
    ] = False,
    back: Annotated[
        bool, typer.Option("--back", help="Revient à la version d’avant la dernière mise à jour")
    ] = False,
) -> None:
    """Passe à une nouvelle version : sauvegarde, essai sur une copie, bascule, retour de lui-même en cas d’échec."""
    if Path(CONFIG).is_file():
        # The service's own: whoever updates it must not read settings of the folder where they stand.
        os.environ.setdefault("COMBINE_CONFIG", str(CONFIG))
    settings = load_settings()
    try:
        if back:
            _say(_go_back(_home(), settings))
        elif file is None:
            _refuse("Donnez le paquet de la nouvelle version : simulator update combine-VERSION-py3-none-any.whl")
        elif check:
            _check(file, settings)
        else:
            release = _readable(file)
            home = _home()
            Update(home, release, settings, Service(home.folder), make_environment, _say, faults_now).apply()
            _say(
                f"Combiné est à la version {release.version}. Pour revenir : simulator update --back. La sauvegarde "
                "d’avant reste dans le dossier des données : supprimez-la quand tout est vérifié."
            )
    except NotBack as problem:
        _refuse(str(problem))
    except (UpdateProblem, OSError, UnknownSchema, UnsoundDatabase) as problem:
        _refuse(f"Rien n’a changé, la version {__version__} reste en place.\n{problem}")


UNDER_WAY = 3
"""Exit status that a package's script tells from an installation that is broken and must be upgraded."""


def under_way() -> None:
    """Dit les sessions qu’un arrêt couperait ; code 3 s’il y en a."""
    found = asyncio.run(_under_way_or_nothing(load_settings()))
    if found:
        typer.echo(french_spaces("\n".join(f"- {one}" for one in found)), err=True)
        raise typer.Exit(UNDER_WAY)
    _say("Aucune session en cours.")


def _check(file: Path, settings: Settings) -> None:
    """Every obstacle at once."""
    obstacles: list[str] = []
    version = ""
    for look in (lambda: _readable(file).version, lambda: _home() and "", lambda: _has_room(settings)):
        try:
            version = look() or version
        except UpdateProblem as problem:
            obstacles.append(str(problem))
    obstacles += asyncio.run(_under_way(settings))
    if obstacles:
        _refuse("\n".join(["La mise à jour n’est pas possible :", *(f"- {one}" for one in obstacles)]))
    _say(
        f"Le paquet est entier : version {version}, plus récente que {__version__}. Aucune session en cours. "
        "Pour l’installer, relancez sans --check : une sauvegarde est faite d’abord."
    )


def _readable(file: Path) -> Release:
    release = read_release(file)
    if not is_newer(release.version, __version__):
        raise UpdateProblem(
            f"La version {release.version} n’est pas plus récente que celle en place ({__version__})."
        )
    return release


def _home() -> Home:
    prefix = Path(sys.prefix)
    home = home_of(prefix)
    if home is not None:
        return home
    if prefix == DEBIAN and Path("/usr/bin/combine").exists():
        raise UpdateProblem("Combiné vient ici d’un paquet Debian : sudo apt install ./combine_VERSION_amd64.deb")
    raise UpdateProblem(
        f"Cette installation (« {prefix} ») ne garde pas ses versions côte à côte. Une fois, les données restant où "
        "elles sont : sudo python3 -m venv /opt/combine/versions/VERSION ; sudo "
        "/opt/combine/versions/VERSION/bin/pip install PAQUET.whl -c constraints.txt ; sudo ln -s versions/VERSION "
        "/opt/combine/current ; sudo /opt/combine/current/bin/simulator service install"
    )


def _has_room(settings: Settings) -> str:
    """For a backup, two copies of the database, and a version."""
    if not settings.data.is_dir():
        raise UpdateProblem(f"Le dossier des données « {settings.data} » n’existe pas : vérifiez COMBINE_DATA.")
    databases = sum(path.stat().st_size for path in database_files(settings) if path.exists())
    rest = sum(path.stat().st_size for entry in lasting(settings) for path in files_below(entry))
    needed = 3 * databases + rest + ROOM_FOR_A_VERSION
    free = shutil.disk_usage(settings.data).free
    if free < needed:
        raise UpdateProblem(
            f"Il faut {needed / 1e9:.1f} Go libres pour la sauvegarde et l’essai, il y en a {free / 1e9:.1f} : "
            "libérez de la place (d’anciennes sauvegardes)."
        )
    return ""


def _go_back(home: Home, settings: Settings) -> str:
    """One rename, where the database has stayed at the schema that the version before knows."""
    last = home.last()
    if last is None or home.in_use() != last.new or not home.program(last.old).exists():
        raise UpdateProblem("Il n’y a pas de version d’avant à reprendre.")
    schema = asyncio.run(_schema(settings))
    if schema != last.schema_before:
        raise UpdateProblem(
            f"La base a changé de schéma avec la version {last.new} : revenir à la version {last.old} reprend la "
            f"sauvegarde d’avant, et perd ce qui s’est fait depuis le {last.at}. Si c’est voulu : "
            f"{home.program(last.old)} restore {last.backup}, puis ln -sfn versions/{last.old} {home.folder}/current."
        )
    service = Service(home.folder)
    was_running = service.is_running()
    if was_running:
        service.stop()
    home.use(last.old)
    if was_running:
        service.start()
    return f"Combiné est revenu à la version {last.old}. Ses données sont celles d’aujourd’hui."


async def _under_way(settings: Settings) -> list[str]:
    engine = open_engine(settings.url)
    try:
        return await sessions_under_way(engine)
    except UpdateProblem as problem:
        return [str(problem)]
    finally:
        await engine.dispose()


async def _under_way_or_nothing(settings: Settings) -> list[str]:
    """A database of another schema has no session under way that this version could have begun."""
    path = sqlite_path(settings.url)
    if path is not None and not path.exists():
        return []
    engine = open_engine(settings.url)
    try:
        return await sessions_under_way(engine)
    except UpdateProblem:
        return []
    finally:
        await engine.dispose()


async def _schema(settings: Settings) -> str:
    engine = open_engine(settings.url)
    try:
        return (await what_it_holds(engine))[0]
    finally:
        await engine.dispose()


def _say(text: str) -> None:
    typer.echo(french_spaces(text))


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)
