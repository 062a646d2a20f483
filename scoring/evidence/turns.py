"""Turns as the detectors see them: folded, with the acts that cues and length give away."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scoring.exchange import Exchange, Turn
from scoring.french import cues, cues_of_tone
from scoring.french.folding import fold, stems, words
from scoring.french.quantities import Quantity, quantities

CURT_WORDS = 5
"""An answer of at most this many words, without courtesy, leaves the customer with a door in the face."""


_SELLING = re.compile(
    r"\b(je (?:vous )?(?:l |le |la |les )?(?:envoie|valide|prends|mets|note|reserve|prepare)"
    r"|vous (?:payez|reglez)|par carte)\b"
)


@dataclass(frozen=True)
class ReadTurn:
    """A turn and what can be said of it alone."""

    turn: Turn
    place: int
    """Position in the exchange, from 0."""

    @property
    def n(self) -> int:
        return self.turn.n

    @property
    def by_agent(self) -> bool:
        return self.turn.speaker == "agent"

    @cached_property
    def folded(self) -> str:
        return fold(self.turn.text)

    @cached_property
    def words(self) -> list[str]:
        return words(self.turn.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        return stems(self.turn.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.turn.text)

    @cached_property
    def asks(self) -> bool:
        """A question, by its mark or, where a recogniser dropped it, by its words."""
        return "?" in self.turn.text or cues.QUESTION(self.folded)

    @cached_property
    def identifies(self) -> bool:
        """Asks who the other is."""
        return cues.IDENTIFYING(self.folded) and (self.asks or "me" in self.words or "moi" in self.words)

    @cached_property
    def seeks_consent(self) -> bool:
        return cues.ASKING_CONSENT(self.folded)

    @cached_property
    def is_closing(self) -> bool:
        return bool(re.search(r"\b(autre (?:chose|question)|au revoir|bonne? (?:journee|soiree|fin))\b", self.folded))

    @cached_property
    def explores(self) -> bool:
        """A question that discovers: neither identity, nor consent, nor leave to close or to hold."""
        if not self.by_agent or not self.asks or self.is_closing:
            return False
        if re.search(r"\b(attente|patienter|instant|quitt|que puis je|en quoi puis je)", self.folded):
            return False
        if _SELLING.search(self.question_words):
            return False
        if self.seeks_consent and not cues.OPEN_QUESTION(self.folded):
            return False
        question = self.question_words
        only_identity = cues.IDENTIFYING(question) and not cues.OPEN_QUESTION(
            re.sub(r"\bquels? (?:est|nom)\b", "", question)
        )
        return not only_identity and len(self.words) > 2

    @cached_property
    def question_words(self) -> str:
        """The folded sentences that end in a question mark, or the whole turn when none does."""
        asked = [part for part in re.split(r"(?<=[.!?])\s+", self.turn.text) if part.rstrip(" »").endswith("?")]
        return fold(" ".join(asked)) or self.folded

    @cached_property
    def is_curt(self) -> bool:
        return len(self.words) <= CURT_WORDS and not cues_of_tone.COURTESY(self.folded)

    def has(self, cue: cues.Cue) -> bool:
        return cue(self.folded)


@dataclass(frozen=True)
class Conversation:
    """All turns, in order of time, with neighbours."""

    exchange: Exchange
    turns: tuple[ReadTurn, ...] = field(init=False)

    def __post_init__(self) -> None:
        read = tuple(ReadTurn(turn, place) for place, turn in enumerate(self.exchange.turns))
        object.__setattr__(self, "turns", read)

    @cached_property
    def agent(self) -> tuple[ReadTurn, ...]:
        return tuple(turn for turn in self.turns if turn.by_agent)

    @cached_property
    def client(self) -> tuple[ReadTurn, ...]:
        return tuple(turn for turn in self.turns if not turn.by_agent)

    def after(self, turn: ReadTurn, speaker: str | None = None) -> ReadTurn | None:
        """The next turn, or the next one of `speaker` if it follows at once or one turn later."""
        for later in self.turns[turn.place + 1 : turn.place + 3]:
            if speaker is None or later.turn.speaker == speaker:
                return later
        return None

    def with_answer(self, turn: ReadTurn) -> tuple[int, ...]:
        """The turn's number and that of the customer's answer, if any."""
        answer = self.after(turn, "client")
        return (turn.n, answer.n) if answer else (turn.n,)

    def before(self, turn: ReadTurn, speaker: str | None = None) -> ReadTurn | None:
        """The previous turn, or the nearest earlier one of `speaker`."""
        for earlier in reversed(self.turns[: turn.place]):
            if speaker is None or earlier.turn.speaker == speaker:
                return earlier
        return None

    def share(self, turn: ReadTurn) -> float:
        """How far into the exchange this turn stands, 0 to 1."""
        return turn.place / max(1, len(self.turns) - 1)

    def agrees_after(self, turn: ReadTurn) -> ReadTurn | None:
        """The customer's turn that says yes to this one."""
        answer = self.after(turn)
        if answer is None or answer.by_agent:
            return None
        start = " ".join(answer.words[:6])
        refuses = bool(re.match(r"(?:ah |euh |ben |bah |oh |mais )*(?:non|mais|on verra)\b", start))
        return answer if cues_of_tone.CLIENT_YES(start) and not refuses else None


def first_turns(turns: Sequence[ReadTurn], most: int) -> tuple[int, ...]:
    """The numbers of at most `most` turns, in order."""
    return tuple(sorted(turn.n for turn in turns[:most]))
