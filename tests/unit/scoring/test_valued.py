"""A value has a role: what it is for, and whether it is promised, asked, denied or made to hang on something."""

import pytest

from scoring.evidence.agreement import contradictions
from scoring.evidence.limits import excesses
from scoring.evidence.turns import Conversation
from scoring.evidence.valued import values_in

from .dialogues import exchange

STORY = ("C: Bonjour, je rappelle pour mon dossier.", "A: Bonjour, je l'ouvre.", "C: Merci.", "A: Voilà, je l'ai.")


@pytest.mark.parametrize(
    ("text", "value", "role", "stance"),
    [
        ("Je vous rends tout de suite 18 euros.", 18, "gift", "promised"),
        ("Vos frais de 36 euros vous seront remboursés.", 36, "gift", "promised"),
        ("Il y a des frais de 36 euros.", 36, "fee", "told"),
        ("Votre dette de 340 euros est ancienne.", 340, "debt", "told"),
        ("Quatre mensualités de 321 euros.", 321, "instalment", "told"),
        ("Ce sera 24 euros au lieu de 30 euros.", 30, "former", "promised"),
        ("Une pause de deux mois, si vous voulez.", 2, "pause", "conditional"),
        ("Un engagement de douze mois.", 12, "commitment", "told"),
        ("Un panier tous les quinze jours.", 15, "rhythm", "told"),
        ("C'est remboursé sous cinq jours.", 5, "within", "promised"),
        ("Je ne peux pas vous rembourser 50 euros.", 50, "gift", "denied"),
    ],
)
def test_what_a_value_is_for_and_how_it_is_said(text: str, value: float, role: str, stance: str) -> None:
    found = {one.quantity.value: one for one in values_in(text)}
    assert (found[value].role, found[value].stance) == (role, stance)


def test_a_customer_asks_or_tells_and_never_promises() -> None:
    assert [one.stance for one in values_in("Je voudrais 50 euros.", by_agent=False)] == ["asked"]
    assert [one.stance for one in values_in("Je vous donne 50 euros.", by_agent=False)] == ["told"]


def test_a_date_begins_or_ends() -> None:
    found = values_in("On démarre le 25 novembre et on termine le 25 février.")
    assert [(one.quantity.value, one.role) for one in found] == [(1125.0, "start"), (225.0, "end")]


def wrong(letter: str, *lines: str) -> list[tuple[float, float]]:
    given = exchange("CP6", *STORY, *lines, written={"confirmation": {"body": letter}})
    return [(one.said.value, one.written.value) for one in contradictions(Conversation(given))]


def test_a_fee_that_was_told_does_not_make_a_refund_right() -> None:
    told = (
        "A: Vos frais de 36 euros datent du 3.",
        "A: Je vous rends la moitié, soit 18 euros.",
        "C: Bon, d'accord.",
    )
    assert wrong("Vos frais de 36 euros vous seront remboursés.", *told) == [(18.0, 36.0)]
    assert wrong("Nous vous remboursons 18 euros.", *told) == []


def test_an_end_is_compared_with_an_end() -> None:
    told = ("A: On démarre le 25 novembre et on termine le 25 février, d'accord ?", "C: D'accord.")
    assert wrong("Le 25 de chaque mois, du 25 novembre au 25 mars.", *told) == [(225.0, 325.0)]
    assert wrong("Le 25 de chaque mois, du 25 novembre au 25 février.", *told) == []


def test_a_delay_is_no_rhythm() -> None:
    told = ("A: Un panier tous les quinze jours, ça vous va ?", "C: Oui.")
    assert wrong("Un panier tous les quinze jours. Vos 9 euros sont remboursés sous cinq jours.", *told) == []


def passed(line: str, **limits: float) -> list[float]:
    given = exchange("CP6", *STORY, f"A: {line}", "C: Oui.", expectations={"commercial_limits": limits})
    return [one.said for one in excesses(Conversation(given))]


def test_only_what_the_limit_is_about_can_pass_it() -> None:
    assert passed("Un paquet vous fait presque quatre mois.", max_pause_months=3) == []
    assert passed("Je vous propose une pause de quatre mois.", max_pause_months=3) == [4.0]
    assert passed("Je vous enlève 30 %.", max_discount_percent=20) == [30.0]
    assert passed("Ce sera 30 euros de remise au lieu de 60 euros de remise.", max_gesture_euros=40) == []
