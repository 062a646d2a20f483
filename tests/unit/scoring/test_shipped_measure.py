"""What is said of findings before a centre has figures: every family, weak ones known by their figure."""

from pathlib import Path

from scoring.evaluation import evaluate
from scoring.evidence.weighing import SURE_FROM, Finding, Signal, in_lines
from scoring.exchange import read_exchange
from scoring.families import FAMILIES
from scoring.shipped_measure import FamilyMeasure, measured, shipped_measure, weak_criteria

LABELLED = Path(__file__).resolve().parents[3] / "tests" / "data" / "exchanges" / "cp1-phone-mixed-t.yaml"


def test_every_family_is_measured_on_all_labelled_pairs() -> None:
    told = shipped_measure()
    assert set(told) == set(FAMILIES)
    assert sum(one.pairs for one in told.values()) == 956
    assert all(0 <= one.sure_right <= one.sure <= one.pairs for one in told.values())


def test_weak_is_what_stands_under_six_tenths_and_its_criteria_are_off() -> None:
    assert FamilyMeasure(20, 0.9, 0.599, 0.5, 0, 1, 1).is_weak
    assert not FamilyMeasure(20, 0.5, 0.6, 0.5, 0, 1, 1).is_weak
    few = FamilyMeasure(14, 0.9, 0.9, 0.5, 0, 1, 1)
    assert few.is_thin
    assert few.is_weak, "fourteen pairs prove nothing"
    weak = {name for name, one in shipped_measure().items() if one.macro_f1 < 0.6 or one.pairs < 15}
    assert weak_criteria() == {criterion for name in weak for criterion in FAMILIES[name]}
    assert not {"CP1.4", "CP1.5", "CP1.6"} & weak_criteria(), "what is compared by code is never weak"


def test_sure_findings_are_counted_apart() -> None:
    exchange = read_exchange(LABELLED)
    told = [
        Finding(criterion, label.verdict, SURE_FROM if criterion == "CP1.4" else SURE_FROM - 0.01, (), (), (), "")
        for criterion, label in exchange.labels.items()
    ]
    by_family = measured(evaluate([(exchange, told)]))
    assert (by_family["file"].sure, by_family["file"].sure_right) == (1, 1)
    assert by_family["tone"].sure == 0


def test_why_tells_each_signal_once_in_words_what_weighs_most_first() -> None:
    signals = [Signal(0.2, "poli"), Signal(-0.9, "le client doit se répéter"), Signal(0.1, "poli"), Signal(-1.0, "")]
    assert in_lines(signals) == ("Contre\u00a0: le client doit se répéter", "Pour\u00a0: poli")
