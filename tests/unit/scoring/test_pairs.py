"""Pairs: an act counts by its answer; what was due and is not heard weighs against."""

import numpy as np
import pytest

from scoring.evidence.proofreading import OwnRules
from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Signal
from scoring.exchange import Confirmation, Exchange, Written
from scoring.french.nearness import WordsInCommon
from scoring.perception.heard import Heard
from scoring.perception.pairs import READINGS, pair_signals

from .dialogues import exchange

ACTS = (
    "comprehension_checked",
    "consent_asked",
    "consent_given",
    "identity_checked",
    "opinion_asked",
    "payment_commitment",
    "payment_plan_proposed",
    "refusal_given",
    "summary_before_closing",
)


def read(family: str, given: Exchange, *done: tuple[int, str]) -> list[Signal]:
    """`done`: which turn surely does which act; all others surely do none."""
    seen = Seen(given, WordsInCommon(), OwnRules())
    acts = np.zeros((len(given.turns), len(ACTS)))
    for n, act in done:
        acts[n - 1, ACTS.index(act)] = 1.0
    return pair_signals(family, Heard(seen, ACTS, acts))


def weight(family: str, given: Exchange, *done: tuple[int, str]) -> float:
    return sum(signal.weight for signal in read(family, given, *done))


def checked(question: str, answer: str) -> Exchange:
    return exchange("CP2", "C: Ma box clignote.", "A: Débranchez-la dix secondes.", f"A: {question}", f"C: {answer}")


def test_a_check_counts_whole_only_where_the_customer_says_it_back() -> None:
    said = checked("Redites-moi ce que vous allez faire ?", "Je débranche, et j'attends dix secondes.")
    back = weight("check", said, (3, "comprehension_checked"))
    closed = weight("check", checked("C'est clair ?", "Oui."), (3, "comprehension_checked"))
    unsure = weight("check", checked("C'est clair ?", "Oui, je crois."), (3, "comprehension_checked"))
    nothing = weight("check", checked("Bonne journée.", "Au revoir."))
    assert (back, nothing) == (1.0, -1.0)
    assert back > closed > unsure > nothing


def test_a_customer_who_is_lost_undoes_a_check() -> None:
    lost = checked("C'est clair ?", "Non, je n'ai rien compris.")
    assert weight("check", lost, (3, "comprehension_checked")) < 0


def test_an_answer_that_takes_up_what_was_said_is_a_check_in_whatever_words() -> None:
    """No act is heard: the place, the open question and the answer tell."""
    asked = "Ce soir, comment vous allez vous y prendre ?"
    back = weight("check", checked(asked, "Je la débranche, dix secondes, et je rallume."))
    aside = weight("check", checked(asked, "Oh, ma fille passera sûrement demain."))
    assert back > 0.5 > aside


def test_a_result_that_the_customer_sees_counts_less_than_what_they_say_back() -> None:
    works = weight("check", checked("Je patiente avec vous.", "Ah, ça marche !"))
    back = weight(
        "check", checked("Redites-moi ce que vous allez faire ?", "Je débranche, et j'attends dix secondes.")
    )
    assert back > works > 0


def sold(question: str, *after: str) -> Exchange:
    return exchange("CP5", "C: Je prends le bleu.", "A: C'est noté.", f"A: {question}", *after)


def test_an_opinion_is_asked_waited_for_and_not_of_a_detail() -> None:
    asked = (3, "opinion_asked")
    heard = weight("opinion", sold("Qu'avez-vous pensé de nos échanges ?", "C: Très clair, merci."), asked)
    detail = weight("opinion", sold("Je prélève 30 euros le 5 mai, ça vous va ?", "C: Oui."), asked)
    leaving = weight("opinion", sold("Content de votre achat ? Au revoir et bonne journée !"), asked)
    assert heard == 1.0
    assert detail < 0.5
    assert leaving < 0.5
    assert weight("opinion", sold("Au revoir.")) == -1.0


def test_an_opinion_is_not_heard_by_whoever_goes_on_talking() -> None:
    asked = (3, "opinion_asked")
    waits = weight("opinion", sold("Alors, qu'en pensez-vous ?", "C: Très bien."), asked)
    goes_on = sold("Alors, qu'en pensez-vous ? Que du bien, je suppose, je vous mets dix.", "C: Euh.")
    assert waits > weight("opinion", goes_on, asked)


def test_what_is_no_question_asks_for_no_opinion() -> None:
    assert weight("opinion", sold("Ça va vous plaire, vous verrez.", "C: Bien."), (3, "opinion_asked")) == -1.0


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("Oui, c'est moi.", 1.0), ("Non, je suis l'apprenti, le patron n'est pas là.", -1.0)],
)
def test_whoever_decides_must_be_who_answers(answer: str, expected: float) -> None:
    given = exchange(
        "CP4", "C: Allô ?", "A: Bonjour, qui s'occupe des achats chez vous ?", f"C: {answer}", "A: Bien."
    )
    assert weight("target", given, (2, "identity_checked")) == expected


def test_nobody_asked_for_is_against() -> None:
    assert weight("target", exchange("CP4", "C: Allô ?", "A: Bonjour, nous vendons des fenêtres.", "C: Non.")) == -1.0


def agreed(letter: str) -> Exchange:
    talk = exchange(
        "CP7",
        "C: Je ne peux pas tout payer.",
        "A: Je comprends.",
        "A: Donc 90 euros le 12 mai, d'accord ?",
        "C: Oui.",
    )
    return talk.model_copy(
        update={"written": Written(confirmation=Confirmation(kind="email", subject="", body=letter))}
    )


def test_a_letter_is_held_against_what_was_put_to_the_customer_value_by_value() -> None:
    put = ((3, "summary_before_closing"), (4, "consent_given"))
    right = weight("written", agreed("Vous réglez 90 euros le 12 mai."), *put)
    one_wrong = weight("written", agreed("Vous réglez 90 euros le 15 mai."), *put)
    all_wrong = weight("written", agreed("Vous réglez 50 euros le 15 mai."), *put)
    assert right > 0 > one_wrong > all_wrong


def test_a_letter_after_a_last_no_is_no_agreement() -> None:
    letter = agreed("Vous réglez 90 euros le 12 mai.")
    assert weight("written", letter, (3, "consent_asked"), (4, "refusal_given")) < weight(
        "written", letter, (3, "consent_asked"), (4, "consent_given")
    )


def test_families_without_a_reading_say_nothing() -> None:
    assert set(READINGS) == {"benefit", "check", "opinion", "procedure", "target", "written"}
    assert read("tone", checked("Oui ?", "Oui.")) == []


def test_reasons_are_told_in_french_with_turns_that_exist() -> None:
    given = checked("C'est clair ?", "Oui.")
    for signal in read("check", given, (3, "comprehension_checked")):
        assert signal.reason
        assert set(signal.turns) <= {turn.n for turn in given.turns}
