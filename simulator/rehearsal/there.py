"""`simulator rehearse --against`: who asks for it is asked for in the terminal, then the day is played there."""

import secrets
import ssl
from dataclasses import dataclass
from pathlib import Path

import typer

from exams.phases import FormatId
from simulator.addresses import page_roots
from simulator.certificate import certificate_for, names_of
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.day import Rehearsed, rehearse_there
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.passing_clock import Clock
from simulator.rehearsal.report import Report
from simulator.rehearsal.running import Responsible, running_installation
from simulator.settings import BadSettings, load_settings

ASKED = "\u00a0: "
"""What follows a question that is typed an answer to."""

SECOND_FACTOR = "second_factor"
"""Code of the refusal that asks for it (`accounts.second_factor`)."""


@dataclass(frozen=True)
class There:
    """What the command was given. `authority`: a PEM file; None: what this machine believes."""

    address: str
    login: str
    authority: Path | None
    keep: bool


def on_this_machine(login: str, keep: bool, authority: Path | None = None) -> There:
    """Its own installation, as the settings say, and the certificate that it made itself, or `authority` for the one
    that the centre brought. Raises DidNotHold."""
    try:
        settings = load_settings()
    except BadSettings as problem:
        raise DidNotHold(f"Réglages : {problem}") from None
    if settings.tls_certificate is not None:
        return There(page_roots(settings)[0], login, authority, keep)
    if settings.is_loopback:
        return There(f"http://127.0.0.1:{settings.port}", login, None, keep)
    name = names_of(settings.host)[-1]
    address = f"https://{f'[{name}]' if ':' in name else name}:{settings.port}"
    return There(address, login, certificate_for(settings.data, settings.host).authority, keep)


async def on_a_running_one(
    format_id: FormatId, candidates: int, out: Path, clock: Clock, report: Report, there: There
) -> Rehearsed:
    """Raises DidNotHold. The password is typed, or read from a pipe; never an argument that others could see."""
    login = there.login or typer.prompt("Identifiant du responsable de session", prompt_suffix=ASKED)
    password = typer.prompt("Mot de passe", hide_input=True, prompt_suffix=ASKED)
    who = Responsible(login.strip().lower(), password)
    try:
        return await _played(format_id, candidates, out, clock, report, there, who)
    except DidNotHold as fault:
        if fault.code != SECOND_FACTOR or who.second is not None:
            raise
    second = typer.prompt("Code de l’application d’authentification", prompt_suffix=ASKED)
    who = Responsible(who.login, password, second.strip())
    return await _played(format_id, candidates, out, clock, report, there, who)


async def _played(
    format_id: FormatId, candidates: int, out: Path, clock: Clock, report: Report, there: There, who: Responsible
) -> Rehearsed:
    cast = Cast.of(candidates, mark=f"-{secrets.token_hex(3)}")
    address = there.address.rstrip("/")
    house = running_installation(address, cast, who, _trust(there), keep=there.keep)
    return await rehearse_there(format_id, out, clock, report, house)


def _trust(there: There) -> ssl.SSLContext:
    """Raises DidNotHold for a file that holds no certificate."""
    try:
        return ssl.create_default_context(cafile=str(there.authority) if there.authority else None)
    except (OSError, ssl.SSLError) as error:
        raise DidNotHold(f"« {there.authority} » n’est pas un certificat lisible : {error}.") from None
