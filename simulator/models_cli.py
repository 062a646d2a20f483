"""`simulator models`: the models with which calls are transcribed: brought, checked, measured, chosen."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from simulator.models_folder import models_folder
from simulator.packs.registry import SHIPPED
from simulator.settings import load_settings
from telephony.speech import ModelMissing, is_installed, whisper_model
from telephony.speech.getting import get_engine
from telephony.speech.stock import KEEPS_UP, StockedModel, bring, choose_best, download, measure, stock

models = typer.Typer(help="Les modèles de transcription.", no_args_is_help=True)

SPOKEN = SHIPPED / "velambre" / "audio" / "leroux-calme.opus"
"""What models are measured with: a minute of a customer's voice."""

Json = Annotated[bool, typer.Option("--json", help="Pour un autre programme.")]
From = Annotated[Path | None, typer.Option("--from", help="Dossier, clé USB ou archive ZIP qui porte le modèle.")]
Hub = Annotated[str | None, typer.Option("--hub", help="Taille à télécharger\u00a0: small, medium, large-v3…")]


@models.command("list")
def list_models(as_json: Json = False) -> None:
    """Les modèles, leur taille, leur mémoire, leur vitesse sur cette machine, et celui qui sert."""
    folder = _folder()
    found = stock(folder)
    if as_json:
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
        return
    print(f"Dossier\u00a0: {folder}")
    for one in found:
        print(_line(one))
    if not any(one.kind == "whisper" for one in found):
        ready = is_installed(folder)
        print("whisper-base – à préparer (simulator models fetch)" if ready else f"Aucun modèle. {get_engine()}.")


@models.command("fetch")
def fetch(source: From = None, hub: Hub = None) -> None:
    """Apporte un modèle\u00a0: d’un dossier, du dépôt public, ou (sans option) des paquets installés."""
    with _explained():
        if source is not None:
            name = bring(source, _folder())
        elif hub is not None:
            name = download(hub, _folder())
        else:
            name = whisper_model(_folder()).name
    print(f"Modèle prêt\u00a0: {_folder() / name}")


@models.command("verify")
def verify() -> None:
    """Compare les empreintes SHA-256 des modèles à celles attendues\u00a0; code 1 si l’une diffère."""
    found = stock(_folder())
    if not found and not is_installed(_folder()):
        typer.echo(f"Le modèle de transcription n’est pas installé. {get_engine()}.", err=True)
        raise typer.Exit(1)
    for one in found:
        print(f"{one.name}\u00a0: {'empreinte juste' if one.is_right else 'ABÎMÉ'}")
    if not all(one.is_right for one in found):
        raise typer.Exit(1)


@models.command("benchmark")
def benchmark(as_json: Json = False) -> None:
    """Mesure chaque modèle sur cette machine et retient le meilleur qui suit le rythme de la parole."""
    folder = _folder()
    with _explained():
        whisper_model(folder)
        measured = {one.name: (one, measure(one, SPOKEN)) for one in stock(folder)}
        best = choose_best({name: took for name, (one, took) in measured.items() if one.kind == "whisper"}, folder)
    if as_json:
        print(json.dumps({"chosen": best, "models": [_as_json(one) for one in stock(folder)]}, ensure_ascii=False))
        return
    for one in stock(folder):
        print(_line(one))
    print(f"Retenu\u00a0: {best} (au plus {_french(KEEPS_UP)} s de calcul par seconde de parole, sur un cœur).")


def _folder() -> Path:
    return models_folder(load_settings())


def _line(one: StockedModel) -> str:
    parts = [
        one.name + (" (en service)" if one.is_chosen else ""),
        f"{one.bytes / 1e6:.0f}\u00a0Mo sur le disque",
        "empreinte juste" if one.is_right else "ABÎMÉ",
    ]
    if one.measured is not None:
        parts += [f"{one.measured.megabytes}\u00a0Mo de mémoire", f"{_french(one.measured.factor)} s par seconde"]
    return " – ".join(parts)


def _as_json(one: StockedModel) -> dict[str, object]:
    return {**asdict(one), "path": str(one.path)}


def _french(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


@contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except ModelMissing as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
