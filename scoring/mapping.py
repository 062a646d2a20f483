"""`map_exchange`: one finding per criterion of the exchange's competence. Pure, apart from models loaded once."""

from collections.abc import Collection

from scoring.detectors import DETECTORS
from scoring.evidence.grammalecte import shipped_proofreader
from scoring.evidence.proofreading import Proofreads
from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, not_observable
from scoring.exchange import Exchange
from scoring.french.language import is_french
from scoring.french.nearness import Compares, shipped_comparison
from scoring.referential import load_referential


def load_models() -> None:
    """Loads the sentence encoder and starts the proofreader now, so that the first exchange does not wait."""
    shipped_comparison()
    shipped_proofreader()


def map_exchange(
    exchange: Exchange,
    *,
    near: Compares | None = None,
    proofreader: Proofreads | None = None,
    switched_off: Collection[str] = (),
) -> list[Finding]:
    """Findings in the referential's order; labels are never looked at.

    `switched_off` names criteria (`CP3.1`) or families (`written`) whose detectors stay silent: their findings are
    not_observable and say so. Raises KeyError for a competence that the referential does not have.
    """
    criteria = load_referential().competence(exchange.competence).criteria
    if not is_french(" ".join(turn.text for turn in exchange.turns)):
        return [not_observable(criterion, "l’échange n’est pas en français") for criterion in criteria]
    spoken = tuple(turn for turn in exchange.turns if turn.text.strip())
    exchange = exchange.model_copy(update={"turns": spoken})
    seen = Seen(exchange, near or shipped_comparison(), proofreader or shipped_proofreader())
    findings: list[Finding] = []
    for criterion in criteria:
        detector = DETECTORS[criterion]
        if criterion in switched_off or detector.family in switched_off:
            findings.append(not_observable(criterion, "cette détection est désactivée"))
        else:
            findings.append(detector.find(seen))
    return findings
