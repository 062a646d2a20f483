"""`map_exchange`: one finding per criterion of the exchange's competence. Pure, apart from models loaded once.

Rules read first; where the sentence encoder is installed, moments perceived by example and the family's decider
conclude (`scoring/decision`). Without it the rules conclude alone.
"""

from collections.abc import Collection

from scoring.decision.finding import decide, plain
from scoring.detectors import DETECTORS
from scoring.evidence.grammalecte import shipped_proofreader
from scoring.evidence.proofreading import Proofreads
from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, not_observable
from scoring.exchange import Exchange
from scoring.french.language import is_french
from scoring.french.nearness import Compares, Encodes, shipped_comparison
from scoring.model import Model, shipped_model
from scoring.perception.turn_features import turn_features
from scoring.referential import load_referential


def load_models() -> None:
    """Loads the sentence encoder and starts the proofreader now, so that the first exchange does not wait."""
    shipped_comparison()
    shipped_model()
    shipped_proofreader()


def map_exchange(
    exchange: Exchange,
    *,
    near: Compares | None = None,
    proofreader: Proofreads | None = None,
    model: Model | None = None,
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
    encoder = near or shipped_comparison()
    seen = Seen(exchange, encoder, proofreader or shipped_proofreader())
    ruled: list[Finding] = []
    for criterion in criteria:
        detector = DETECTORS[criterion]
        if criterion in switched_off or detector.family in switched_off:
            ruled.append(not_observable(criterion, "cette détection est désactivée"))
        else:
            ruled.append(detector.find(seen))
    if not isinstance(encoder, Encodes) or not seen.agent_spoke:
        return [plain(finding) for finding in ruled]
    learnt = model or shipped_model()
    acts = learnt.acts.of_turns(seen.conversation, encoder)
    turns = turn_features(seen, acts, encoder, learnt.directions, learnt.vocabulary)
    return [decide(seen, finding, learnt, acts, turns) for finding in ruled]
