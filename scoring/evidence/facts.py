"""Expected and forbidden facts against what the adviser said or wrote: values, meaning, negation, who said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from scoring.exchange import ExpectedFact
from scoring.french.folding import fold, sentences, stems
from scoring.french.nearness import Compares
from scoring.french.quantities import Quantity, quantities

from .turns import Conversation, ReadTurn

Status = Literal["said", "partly", "wrong", "missing"]

NEAR = 0.42
"""From here on a sentence speaks of the fact (the encoder's scale: unrelated French sentences stay below 0.25)."""
VERY_NEAR = 0.55
_COMPARED = {"euros", "percent", "days", "months", "clock", "date", "times", "minutes"}


@dataclass(frozen=True, slots=True)
class FactSeen:
    """What became of one expected fact. `turns` are those that say it, or get it wrong, best first."""

    fact: ExpectedFact
    status: Status
    turns: tuple[int, ...]


@dataclass(frozen=True)
class FactReader:
    """Looks for facts in the adviser's turns (and for agreement in the customer's)."""

    conversation: Conversation
    near: Compares

    @cached_property
    def _spoken(self) -> list[tuple[ReadTurn, str]]:
        # In the order said: what the encoder makes of a text hangs, in its last digits, on the texts read with it.
        return [
            (turn, part)
            for turn in self.conversation.agent
            for part in dict.fromkeys((turn.turn.text, *sentences(turn.turn.text)))
        ]

    def nearest(self, text: str) -> list[tuple[float, ReadTurn]]:
        """The adviser's turns by their nearness to `text`, the nearest first; words in common count too."""
        near = self.near.compare([text], [part for _, part in self._spoken])
        best: dict[int, tuple[float, ReadTurn]] = {}
        wanted = stems(text)
        for (turn, part), value in zip(self._spoken, near[0] if len(self._spoken) else [], strict=True):
            shared = len(wanted & stems(part)) / max(3, len(wanted))
            score = max(float(value), 0.75 * float(value) + 0.45 * shared)
            if turn.n not in best or score > best[turn.n][0]:
                best[turn.n] = (score, turn)
        return sorted(best.values(), key=lambda found: -found[0])

    def expected(self, fact: ExpectedFact) -> FactSeen:
        """Whether a fact that must be said was said, whole and right."""
        ranked = self.nearest(fact.text)
        wanted = [quantity for quantity in quantities(fact.text) if quantity.kind in _COMPARED]
        about = [turn for score, turn in ranked if score >= NEAR]
        if not wanted:
            return self._by_meaning(fact, ranked)
        right = [turn for turn in self.conversation.agent if _holds(turn.quantities, wanted)]
        found = [quantity for quantity in wanted if any(_holds(turn.quantities, [quantity]) for turn in right)]
        other = [turn for turn in about if _differs(turn.quantities, wanted, found)]
        right.sort(key=lambda turn: -self._score(ranked, turn))
        share = len(found) / len(wanted)
        if share >= 0.6:
            return FactSeen(fact, "said", tuple(turn.n for turn in right[:2]))
        if other and share < 0.5:
            return FactSeen(fact, "wrong", tuple(turn.n for turn in other[:2]))
        if found or (ranked and ranked[0][0] >= VERY_NEAR):
            turns = right or [ranked[0][1]]
            return FactSeen(fact, "partly", tuple(turn.n for turn in turns[:2]))
        return FactSeen(fact, "missing", tuple(turn.n for turn in about[:1]))

    def _by_meaning(self, fact: ExpectedFact, ranked: Sequence[tuple[float, ReadTurn]]) -> FactSeen:
        wanted = stems(fact.text)
        near = [turn for score, turn in ranked if score >= NEAR]
        named = len(wanted & {stem for turn in near for stem in turn.stems}) / max(1, len(wanted))
        if near and (ranked[0][0] >= VERY_NEAR or named >= 0.6):
            return FactSeen(fact, "said", tuple(turn.n for turn in near[:2]))
        if near and named >= 0.25:
            return FactSeen(fact, "partly", (near[0].n,))
        return FactSeen(fact, "missing", ())

    @staticmethod
    def _score(ranked: Sequence[tuple[float, ReadTurn]], turn: ReadTurn) -> float:
        return next((score for score, one in ranked if one.n == turn.n), 0.0)

    def forbidden(self, fact: ExpectedFact) -> FactSeen:
        """Whether something that must not be promised was promised; a refusal or a denial is no promise."""
        limit = _limit(fact.text)
        guilty: list[int] = []
        for score, turn in self.nearest(fact.text):
            if limit is not None:
                if score >= NEAR - 0.1 and any(
                    q.kind == limit.kind and q.value > limit.value for q in turn.quantities
                ):
                    guilty.append(turn.n)
            elif score >= VERY_NEAR and not _denies(turn.folded) and not turn.asks:
                guilty.append(turn.n)
        return FactSeen(fact, "said" if guilty else "missing", tuple(guilty[:3]))


def _holds(said: Sequence[Quantity], wanted: Sequence[Quantity]) -> bool:
    loose = [Quantity(kind, quantity.value) for quantity in said if quantity.kind == "count" for kind in _COMPARED]  # type: ignore[arg-type]  _COMPARED holds kinds only
    return any(one.same(other) for one in wanted for other in [*said, *loose])


def _differs(said: Sequence[Quantity], wanted: Sequence[Quantity], found: Sequence[Quantity]) -> bool:
    """Speaks of a missing value's kind with another value."""
    missing = [quantity for quantity in wanted if quantity not in found]
    known = {quantity.kind for quantity in found}
    return any(q.kind == lost.kind and q.kind not in known and not q.same(lost) for lost in missing for q in said)


def _limit(text: str) -> Quantity | None:
    """« supérieur à 150 euros », « plus de 10 % »: the value that must not be passed."""
    plain = fold(text)
    if any(word in plain for word in ("superieur", "plus de", "au dela", "depass")):
        return next((quantity for quantity in quantities(text) if quantity.kind in _COMPARED), None)
    return None


def _denies(folded: str) -> bool:
    return any(
        f" {word} " in f" {folded} "
        for word in ("pas", "aucun", "aucune", "jamais", "impossible", "interdit", "sans", "ni", "non")
    )
