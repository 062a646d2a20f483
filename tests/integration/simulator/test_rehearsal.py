"""`simulator rehearse`: a whole day of each format, from the import of candidates to verified archives."""

import json
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from typer.testing import CliRunner, Result

from archives import verify_archive
from exams.formats import official_formats
from exams.phases import FormatId
from simulator import rehearsal_cli
from simulator.app import create_app
from simulator.cli import app
from simulator.rehearsal import held_day
from simulator.settings import Settings
from simulator.steady_clock import MachineClocks

EXCHANGES = {"title": (2, 2, 2), "ccp1": (1, 0, 1), "ccp2": (1, 1, 1)}
"""Of the shipped subjects: inbound calls, outbound calls, chats."""

CHAT_MESSAGES = 4


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """An installation beside, which no rehearsal may touch; no setting of whoever runs the tests."""
    for name in ["config", *Settings.model_fields]:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)
    monkeypatch.setenv("COMBINE_DATA", str(tmp_path / "own"))
    yield
    structlog.reset_defaults()


def rehearse(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["rehearse", *arguments])


def facts_of(archive: Path) -> list[dict[str, Any]]:
    with zipfile.ZipFile(archive) as opened:
        told: list[dict[str, Any]] = json.loads(opened.read("data/faits.json"))
    return told


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("format_id", "candidates"), [("title", 1), ("ccp1", 2), ("ccp2", 1)])
def test_a_day_is_played_to_archives_that_verify(tmp_path: Path, format_id: FormatId, candidates: int) -> None:
    out = tmp_path / "archives"
    # With two candidates not everything goes as planned: both late arrival and departure are the last one's.
    incidents = ["--incidents"] if candidates > 1 else []
    done = rehearse("--format", format_id, "--candidates", str(candidates), "--out", str(out), *incidents)
    assert done.exit_code == 0, done.output
    assert "Étude de cas, écrite et scellée" in done.stdout
    assert f"Tout a tenu. {candidates + 1} archives scellées et vérifiées" in done.stdout.replace("\u00a0", " ")
    assert not (tmp_path / "own").exists(), "nothing is written in the installation itself"

    of_candidates = sorted(out.glob("Combine_C-*.zip"))
    of_session = list(out.glob("Combine_session_*.zip"))
    assert (len(of_candidates), len(of_session)) == (candidates, 1)
    roots: set[str] = set()
    for archive in of_candidates:
        verdict = verify_archive(archive)
        assert verdict.faults == ()
        roots.add(verdict.root)
        if incidents and archive == of_candidates[-1]:
            assert_left_before_the_interview(archive)
        else:
            assert_whole_day(archive, format_id)
    assert verify_archive(of_session[0]).faults == ()
    with zipfile.ZipFile(of_session[0]) as opened:
        assert {one["root"] for one in json.loads(opened.read("data/archives.json"))} == roots
    assert (out / "proces-verbal.pdf").read_bytes().startswith(b"%PDF-")


def assert_left_before_the_interview(archive: Path) -> None:
    """Late by the invigilator's word, out of the room for an alarm, gone after the exchanges; judged all the same."""
    facts = facts_of(archive)
    assert [one["phase"] for one in facts if one["kind"] == "clock.ended"] == [
        "case_study",
        "preparation",
        "exchanges",
    ]
    assert [one["phase"] for one in facts if one["kind"] in ("clock.paused", "clock.resumed")] == ["case_study"] * 2
    with zipfile.ZipFile(archive) as opened:
        told = json.loads(opened.read("data/candidat.json"))
        decided = json.loads(opened.read("data/jury.json"))
    assert (told["presence"], told["left_remark"]) == ("abandoned", "A quitté la salle avant l’entretien technique.")
    assert len(decided["signatures"]) == 2


def assert_whole_day(archive: Path, format_id: FormatId) -> None:
    """Its phases in their order, each ended, the texts sealed; exchanges played; two jurors, two signatures."""
    facts = facts_of(archive)
    kinds = [one["kind"] for one in facts]
    phases = [phase.id for phase in official_formats()[format_id].phases]
    assert [one["phase"] for one in facts if one["kind"] == "clock.started"] == phases
    assert [one["phase"] for one in facts if one["kind"] == "clock.ended"] == phases
    assert [one["phase"] for one in facts if one["kind"] == "phase.sealed"] == ["case_study"]
    inbound, outbound, chats = EXCHANGES[format_id]
    calls = inbound + outbound
    assert kinds.count("exchange.ended") == calls + chats
    assert kinds.count("call.connected") == calls
    rung = [one["caller"] for one in facts if one["kind"] == "call.ringing"]
    assert (rung.count("customer"), rung.count("candidate")) == (inbound, outbound)
    assert kinds.count("chat.sent") == CHAT_MESSAGES * chats
    assert kinds.count("recording.finished") == calls
    draws = ["subject", "recording"] if "recorded_sequence" in phases else ["subject"]
    assert [one["what"] for one in facts if one["kind"] == "draw.revealed"] == draws
    assert kinds.count("reaction.ended") == len(draws) - 1
    submitted = {one["actor"] for one in facts if one["kind"] == "marking.submitted"}
    signed = {one["actor"] for one in facts if one["kind"] == "deliberation.signed"}
    assert submitted == signed
    assert len(signed) == 2
    # What was agreed stands between the last marking and the first signature.
    agreed = kinds.index("verdict.agreed")
    assert max(n for n, kind in enumerate(kinds) if kind == "marking.submitted") < agreed
    assert agreed < kinds.index("deliberation.signed")
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    # The calls, and what was answered to the recorded sequence where the format has one.
    assert sum(name.endswith(".ogg") for name in names) == calls + len(draws) - 1
    assert ("data/echanges/reaction-1.ogg" in names) == ("recorded_sequence" in phases)
    # Each juror's guide, as they left it; what they gave after the interview is theirs in it.
    assert {f"data/documents/guide-entretien-{one}.pdf" for one in (1, 2)} <= set(names)
    assert {one["actor"] for one in facts if one["kind"] == "interview.verdict"} == signed
    assert {f"data/productions/{one}.json" for one in ("case_summary", "stakes", "reply_letter")} <= set(names)


@pytest.mark.timeout(120)
def test_what_does_not_hold_ends_it_with_words_and_another_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation whose clock does not pass: the case study never ends."""

    def stands_still(settings: Settings, clocks: MachineClocks) -> FastAPI:
        return create_app(settings)

    monkeypatch.setattr(rehearsal_cli, "create_app", stands_still)
    monkeypatch.setattr(held_day, "OVER_SECONDS", 2.0)
    out = tmp_path / "archives"
    done = rehearse("--format", "ccp1", "--candidates", "1", "--out", str(out))
    assert done.exit_code == 1
    assert "La répétition s’arrête à «\u00a0Étude de cas, écrite et scellée\u00a0»" in done.stderr
    assert "ne finit pas, son temps écoulé" in done.stderr
    assert list(out.iterdir()) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à garder")
    done = rehearse("--out", str(tmp_path))
    assert done.exit_code == 2
    assert "n’est pas vide" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


def test_the_page_that_looks_at_a_rooms_network_is_told_with_what_the_server_sees() -> None:
    done = rehearse("--check-network")
    told = done.stdout.replace("\u00a0", " ")
    assert "    http://127.0.0.1:8080/reseau" in told.splitlines()
    assert "✗ Combiné ne répond pas sur cette machine." in told
    assert "✗ Combiné ne sert que cette machine" in told
    assert done.exit_code == 1, "what no room can open is no success"
