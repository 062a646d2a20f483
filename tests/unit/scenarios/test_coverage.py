"""An exam subject lets the jury observe all that the référentiel asks, within its time."""

from collections.abc import Callable
from typing import Any

from scenarios import Fault

from .pack_folder import PackFolder, exchange, official_rules, title_subject

Subject = dict[str, Any]
RULES = official_rules()
ALONE = exchange(1, "CP1", ["CP1.1"])


def faults_after(pack: PackFolder, change: Callable[[Subject], object]) -> list[Fault]:
    subject = title_subject(RULES)
    change(subject)
    pack.files["subjects/titre.yaml"] = subject
    return pack.faults(RULES)


def codes_after(pack: PackFolder, change: Callable[[Subject], object]) -> list[str]:
    return [fault.code for fault in faults_after(pack, change)]


def test_the_official_data_gives_three_formats_and_seven_competences() -> None:
    assert set(RULES.formats) == {"title", "ccp1", "ccp2"}
    assert [*RULES.criteria] == [f"CP{number}" for number in range(1, 8)]
    title = RULES.formats["title"]
    assert (title.exchanges, title.minutes) == (6, 60)
    assert (title.channels, title.directions) == ({"phone", "chat"}, {"inbound", "outbound"})


def test_a_subject_with_an_exchange_too_many_is_told_both_numbers(pack: PackFolder) -> None:
    faults = faults_after(pack, lambda subject: subject["exchanges"].append(exchange(7, "CP1", ["CP1.1"])))
    assert [fault.problem for fault in faults] == ["Le sujet a 7 échanges, son format en demande 6."]


def test_exchanges_longer_than_the_exam_are_a_fault(pack: PackFolder) -> None:
    faults = faults_after(pack, lambda subject: subject["exchanges"][0].update(minutes=21))
    assert [fault.problem for fault in faults] == ["Les échanges durent 61 minutes en tout, l’épreuve 60."]


def test_a_title_subject_without_chat_is_a_fault(pack: PackFolder) -> None:
    def all_by_phone(subject: Subject) -> None:
        subject["exchanges"][1]["candidate"]["channel"] = "phone"

    assert codes_after(pack, all_by_phone) == ["no_channel"]


def test_a_format_of_inbound_exchanges_admits_no_outbound_one(pack: PackFolder) -> None:
    def as_ccp1(subject: Subject) -> None:
        first, second, third = subject["exchanges"][:3]
        second["competences"] += third["competences"]
        second["jury"]["observables"] += third["jury"]["observables"]
        second["minutes"] = 7
        subject["exam_format"], subject["exchanges"] = "ccp1", [first, second]

    assert codes_after(pack, as_ccp1) == []

    def one_outbound(subject: Subject) -> None:
        as_ccp1(subject)
        subject["exchanges"][0]["candidate"].update(direction="outbound", mission="Rappeler Mme Morin.")

    assert codes_after(pack, one_outbound) == ["extra_direction"]


def test_a_competence_that_the_format_does_not_assess_is_a_fault(pack: PackFolder) -> None:
    def with_a_sale(subject: Subject) -> None:
        subject["exam_format"] = "ccp1"
        subject["exchanges"][0]["competences"].append("CP5")

    assert "extra_competence" in codes_after(pack, with_a_sale)


def test_a_competence_that_nobody_can_observe_is_one_error(pack: PackFolder) -> None:
    def without_cp7(subject: Subject) -> None:
        last = subject["exchanges"][5]
        last["competences"] = ["CP6"]
        last["jury"]["observables"] = [
            one for one in last["jury"]["observables"] if one["criterion"].startswith("CP6")
        ]

    faults = faults_after(pack, without_cp7)
    assert [(fault.code, fault.severity) for fault in faults] == [("competence_unobservable", "error")]
    assert "CP7" in faults[0].problem


def test_a_single_criterion_without_an_exchange_is_a_remark(pack: PackFolder) -> None:
    faults = faults_after(pack, lambda subject: subject["exchanges"][2]["jury"]["observables"].pop(5))
    assert [(fault.code, fault.severity) for fault in faults] == [("criterion_without_exchange", "warning")]
    assert "CP3.6" in faults[0].problem


def test_a_criterion_that_the_referential_does_not_have_is_an_error_in_practice_too(pack: PackFolder) -> None:
    pack.change("subjects/essai.yaml", "exchanges.0.jury.observables.0.criterion", "CP1.9")
    assert pack.only_fault(RULES).code == "unknown_criterion"


def test_a_practice_subject_is_free_of_any_shape(pack: PackFolder) -> None:
    assert codes_after(pack, lambda subject: subject.update(exam_format=None)) == []
    assert codes_after(pack, lambda subject: subject.update(exam_format=None, exchanges=[ALONE])) == []


def test_without_rules_no_shape_is_asked(pack: PackFolder) -> None:
    pack.files["subjects/titre.yaml"] = title_subject(RULES) | {"exchanges": [ALONE]}
    assert pack.faults() == []
