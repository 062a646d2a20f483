"""`simulator …`: serve, demo, migrate, people, packs, sip, recordings, models, openapi. People are told in French."""

import asyncio
import errno
import json
import os
import socket
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError

from simulator import __version__
from simulator import demo as demo_centre
from simulator.accounts.people import NewPerson, create_person, forget_second_factor
from simulator.addresses import page_roots
from simulator.app import create_app, open_services
from simulator.archive_cli import app as archive
from simulator.backup_cli import backup, restore_backup, try_backup
from simulator.centres_certificate import centres_certificate
from simulator.certificate import Certificate, certificate_for
from simulator.doctor import doctor
from simulator.errors import SimulatorError
from simulator.interviews.draw_cli import draw
from simulator.logs import set_up_logs
from simulator.models_cli import models
from simulator.moving.cli import session
from simulator.packs.cli import packs
from simulator.phones.cli import sip
from simulator.recordings.tables import RECORDING_JOB
from simulator.rehearsal_cli import rehearse
from simulator.service.cli import service
from simulator.service.telling import from_environment
from simulator.serving import DeskServer, server_config
from simulator.settings import BadSettings, Settings, load_settings
from simulator.settings_cli import list_settings
from simulator.storage.database import open_sessions
from simulator.storage.problems import said_in_words
from simulator.storage.start_up import make_data_folder, open_database
from simulator.typography import french_spaces
from simulator.updating.cli import under_way, update

ROLE_NAMES = {
    "session_lead": "responsable de session",
    "jury": "jury",
    "trainer": "formateur",
    "invigilator": "surveillant",
}

_PERSON_FAULTS = {
    "login": "Identifiant : 2 à 80 minuscules, chiffres, points, tirets ou arobases, sans accent.",
    "name": "Nom : 2 à 160 caractères.",
    "roles": "Rôle : session_lead, jury, trainer ou invigilator.",
    "password": "Mot de passe : 10 caractères au moins.",
}

app = typer.Typer(no_args_is_help=True)
people = typer.Typer(help="Les comptes de l’équipe.", no_args_is_help=True)
recordings = typer.Typer(help="Les enregistrements.", no_args_is_help=True)
app.add_typer(people, name="people")
app.add_typer(packs, name="packs")
app.add_typer(recordings, name="recordings")
app.add_typer(models, name="models")
app.add_typer(archive, name="archive")
app.add_typer(sip, name="sip")
app.add_typer(draw, name="draw")
app.add_typer(service, name="service")
app.add_typer(session, name="session")
app.command("doctor")(doctor)
app.command("backup")(backup)
app.command("try-backup")(try_backup)
app.command("rehearse")(rehearse)
app.command("restore")(restore_backup)
app.command("settings")(list_settings)
app.command("update")(update)
app.command("under-way")(under_way)


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


@app.command()
def serve() -> None:
    """Sert l’application, sans les comptes de démonstration."""
    _serve(load_settings())


@app.command()
def demo() -> None:
    """Sert l’application avec le centre de démonstration, sur cette machine seulement."""
    _serve(load_settings(demo=True))


@app.command()
def migrate() -> None:
    """Met la base de données au schéma de cette version."""

    async def run() -> None:
        async with AsyncExitStack() as stack:
            await open_database(load_settings(), stack)

    asyncio.run(run())
    typer.echo("La base de données est à jour.")


@app.command()
def openapi() -> None:
    """Écrit le schéma OpenAPI (messages en direct compris) sur la sortie standard."""
    typer.echo(json.dumps(create_app(load_settings(demo=True)).openapi(), ensure_ascii=False, indent=1))


@people.command("add")
def add_person(
    login: str,
    name: Annotated[str, typer.Option(help="Nom affiché")],
    role: Annotated[list[str], typer.Option(help="session_lead, jury, trainer ou invigilator ; répétable")],
    password: Annotated[str, typer.Option(prompt="Mot de passe", hide_input=True, confirmation_prompt=True)],
) -> None:
    """Crée un compte de l’équipe, serveur arrêté ou non."""
    try:
        new = NewPerson.model_validate(
            {"login": login.strip().lower(), "name": name, "roles": role, "password": password}
        )
    except ValidationError as error:
        _refuse("\n".join(_person_fault(dict(one)) for one in error.errors()))

    async def run() -> None:
        async with AsyncExitStack() as stack:
            sessions = open_sessions(await open_database(load_settings(), stack))
            await create_person(sessions, new.login, new.name, [*new.roles], new.password)

    try:
        asyncio.run(run())
    except SimulatorError as error:
        _refuse(f"{error.message} {error.remedy}")
    _say(f"Le compte « {new.login} » est créé.")


