"""The two commands: `map FILE.yaml [--json]` and `evaluate FOLDER [--json]`.

With `--language-model URL --model NAME`, `map` adds a second reading beside the findings, and `evaluate` measures it
instead of them. Its key, if it needs one, is read from COMBINE_LANGUAGE_MODEL_KEY.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from scoring.evaluation import Tally, as_text, evaluate
from scoring.evidence.weighing import Finding
from scoring.exchange import Exchange, MalformedExchange, read_exchange
from scoring.language_model import Endpoint, EndpointFailed, read_again
from scoring.mapping import map_exchange

Url = Annotated[str, typer.Option("--language-model", help="Adresse d'un modèle de langue (…/v1).")]
Model = Annotated[str, typer.Option("--model", help="Nom du modèle de langue.")]

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
    url: Url = "",
    model: Model = "",
) -> None:
    """Compare les constats aux étiquettes d'un dossier."""
    files = sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if folder.is_dir() else []
    if not files:
        _refuse(f"{folder}:0: aucun échange (.yaml) dans ce dossier.")
    exchanges = [_read(file) for file in files]
    result = evaluate(
        (exchange, _read_again(exchange, url, model) if url else map_exchange(exchange)) for exchange in exchanges
    )
    if not as_json:
        print(as_text(result))
        return
    whole = {"whole": _figures(result.whole)}
    parts = {"criteria": result.by_criterion, "channels": result.by_channel, "exchanges": result.by_exchange}
    print(
        json.dumps(
            whole | {key: {name: _figures(one) for name, one in sorted(part.items())} for key, part in parts.items()}
        )
    )


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
    }


def _read(file: Path) -> Exchange:
    try:
        return read_exchange(file)
    except MalformedExchange as error:
        _refuse(str(error))


def _read_again(exchange: Exchange, url: str, model: str) -> list[Finding]:
    try:
        return read_again(exchange, Endpoint(url, model, os.environ.get("COMBINE_LANGUAGE_MODEL_KEY", "")))
    except EndpointFailed as error:
        _refuse(f"{exchange.id} : {error}.", UNREACHABLE)


def _refuse(reason: str, code: int = MALFORMED) -> NoReturn:
    print(reason, file=sys.stderr)
    raise typer.Exit(code)
