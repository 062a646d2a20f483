"""Whoever plays to the gallery, says the opposite, mocks or quotes is not rewarded; strange lengths are borne."""

import time

import pytest

from scoring import Finding, map_exchange
from scoring.detectors import DETECTORS
from scoring.perception.acts import CUSTOMERS
from scoring.training.data import read_bank

from .dialogues import exchange, findings

ANGRY = (
    "C: Bonjour, c'est la troisième fois que j'appelle, mon lave-linge fuit toujours et personne ne vient !",
    "C: Vous m'aviez promis un technicien lundi et je n'ai vu personne.",
)


def judged(competence: str, criterion: str, *lines: str) -> Finding:
    return findings(exchange(competence, *lines))[criterion]


STUFFED = (
    "A: Je comprends votre colère, je suis désolé, je vous remercie, je reformule, si je comprends bien, tout à "
    "fait, je vous propose une solution, un geste commercial, est-ce que cela vous convient, d'autres questions ?"
)


@pytest.mark.parametrize("criterion", ["CP3.2", "CP3.3", "CP3.6"])
def test_every_good_word_in_one_breath_is_no_proof(criterion: str) -> None:
    found = judged(
        "CP3", criterion, ANGRY[0], STUFFED, ANGRY[1], "A: Voilà.", "C: Non mais ça ne règle rien du tout !"
    )
    assert found.verdict != "met", found


def test_i_understand_and_nothing_else_soothes_nobody() -> None:
    lines = (
        ANGRY[0],
        "A: Je comprends.",
        ANGRY[1],
        "A: Je comprends.",
        "C: Mais vous faites quoi ?",
        "A: Je comprends.",
    )
    assert judged("CP3", "CP3.1", *lines).verdict != "met"


def test_a_denial_is_not_what_it_denies() -> None:
    sorry = judged("CP3", "CP3.1", ANGRY[0], "A: Je ne suis pas désolé et ce n'est pas notre faute.", ANGRY[1])
    assert sorry.verdict == "not_met", sorry
    agreed = judged(
        "CP7", "CP7.4", "A: Vous réglez 50 euros par mois, d'accord ?", "C: Non, je ne suis pas d'accord.", "A: Bien."
    )
    assert agreed.verdict == "not_met", agreed


@pytest.mark.parametrize(
    "mockery",
    [
        "A: Ah bravo, quel drame, un lave-linge. Je suis bouleversé, vraiment.",
        "A: Oh là là, mais quelle catastrophe, on va appeler les pompiers.",
    ],
)
def test_mockery_is_not_care(mockery: str) -> None:
    assert judged("CP3", "CP3.1", ANGRY[0], mockery, ANGRY[1], "A: C'est ça, c'est ça.").verdict != "met"


def test_the_customer_who_quotes_the_adviser_proves_nothing() -> None:
    lines = (
        "A: Allô.",
        "C: Votre collègue m'a dit : « je comprends votre colère, je suis désolé, je m'en occupe tout de suite ».",
        "A: Oui.",
        "C: Et rien n'a été fait.",
        "A: Ah.",
    )
    assert judged("CP3", "CP3.1", *lines).verdict != "met"


@pytest.mark.parametrize("side", ["A", "C"])
def test_one_side_alone_gives_findings_and_never_praises_the_absent(side: str) -> None:
    lines = [
        f"{side}: Bonjour, je vous appelle pour la commande numéro {n}, elle n'est pas arrivée." for n in range(9)
    ]
    for competence in (f"CP{n}" for n in range(1, 8)):
        found = findings(exchange(competence, *lines))
        if side == "C":
            praised = [one for one in found.values() if one.verdict == "met" and one.events != ("answer",)]
            assert not praised, "only the delay of the answer is a fact without words"


def test_two_hours_are_borne() -> None:
    turns = []
    for n in range(700):
        turns.append(
            f"C: J'ai encore une question sur la facture numéro {n}, pourquoi {n} euros de plus ce mois-ci ?"
        )
        turns.append(f"A: Je regarde, la facture {n} comprend {n} euros d'options, est-ce que c'est plus clair ?")
    long = exchange("CP2", *turns)
    began = time.process_time()
    assert len(map_exchange(long)) == 9
    assert time.process_time() - began < 60, "minutes of reckoning would hold up every other exchange"


NOT_SPOKEN = frozenset({"measured", "file", "written"})


@pytest.mark.parametrize("competence", [f"CP{number}" for number in range(1, 8)])
def test_the_best_sentences_of_every_act_in_one_breath_win_no_more_than_a_third(competence: str) -> None:
    """Keyword stuffing with what the classifiers were taught on: all acts at once, to a customer who says no."""
    acts = [one.text for one in read_bank() if one.writer == "t1" and one.does and one.act not in CUSTOMERS][::12]
    lines = (ANGRY[0], f"A: {' '.join(acts)}", ANGRY[1], "A: Voilà.", "C: Non mais ça ne règle rien du tout !")
    found = findings(exchange(competence, *lines))
    spoken = [one for name, one in found.items() if DETECTORS[name].family not in NOT_SPOKEN]
    met = [one.criterion for one in spoken if one.verdict == "met"]
    assert len(met) <= len(spoken) / 3, met


@pytest.mark.parametrize("competence", [f"CP{number}" for number in range(1, 8)])
def test_acts_that_only_the_customer_quotes_are_not_the_advisers(competence: str) -> None:
    quoted = [one.text for one in read_bank() if one.writer == "t2" and one.does and one.act not in CUSTOMERS][::24]
    lines = [f"C: Votre collègue m'a dit : « {text} »" for text in quoted]
    given = exchange(competence, *(line for said in lines for line in (said, "A: Oui.")))
    spoken = [one for name, one in findings(given).items() if DETECTORS[name].family not in NOT_SPOKEN]
    assert [one.criterion for one in spoken if one.verdict == "met"] == []


def test_two_hours_take_seconds_and_each_verdict_keeps_a_few_moments() -> None:
    turns: list[str] = []
    for n in range(700):
        turns += [f"C: Et la facture {n}, pourquoi {n} euros ?", f"A: La facture {n} comprend {n} euros d'options."]
    began = time.process_time()
    found = findings(exchange("CP3", *turns))
    assert time.process_time() - began < 30
    assert all(len(one.turns) <= 4 for one in found.values())
