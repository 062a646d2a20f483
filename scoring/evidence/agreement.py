"""What was agreed aloud against what was written afterwards: amounts, rates, dates, durations."""

import re
from dataclasses import dataclass

from scoring.french import cues
from scoring.french.quantities import Quantity, quantities

from .turns import Conversation, ReadTurn
from .valued import Role, Valued, values_in, values_said

_KINDS = {"euros", "percent", "months", "times", "date", "clock", "days"}
_WRITTEN_ELSEWHERE = {"days"}
_PROMISES_TO_WRITE = re.compile(
    r"\b(je vous|on vous|vous (?:allez )?rece\w+|nous vous) ?(?:l |le |la |les )?(?:envoi\w*|envoy\w*"
    r"|adress\w*|ecri\w*|confirm\w*|recev\w*)?"
    r".{0,40}\b(mail|courriel|courrier|ecrit|lettre|noir sur blanc|confirmation|sms|texto)\b"
)


_OF_THE_OUTCOME = frozenset({"euros", "percent", "months", "times"})
"""Kinds that say what was agreed; dates, hours and delays say when."""
_OF_ONE_ROLE: frozenset[Role] = frozenset({"gift", "end"})
"""What is given, and when it ends: there a letter is wrong though its value was said, if it was said of something
else (the fee of which half is given back)."""
WHERE_IT_IS_AGREED = 0.35
"""Share of the exchange from which on an agreement is made: what was told before is the story."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A value agreed in these turns stands otherwise in the confirmation. `of_the_outcome`: what, not only when."""

    said: Quantity
    written: Quantity
    turns: tuple[int, ...]
    of_the_outcome: bool


def contradictions(conversation: Conversation) -> list[Contradiction]:
    """Values of the confirmation that differ from the last ones of their kind that were agreed.

    One that nobody said and no file holds is wrong where another of its kind was agreed; one that the file holds is
    wrong where the summing-up named another, and nobody this one while the agreement was made. Values that are known
    to be for different things are never compared.
    """
    confirmation = conversation.exchange.written.confirmation
    if confirmation is None:
        return []
    written = [one for one in values_in(confirmation.body) if one.quantity.kind in _KINDS and one.role != "former"]
    known = [quantity for turn in conversation.turns for quantity in turn.quantities] + _in_the_file(conversation)
    late = [turn for turn in conversation.turns if conversation.share(turn) >= WHERE_IT_IS_AGREED]
    in_order = [*reversed(recaps(conversation)), *reversed(late)]
    found: dict[Quantity, Contradiction] = {}
    for one in written:
        if one.quantity in found:
            continue
        is_heard = any(_same(one.quantity, other) for turn in late for other in turn.quantities)
        if is_heard and not _was_said_of_something_else(one, late):
            continue
        unheard = is_heard or not any(_same(one.quantity, other) for other in known)
        rivals = [
            (other.quantity, turn)
            for turn in (in_order if unheard else recaps(conversation)[-1:])
            for other in values_said(turn)
            if one.may_be(other)
            and other.stance != "denied"
            and (not is_heard or other.role == one.role)
            and not any(
                _same(ours.quantity, other.quantity)
                for ours in written
                if not one.role or other.role != one.role or ours.role == one.role
            )
        ]
        if rivals:
            said = rivals[0][0]
            where = tuple(dict.fromkeys(turn.n for other, turn in rivals if other == said))
            found[one.quantity] = Contradiction(said, one.quantity, where[:2], one.quantity.kind in _OF_THE_OUTCOME)
    return list(found.values())


def _was_said_of_something_else(one: Valued, turns: list[ReadTurn]) -> bool:
    """The adviser gave another value of this very role, and nobody this one."""
    if one.role not in _OF_ONE_ROLE:
        return False
    of_the_role = [
        (other, turn.by_agent)
        for turn in turns
        for other in values_said(turn)
        if other.role == one.role and other.quantity.kind == one.quantity.kind and other.stance != "denied"
    ]
    return any(by_agent for _, by_agent in of_the_role) and not any(
        _same(one.quantity, other.quantity) for other, _ in of_the_role
    )


def _in_the_file(conversation: Conversation) -> list[Quantity]:
    """Values that the adviser could read: a letter may name them though nobody said them."""
    expected = conversation.exchange.expectations
    texts = [conversation.exchange.brief, *(fact.text for fact in expected.facts)]
    return [quantity for text in texts for quantity in quantities(text)]


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
