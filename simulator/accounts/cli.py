"""`simulator people …`: accounts of the team from the command line. People are told in French."""

import asyncio
from contextlib import AsyncExitStack
from typing import Annotated, Any, NoReturn

import typer
from pydantic import ValidationError

from simulator.accounts.people import NewPerson, create_person, forget_second_factor
from simulator.errors import SimulatorError
from simulator.settings import load_settings
from simulator.storage.database import open_sessions
from simulator.storage.start_up import open_database
from simulator.typography import french_spaces

people = typer.Typer(help="Les comptes de l’équipe.", no_args_is_help=True)

_PERSON_FAULTS = {
    "login": "Identifiant : 2 à 80 minuscules, chiffres, points, tirets ou arobases, sans accent.",
    "name": "Nom : 2 à 160 caractères.",
    "roles": "Rôle : session_lead, jury, trainer ou invigilator.",
    "password": "Mot de passe : 10 caractères au moins.",
}


@people.command("add")
def add_person(
    login: str,
    name: Annotated[str, typer.Option(help="Nom affiché")],
    role: Annotated[list[str], typer.Option(help="session_lead, jury, trainer ou invigilator ; répétable")],
    password: Annotated[
        str | None, typer.Option(help="Mot de passe ; sans elle, il est demandé, sans s’afficher")
    ] = None,
) -> None:
    """Crée un compte de l’équipe, serveur arrêté ou non."""
    try:
        new = NewPerson.model_validate(
            {"login": login.strip().lower(), "name": name, "roles": role, "password": password or _asked_twice()}
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


def _asked_twice() -> str:
    while True:
        first, again = (
            str(typer.prompt(french_spaces(asked), hide_input=True, prompt_suffix=""))
            for asked in ("Mot de passe : ", "Le même, une seconde fois : ")
        )
        if first == again:
            return first
        _say("Les deux ne sont pas les mêmes.")


def _person_fault(fault: dict[str, Any]) -> str:
    if fault["type"] == "invisible_character":
        return f"Nom : il contient un caractère invisible ({fault['ctx']['code']}), retapez-le au clavier."
    return _PERSON_FAULTS[str(fault["loc"][0])]


def _say(text: str) -> None:
    typer.echo(french_spaces(text))


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)
