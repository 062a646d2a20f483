"""Tone and posture: warmth, ownership and courtesy against blame, pressure, curtness and slips of register."""

import re

from scoring.french import cues_of_tone as tone

from .seen import Seen
from .turns import ReadTurn
from .weighing import Signal

_STRONG = (tone.BLAMING, tone.PRESSING, tone.BELITTLING, tone.MOCKING)
"""Blame of the person, threat, contempt, mockery: against them a mere shrug weighs little."""


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
    return any(turn.has(cue) for cue in (*_STRONG, tone.SHRUGGING))


def harsh_turns(seen: Seen) -> list[ReadTurn]:
    """Blame, brush-off, pressure or contempt in the adviser's mouth; words quoted from the customer left out."""
    return [turn for turn in seen.conversation.agent if harsh(turn) and not _quotes(seen, turn)]


def _quotes(seen: Seen, turn: ReadTurn) -> bool:
    """Whether the harsh words stand between quotation marks."""
    return bool(re.search(r"[«“\"][^»”\"]+[»”\"]", turn.turn.text)) and not harsh_outside_quotes(turn)


def harsh_outside_quotes(turn: ReadTurn) -> bool:
    from scoring.french.folding import fold

    bare = fold(re.sub(r"[«“\"][^»”\"]+[»”\"]", " ", turn.turn.text))
    return any(cue(bare) for cue in (*_STRONG, tone.SHRUGGING))


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
    """How much a harsh turn weighs."""
    return 0.6 if any(turn.has(cue) for cue in _STRONG) else 0.35


def hangs_up_first(seen: Seen) -> bool:
    """The adviser ends the call while the customer has not said goodbye."""
    ended = seen.exchange.first("hangup")
    return ended is not None and ended.by == "agent"


def first_reply(seen: Seen) -> ReadTurn | None:
    """The adviser's first answer to what the customer wants: the greeting of a call comes before it."""
    for turn in seen.conversation.agent:
        before = seen.conversation.before(turn)
        if before is not None and not before.by_agent and len(before.words) >= 4:
            return turn
    return None


def tone_signals(seen: Seen) -> list[Signal]:
    """What an examiner plays: the first reply, the warmest words and the leave; the harsh and the curt ones."""
    talk = seen.conversation
    warm, harsh_ones, curt = warm_turns(seen), harsh_turns(seen), curt_turns(seen)
    signals: list[Signal] = []
    opening, leave = first_reply(seen), talk.agent[-1]
    polite_leave = leave.has(tone.COURTESY) or leave.has(tone.EMPATHY)
    if warm:
        best = [opening, warm[0], leave] if polite_leave else [opening, *warm[:2]]
        played = [turn for turn in best if turn is not None and turn not in harsh_ones]
        weight = min(0.45, 0.15 * len(warm))
        turns = tuple(dict.fromkeys(turn.n for turn in [*played, *warm[:2]]))[:3]
        signals.append(Signal(weight, "le conseiller se montre courtois et attentif", turns))
    if polite_leave and any(re.search(r"\bbonjour|bonsoir\b", turn.folded) for turn in talk.agent[:2]):
        signals.append(Signal(0.1, "il accueille et prend congé poliment", (leave.n,)))
    if harsh_ones:
        weight = -sum(severity(turn) for turn in harsh_ones)
        harsh_ones.sort(key=lambda turn: -severity(turn))
        turns = tuple(turn.n for turn in harsh_ones[:3])
        signals.append(Signal(weight, "des paroles qui blâment, pressent ou se déchargent", turns))
    if curt:
        turns = tuple(turn.n for turn in curt[:3])
        signals.append(Signal(-0.2 * len(curt), "des réponses sèches, lâchées en quelques mots", turns))
    if hangs_up_first(seen) and (harsh_ones or curt):
        signals.append(Signal(-0.2, "le conseiller raccroche le premier", (leave.n,)))
    after = [talk.after(turn) for turn in harsh_ones]
    hurt = [turn for turn in after if turn is not None and not turn.by_agent and turn.has(tone.CLIENT_DISPLEASED)]
    if hurt:
        signals.append(Signal(-0.15, "le client s’en froisse", (hurt[0].n,)))
    return signals
