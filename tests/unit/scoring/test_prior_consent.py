"""CP4 under prior consent: a customer who never agreed, or agrees no longer, is heard and left in peace."""

import pytest

from .dialogues import exchange, findings

OPENING = (
    "A: Bonjour, Monsieur Rivière ? Lina, de Vélambre, c'est un appel commercial au sujet des vélos cargo.",
    "C: Oui, c'est moi.",
)
REFUSALS = [
    "Je n'ai jamais donné mon accord pour ces appels, qui vous a permis ?",
    "Je retire mon accord, c'est terminé.",
    "Je n'ai pas accepté d'être appelé par vous.",
    "Je suis opposé à toute prospection, c'est dans mon dossier.",
    "Je suis inscrit sur Bloctel depuis des années.",
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_an_appointment_pressed_upon_who_has_not_agreed_is_held_against_the_adviser(refusal: str) -> None:
    pressing = "A: Justement, j'ai un créneau samedi à 10 h à l'agence de Nantes, je vous inscris, vous verrez."
    found = findings(exchange("CP4", *OPENING, f"C: {refusal} Mais laissez-moi.", pressing, "C: Mais non."))
    assert found["CP4.5"].verdict == "not_observable"
    assert found["CP4.2"].verdict in ("not_met", "not_observable")


@pytest.mark.parametrize("refusal", REFUSALS)
def test_whoever_takes_leave_and_notes_it_is_not_asked_for_an_appointment(refusal: str) -> None:
    leave = "A: Excusez-moi, c'est noté, je ne vous rappellerai plus. Bonne journée, Monsieur Rivière."
    found = findings(exchange("CP4", *OPENING, f"C: {refusal}", leave))
    assert found["CP4.4"].verdict == "not_observable"
    assert found["CP4.5"].verdict == "not_observable"


def test_a_price_that_was_not_given_is_no_withdrawn_consent() -> None:
    asked = "C: Vous ne m'avez pas donné le prix du modèle."
    answer = "A: Le Tribu coûte 4 290 euros, et l'essai en agence est gratuit. Est-ce que samedi vous conviendrait ?"
    found = findings(exchange("CP4", *OPENING, asked, answer, "C: Samedi, d'accord."))
    assert found["CP4.4"].verdict != "not_observable"
