"""`simulator …`: serve, demo, migrate, people, packs, recordings, openapi. What it prints for people is in French."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from scenarios import load_exam_rules
from scenarios.cli import check as check_pack_folder
from scoring.referential import SHIPPED as REFERENTIAL
from simulator import demo as demo_centre
from simulator.accounts.routes import create_person
from simulator.app import create_app, open_services
from simulator.certificate import certificate_for
from simulator.logs import set_up_logs
from simulator.packs.registry import SHIPPED, PackRegistry
from simulator.settings import Settings
from simulator.storage.database import open_engine
from simulator.storage.migrating import migrate as migrate_database

app = typer.Typer(help="Combiné, simulateur de relation client à distance.", no_args_is_help=True)
people = typer.Typer(help="Les comptes de l’équipe.", no_args_is_help=True)
packs = typer.Typer(help="Les scénarios.", no_args_is_help=True)
recordings = typer.Typer(help="Les enregistrements.", no_args_is_help=True)
app.add_typer(people, name="people")
app.add_typer(packs, name="packs")
app.add_typer(recordings, name="recordings")


@app.command()
def serve() -> None:
    """Sert l’application, sans les comptes de démonstration."""
    _serve(Settings())


@app.command()
def demo() -> None:
    """Sert l’application avec le centre de démonstration, sur cette machine seulement."""
    settings = Settings(demo=True)
    if not settings.is_loopback:
        typer.echo(
            "La démonstration ne démarre que sur cette machine. Pour une salle : « simulator serve ».", err=True
        )
        raise typer.Exit(2)
    _serve(settings)


@app.command()
def migrate() -> None:
    """Met la base de données au schéma de cette version."""

    async def run() -> None:
        settings = Settings()
        settings.data.mkdir(parents=True, exist_ok=True)
        engine = open_engine(settings.url)
        await migrate_database(engine)
        await engine.dispose()

    asyncio.run(run())
    typer.echo("La base de données est à jour.")


@app.command()
def openapi() -> None:
    """Écrit le schéma OpenAPI (messages en direct compris) sur la sortie standard."""
    typer.echo(json.dumps(create_app(Settings(demo=True)).openapi(), ensure_ascii=False, indent=1))


@people.command("add")
def add_person(
    login: str,
    name: Annotated[str, typer.Option(help="Nom affiché")],
    role: Annotated[list[str], typer.Option(help="session_lead, jury, trainer ou invigilator ; répétable")],
    password: Annotated[str, typer.Option(prompt="Mot de passe", hide_input=True, confirmation_prompt=True)],
) -> None:
    """Crée un compte de l’équipe."""
    unknown = set(role) - {"session_lead", "jury", "trainer", "invigilator"}
    if unknown or len(password) < 10:
        typer.echo("Rôle inconnu, ou mot de passe de moins de 10 caractères.", err=True)
        raise typer.Exit(2)

    async def run() -> None:
        async with AsyncExitStack() as stack:
            services = await open_services(Settings(), stack)
            await create_person(services, login.lower(), name, role, password)

    asyncio.run(run())
    typer.echo(f"Le compte « {login} » est créé.")


@packs.command("check")
def check(folder: Path, as_json: Annotated[bool, typer.Option("--json", help="Sortie JSON")] = False) -> None:
    """Vérifie un scénario : toutes les fautes d’un coup, avec leur remède."""
    raise typer.Exit(check_pack_folder(folder, load_exam_rules(REFERENTIAL), as_json))


@packs.command("list")
def list_packs() -> None:
    """Les scénarios installés."""
    settings = Settings()
    for pack in PackRegistry(SHIPPED, settings.packs or settings.data / "packs").all():
        typer.echo(
            f"{pack.company.id:24} {pack.company.name} — {len(pack.customers)} clients, {len(pack.subjects)} sujets"
        )


@recordings.command("finish")
def finish() -> None:
    """Termine les enregistrements interrompus (le serveur le fait aussi de lui-même)."""

    async def run() -> int:
        async with AsyncExitStack() as stack:
            return await (await open_services(Settings(), stack)).finisher.finish_due()

    typer.echo(f"{asyncio.run(run())} enregistrement(s) terminé(s).")


def _serve(settings: Settings) -> None:
    set_up_logs()
    scheme, options = "http", {}
    if not settings.is_loopback:
        certificate = certificate_for(settings.data, settings.host)
        scheme = "https"
        options = {"ssl_certfile": str(certificate.chain), "ssl_keyfile": str(certificate.key)}
        typer.echo(certificate.how_to_trust())
    address = f"{scheme}://{settings.host}:{settings.port}"
    typer.echo(_welcome(settings, address))
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        ws_max_size=200_000,
        timeout_graceful_shutdown=5,
        **options,  # type: ignore[arg-type]
    )


def _welcome(settings: Settings, address: str) -> str:
    lines = ["", f"  Combiné est ouvert : {address}", ""]
    if settings.demo:
        lines += [
            "  Démonstration : la première page ouvre le poste du candidat et celui du jury.",
            f"  Comptes (mot de passe « {demo_centre.PASSWORD} ») :",
            *(f"    {login:18} {name}" for login, (name, _) in demo_centre.PEOPLE.items()),
            "",
        ]
    return "\n".join([*lines, "  Ctrl C pour arrêter.", ""])


def main() -> None:
    app()
