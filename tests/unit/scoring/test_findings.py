"""What findings say of small exchanges: facts, delays, empty formulas, quoted words, denials, and strange input."""

from typing import Any

import pytest

from scoring import Finding, map_exchange
from scoring.detectors import DETECTORS
from scoring.evidence.proofreading import OwnRules
from scoring.referential import load_referential

from .dialogues import exchange, findings

DELIVERY: dict[str, Any] = {
    "client": {"name": "Mme Roux", "reference": "AB-1201"},
    "facts": [{"id": "f1", "text": "Le colis est livré le 14 mars entre 9 h et 11 h", "kind": "must_say"}],
    "targets": {"answer_seconds": 10},
}


def answer_is(verdict: str, line: str) -> Finding:
    found = findings(
        exchange(
            "CP1",
            "A: Comptoir du Lac bonjour, Inès à votre écoute.",
            "C: Bonjour, je voudrais savoir quand mon colis sera livré.",
            line,
            "C: D'accord, merci.",
            expectations=DELIVERY,
        )
    )["CP1.3"]
    assert found.verdict == verdict, found
    return found


def test_every_criterion_has_its_detector_and_source() -> None:
    criteria = [one for competence in load_referential().competences for one in competence.criteria]
    assert sorted(DETECTORS) == sorted(criteria)
    assert len(criteria) == 53
    assert all(detector.source for detector in DETECTORS.values())


@pytest.mark.parametrize("competence", [f"CP{number}" for number in range(1, 8)])
def test_one_finding_for_each_criterion_in_the_official_order(competence: str) -> None:
    found = list(findings(exchange(competence, "A: Bonjour.", "C: Bonjour.")))
    assert found == list(load_referential().competence(competence).criteria)


def test_a_fact_counts_when_its_values_are_right_however_they_are_said() -> None:
    said = answer_is("met", "A: Votre colis vous sera livré le 14 mars, entre 9 heures et 11 heures.")
    assert 3 in said.turns
    answer_is("met", "A: alors il arrive le quatorze mars entre neuf heures et onze heures")


def test_another_date_is_a_wrong_answer_and_no_date_is_none() -> None:
    wrong = answer_is("not_met", "A: Votre colis vous sera livré le 21 mars, dans la soirée.")
    assert 3 in wrong.turns
    answer_is("not_met", "A: Je ne sais pas du tout, il faut attendre.")


def test_the_customers_words_are_not_the_advisers() -> None:
    found = findings(
        exchange(
            "CP1",
            "A: Comptoir du Lac bonjour.",
            "C: On m'a dit que mon colis serait livré le 14 mars entre 9 h et 11 h, c'est vrai ?",
            "A: Je ne sais pas, rappelez demain.",
            expectations=DELIVERY,
        )
    )["CP1.3"]
    assert found.verdict != "met"


def test_the_answer_delay_is_held_against_its_target() -> None:
    lines = ("A: Bonjour.", "C: Bonjour, j'ai une question.")
    in_time = findings(exchange("CP1", *lines, expectations=DELIVERY))["CP1.5"]
    late_events = ((0.0, "ring"), (25.0, "answer"))
    late = findings(exchange("CP1", *lines, expectations=DELIVERY, events=late_events))["CP1.5"]
    assert (in_time.verdict, late.verdict) == ("met", "not_met")
    assert late.events == ("answer",)
    assert "25" in late.reason
    assert "10" in late.reason


def test_the_file_is_compared_field_by_field() -> None:
    expected = {"record": {"motif": "livraison", "statut": "resolu", "suite": "aucune"}}
    lines = ("A: Bonjour.", "C: Bonjour, mon colis ?")

    def verdict(record: dict[str, str] | None) -> str:
        written = {"record": record} if record else {}
        return findings(exchange("CP1", *lines, expectations=expected, written=written))["CP1.4"].verdict

    assert verdict({"motif": "livraison", "statut": "resolu", "suite": "aucune"}) == "met"
    assert verdict({"motif": "livraison", "statut": "en_attente", "suite": "aucune"}) == "partial"
    assert verdict({"motif": "facture", "statut": "en_attente", "suite": "rappel"}) == "not_met"
    assert verdict(None) == "not_met"


