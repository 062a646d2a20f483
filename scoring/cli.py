"""The commands: `map FILE.yaml`, `evaluate FOLDER`, `train` (the shipped weights again), `cross-check`.

`evaluate --by writer|family|channel` tells parts; `--first-look LOG` keeps the score of a batch that nobody has read
yet, and refuses one that was scored before.

With `--endpoint URL --model NAME`, `map` adds a second reading beside the findings, and `evaluate` measures both:
alone, the model alone, and joined, with time, tokens and cost. Its key is read from COMBINE_LANGUAGE_MODEL_KEY.
"""

import json
import os
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scoring.beside_model import ALONE, BesideModel, Price, beside
from scoring.evaluation import Evaluation, Tally, as_text, evaluate
from scoring.evidence.grammalecte import shipped_proofreader
from scoring.evidence.proofreading import OwnRules
from scoring.evidence.weighing import Finding
from scoring.exchange import Exchange, MalformedExchange, read_exchange
from scoring.first_look import AlreadySeen, log_first_look, refuse_what_was_seen
from scoring.french.nearness import SentenceEncoder, shipped_comparison
from scoring.language_model import Endpoint, EndpointFailed, read_again
from scoring.mapping import map_exchange
from scoring.model import FOLDER as WEIGHTS
from scoring.model import save_model
from scoring.shipped_measure import keep

Url = Annotated[str, typer.Option("--endpoint", "--language-model", help="Adresse d'un modèle de langue (…/v1).")]
Model = Annotated[str, typer.Option("--model", help="Nom du modèle de langue.")]


if TYPE_CHECKING:
    from scoring.training.course import Course


class Part(StrEnum):
    """By what figures are told apart."""

    WRITER = "writer"
    FAMILY = "family"
    CHANNEL = "channel"
    CRITERION = "criterion"
    CONFIDENCE = "confidence"


app = typer.Typer(add_completion=False, no_args_is_help=True, help="Constats sur les échanges, critère par critère.")
MALFORMED, UNREACHABLE = 2, 3


@app.command("map")
def map_file(
    file: Annotated[Path, typer.Argument(help="Un échange, en YAML.")],
    as_json: Annotated[bool, typer.Option("--json", help="Sur une ligne, pour un autre programme.")] = False,
    url: Url = "",
    model: Model = "",
) -> None:
    """Écrit les constats d'un échange en JSON."""
    exchange = _read(file)
    written = told(exchange, map_exchange(exchange))
    if url:
        written["second_reading"] = [asdict(finding) for finding in _read_again(exchange, url, model)]
    print(json.dumps(written, ensure_ascii=False, indent=None if as_json else 2))


@app.command("evaluate")
def evaluate_folder(
    folder: Annotated[Path, typer.Argument(help="Un dossier d'échanges étiquetés.")],
    as_json: Annotated[bool, typer.Option("--json", help="Chiffres en JSON.")] = False,
    by: Annotated[Part | None, typer.Option(help="Chiffres par partie.")] = None,
    first_look: Annotated[
        Path | None, typer.Option(help="Journal où noter ce score, vu pour la première fois (refusé sinon).")
    ] = None,
    url: Url = "",
    model: Model = "",
    price_asked: Annotated[float, typer.Option(help="Euros par million de jetons demandés.")] = 0.0,
    price_answered: Annotated[float, typer.Option(help="Euros par million de jetons répondus.")] = 0.0,
) -> None:
    """Compare les constats aux étiquettes d'un dossier."""
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if folder.is_dir() else []
    if not files:
        _refuse(f"{folder}:0: aucun échange (.yaml) dans ce dossier.")
    exchanges = [_read(file) for file in files]
    ids = [exchange.id for exchange in exchanges]
    if first_look is not None:
        _refuse_what_was_seen(first_look, ids)
    if url:
        told = _beside(exchanges, _endpoint(url, model))
        result = told.results[ALONE]
    else:
        told = None
        result = evaluate((exchange, map_exchange(exchange)) for exchange in exchanges)
    if first_look is not None:
        log_first_look(first_look, folder.resolve().name, ids, result)
    if told is not None:
        _print_beside(told, Price(price_asked, price_answered), as_json=as_json)
        return
    if not as_json:
        print(as_text(result, _part(result, by) if by else None))
        return
    whole = {"whole": _figures(result.whole)}
    parts = {
        "criteria": result.by_criterion,
        "families": result.by_family,
        "writers": result.by_writer,
        "channels": result.by_channel,
        "exchanges": result.by_exchange,
    }
    print(
        json.dumps(
            whole
            | {"interval": result.interval()}
            | {key: {name: _figures(one) for name, one in sorted(part.items())} for key, part in parts.items()}
        )
    )