@people.command("reset-second-factor")
def reset_second_factor(login: str) -> None:
    """Retire le second facteur d’un compte (téléphone perdu), serveur arrêté ou non."""

    async def run() -> bool:
        async with AsyncExitStack() as stack:
            sessions = open_sessions(await open_database(load_settings(), stack))
            return await forget_second_factor(sessions, login.strip().lower())

    if not asyncio.run(run()):
        _refuse(f"Le compte « {login} » n’existe pas, ou n’a pas de second facteur.")
    _say(f"Le compte « {login} » s’ouvre de nouveau avec son mot de passe seul.")


def _person_fault(fault: dict[str, Any]) -> str:
    if fault["type"] == "invisible_character":
        return f"Nom : il contient un caractère invisible ({fault['ctx']['code']}), retapez-le au clavier."
    return _PERSON_FAULTS[str(fault["loc"][0])]


@recordings.command("finish")
def finish() -> None:
    """Termine les enregistrements interrompus (le serveur le fait aussi de lui-même)."""

    async def run() -> int:
        async with AsyncExitStack() as stack:
            services = await open_services(load_settings(), stack)
            return await services.jobs.all_done(RECORDING_JOB)

    _say(f"{asyncio.run(run())} enregistrement(s) terminé(s).")


def _serve(settings: Settings) -> None:
    set_up_logs()
    with said_in_words(settings):
        make_data_folder(settings)
        brought = centres_certificate(settings)
        own = certificate_for(settings.data, settings.host) if settings.scheme == "https" and not brought else None
    served = brought or own
    chain, key = (served.chain, served.key) if served else (None, None)
    app = create_app(settings)
    config = server_config(app, settings, chain, key)
    listening = _listen(settings)
    manager = from_environment(os.environ, time.monotonic)

    def ready() -> None:
        _say(welcome(settings, own, app.state.services.first_account.take_code()))
        manager.ready(f"Sert {page_roots(settings)[0]}")

    server = DeskServer(config, on_ready=ready, manager=manager)
    try:
        server.run(sockets=[listening])
    finally:
        # uvicorn leaves by SystemExit when the application did not start.
        if server.start_problem is not None:
            raise server.start_problem


def _listen(settings: Settings) -> socket.socket:
    """Before anything is promised: an address that is taken, or is not of this machine, is said in words."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        taken = f"Le port {settings.port} est déjà pris : Combiné tourne peut-être déjà. Sinon : COMBINE_PORT=8081."
        foreign = f"« {settings.host} » n’est pas une adresse de cette machine : vérifiez HOST."
        lower = (
            f"Le port {settings.port} est réservé au système. Le service y a droit : « sudo simulator service "
            "install » refait son unité si elle date d’avant. Sans service : plus de 1023 (COMBINE_PORT)."
        )
        said = {errno.EADDRINUSE: taken, errno.EACCES: lower}
        _refuse(said.get(error.errno or 0, f"{foreign} ({error.strerror})"))
    return listening


def welcome(settings: Settings, certificate: Certificate | None, first_code: str | None) -> str:
    """Where to go, who can sign in and how. `certificate`: our own, that desks must come to trust. `first_code`: for
    the first account, where there is none."""
    lines = ["", "  Combiné", "", *(f"    {one}" for one in page_roots(settings)), ""]
    if settings.demo:
        lines += [
            "  Démonstration : la première page ouvre le poste du candidat et celui du jury, sans mot de passe.",
            f"  Pour se connecter à la main, mot de passe « {demo_centre.PASSWORD} » :",
            "",
            *(
                f"    {login:18} {name:16} {', '.join(ROLE_NAMES[role] for role in roles)}"
                for login, (name, roles) in demo_centre.PEOPLE.items()
            ),
            "",
            "  Candidats : un code de poste à usage unique, que le responsable de session imprime.",
            "",
        ]
    else:
        lines += [
            *(_how_to_begin(first_code) if first_code else ["  L’équipe se connecte avec un identifiant."]),
            "  Les candidats se connectent avec le code de leur poste.",
            "",
        ]
    if certificate:
        lines.append(certificate.how_to_trust())
    return "\n".join([*lines, "  Ctrl C pour arrêter.", ""])


def _how_to_begin(first_code: str) -> list[str]:
    return [
        "  Cette installation n’a pas encore de compte. Ouvrez l’adresse ci-dessus : la première page crée celui du",
        "  responsable de session, avec ce code, qui ne sert qu’une fois (chaque démarrage en fait un autre) :",
        "",
        f"    {first_code}",
        "",
        "  Ou, sans navigateur :",
        f'    {_command()} people add IDENTIFIANT --name "Prénom Nom" --role session_lead',
    ]


def _command() -> str:
    """How whoever reads this calls us again: the Debian package's command, else the one beside this Python."""
    if Path(sys.prefix) == Path("/opt/combine") and Path("/usr/bin/combine").exists():
        return "sudo combine"
    return str(Path(sys.executable).with_name("simulator"))


def _say(text: str) -> None:
    typer.echo(french_spaces(text))


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)


def main() -> None:
    """Faults of the configuration are told in words, without a trace."""
    try:
        app()
    except BadSettings as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
