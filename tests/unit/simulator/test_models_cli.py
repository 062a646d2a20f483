"""`simulator models` as the IT person meets it: a stick, a list, a damaged file, a mistake."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from simulator.models_cli import models
from tests.tiny_whisper import write_tiny_whisper

runner = CliRunner()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMBINE_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def test_a_model_on_a_stick_is_brought_listed_and_verified_until_it_is_damaged(tmp_path: Path, folder: Path) -> None:
    write_tiny_whisper(tmp_path / "stick" / "whisper-mini")
    brought = runner.invoke(models, ["fetch", "--from", str(tmp_path / "stick")])
    assert brought.exit_code == 0, brought.output
    assert "Modèle prêt" in brought.output
    [listed] = json.loads(runner.invoke(models, ["list", "--json"]).output)
    assert (listed["name"], listed["kind"], listed["is_right"]) == ("whisper-mini", "whisper", True)
    assert runner.invoke(models, ["verify"]).exit_code == 0
    (folder / "whisper-mini" / "model.bin").write_bytes(b"other")
    damaged = runner.invoke(models, ["verify"])
    assert damaged.exit_code == 1
    assert "ABÎMÉ" in damaged.output


def test_a_folder_without_a_model_is_refused_in_french(tmp_path: Path) -> None:
    refused = runner.invoke(models, ["fetch", "--from", str(tmp_path)])
    assert refused.exit_code == 1
    assert "ne contient pas de modèle" in refused.output
