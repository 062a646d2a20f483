"""`python -m scoring map` and `evaluate`, as another program calls them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.evidence.proofreading import OwnRules

from .commands import run

ROOT = Path(__file__).resolve().parents[3]
HEAD = "id: x\ncompetence: CP1\nchannel: phone\n"
ONE = ROOT / "tests" / "data" / "exchanges" / "cp1-phone-mixed-t.yaml"


def as_a_program(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scoring", *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_map_tells_one_finding_per_criterion_in_json() -> None:
    done = as_a_program("map", str(ONE), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["id"] == "cp1-phone-mixed-t"
    assert [one["criterion"] for one in told["findings"]] == [f"CP1.{number}" for number in range(1, 8)]
    assert all(
        set(one) == {"criterion", "verdict", "confidence", "turns", "events", "written", "reason", "because"}
        for one in told["findings"]
    )


def test_evaluate_tells_figures_and_the_confusion(tmp_path: Path) -> None:
    (tmp_path / ONE.name).write_bytes(ONE.read_bytes())
    done = as_a_program("evaluate", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "macro-F1" in done.stdout
    assert "confusion" in done.stdout
    figures = json.loads(run("evaluate", str(tmp_path), "--json").stdout)
    assert figures["whole"]["pairs"] == 7
    assert set(figures["channels"]) == {"phone"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("id: x\ncompetence: CP9\nchannel: phone\n", 2, "competence"),
        ("id: x\ncompetence: CP1\nchannel: fax\n", 3, "channel"),
        (f"{HEAD}turns:\n- {{n: 1, speaker: boss, start: 0, end: 1, text: a}}\n", 5, "speaker"),
        ("id: [x\n", 2, ""),
        ("- rien\n", 1, "échange"),
    ],
)  # fmt: skip
def test_a_malformed_file_gets_file_line_and_reason(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "faux.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("map", str(path))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"{path}:{line}: "), done.stderr
    assert words in done.stderr


def test_a_file_that_is_not_there_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    assert as_a_program("map", str(tmp_path / "absent.yaml")).returncode == 2
    assert run("evaluate", str(tmp_path)).returncode == 2


def test_the_shipped_measure_is_not_written_without_the_proofreader(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine it may not start in time: figures of spelling would be wrong for good."""
    monkeypatch.setattr("scoring.cli.shipped_proofreader", OwnRules)
    done = run("cross-check", "--keep")
    assert done.returncode == 2
    assert "Grammalecte" in done.stderr
