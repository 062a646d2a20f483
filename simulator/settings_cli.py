"""`simulator settings`: every setting with what it is for, on a server that holds no documentation."""

from typing import Annotated

import typer

from simulator.settings import Settings, config_file, factory_value
from simulator.settings_words import IN_FRENCH
from simulator.typography import french_spaces


def list_settings(
    word: Annotated[
        str, typer.Argument(help="Seulement ceux dont le nom ou l’usage contient ce mot.", show_default=False)
    ] = "",
) -> None:
    """Dit chaque réglage, sa variable d’environnement, sa valeur d’usine et à quoi il sert."""
    found = [one for one in Settings.model_fields if word.lower() in f"{one} {IN_FRENCH[one]}".lower()]
    if not found:
        typer.echo(french_spaces(f"Aucun réglage ne parle de « {word} ». Tous : simulator settings"), err=True)
        raise typer.Exit(2)
    typer.echo(
        french_spaces(f"Fichier lu : {config_file().absolute()} (les variables d’environnement passent avant).\n")
    )
    for name in found:
        value = factory_value(name) or "vide"
        typer.echo(french_spaces(f"{name}  (COMBINE_{name.upper()}, d’usine : {value})\n    {IN_FRENCH[name]}"))
