"""`simulator rehearse`: a whole exam day with scripted people, the week before the real one. Told in French."""

import asyncio
import logging
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import structlog
import typer

from simulator.app import create_app
from simulator.doctor.finding import exit_status
from simulator.doctor.room_network import page_addresses, seen_from_server
from simulator.errors import SimulatorError
from simulator.rehearsal.cast import MOST_CANDIDATES
from simulator.rehearsal.day import Rehearsed
from simulator.rehearsal.day import rehearse as play
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.passing_clock import PassingClock
from simulator.rehearsal.report import Report
from simulator.settings import BadSettings, load_settings
from simulator.typography import french_spaces


class Format(StrEnum):
    """As the exam formats are named in the référentiel's data."""

    TITLE = "title"
    CCP1 = "ccp1"
    CCP2 = "ccp2"


def rehearse(
    out: Annotated[
        Path | None, typer.Option("--out", help="Dossier vide ou à créer, où restent les archives.")
    ] = None,
    exam_format: Annotated[Format, typer.Option("--format", help="Titre ou certificat.")] = Format.TITLE,
    candidates: Annotated[int, typer.Option(min=1, max=MOST_CANDIDATES, help="Combien de candidats.")] = 2,
    minutes_per_second: Annotated[
        float | None,
        typer.Option(min=1, max=10_000, help="Minutes d’épreuve par seconde d’attente ; sans lui, on n’attend pas."),
    ] = None,
    incidents: Annotated[
        bool, typer.Option("--incidents", help="Avec un retard, une alerte et, dès deux candidats, un départ.")
    ] = False,
    check_network: Annotated[
        bool,
        typer.Option(
            "--check-network", help="Ne joue rien : la page à ouvrir dans la salle, et ce que voit le serveur."
        ),
    ] = False,
) -> None:
    """Répète une journée d’épreuves entière, avec des personnes d’essai, sur une installation temporaire."""
    if check_network:
        _check_network()
    if out is None:
        _refuse("Donnez avec --out le dossier, vide ou à créer, où resteront les archives.")
    _take_folder(out)
    # What its server has to say is for an operator; here the report says what held.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    clock = PassingClock(minutes_per_second)
    report = Report(clock.now, typer.echo)
    try:
        done = asyncio.run(play(exam_format.value, candidates, out, clock, report, create_app, incidents=incidents))
    except (DidNotHold, SimulatorError) as fault:
        typer.echo(french_spaces(f"La répétition s’arrête à « {report.current} ». {fault}"), err=True)
        raise typer.Exit(1) from fault
    report.total()
    for line in summary(done, out):
        typer.echo(french_spaces(line))


def _check_network() -> NoReturn:
    """The room's side is looked at by a browser of the room: here is where, and what can be seen from here."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        settings = load_settings()
    except BadSettings as problem:
        _refuse(f"Réglages : {problem}")
    findings = asyncio.run(seen_from_server(settings))
    for one in findings:
        typer.echo(one.line())
    typer.echo(french_spaces("\nDans la salle, sur un poste de candidat, connectez-vous puis ouvrez :"))
    for address in page_addresses(settings):
        typer.echo(f"    {address}")
    typer.echo(french_spaces("La page vérifie micro, UDP, relais et débit pour le nombre d’appels que vous donnez."))
    raise typer.Exit(exit_status(findings))


def summary(done: Rehearsed, out: Path) -> list[str]:
    """The last lines: what was left, and how to look at it again."""
    return [
        "",
        f"Tout a tenu. {len(done.archives)} archives scellées et vérifiées dans {out} :",
        *(f"    {one.path.name} ({one.files} fichiers), empreinte {one.root[:16]}…" for one in done.archives),
        f"Pour les vérifier de nouveau : simulator archive verify {out / done.archives[0].path.name}",
    ]


def _take_folder(out: Path) -> None:
    """Made where it is not there; what is in it already is nobody's to overwrite."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            _refuse(f"Le dossier « {out} » n’est pas vide : donnez-en un autre à --out.")
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        _refuse(f"Le dossier « {out} » ne peut pas servir : {error.strerror}. Donnez-en un autre à --out.")


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)
