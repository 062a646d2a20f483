"""What a jury's verdicts and decisions are called in French: on paper, in what is refused, in what has changed."""

from collections.abc import Mapping

from simulator.seat.deliberation_scope import TITLE, Scope

VERDICT_WORDS: Mapping[str, str] = {
    "satisfactory": "Satisfaisant",
    "to_improve": "À améliorer",
    "insufficient": "Insuffisant",
    "not_observed": "Non observé",
}
DECISION_WORDS: Mapping[str, str] = {"acquired": "Acquise", "not_acquired": "Non acquise"}
CERTIFICATE_WORDS: Mapping[str, str] = {"acquired": "Obtenu", "not_acquired": "Non obtenu"}


def decision_words(scope: Scope, what: str) -> Mapping[str, str]:
    """Competences are « acquises », certificates and the title « obtenus »."""
    return CERTIFICATE_WORDS if what in scope.certificates else DECISION_WORDS


def name_of_decision(what: str) -> str:
    return "le titre" if what == TITLE else what
