"""`simulator sip …`: accounts for telephones, printed for people or as JSON."""

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Annotated

import typer

from simulator.errors import SimulatorError
from simulator.phones.accounts import (
    Device,
    Telephone,
    choose_device,
    choose_extension,
    make_account,
    make_missing_seat_accounts,
    renew_password,
    telephones,
)
from simulator.phones.ways_in import way_in
from simulator.settings import Settings, load_secret, load_settings
from simulator.storage.database import open_sessions
from simulator.storage.start_up import open_database
from simulator.typography import french_spaces

sip = typer.Typer(help="Les comptes des téléphones (SIP).", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Sortie JSON")]


DEVICES: dict[str, Device] = {"navigateur": "browser", "telephone": "phone", "les-deux": "both"}


@sip.command("account")
def account(
    name: str,
    as_json: AsJson = False,
    extension: Annotated[
        str | None, typer.Option("--poste", help="Son poste au standard du centre ; vide : aucun")
    ] = None,
    rings: Annotated[str, typer.Option("--sonne", help="Ce qui sonne : navigateur, telephone ou les-deux")] = "",
    renew: Annotated[
        bool, typer.Option("--nouveau-mot-de-passe", help="L’ancien ne sert plus : ses téléphones sont déconnectés")
    ] = False,
) -> None:
    """Le compte d’un membre de l’équipe (créé au besoin) ou d’un poste de candidat."""
    if rings and rings not in DEVICES:
        typer.echo(french_spaces("Ce qui sonne : navigateur, telephone ou les-deux."), err=True)
        raise typer.Exit(2)
    settings = load_settings()

    async def run() -> Telephone:
        async with AsyncExitStack() as stack:
            sessions = open_sessions(await open_database(settings, stack))
            await make_missing_seat_accounts(sessions)
            made = await make_account(sessions, load_secret(settings.data), name)
            if extension is not None:
                await choose_extension(sessions, load_secret(settings.data), made.account.user, extension)
                made = await make_account(sessions, load_secret(settings.data), made.account.user)
            if renew:
                await renew_password(sessions, made.account.user)
                made = await make_account(sessions, load_secret(settings.data), made.account.user)
            if rings:
                await choose_device(sessions, made.account.user, DEVICES[rings])
            return made

    try:
        found = asyncio.run(run())
    except SimulatorError as error:
        typer.echo(french_spaces(f"{error.message} {error.remedy}"), err=True)
        raise typer.Exit(2) from None
    one = described(settings, found)
    typer.echo(json.dumps(one, ensure_ascii=False) if as_json else _for_people(settings, found, one))


@sip.command("accounts")
def accounts(as_json: AsJson = False) -> None:
    """Tous les comptes en service."""
    settings = load_settings()

    async def run() -> list[Telephone]:
        async with AsyncExitStack() as stack:
            sessions = open_sessions(await open_database(settings, stack))
            await make_missing_seat_accounts(sessions)
            return await telephones(sessions, load_secret(settings.data))

    found = asyncio.run(run())
    if as_json:
        typer.echo(json.dumps([described(settings, one) for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{one.account.user:24} {one.account.name}")


def described(settings: Settings, phone: Telephone) -> dict[str, str | int]:
    """What a telephone must be told."""
    way, account = way_in(settings), phone.account
    return {
        "uri": f"sip:{account.user}@{way.authority}",
        "auth_user": account.user,
        "password": account.password,
        "registrar": way.host,
        "port": way.port,
        "transport": way.transport,
        "name": account.name,
        "extension": phone.extension,
    }


def _for_people(settings: Settings, phone: Telephone, one: dict[str, str | int]) -> str:
    *most, last = way_in(settings).transports
    transports = f"{', '.join(most)} ou {last}" if most else last
    return french_spaces(
        f"Compte téléphonique de {phone.account.name}\n"
        f"  Adresse : {one['uri']}\n"
        f"  Identifiant : {one['auth_user']}\n"
        f"  Mot de passe : {one['password']}\n"
        f"  Serveur (registrar) : {one['registrar']}, port {one['port']}, {transports}"
        + (f"\n  Poste au standard : {phone.extension}" if phone.extension else "")
    )
