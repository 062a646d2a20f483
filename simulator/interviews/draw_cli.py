"""`simulator draw verify FILE`: a draw done again from its proof, without server, network or database."""

import json
from pathlib import Path
from typing import NoReturn

import typer
from pydantic import ValidationError

from exams import draws
from simulator.interviews.views import DrawProof
from simulator.system_words import why
from simulator.typography import french_spaces

draw = typer.Typer(help="Les tirages au sort.", no_args_is_help=True)

LARGEST_FILE = 100_000
"""Bytes; a proof has less than a thousand."""


@draw.callback()
def _several() -> None:  # pyright: ignore[reportUnusedFunction]
    """Les tirages au sort."""


@draw.command("verify")
def verify(file: Path) -> None:
    """Refait un tirage d’après le fichier de sa preuve, sans serveur ni réseau."""
    proof = _read(file)
    thing = "Sujet" if proof.what == "subject" else "Séquence"
    _say(f"Tirage du {proof.bound_at:%d/%m/%Y} (UTC), candidat {proof.candidate}.")
    _say(f"1. Engagement publié à {proof.bound_at:%-H h %M} : {proof.commitment}")
    line = draws.bound_line(proof.seed, proof.numbers)
    if draws.commitment(proof.seed, proof.numbers) != proof.commitment:
        _refuse(f"Le SHA-256 de « {line} » n’est pas cet engagement : la graine ou la liste a changé.")
    _say(f"   C’est bien le SHA-256 de « {line} ».")
    try:
        came = draws.outcome(proof.seed, proof.numbers, proof.word)
    except ValueError:
        _refuse("Le mot du candidat manque : rien ne peut être refait.")
    _say(f"2. Le candidat a dit « {proof.word} », lu « {draws.spoken(proof.word)} ». SHA-256 de « {came.line} » :")
    _say(f"   {came.digest}")
    if came.passed_over:
        _say(f"   Groupes trop grands, passés : {', '.join(came.passed_over)}.")
    _say(f"3. Groupe retenu : {came.group}, soit {came.number}.")
    _say(
        f"4. {came.number} divisé par {len(proof.numbers)} laisse {came.remainder} : "
        f"rang {came.remainder + 1} de la liste, soit {came.chosen}."
    )
    if came.chosen != proof.number:
        _refuse(f"Le fichier annonce {proof.number}, le calcul donne {came.chosen}.")
    _say(f"Le tirage est exact : {thing} {came.chosen}.")


def _read(file: Path) -> DrawProof:
    try:
        if file.stat().st_size > LARGEST_FILE:
            _refuse(f"« {file} » est trop gros pour la preuve d’un tirage.")
        return DrawProof.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        _refuse(f"« {file} » ne se lit pas ({why(error)}). Vérifiez son nom et son dossier.")
    except (ValueError, ValidationError, RecursionError):
        _refuse(f"« {file} » n’est pas la preuve d’un tirage. Téléchargez-la de nouveau depuis la page du tirage.")


def _say(text: str) -> None:
    typer.echo(french_spaces(text))


def _refuse(text: str) -> NoReturn:
    typer.echo(french_spaces(text), err=True)
    raise typer.Exit(1)