@app.command("train")
def train(
    into: Annotated[Path, typer.Option(help="Où écrire les poids.")] = WEIGHTS,
) -> None:
    """Apprend de nouveau les poids livrés, des échanges et des exemples de scoring/data (moins de deux minutes)."""
    into.mkdir(parents=True, exist_ok=True)
    save_model(_course().model(), into)


@app.command("cross-check")
def cross_check(
    by: Annotated[list[Part] | None, typer.Option(help="Chiffres par partie (peut être répété).")] = None,
    kept: Annotated[bool, typer.Option("--keep", help="Écrire aussi la mesure livrée (par famille).")] = False,
) -> None:
    """Mesure sur scoring/data, chaque auteur jugé par ce qui fut appris sans lui."""
    if kept and isinstance(shipped_proofreader(), OwnRules):
        _refuse("Grammalecte est absent ou n’a pas démarré à temps : la mesure livrée serait fausse. Recommencez.")
    result = evaluate(_course().findings_without_their_writer())
    if kept:
        keep(result)
    for part in by or [Part.WRITER]:
        print(as_text(result, _part(result, part)))


def _part(result: Evaluation, by: Part) -> dict[str, Tally]:
    return {
        Part.WRITER: result.by_writer,
        Part.FAMILY: result.by_family,
        Part.CHANNEL: result.by_channel,
        Part.CRITERION: result.by_criterion,
        Part.CONFIDENCE: result.by_confidence,
    }[by]


def _course() -> "Course":
    try:
        from scoring.training.course import Course  # needs scipy, which only those who develop install
        from scoring.training.data import read_bank, read_exchanges
    except ImportError:
        _refuse("L’apprentissage demande les outils de vérification : lancez « make lint » une fois.")
    encoder = shipped_comparison()
    if not isinstance(encoder, SentenceEncoder):
        _refuse("L’encodeur de phrases n’est pas installé : lancez « make run » une fois, puis recommencez.")
    return Course(read_exchanges(), read_bank(), encoder, shipped_proofreader())


def told(exchange: Exchange, findings: list[Finding]) -> dict[str, object]:
    """The findings of one exchange, ready for JSON."""
    return {"id": exchange.id, "findings": [asdict(finding) for finding in findings]}


def _figures(tally: Tally) -> dict[str, float]:
    return {
        "pairs": tally.pairs,
        "accuracy": round(tally.accuracy, 4),
        "macro_f1": round(tally.macro_f1, 4),
        "not_observable_f1": round(tally.observability_f1, 4),
        "evidence_f1": round(tally.evidence_f1, 4),
        "opposite": tally.opposite,
    }


def _beside(exchanges: list[Exchange], endpoint: Endpoint) -> BesideModel:
    try:
        return beside(exchanges, endpoint)
    except EndpointFailed as error:
        _refuse(f"{error}.", UNREACHABLE)


def _print_beside(told: BesideModel, price: Price, *, as_json: bool) -> None:
    if not as_json:
        print(told.as_text(price))
        return
    figures = {name: _figures(result.whole) for name, result in told.results.items()}
    spent = {"asked": told.spent.asked, "answered": told.spent.answered, "euros": price.of(told.spent)}
    print(json.dumps(figures | {"seconds": told.seconds, "tokens": spent}, ensure_ascii=False))


def _refuse_what_was_seen(log: Path, ids: list[str]) -> None:
    try:
        refuse_what_was_seen(log, ids)
    except AlreadySeen as error:
        _refuse(f"{log} : déjà vus, donc jamais plus « inédits » : {error}. Évaluez sans --first-look.")


def _read(file: Path) -> Exchange:
    try:
        return read_exchange(file)
    except MalformedExchange as error:
        _refuse(str(error))


def _read_again(exchange: Exchange, url: str, model: str) -> list[Finding]:
    try:
        return read_again(exchange, _endpoint(url, model))
    except EndpointFailed as error:
        _refuse(f"{exchange.id} : {error}.", UNREACHABLE)


def _endpoint(url: str, model: str) -> Endpoint:
    return Endpoint(url, model, os.environ.get("COMBINE_LANGUAGE_MODEL_KEY", ""))


def _refuse(reason: str, code: int = MALFORMED) -> NoReturn:
    print(reason, file=sys.stderr)
    raise typer.Exit(code)
