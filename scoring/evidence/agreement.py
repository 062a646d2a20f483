"""What was agreed aloud against what was written afterwards: amounts, rates, dates, durations."""

import re
from dataclasses import dataclass

from scoring.french import cues
from scoring.french.quantities import Quantity, quantities

from .turns import Conversation, ReadTurn

_KINDS = {"euros", "percent", "months", "times", "date", "clock", "days"}
_WRITTEN_ELSEWHERE = {"days"}
_PROMISES_TO_WRITE = re.compile(
    r"\b(je vous|on vous|vous (?:allez )?rece\w+|nous vous) ?(?:l |le |la |les )?(?:envoi\w*|envoy\w*"
    r"|adress\w*|ecri\w*|confirm\w*|recev\w*)?"
    r".{0,40}\b(mail|courriel|courrier|ecrit|lettre|noir sur blanc|confirmation|sms|texto)\b"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A value agreed in these turns stands otherwise in the confirmation."""

    said: Quantity
    written: Quantity
    turns: tuple[int, ...]


def contradictions(conversation: Conversation) -> list[Contradiction]:
    """Values of the confirmation that differ from the last ones of their kind that the adviser promised."""
    confirmation = conversation.exchange.written.confirmation
    if confirmation is None:
        return []
    written = [quantity for quantity in quantities(confirmation.body) if quantity.kind in _KINDS]
    found: list[Contradiction] = []
    for kind in _KINDS:
        mine = [quantity for quantity in written if quantity.kind == kind]
        all_said = [quantity for turn in conversation.turns for quantity in turn.quantities]
        for quantity in mine:
            if any(_same(quantity, other) for other in all_said):
                continue
            rivals = [
                (other, turn)
                for turn in [
                    *reversed(recaps(conversation)),
                    *reversed(conversation.agent),
                    *reversed(conversation.client),
                ]
                for other in turn.quantities
                if other.kind == kind and not any(_same(other, one) for one in mine)
            ]
            if rivals:
                said = rivals[0][0]
                where = tuple(dict.fromkeys(turn.n for other, turn in rivals if other == said and turn.by_agent))
                found.append(Contradiction(said, quantity, where[:2] or (rivals[0][1].n,)))
    return found


def _same(one: Quantity, other: Quantity) -> bool:
    if other.kind == "count" and one.kind in ("euros", "percent", "times", "months", "date"):
        return abs(one.value - other.value) < 0.005
    return one.same(other)


def unwritten(conversation: Conversation) -> list[tuple[Quantity, int]]:
    """Values of the adviser's recap that the confirmation leaves out."""
    confirmation = conversation.exchange.written.confirmation
    if confirmation is None:
        return []
    written = quantities(f"{confirmation.subject} {confirmation.body}")
    return [
        (quantity, turn.n)
        for turn in recaps(conversation)[-1:]
        for quantity in turn.quantities
        if quantity.kind in {"euros", "percent", "months", "times"}
        and not any(_same(quantity, one) for one in written)
    ]


def recaps(conversation: Conversation) -> list[ReadTurn]:
    """The adviser's turns that sum up what is agreed: words of summing up, or consent sought with values."""
    return [
        turn
        for turn in conversation.agent
        if conversation.share(turn) >= 0.4
        and len(turn.words) >= 8
        and (turn.has(cues.RECAPPING) or (turn.seeks_consent and bool(turn.quantities)))
    ]


@dataclass(frozen=True, slots=True)
class Consent:
    """How the customer's agreement came about, best first: asked and given, given, hesitating, refused, none."""

    asked: tuple[int, ...]
    given: tuple[int, ...]
    hesitating: tuple[int, ...]
    refused: tuple[int, ...]


def consent(conversation: Conversation) -> Consent:
    """Looks at the second half, where an agreement is made."""
    from scoring.french import cues_of_tone as tone

    asked: list[int] = []
    given: list[int] = []
    for turn in conversation.agent:
        if conversation.share(turn) < 0.3 or turn.is_closing or turn.identifies:
            continue
        yes = conversation.agrees_after(turn)
        wants = turn.seeks_consent or turn in recaps(conversation)
        if wants and yes is not None and not tone.CLIENT_HESITATING(yes.folded):
            asked += [turn.n]
            given += [yes.n]
    late = [turn for turn in conversation.client if conversation.share(turn) >= 0.4]
    hesitating = [turn.n for turn in late if tone.CLIENT_HESITATING(turn.folded)]
    refused = [
        turn.n
        for turn in late
        if tone.CLIENT_REFUSING(" ".join(turn.words[:5]))
        or re.search(r"\bje n ai rien (?:dit|accepte|signe)\b", turn.folded)
    ]
    return Consent(tuple(asked), tuple(given), tuple(hesitating), tuple(refused))


def promised_in_writing(conversation: Conversation) -> tuple[int, ...]:
    """The turns in which the adviser says that a confirmation follows."""
    return tuple(turn.n for turn in conversation.agent if _PROMISES_TO_WRITE.search(turn.folded))
