"""One criterion's finding: the rules' signals and the moments give the verdict, its moments and its sentence."""

import numpy as np
from numpy.typing import NDArray

from scoring.decision.signals import NONE, signals_of
from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, Weighed, in_lines, sentence, told
from scoring.families import DECIDED_BY_RULES, FAMILY_OF
from scoring.model import Model
from scoring.perception.acts import Array, chance
from scoring.perception.heard import Heard
from scoring.perception.moments import FOR
from scoring.perception.pairs import pair_signals
from scoring.perception.ranking import Witness, ranking_rows, turns_to_show
from scoring.perception.turn_features import rule_features

from .acts_in_french import ACTS_IN_FRENCH

CLEARLY = 0.6
"""An act is told from this chance on."""
MOST_ACTS = 8
"""Different acts in one turn: no turn of the 125 exchanges that is spoken to a customer does more."""
OUTSIDE_TALK = frozenset({"written"})
"""Families that may be shown by what was written alone."""


def decide(seen: Seen, ruled: Finding, model: Model, acts: Array, turns: Array) -> Finding:
    """`ruled`: what the rules alone conclude; `acts`, `turns`: log-odds of acts and features, one row a turn."""
    family = FAMILY_OF[ruled.criterion]
    if not isinstance(ruled, Weighed) or family in DECIDED_BY_RULES or not seen.agent_spoke:
        return plain(ruled)
    features = np.hstack([turns, rule_features(seen, ruled.signals, ruled.turns)])
    moments = model.moments.log_odds(family, features)
    polarity = model.polarity.log_odds(family, features)
    empty = said_for_show(acts)
    moments[empty, FOR] = NONE
    polarity[empty] = np.minimum(polarity[empty], 0)
    paired = pair_signals(family, Heard.of(seen, model.acts.names, acts))
    verdict, sure = model.decider.decide(family, signals_of(ruled, moments, polarity, paired))
    numbers = tuple(turn.n for turn in seen.conversation.turns)
    at_least = 0 if family in OUTSIDE_TALK else 1
    seen_here = Witness(seen.conversation, moments, polarity, chance(acts), ruled.signals, paired, ruled.turns)
    likely = model.ranker.chances(family, ranking_rows(verdict, seen_here))
    shown = turns_to_show(likely, numbers, at_least)
    if verdict == ruled.verdict:
        clause = ruled.reason
    else:
        agreeing = [signal for signal in (*paired, *ruled.signals) if _agrees(signal.weight, verdict)]
        clause = told(verdict, agreeing) or acts_told(model, acts, shown, numbers) or _NOTHING[verdict]
    reason = sentence(clause.rstrip("."))
    heard = acts_told(model, acts, shown, numbers)
    because = (*in_lines((*paired, *ruled.signals)), *((f"Entendu\u00a0: {heard}",) if heard else ()))
    return Finding(
        ruled.criterion, verdict, round(sure, 2), shown, ruled.events, ruled.written, reason, because=because
    )


def said_for_show(acts: Array) -> NDArray[np.bool_]:
    """Which turns do so many acts at once that they are said to be counted, not to be heard."""
    return (chance(acts) >= CLEARLY).sum(axis=1) > MOST_ACTS


_NOTHING = {
    "met": "des moments de cet échange ressemblent à ce que des jurys retiennent en faveur",
    "partial": "des moments vont dans les deux sens",
    "not_met": "rien de net n’est vu en faveur de ce critère",
}


def _agrees(weight: float, verdict: str) -> bool:
    return verdict == "partial" or (weight >= 0) == (verdict == "met")


def acts_told(model: Model, acts: Array, shown: tuple[int, ...], numbers: tuple[int, ...]) -> str:
    """What the adviser and the customer do in the moments shown, the clearest act of each."""
    clauses: list[str] = []
    for n in shown:
        row = chance(acts[numbers.index(n)])
        best = int(row.argmax())
        if row[best] >= CLEARLY:
            clauses.append(ACTS_IN_FRENCH[model.acts.names[best]])
    return ", puis ".join(list(dict.fromkeys(clauses))[:3])


def plain(finding: Finding) -> Finding:
    """Without what only deciding needs."""
    return Finding(
        finding.criterion,
        finding.verdict,
        finding.confidence,
        finding.turns,
        finding.events,
        finding.written,
        finding.reason,
        because=finding.because,
    )
