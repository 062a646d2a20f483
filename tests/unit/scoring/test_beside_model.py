"""Findings and a language model on the same labelled exchanges: each alone, joined, with time and cost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.beside_model import ALONE, JOINED, MODEL, Price, beside, joined
from scoring.evidence.weighing import Finding, not_observable
from scoring.exchange import read_exchange
from scoring.language_model import Endpoint, EndpointFailed, Spent
from tests.language_model import Json, a_model

ROOT = Path(__file__).resolve().parents[3]
LABELLED = ROOT / "tests" / "data" / "exchanges" / "cp1-phone-mixed-t.yaml"


def recorded(sent: Json) -> Json:
    """An endpoint's answer as it was recorded: every criterion met, each with the first turn quoted word for word."""
    first = sent["turns"][0]
    quote = {"turn": first["turn"], "text": first["text"]}
    told = [{"criterion": one, "verdict": "met", "quotes": [quote], "reason": "Vu."} for one in sent["criteria"]]
    return {"findings": told}


def test_three_evaluations_of_the_same_pairs_with_tokens_and_seconds() -> None:
    with a_model(recorded) as model:
        told = beside([read_exchange(LABELLED)], Endpoint(model.url, "petit"))
    assert [told.results[name].whole.pairs for name in (ALONE, MODEL, JOINED)] == [7, 7, 7]
    met = sum(n for (_, said), n in told.results[MODEL].whole.confusion.items() if said == "met")
    assert met == 7
    assert (told.spent.asked, told.spent.answered) == (1000, 200)
    assert all(len(told.seconds[name]) == 1 for name in (ALONE, MODEL))
    text = told.as_text(Price(2.0, 10.0))
    assert "coût 0,0040 €" in text
    assert all(f"=== {name}" in text for name in (ALONE, MODEL, JOINED))


def finding(verdict: str, confidence: float, reason: str = "") -> Finding:
    return Finding("CP1.1", verdict, confidence, (), (), (), reason)  # type: ignore[arg-type]  # verdicts of the table


@pytest.mark.parametrize(
    ("mine", "theirs", "kept"),
    [
        (finding("met", 0.9), finding("not_met", 1.0), "met"),
        (finding("met", 0.5), finding("not_met", 1.0), "not_met"),
        (finding("met", 0.5), not_observable("CP1.1", "rien"), "met"),
    ],
    ids=["a sure finding stands", "an unsure one gives way", "to nothing that quotes nothing"],
)
def test_joined(mine: Finding, theirs: Finding, kept: str) -> None:
    assert [one.verdict for one in joined([mine], [theirs])] == [kept]
    assert [one.verdict for one in joined([mine], [])] == [mine.verdict]


def test_an_endpoint_that_counts_no_tokens_costs_nothing() -> None:
    spent = Spent()
    spent.add({"choices": []})
    spent.add({"usage": None})
    assert Price(2.0, 10.0).of(spent) == 0


def test_an_endpoint_that_is_not_there_stops_the_measurement() -> None:
    with pytest.raises(EndpointFailed):
        beside([read_exchange(LABELLED)], Endpoint("http://127.0.0.1:9/v1", "petit", seconds=2))


def test_the_command_prints_all_three(tmp_path: Path) -> None:
    (tmp_path / LABELLED.name).write_bytes(LABELLED.read_bytes())
    with a_model(recorded) as model:
        words = [
            "evaluate",
            str(tmp_path),
            "--endpoint",
            model.url,
            "--model",
            "petit",
            "--json",
            "--price-asked",
            "2",
        ]
        done = subprocess.run(
            [sys.executable, "-m", "scoring", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert {ALONE, MODEL, JOINED} <= set(figures)
    assert figures["tokens"] == {"asked": 1000, "answered": 200, "euros": pytest.approx(0.002)}
