"""`simulator service install|status|remove|unit`."""

import os
import shlex
import sys
from pathlib import Path, PurePosixPath
from typing import Annotated, NoReturn

import typer

from simulator.service import installing
from simulator.service.installing import ServiceProblem
from simulator.service.reach import to_be_made, written_outside
from simulator.service.unit import Places, unit_text
from simulator.settings import load_settings
from simulator.typography import french_spaces
from simulator.updating.versions import CURRENT, home_of

service = typer.Typer(help="Combiné comme service de la machine (systemd).", no_args_is_help=True)

User = Annotated[str, typer.Option(help="Compte système du service")]
Data = Annotated[Path, typer.Option(help="Dossier des données")]
Config = Annotated[Path, typer.Option(help="Fichier des réglages, fait s’il n’existe pas")]

DATA, CONFIG = Path("/var/lib/combine"), Path("/etc/combine/combine.toml")


@service.command()
def install(user: User = "combine", data: Data = DATA, config: Config = CONFIG) -> None:
    """Installe le service, le démarre, et le fait démarrer avec la machine."""
    places = _places(user, data, config)
    problem = installing.obstacle(places, _user_id(), installing.has_systemd())
    if problem is not None:
        _refuse(problem)
    try:
        written = installing.write_files(places)
        installing.carry_out(installing.after_writing(places, _exists(user)))
    except (ServiceProblem, OSError) as error:
        _refuse(str(error))
    for path in written:
        _say(f"Écrit : {path}")
    for path in to_be_made(places):
        _say(f"À faire, pour que Combiné y écrive : sudo install -d -m 0700 -o {user} -g {user} {shlex.quote(path)}")
    _say("Combiné est en marche et démarre avec la machine. Journal : journalctl -u combine -f")


@service.command()
def status() -> None:
    """Dit si le service marche, et ce qu’il sert."""
    try:
        lines = installing.state(installing.ask_state())
    except ServiceProblem as error:
        _refuse(str(error))
    _say("\n".join(lines))


@service.command()
def remove() -> None:
    """Arrête le service et l’enlève ; les réglages et les données restent."""
    if installing.has_systemd() and _user_id() != 0:
        _refuse("Enlever un service demande d’être administrateur : relancez avec sudo.")
    try:
        was_there = installing.remove()
    except (ServiceProblem, OSError) as error:
        _refuse(str(error))
    _say(
        "Le service est enlevé. Les données (/var/lib/combine) et les réglages (/etc/combine) restent : "
        "effacez-les à la main si vous n’en voulez plus."
        if was_there
        else "Le service n’était pas installé."
    )


@service.command()
def unit(user: User = "combine", data: Data = DATA, config: Config = CONFIG) -> None:
    """Écrit le service sur la sortie standard, sans rien installer."""
    typer.echo(unit_text(_places(user, data, config)), nl=False)


def _places(user: str, data: Path, config: Path) -> Places:
    program = Path(sys.argv[0])
    # `python -m simulator.cli` and the like name a file that is no command: the one beside Python is.
    beside = Path(sys.executable).with_name("simulator")
    chosen = program if program.name == "simulator" and program.is_absolute() else beside
    home = home_of(Path(sys.prefix))
    if home is not None:
        # Whichever version is in use: an update renames that link.
        chosen = home.folder / CURRENT / "bin" / "simulator"
    if config.is_file():
        os.environ["COMBINE_CONFIG"] = str(config)
    # A configuration that the service would refuse is told here, where somebody reads.
    settings = load_settings()
    return Places(
        program=PurePosixPath(chosen),
        user=user,
        config=PurePosixPath(config.absolute()),
        data=PurePosixPath(data.absolute()),
        written=tuple(PurePosixPath(one) for one in written_outside(settings, data.absolute())),
    )


def _user_id() -> int:
    return os.getuid() if os.name == "posix" else -1


def _exists(user: str) -> bool:
    import pwd  # only where a service can be installed

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _say(text: str) -> None:
    typer.echo(french_spaces(text))


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)