def test_a_formula_does_not_repair_a_brush_off() -> None:
    found = findings(
        exchange(
            "CP1",
            "A: Oui ?",
            "C: Bonjour, mon colis est arrivé cassé et c'était l'anniversaire de ma fille.",
            "A: Je comprends. Je comprends tout à fait. Mais c'est pas mon problème, voyez avec le transporteur.",
            "C: Vous ne pouvez rien faire ?",
            "A: Je comprends, mais non. Fallait lire les conditions.",
            "C: C'est inadmissible.",
        )
    )
    assert found["CP1.7"].verdict == "not_met"
    assert {3, 5} & set(found["CP1.7"].turns)


def test_harsh_words_that_are_quoted_are_the_customers() -> None:
    found = findings(
        exchange(
            "CP1",
            "A: Comptoir du Lac bonjour, Inès à votre écoute, que puis-je faire pour vous ?",
            "C: Un de vos collègues m'a mal répondu hier.",
            "A: Il vous a dit « c'est pas mon problème » ? Je suis vraiment désolée, je vous présente nos excuses.",
            "C: Merci, c'est gentil.",
            "A: Je vous en prie, je m'en occupe tout de suite. Je vous souhaite une très bonne journée.",
        )
    )
    assert found["CP1.7"].verdict == "met"


def test_spelling_is_judged_only_on_what_was_written() -> None:
    lines = ("A: Bonjour.", "C: Bonjour, mon colis ?")
    assert findings(exchange("CP1", *lines))["CP1.6"].verdict == "not_observable"
    faulty = "Bonjour Madame, vous avez payer la facture. Je vous et envoyer le colis. Cordialement, malgrés tout."
    written = {"confirmation": {"kind": "email", "subject": "Votre colis", "body": faulty}}
    found = findings(exchange("CP1", *lines, written=written))["CP1.6"]
    assert found.verdict in ("partial", "not_met")
    assert found.written == ("confirmation",)


def test_a_family_or_a_criterion_can_be_switched_off() -> None:
    given = exchange("CP1", "A: Bonjour.", "C: Bonjour, j'ai une question.", expectations=DELIVERY)
    found = {f.criterion: f for f in map_exchange(given, proofreader=OwnRules(), switched_off=["CP1.7", "facts"])}
    assert found["CP1.7"].verdict == found["CP1.3"].verdict == "not_observable"
    assert found["CP1.3"].reason == "Cette détection est désactivée."
    assert found["CP1.5"].verdict == "met"


@pytest.mark.parametrize("competence", [f"CP{number}" for number in range(1, 8)])
@pytest.mark.parametrize("channel", ["phone", "chat"])
@pytest.mark.parametrize(
    "lines",
    [(), ("C: Allô ?",), ("A: Bonjour.",), ("A:  ", "C:  "), ("C: Allô ?", "C: Il y a quelqu'un ?", "C: Tant pis.")],
    ids=["empty", "customer alone", "adviser alone", "blank", "nobody answers"],
)
def test_an_exchange_with_nothing_in_it_is_judged_on_nothing(
    competence: str, channel: str, lines: tuple[str, ...]
) -> None:
    found = findings(exchange(competence, *lines, channel=channel, events=()))
    assert all(finding.reason for finding in found.values())
    if not any(line.startswith("A: ") and line[3:].strip() for line in lines):
        met = [finding for finding in found.values() if finding.verdict in ("met", "partial")]
        assert met == []


def test_what_is_not_french_is_not_judged() -> None:
    line = "Hello, I would like to know what happens with my order and when the parcel will be here."
    found = findings(exchange("CP1", *(f"{'AC'[number % 2]}: {line}" for number in range(8))))
    assert {finding.verdict for finding in found.values()} == {"not_observable"}
    assert found["CP1.1"].reason == "L’échange n’est pas en français."


def test_evidence_names_turns_that_exist_and_at_most_five() -> None:
    lines = [f"{'AC'[number % 2]}: Je regarde votre dossier, la livraison est prévue demain." for number in range(40)]
    for competence in range(1, 8):
        for finding in findings(exchange(f"CP{competence}", *lines)).values():
            assert len(finding.turns) <= 5
            assert set(finding.turns) <= set(range(1, 41))
            assert 0 <= finding.confidence <= 1
