"""What is granted without one of its parts is said in words, and asks for a reason written since."""

from datetime import UTC, datetime, timedelta

import pytest

from scoring.referential import load_referential
from simulator.facts import kinds
from simulator.facts.fact import Actor, Fact, Place
from simulator.ids import SeatId, SessionId
from simulator.seat.coherence import Incoherence, incoherences
from simulator.seat.deliberation import Deliberation
from simulator.seat.deliberation_scope import scope_of

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def said_of(*taken: tuple[str, str, str]) -> tuple[Incoherence, ...]:
    """After these decisions (what, decision, reason), one after the other."""
    page = Deliberation()
    for number, (what, decision, reason) in enumerate(taken, start=1):
        data = kinds.DecisionTaken.model_validate({"what": what, "decision": decision, "reason": reason})
        place = Place(SessionId("d"), SeatId("s"), None)
        page.apply(Fact(number, AT + timedelta(minutes=number), place, Actor("person:roy", "Nadia Roy"), data))
    referential = load_referential()
    return incoherences(referential, scope_of(referential, "title"), page.decided)


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


@pytest.mark.parametrize(
    "taken",
    [
        (("title", "acquired", ""), ("CCP1", "acquired", ""), ("CCP2", "acquired", "")),
        (("title", "not_acquired", ""), ("CCP2", "not_acquired", "")),
        # A jury may refuse the whole where it granted the parts; nothing is computed from them.
        (("title", "not_acquired", ""), ("CCP1", "acquired", ""), ("CCP2", "acquired", "")),
        (("title", "acquired", ""), ("CCP2", "not_acquired", ""), ("CCP2", "undecided", "")),
        (("CT1", "not_acquired", ""), ("CCP1", "acquired", "")),
    ],
)
def test_what_contradicts_no_rule_is_left_alone(taken: tuple[tuple[str, str, str], ...]) -> None:
    assert said_of(*taken) == ()
