"""An exchange as its acts were heard: who asks what, and how the other side answers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.evidence.seen import Seen
from scoring.evidence.turns import Conversation, ReadTurn
from scoring.french import cues_of_tone as tone

from .acts import Array, chance

HEARD = 0.5
"""An act is taken as done from this chance on."""

_NO = re.compile(
    r"^(?:(?:ah|ben|bah|oh|euh|mais|enfin|attendez) )*(?:non|pas du tout|pas vraiment|jamais|surtout pas)\b"
)
_NOT_THAT = re.compile(r"\b(?:c est|ce n est) pas (?:ca|cela|ce que|ma question|la question)\b")
_UNSURE = re.compile(
    r"\b(?:je crois|je pense|peut etre|on verra|je verrai|je sais pas|je ne sais pas|pas sure?|plus ou moins"
    r"|a peu pres|si vous (?:le )?(?:dites|voulez)|admettons|mouais|bof|a moitie)\b"
)
_LOST = re.compile(
    r"\b(?:(?:j ai|je n ai|ai) (?:pas|rien|toujours pas|pas tout) (?:tout |bien )?(?:compris|suivi|saisi)"
    r"|(?:ne )?(?:comprends?|suis) (?:plus|pas|rien)(?: rien)?|pas (?:tres |bien )?clair|perdue?|embrouillee?"
    r"|je voulais (?:encore )?savoir)\b"
)
_WORKS = re.compile(
    r"\b(?:ca (?:marche|fonctionne|y est|s allume)|c est (?:fait|bon|parti|revenu)|je (?:le |la )?vois|j ai recu"
    r"|(?:il|elle) ne \w+ plus)\b"
)


@dataclass(frozen=True)
class Heard:
    """`acts`: chances, one row a turn, one column an act of `names`."""

    seen: Seen
    names: tuple[str, ...]
    acts: Array

    @classmethod
    def of(cls, seen: Seen, names: tuple[str, ...], log_odds: Array) -> "Heard":
        return cls(seen, names, chance(log_odds))

    @property
    def talk(self) -> Conversation:
        return self.seen.conversation

    def chance(self, turn: ReadTurn, *acts: str) -> float:
        """How surely the turn does at least one of these acts."""
        return float(max(self.acts[turn.place, self.names.index(act)] for act in acts))

    def doing(
        self, *acts: str, since: float = 0.0, until: float = 1.0, least: float = HEARD
    ) -> Iterator[tuple[float, ReadTurn]]:
        """The turns between two shares of the exchange that do one of these acts, with their chances."""
        columns = [self.names.index(act) for act in acts]
        chances: NDArray[np.float64] = self.acts[:, columns].max(axis=1) if len(self.acts) else np.zeros(0)
        for turn in self.talk.turns:
            if chances[turn.place] >= least and since <= self.talk.share(turn) <= until:
                yield float(chances[turn.place]), turn


def says_no(turn: ReadTurn | None) -> bool:
    """The customer answers no, or that this is not the question."""
    return turn is not None and bool(_NO.search(turn.folded) or _NOT_THAT.search(turn.folded))


def says_yes(turn: ReadTurn | None) -> bool:
    """The first words agree and nothing takes it back."""
    return (
        turn is not None
        and tone.CLIENT_YES(" ".join(turn.words[:6]))
        and not says_no(turn)
        and not _UNSURE.search(turn.folded)
    )


def is_unsure(turn: ReadTurn | None) -> bool:
    """« Oui, je crois »: an answer that settles nothing."""
    return turn is not None and bool(_UNSURE.search(turn.folded))


def is_lost(turn: ReadTurn) -> bool:
    """The customer says that they do not follow."""
    return bool(_LOST.search(turn.folded))


def it_works(turn: ReadTurn) -> bool:
    """The customer sees the result of what they were told to do."""
    return bool(_WORKS.search(turn.folded)) and not turn.has(tone.CLIENT_DISPLEASED)
