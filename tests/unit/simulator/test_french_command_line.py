"""What the command line says of its own is French, whatever typer's version: usage, help, each kind of fault."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer._click import Command, Context
from typer.core import TyperArgument, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from simulator.cli import app
from simulator.french_command_line import ARGUMENTS, speaks_french

ENGLISH = re.compile(
    r"(?<!-)\b(usage:|error|try '|missing|invalid|such|options? are|(show|install) (this|completion)|"
    r"default|required|should|must|aborted|the)\b",
    re.I,
)

trial = typer.Typer()


@trial.command()
def play(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    count: Annotated[int, typer.Option(min=1, max=6)] = 2,
    ratio: float = 1.0,
    kind: Literal["titre", "ccp1"] = "titre",
    folder: Annotated[Path | None, typer.Option(file_okay=False, exists=True)] = None,
    loud: Annotated[bool, typer.Option("--loud")] = False,
) -> None:
    """Joue."""
    if loud:
        raise KeyboardInterrupt
    typer.prompt("Combien")


@trial.command()
def rest(to: Annotated[str, typer.Option()]) -> None:
    """Se repose."""


commands = speaks_french(trial)
HERE = str(Path(__file__))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["plai"], "« plai » n’est pas une commande.\nPeut-être : play\n"),
        (["play"], "Il manque : FICHIER.\nUtilisation : root play [OPTIONS] FICHIER\nAide : root play --help\n"),
        (["play", "a", "b"], "« FICHIER » : « a » n’existe pas."),
        (["play", HERE, "b"], "En trop : b."),
        (["play", str(Path(HERE).parent)], "est un dossier."),
        (["play", HERE, "--folder", HERE], "n’est pas un dossier."),
        (["play", HERE, "--lout"], "« --lout » n’est pas une option de cette commande.\nPeut-être : --loud"),
        (["play", HERE, "--loud=1"], "L’option « --loud » ne prend pas de valeur."),
        (["play", HERE, "--count"], "L’option « --count » demande une valeur."),
        (["play", HERE, "--count", "deux"], "« --count » : un nombre entier est attendu."),
        (["play", HERE, "--count", "0"], "« --count » : 1 au moins."),
        (["play", HERE, "--count", "7"], "« --count » : 6 au plus."),
        (["play", HERE, "--ratio", "x"], "« --ratio » : un nombre est attendu."),
        (["play", HERE, "--kind", "l'autre"], "« --kind » : « l'autre » n’en est pas une valeur : titre, ccp1."),
        (["rest"], "Il manque l’option « --to »."),
    ],
)
def test_what_is_wrong_is_told_in_french_with_the_way_out(typed: list[str], said: str) -> None:
    told = CliRunner().invoke(commands, typed)
    words = told.output.replace("\u00a0", " ")
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in words
    assert words.rstrip().endswith("--help")
    assert not ENGLISH.search(words)


@pytest.mark.parametrize("typed", [["play", HERE, "--loud"], ["play", HERE]])
def test_whatever_is_cut_says_so(typed: list[str]) -> None:
    told = CliRunner().invoke(commands, typed, input="")
    assert (told.exit_code, told.stderr.strip()) == (130, "Interrompu.")


def test_a_command_that_was_meant_is_proposed_though_none_is_read_yet() -> None:
    told = CliRunner().invoke(app, ["doctr"]).output
    assert "Peut-être\u00a0: doctor\n" in told


def test_no_word_of_any_command_s_help_is_english() -> None:
    for path, command in every_command(get_command(app), Context(get_command(app), info_name="simulator")):
        told = CliRunner().invoke(app, [*path, "--help"])
        assert (told.exit_code, told.stderr) == (0, ""), path
        assert told.output.startswith("Utilisation\u00a0: "), path
        assert not ENGLISH.search(told.output), (path, told.output)
        for one in command.params:
            if isinstance(one, TyperArgument):
                assert one.metavar in {*ARGUMENTS.values(), "SESSION"}, (path, one.name)


def every_command(
    command: Command, context: Context, path: tuple[str, ...] = ()
) -> Iterator[tuple[list[str], Command]]:
    yield [*path], command
    if isinstance(command, TyperGroup):
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            assert one is not None
            one.get_params(Context(one, info_name=name, parent=context))
            yield from every_command(one, Context(one, info_name=name, parent=context), (*path, name))
