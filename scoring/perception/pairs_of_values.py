"""Readings of values and of what customers said before: a benefit that is theirs, a step with its figure.

As in `pairs.py`: each gives signals as the rules do. A benefit counts by what the customer had told (the need that it
takes up); a step of the procedure that names a value is done only where the adviser says that value.
"""

import re

from scoring.evidence.turns import ReadTurn
from scoring.evidence.valued import values_in, values_said
from scoring.evidence.weighing import Signal

from .heard import Heard

_BELITTLES = re.compile(
    r"\b(?:rien d extraordinaire|pas (?:formidable|terrible|genial|miraculeux|l ideal)|c est le tarif|c est comme ca"
    r"|tout ce que (?:je|j|on) (?:peux|peut|ai)|c est ce que j ai|je ne peux pas faire plus"
    r"|vous avez raison de le trouver)\b"
)
"""Words by which advisers make little of their own solution, or give none."""
TAKEN_UP = 2
"""Words of the customer that a benefit takes up, from which it is surely theirs."""


def benefit(heard: Heard) -> list[Signal]:
    """What the customer gains, said with what they had told of themselves."""
    talk = heard.talk
    best: tuple[float, ReadTurn, int] | None = None
    for sure, turn in heard.doing("benefit_for_this_customer", since=0.15, least=0.3):
        earlier: set[str] = set()
        for client in talk.client:
            if client.place < turn.place:
                earlier |= client.stems
        own = len(turn.stems & earlier)
        worth = sure * (0.5 + 0.5 * min(1.0, own / TAKEN_UP))
        if best is None or worth > best[0]:
            best = worth, turn, own
    signals: list[Signal] = []
    if best is None:
        signals.append(Signal(-0.8, "aucun bénéfice pour ce client n’est dit", ()))
    else:
        worth, turn, own = best
        told = "un bénéfice répond à ce que le client a dit" if own >= TAKEN_UP else "un bénéfice est dit au client"
        signals.append(Signal(worth, told, (turn.n,)))
    small = [turn for turn in talk.agent if talk.share(turn) > 0.2 and _BELITTLES.search(turn.folded)]
    if small:
        signals.append(Signal(-0.7, "le conseiller rabaisse lui-même ce qu’il propose", (small[-1].n,)))
    return signals


def procedure(heard: Heard) -> list[Signal]:
    """Steps that name a value: an amount, a delay, a date that the adviser has to say."""
    said = [(turn, one) for turn in heard.talk.agent for one in values_said(turn) if one.stance != "denied"]
    signals: list[Signal] = []
    for step in heard.seen.exchange.expectations.procedure:
        for wanted in values_in(step.text):
            if wanted.quantity.kind == "count":
                continue
            turns = [turn for turn, one in said if one.quantity.same(wanted.quantity)]
            if turns:
                signals.append(Signal(0.3, "la valeur prévue par la procédure est annoncée", (turns[0].n,)))
            else:
                signals.append(Signal(-0.6, "une valeur que la procédure demande n’est pas annoncée", ()))
    return signals
