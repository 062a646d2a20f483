"""First looks: a batch is scored once as unseen, figures are told by parts, writers are known by names."""

import json
from pathlib import Path

import pytest

from scoring.evaluation import evaluate
from scoring.evidence.weighing import Finding
from scoring.exchange import Exchange, Label, Verdict
from scoring.families import FAMILIES, FAMILY_OF, IN_FRENCH
from scoring.referential import load_referential
from scoring.writers import writer_of

from .commands import run

ROOT = Path(__file__).resolve().parents[3]
ONE = ROOT / "tests" / "data" / "exchanges" / "cp1-phone-mixed-t.yaml"


def test_a_batch_is_scored_as_unseen_once_and_never_again(tmp_path: Path) -> None:
    folder, log = tmp_path / "batch", tmp_path / "log.md"
    folder.mkdir()
    (folder / ONE.name).write_bytes(ONE.read_bytes())
    first = run("evaluate", str(folder), "--first-look", str(log))
    assert first.returncode == 0, first.stderr
    kept = log.read_text(encoding="utf-8")
    line = kept.splitlines()[-1]
    assert line.startswith("| 2")
    assert "| batch | 1 | 7 |" in line
    again = run("evaluate", str(folder), "--first-look", str(log))
    assert again.returncode == 2
    assert "cp1-phone-mixed-t" in again.stderr
    assert log.read_text(encoding="utf-8") == kept, "a second look leaves no trace"


@pytest.mark.parametrize(("by", "part"), [("writer", "t"), ("family", "tone"), ("channel", "phone")])
def test_figures_are_told_by_parts(tmp_path: Path, by: str, part: str) -> None:
    (tmp_path / ONE.name).write_bytes(ONE.read_bytes())
    told = run("evaluate", str(tmp_path), "--by", by).stdout
    assert "90 %" in told, "no figure without its interval"
    assert "verdicts opposés" in told
    assert any(line.split()[:1] == [part] for line in told.splitlines())


def test_figures_for_programs_hold_families_writers_and_the_interval(tmp_path: Path) -> None:
    (tmp_path / ONE.name).write_bytes(ONE.read_bytes())
    figures = json.loads(run("evaluate", str(tmp_path), "--json").stdout)
    assert set(figures["writers"]) == {"t"}
    assert figures["families"]["tone"]["pairs"] == 1
    low, high = figures["interval"]
    assert low <= figures["whole"]["macro_f1"] + 1e-3
    assert high >= figures["whole"]["macro_f1"] - 1e-3


@pytest.mark.parametrize(
    ("name", "writer"),
    [
        ("cp3-phone-mixed-t4d2", "t4"),
        ("cp1-phone-mixed-a", "ab"),
        ("cp5-chat-weak-b", "ab"),
        ("cp6-phone-mixed-sb", "s"),
        ("cp1-chat-weak-h2", "h"),
        ("cp1-phone-mixed-z9", "z9"),
    ],
)
def test_hands_that_may_be_one_are_left_out_together(name: str, writer: str) -> None:
    assert writer_of(name) == writer


def test_every_criterion_has_one_family_with_a_french_name() -> None:
    criteria = [one for competence in load_referential().competences for one in competence.criteria]
    assert sorted(FAMILY_OF) == sorted(criteria)
    assert len(FAMILIES) == 22
    assert set(IN_FRENCH) == set(FAMILIES)


def judged(*pairs: tuple[Verdict, Verdict]) -> list[tuple[Exchange, list[Finding]]]:
    """One exchange for each pair of a label and a finding on CP1.1."""
    return [
        (
            Exchange(id=f"e{number}", competence="CP1", channel="chat", labels={"CP1.1": Label(verdict=label)}),
            [Finding("CP1.1", found, 0.5, (), (), (), "")],
        )
        for number, (label, found) in enumerate(pairs)
    ]


def test_opposites_are_met_for_not_met_and_the_reverse_only() -> None:
    pairs = judged(("met", "not_met"), ("not_met", "met"), ("met", "partial"), ("partial", "not_met"), ("met", "met"))
    assert evaluate(pairs).whole.opposite == 2


def test_the_interval_is_of_whole_exchanges_and_the_same_each_time() -> None:
    result = evaluate(judged(*[("met", "met")] * 6, *[("partial", "met")] * 3, *[("not_met", "not_met")] * 6))
    low, high = result.interval()
    assert low < result.whole.macro_f1 < high or high == pytest.approx(1.0)
    assert (low, high) == result.interval()


def test_a_verdict_that_nobody_gave_does_not_lower_the_mean() -> None:
    assert evaluate(judged(("met", "met"), ("not_met", "not_met"))).whole.macro_f1 == 1.0
    assert evaluate(judged(("met", "met"), ("not_met", "partial"))).whole.macro_f1 == pytest.approx(1 / 3)
