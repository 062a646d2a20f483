"""How far two jurors agreed, as pages and documents say it."""

from exams.agreement import Verdict, agreement
from simulator.seat.agreement_words import caution, kappa_figure

SAME: tuple[Verdict, Verdict] = ("satisfactory", "satisfactory")


def test_a_kappa_has_a_comma_a_true_minus_and_no_minus_nothing() -> None:
    assert [kappa_figure(one) for one in (0.618, -0.0476, -0.001, 0.0)] == ["0,62", "\u22120,05", "0,00", "0,00"]


def test_few_verdicts_and_a_low_kappa_among_alike_ones_are_each_said_in_words() -> None:
    many = caution(agreement([SAME] * 70 + [("to_improve", "satisfactory")] * 5))
    assert "Ce n’est pas un désaccord" in many
    assert "Prudence" not in many
    few = caution(agreement([SAME] * 9 + [("to_improve", "satisfactory")]), "un seul candidat")
    assert few.startswith("Prudence : un seul candidat, peu d’avis comparés. Presque tous les avis sont les mêmes")
    plain = caution(agreement([SAME] * 15 + [("insufficient", "insufficient")] * 15))
    assert plain == "Ce chiffre parle des jurés, pas du candidat."
