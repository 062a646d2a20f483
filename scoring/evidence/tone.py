"""Tone and posture: warmth, ownership and courtesy against blame, pressure, curtness and slips of register."""

import re

from scoring.french import cues_of_tone as tone

from .seen import Seen
from .turns import ReadTurn
from .weighing import Signal


def warm_turns(seen: Seen) -> list[ReadTurn]:
    """The adviser's turns that show care, the warmest first."""
    ranked = [
        (
            2 * tone.EMPATHY.count(turn.folded)
            + tone.OWNING.count(turn.folded) * 0.5
            + tone.COURTESY.count(turn.folded) * 0.7,
            turn,
        )
        for turn in seen.conversation.agent
        if not harsh(turn)
    ]
    return [turn for score, turn in sorted(ranked, key=lambda one: -one[0]) if score >= 1]


def harsh(turn: ReadTurn) -> bool:
    return turn.has(tone.BLAMING) or turn.has(tone.PRESSING) or turn.has(tone.BELITTLING) or turn.has(tone.SHRUGGING)


def harsh_turns(seen: Seen) -> list[ReadTurn]:
    """Blame, brush-off, pressure or contempt in the adviser's mouth; words quoted from the customer left out."""
    return [turn for turn in seen.conversation.agent if harsh(turn) and not _quotes(seen, turn)]


def _quotes(seen: Seen, turn: ReadTurn) -> bool:
    """Whether the harsh words stand between quotation marks."""
    return bool(re.search(r"[«“\"][^»”\"]+[»”\"]", turn.turn.text)) and not harsh_outside_quotes(turn)


def harsh_outside_quotes(turn: ReadTurn) -> bool:
    from scoring.french.folding import fold

    bare = fold(re.sub(r"[«“\"][^»”\"]+[»”\"]", " ", turn.turn.text))
    return tone.BLAMING(bare) or tone.PRESSING(bare) or tone.BELITTLING(bare) or tone.SHRUGGING(bare)


def curt_turns(seen: Seen) -> list[ReadTurn]:
    """Answers of a few words to a customer who asked or explained at length."""
    found: list[ReadTurn] = []
    for turn in seen.conversation.agent:
        before = seen.conversation.before(turn)
        if (
            turn.is_curt
            and before is not None
            and not before.by_agent
            and len(before.words) >= 5
            and not turn.explores
        ):
            found.append(turn)
    return found


def severity(turn: ReadTurn) -> float:
    """How much a harsh turn weighs: blame of the person, threat or contempt against a mere shrug."""
    strong = turn.has(tone.BLAMING) or turn.has(tone.PRESSING) or turn.has(tone.BELITTLING)
    return 0.6 if strong else 0.35


def hangs_up_first(seen: Seen) -> bool:
    """The adviser ends the call while the customer has not said goodbye."""
    ended = seen.exchange.first("hangup")
    return ended is not None and ended.by == "agent"


def hurt_customer(seen: Seen) -> list[ReadTurn]:
    """The customer's displeasure just after the adviser spoke, in the second half."""
    return [
        turn
        for turn in seen.conversation.client
        if turn.has(tone.CLIENT_DISPLEASED) and seen.conversation.share(turn) > 0.35
    ]


def tone_signals(seen: Seen) -> list[Signal]:
    warm, harsh_ones, curt = warm_turns(seen), harsh_turns(seen), curt_turns(seen)
    signals: list[Signal] = []
    if warm:
        signals.append(
            Signal(
                min(0.45, 0.15 * len(warm)),
                "le conseiller se montre courtois et attentif",
                tuple(turn.n for turn in warm[:2]),
            )
        )
    closing = [turn for turn in seen.conversation.agent[-2:] if turn.has(tone.COURTESY)]
    opening = [turn for turn in seen.conversation.agent[:1] if re.search(r"\bbonjour|bonsoir\b", turn.folded)]
    if opening and closing:
        signals.append(Signal(0.1, "il accueille et prend congé poliment", (opening[0].n, closing[-1].n)))
    if harsh_ones:
        weight = -sum(severity(turn) for turn in harsh_ones)
        harsh_ones.sort(key=lambda turn: -severity(turn))
        signals.append(
            Signal(
                weight, "des paroles qui blâment, pressent ou se déchargent", tuple(turn.n for turn in harsh_ones[:3])
            )
        )
    if curt:
        signals.append(
            Signal(
                -0.2 * len(curt), "des réponses sèches, lâchées en quelques mots", tuple(turn.n for turn in curt[:3])
            )
        )
    if hangs_up_first(seen) and (harsh_ones or curt):
        signals.append(Signal(-0.2, "le conseiller raccroche le premier", (seen.conversation.agent[-1].n,)))
    hurt = hurt_customer(seen)
    if hurt and harsh_ones:
        signals.append(Signal(-0.15, "le client s’en froisse", (hurt[-1].n,)))
    return signals
