"""`simulator models list|fetch|verify`: the model with which calls are transcribed."""

import json
from typing import Annotated

import typer

from simulator.settings import load_settings
from telephony.speech import MODELS, ModelMissing, describe, is_installed, whisper_model

models = typer.Typer(help="Le modèle de transcription.", no_args_is_help=True)


@models.command("list")
def list_models(as_json: Annotated[bool, typer.Option("--json", help="Pour un autre programme.")] = False) -> None:
    """Le modèle, son dossier, sa taille, et s’il est prêt."""
    found = describe(load_settings().models or MODELS)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    size = f"{int(str(found['bytes'])) / 1e6:.0f}\u00a0Mo" if found["bytes"] else "absent"
    ready = "prêt" if found["right"] else "à préparer" if found["installable"] else "à installer (make speech)"
    print(f"{found['name']} – {size} – {ready}\n{found['path']}")


@models.command("fetch")
def fetch() -> None:
    """Prépare le modèle à partir des paquets installés."""
    print(f"Modèle prêt\u00a0: {_ready()}")


@models.command("verify")
def verify() -> None:
    """Compare l’empreinte du modèle à celle attendue ; code 1 si elle diffère."""
    folder = load_settings().models or MODELS
    if not is_installed(folder):
        typer.echo("Le modèle de transcription n’est pas installé\u00a0: lancez « make speech ».", err=True)
        raise typer.Exit(1)
    print(f"Empreinte juste\u00a0: {_ready()}")


def _ready() -> str:
    try:
        return str(whisper_model(load_settings().models or MODELS))
    except ModelMissing as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
