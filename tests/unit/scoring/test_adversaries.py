"""Whoever plays to the gallery, says the opposite, mocks or quotes is not rewarded; strange lengths are borne."""

import time

import pytest

from scoring import Finding, map_exchange

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
