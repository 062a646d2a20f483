"""A benefit counts by what the customer had told; a step that names a value is done where that value is said."""

import numpy as np

from scoring.evidence.proofreading import OwnRules
from scoring.evidence.seen import Seen
from scoring.exchange import Exchange
from scoring.french.nearness import WordsInCommon
from scoring.perception.heard import Heard
from scoring.perception.pairs import pair_signals

from .dialogues import exchange

ACTS = ("benefit_for_this_customer",)
NEED = ("C: Bonjour, mes genoux me lancent dans les escaliers.", "A: Bonjour, je regarde.", "C: Merci.")


def weight(family: str, given: Exchange, *benefits: int) -> float:
    """`benefits`: the turns that surely say one; all others surely say none."""
    acts = np.zeros((len(given.turns), len(ACTS)))
    for n in benefits:
        acts[n - 1] = 1.0
    seen = Seen(given, WordsInCommon(), OwnRules())
    return sum(signal.weight for signal in pair_signals(family, Heard(seen, ACTS, acts)))


def offered(line: str) -> Exchange:
    return exchange("CP5", *NEED, f"A: {line}", "C: D'accord.")


def test_a_benefit_that_takes_up_what_was_told_counts_most() -> None:
    theirs = weight("benefit", offered("Au rez-de-chaussée, plus d'escaliers : vos genoux vous remercieront."), 4)
    anybodys = weight("benefit", offered("C'est un appartement très agréable à vivre toute l'année."), 4)
    none = weight("benefit", offered("C'est au rez-de-chaussée."))
    assert theirs > anybodys > 0 > none


def test_an_adviser_who_belittles_the_solution_undoes_it() -> None:
    line = "Plus d'escaliers pour vos genoux, mais ce n'est pas terrible, je vous l'accorde."
    assert weight("benefit", offered(line), 4) < weight("benefit", offered("Plus d'escaliers pour vos genoux."), 4)


def told(line: str) -> float:
    steps = {"procedure": [{"id": "p1", "text": "Annoncer les 49 euros éventuels"}, {"id": "p2", "text": "Saluer"}]}
    return weight("procedure", exchange("CP2", *NEED, f"A: {line}", "C: D'accord.", expectations=steps))


def test_a_step_that_names_a_value_is_done_where_the_value_is_said() -> None:
    assert told("Le passage coûte 49 euros si la panne vient de chez vous.") > 0
    assert told("Le passage peut être payant.") < 0
    assert told("Le passage ne coûte pas 49 euros.") < 0, "denied is not announced"
    assert told("Le passage coûte 59 euros.") < 0
