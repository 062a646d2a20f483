"""Pairs: what is said counts by what it answers, and by what is answered to it.

For families that rest on one act and its answer, each reads the exchange as pairs (question and answer, objection and
reply, what was understood and what the customer makes of it) and gives signals as the rules do: a weight for or
against, a French clause, the turns. Acts are heard by example (`acts.py`), answers by a few words that cannot be
misread. Nothing heard where something was due weighs against: nothing done is not met.

Readings of *understanding*, *history*, *objection*, and acts that speak for or against each of the other families,
were tried and measured alone: they taught nothing that moments had not (docs/evidence.md).
"""

import re
from collections.abc import Callable

from scoring.evidence.turns import ReadTurn
from scoring.evidence.weighing import Signal
from scoring.french import cues
from scoring.french.folding import words
from scoring.french.quantities import quantities

from .heard import HEARD, Heard, is_lost, is_unsure, it_works, says_yes
from .pairs_of_values import TAKEN_UP, benefit, procedure

LATE = 0.5
"""Share of the exchange from which a check or an opinion is asked; earlier questions look for need or cause."""
MAYBE = 0.25
"""An act that is half heard counts for what it is, where its place and form are right."""
SAID_BACK, RESULT = 0.8, 0.4
"""What an answer that takes up the adviser's words is worth at least, and a result that the customer sees."""
A_SENTENCE = 6
"""Words after a question, from which the adviser has gone on talking."""
_OPEN = re.compile(
    r"\b(?:comment|qu est ce|que|quoi|quel(?:le|s|les)?|quand|qui|pourquoi|racontez|redites|expliquez|resumez"
    r"|dites)\b"
)
_WHO_DECIDES = re.compile(
    r"\b(?:qui (?:est ce qui |c est qui )?(?:decide|tranche|choisit|s occupe|gere|signe)|responsable|decideur\w*"
    r"|(?:la|celui|celle) (?:personne )?qui (?:decide|s occupe|gere|tranche)|gerante?|dirige\w*|patron\w*"
    r"|passe par vous|c est vous qui)\b"
)
_IT_IS_ME = re.compile(
    r"\b(?:c est (?:bien )?(?:moi|elle|lui)|moi meme|elle meme|lui meme|vous l avez|je suis (?:bien )?(?:la|le) "
    r"(?:gerante?|patronn?e?|responsable|dirigeante?)|a l appareil)\b"
)
_NOT_ME = re.compile(
    r"\b(?:apprentie?|stagiaire|vendeuse|vendeur|secretaire|comptable|assistante?|locataire|mon (?:mari|patron|pere"
    r"|frere)|ma (?:femme|patronne|mere|soeur)|(?:n est|est) pas (?:la|ici|moi)|c est pas moi|ce n est pas moi"
    r"|qu il faudrait|faut voir avec)\b"
)


def pair_signals(family: str, heard: Heard) -> list[Signal]:
    """What the pairs of this exchange say for a family's criteria; nothing for families that have no reading."""
    reading = READINGS.get(family)
    return reading(heard) if reading is not None and heard.talk.turns else []


def _numbers(*turns: ReadTurn | None) -> tuple[int, ...]:
    return tuple(turn.n for turn in turns if turn is not None)


def check(heard: Heard) -> list[Signal]:
    """The adviser has the customer say back what was said, or a result is tried; a closed question counts little."""
    talk = heard.talk
    best: tuple[float, Signal] | None = None
    for turn in talk.agent:
        found = _checked(heard, turn) if talk.share(turn) >= LATE and not turn.is_closing else None
        if found is not None and (best is None or found[0] > best[0]):
            best = found[0], Signal(*found, _numbers(turn, talk.after(turn, "client")))
    works = [turn for turn in talk.client if talk.share(turn) > LATE and it_works(turn)]
    if works and (best is None or best[0] < RESULT):
        best = RESULT, Signal(RESULT, "le client constate que cela fonctionne", _numbers(works[-1]))
    lost = [turn for turn in talk.client if talk.share(turn) > 0.4 and is_lost(turn)]
    signals = (
        [best[1]] if best else [Signal(-1.0, "rien ne vérifie que la réponse est comprise", _numbers(talk.agent[-1]))]
    )
    if lost:
        signals.append(Signal(-0.5, "le client dit ne pas suivre", _numbers(lost[-1], talk.after(lost[-1], "agent"))))
    return signals


def _checked(heard: Heard, turn: ReadTurn) -> tuple[float, str] | None:
    """What this turn is worth as a check, and why; None where it is none.

    An open question whose answer takes up what the adviser had said is a check, whatever its words.
    """
    sure, answer = heard.chance(turn, "comprehension_checked"), heard.talk.after(turn, "client")
    is_open, is_cued = bool(_OPEN.search(turn.question_words)), turn.has(cues.CHECKING)
    if not turn.asks and not (is_open and sure >= HEARD):
        return None
    if answer is not None and (is_unsure(answer) or is_lost(answer)):
        doubt = 0.0, "le client n’est pas sûr d’avoir compris, et l’échange continue"
        return doubt if sure >= MAYBE or is_cued else None
    if answer is not None and is_open and len(answer.words) > 3 and _takes_up(heard, turn, answer):
        return max(sure, SAID_BACK), "le client redit ce qu’il a compris"
    if sure < MAYBE:
        is_weak = is_cued or turn.has(cues.WEAK_CHECKING)
        return (0.1, "une question fermée vérifie à peine la compréhension") if is_weak else None
    if answer is None:
        return 0.1 * sure, "une vérification reste sans réponse"
    if is_open and len(answer.words) >= 3:
        return sure, "le client redit ce qu’il a compris"
    return 0.3 * sure, "une question fermée vérifie la compréhension"


