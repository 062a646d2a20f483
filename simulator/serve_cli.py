"""`simulator serve` and `simulator demo`: listens, says in French where to go, serves until told to stop."""

import errno
import os
import socket
import sys
import time
from pathlib import Path
from typing import NoReturn

import typer

from simulator import demo as demo_centre
from simulator.addresses import page_roots
from simulator.app import create_app
from simulator.centres_certificate import centres_certificate
from simulator.certificate import Certificate, certificate_for
from simulator.logs import set_up_logs
from simulator.service.telling import from_environment
from simulator.serving import DeskServer, server_config
from simulator.settings import Settings, load_settings
from simulator.storage.problems import said_in_words
from simulator.storage.start_up import make_data_folder
from simulator.system_words import why
from simulator.typography import french_spaces

ROLE_NAMES = {
    "session_lead": "responsable de session",
    "jury": "jury",
    "trainer": "formateur",
    "invigilator": "surveillant",
}


def serve() -> None:
    """Sert l’application, sans les comptes de démonstration."""
    _serve(load_settings())


def demo() -> None:
    """Sert l’application avec le centre de démonstration, sur cette machine seulement."""
    _serve(load_settings(demo=True))


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
        _refuse(said.get(error.errno or 0, f"{foreign} ({why(error)})"))
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
