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
from simulator.rehearsal.running import OwnTime
from simulator.rehearsal.there import There, on_a_running_one, on_this_machine
from simulator.settings import BadSettings, load_settings
from simulator.system_words import why
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
    against: Annotated[
        str | None, typer.Option("--against", help="Adresse d’une installation en service, où la répétition se joue.")
    ] = None,
    here: Annotated[
        bool, typer.Option("--here", help="Sur l’installation en service de cette machine, à l’adresse des réglages.")
    ] = False,
    login: Annotated[str, typer.Option("--login", help="Identifiant d’un responsable de session de là-bas.")] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Y laisse la séance de répétition, close ; sans lui, elle est supprimée.")
    ] = False,
    authority: Annotated[
        Path | None, typer.Option("--ca", help="Certificat (PEM) qui atteste l’adresse https, si elle a le sien.")
    ] = None,
    check_network: Annotated[
        bool,
        typer.Option(
            "--check-network", help="Ne joue rien : la page à ouvrir dans la salle, et ce que voit le serveur."
        ),
    ] = False,
) -> None:
    """Répète une journée d’épreuves entière, avec des personnes d’essai, sur une installation temporaire ou non."""
    if check_network:
        _check_network()
    if out is None:
        _refuse("Donnez avec --out le dossier, vide ou à créer, où resteront les archives.")
    if (against or here) and (minutes_per_second is not None or incidents):
        _refuse(
            "Sur une installation en service, le temps n’est à personne : --minutes-per-second et --incidents ne "
            "vont qu’avec l’installation temporaire."
        )
    _take_folder(out)
    # What its server has to say is for an operator; here the report says what held.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    clock = OwnTime() if against or here else PassingClock(minutes_per_second)
    report = Report(clock.now, typer.echo)
    try:
        if isinstance(clock, PassingClock):
            whole = play(exam_format.value, candidates, out, clock, report, create_app, incidents=incidents)
        else:
            there = There(against, login, authority, keep) if against else on_this_machine(login, keep, authority)
            whole = on_a_running_one(exam_format.value, candidates, out, clock, report, there)
        done = asyncio.run(whole)
    except (DidNotHold, SimulatorError) as fault:
        typer.echo(french_spaces(f"La répétition s’arrête à « {report.current} ». {fault}"), err=True)
        raise typer.Exit(1) from fault
    report.total()
    for line in summary(done, out):
        typer.echo(french_spaces(line))
    if against or here:
        typer.echo(french_spaces(LEFT if keep else GONE))


LEFT = "La séance de répétition est close et reste dans la liste ; elle se supprime depuis sa page."
GONE = "La séance de répétition, ses comptes et ses enregistrements ont été supprimés."


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
        _refuse(f"Le dossier « {out} » ne peut pas servir : {why(error)}. Donnez-en un autre à --out.")


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(2)
