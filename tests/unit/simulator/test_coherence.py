"""What is granted without one of its parts is said in words, and asks for a reason written since."""

from datetime import UTC, datetime, timedelta

import pytest

from scoring.referential import load_referential
from simulator.facts import kinds
from simulator.facts.fact import Actor, Fact, Place
from simulator.ids import SeatId, SessionId
from simulator.seat.coherence import Incoherence, incoherences, refusals_without_reason
from simulator.seat.deliberation import Deliberation
from simulator.seat.deliberation_scope import scope_of

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def page_of(*taken: tuple[str, str, str]) -> Deliberation:
    """After these decisions (what, decision, reason), one after the other."""
    page = Deliberation()
    for number, (what, decision, reason) in enumerate(taken, start=1):
        data = kinds.DecisionTaken.model_validate({"what": what, "decision": decision, "reason": reason})
        place = Place(SessionId("d"), SeatId("s"), None)
        page.apply(Fact(number, AT + timedelta(minutes=number), place, Actor("person:roy", "Nadia Roy"), data))
    return page


def said_of(*taken: tuple[str, str, str]) -> tuple[Incoherence, ...]:
    referential = load_referential()
    return incoherences(referential, scope_of(referential, "title"), page_of(*taken).decided)


def test_a_title_beside_a_refused_certificate_is_said_and_asks_for_a_reason() -> None:
    (one,) = said_of(("CCP1", "acquired", ""), ("CCP2", "not_acquired", "Vente absente."), ("title", "acquired", ""))
    assert (one.what, one.without, one.is_explained) == ("title", ("CCP2",), False)
    assert "se compose de ses certificats" in one.words
    assert "alors que CCP2 n’est pas obtenu" in one.words


def test_a_certificate_beside_refused_competences_names_them_all() -> None:
    (one,) = said_of(("CP1", "not_acquired", ""), ("CP3", "not_acquired", ""), ("CCP1", "acquired", "Vu ailleurs."))
    assert (one.what, one.without, one.is_explained) == ("CCP1", ("CP1", "CP3"), True)
    assert "alors que CP1 et CP3 ne sont pas acquises" in one.words


def test_a_reason_that_was_there_before_explains_nothing_until_it_is_confirmed() -> None:
    before = (("title", "acquired", "Bravo."), ("CCP2", "not_acquired", ""))
    assert [one.is_explained for one in said_of(*before)] == [False]
    assert [one.is_explained for one in said_of(*before, ("title", "acquired", "Bravo."))] == [True]
    # A reason added beside the refusal afterwards changes nothing of it.
    after = (*before, ("title", "acquired", "Bravo."), ("CCP2", "not_acquired", "Vente absente."))
    assert [one.is_explained for one in said_of(*after)] == [True]


def test_a_whole_refused_with_all_its_parts_granted_is_said_and_asks_for_a_reason() -> None:
    parts = (("CP1", "acquired", ""), ("CP2", "acquired", ""), ("CP3", "acquired", ""))
    (one,) = said_of(*parts, ("CCP1", "not_acquired", ""))
    assert (one.what, one.without, one.is_explained) == ("CCP1", (), False)
    assert "il est noté « Non obtenu » alors qu’elles sont toutes acquises" in one.words
    (one,) = said_of(*parts, ("CCP1", "not_acquired", "Aucun appel n’a abouti."))
    assert one.is_explained
    # A reason from before the last competence was granted is to be confirmed.
    (one,) = said_of(("CCP1", "not_acquired", "CP3 manque."), *parts)
    assert not one.is_explained
    (one,) = said_of(("CCP1", "acquired", ""), ("CCP2", "acquired", ""), ("title", "not_acquired", "Fraude."))
    assert (one.what, one.is_explained) == ("title", True)
    assert "« Non obtenu » alors qu’ils sont tous obtenus" in one.words


def test_a_refusal_without_a_word_is_found_whatever_it_is_of() -> None:
    page = page_of(("CP1", "not_acquired", ""), ("CT1", "not_acquired", "  "), ("CP2", "not_acquired", "Rien."))
    assert refusals_without_reason(scope_of(load_referential(), "title"), page.decided) == ("CP1", "CT1")


@pytest.mark.parametrize(
    "taken",
    [
        (("title", "acquired", ""), ("CCP1", "acquired", ""), ("CCP2", "acquired", "")),
        (("title", "not_acquired", ""), ("CCP2", "not_acquired", "")),
        # Not all of its parts are decided yet: nothing is computed from those that are.
        (("title", "not_acquired", ""), ("CCP1", "acquired", "")),
        (("CCP1", "not_acquired", ""), ("CP1", "acquired", ""), ("CP2", "acquired", ""), ("CP3", "not_acquired", "")),
        (("title", "acquired", ""), ("CCP2", "not_acquired", ""), ("CCP2", "undecided", "")),
        (("CT1", "not_acquired", ""), ("CCP1", "acquired", "")),
    ],
)
def test_what_contradicts_no_rule_is_left_alone(taken: tuple[tuple[str, str, str], ...]) -> None:
    assert said_of(*taken) == ()