def _takes_up(heard: Heard, turn: ReadTurn, answer: ReadTurn) -> bool:
    """The answer holds words of what the adviser had said before."""
    said: set[str] = set()
    for earlier in heard.talk.agent:
        if earlier.place < turn.place:
            said |= earlier.stems
    return len(answer.stems & said) >= TAKEN_UP


def opinion(heard: Heard) -> list[Signal]:
    """The customer's opinion is asked, waited for and heard."""
    talk = heard.talk
    best: tuple[float, Signal] | None = None
    for sure, turn in heard.doing("opinion_asked", since=LATE, least=MAYBE):
        if not turn.asks:
            continue
        answer = talk.after(turn, "client")
        if answer is None or turn.is_closing:
            worth, told = 0.1, "l’avis est demandé en prenant congé, sans attendre"
        elif is_unsure(answer) and not turn.has(cues.ASKING_OPINION):
            worth, told = 0.1, "l’avis est demandé, l’hésitation n’est pas relevée"
        elif turn.quantities and not _OPEN.search(turn.question_words):
            worth, told = 0.0, "la question porte sur un détail, non sur la satisfaction"
        elif _talks_on(turn):
            worth, told = 0.4, "l’avis est demandé, mais le conseiller reprend aussitôt la parole"
        else:
            worth, told = 1.0, "l’avis du client est demandé et entendu"
        if best is None or worth * sure > best[0]:
            best = worth * sure, Signal(worth * sure, told, _numbers(turn, answer))
    return [best[1]] if best else [Signal(-1.0, "l’avis du client n’est pas demandé", _numbers(talk.agent[-1]))]


def _talks_on(turn: ReadTurn) -> bool:
    """A sentence follows the last question: nobody waits for an answer."""
    question, _, rest = turn.turn.text.rpartition("?")
    return bool(question) and len(rest.split()) >= A_SENTENCE


def target(heard: Heard) -> list[Signal]:
    """Whoever decides is asked for, and is who answers."""
    talk = heard.talk
    name = {word for word in words(heard.seen.exchange.expectations.client.name) if len(word) > 3}
    asked = [
        turn
        for turn in talk.agent
        if talk.share(turn) < 0.5
        and (
            heard.chance(turn, "identity_checked") >= 0.5
            or turn.identifies
            or (turn.asks and bool(name & set(turn.words)))
            or _WHO_DECIDES.search(turn.folded)
        )
    ]
    if not asked:
        return [Signal(-1.0, "l’interlocuteur n’est pas demandé", _numbers(*talk.agent[:1]))]
    answers = [(turn, talk.after(turn, "client")) for turn in asked]
    wrong = [(turn, answer) for turn, answer in answers if answer is not None and _NOT_ME.search(answer.folded)]
    right = [(turn, answer) for turn, answer in answers if answer is not None and _is_me(answer)]
    signals: list[Signal] = []
    if right:
        turn, answer = right[-1]
        signals.append(Signal(1.0, "l’interlocuteur se nomme ou se reconnaît", _numbers(turn, answer)))
    if wrong and (not right or wrong[-1][0].place > right[-1][0].place):
        turn, answer = wrong[-1]
        signals.append(
            Signal(-1.0, "la personne jointe n’est pas la bonne", _numbers(turn, answer, talk.after(answer, "agent")))
        )
    return signals or [Signal(0.2, "l’interlocuteur est demandé", _numbers(asked[0], answers[0][1]))]


def _is_me(answer: ReadTurn) -> bool:
    return (bool(_IT_IS_ME.search(answer.folded)) or says_yes(answer)) and not _NOT_ME.search(answer.folded)


_OF_AN_AGREEMENT = frozenset({"euros", "percent", "months", "times", "date", "clock"})


def written(heard: Heard) -> list[Signal]:
    """What was put to the customer and accepted, value by value, in the letter; and whether they accepted at all."""
    talk, confirmation = heard.talk, heard.seen.exchange.written.confirmation
    if confirmation is None or not confirmation.body.strip():
        return []
    letter = quantities(f"{confirmation.subject} {confirmation.body}")
    put = [
        turn
        for _, turn in heard.doing("summary_before_closing", "consent_asked", "payment_plan_proposed", since=0.35)
        if any(one.kind in _OF_AN_AGREEMENT for one in turn.quantities)
    ]
    signals: list[Signal] = []
    if put:
        last = put[-1]
        values = [one for one in last.quantities if one.kind in _OF_AN_AGREEMENT]
        lost = [one for one in values if not any(one.same(other) for other in letter)]
        kept = 1 - len(lost) / len(values)
        if lost:
            signals.append(
                Signal(-0.4 - 0.8 * (1 - kept), "l’écrit ne reprend pas tout ce qui est convenu", _numbers(last))
            )
        else:
            signals.append(
                Signal(0.6, "l’écrit reprend les valeurs convenues", _numbers(last, talk.after(last, "client")))
            )
    yes = [turn.place for _, turn in heard.doing("consent_given", "payment_commitment", since=0.4)]
    no = [turn for _, turn in heard.doing("refusal_given", since=0.5, least=0.6)]
    if no and no[-1].place > max(yes, default=-1):
        signals.append(Signal(-0.7, "le client a refusé en dernier", _numbers(no[-1], talk.after(no[-1], "agent"))))
    return signals


READINGS: dict[str, Callable[[Heard], list[Signal]]] = {
    "check": check,
    "opinion": opinion,
    "target": target,
    "written": written,
    "benefit": benefit,
    "procedure": procedure,
}
