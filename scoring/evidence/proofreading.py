"""Spelling and syntax of what the adviser wrote: a proofreader's remarks, sifted as an examiner would."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from scoring.exchange import Exchange
from scoring.french.folding import fold, words
from scoring.french.spelling_rules import SpellingFault, own_faults

SENTENCE_WORDS = 6
Place = int | Literal["record", "confirmation"]
"""A turn's number, or a written part."""


class Proofreads(Protocol):
    """Finds faults in texts; one list per text, in the same order."""

    def faults(self, texts: Sequence[str]) -> list[list[SpellingFault]]: ...


class OwnRules:
    """The floor: our few sure rules, without any program."""

    def faults(self, texts: Sequence[str]) -> list[list[SpellingFault]]:
        return [list(own_faults(text)) for text in texts]


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """A fault and where it stands."""

    place: Place
    fault: SpellingFault


@dataclass(frozen=True)
class Proofreading:
    """All that the adviser wrote in an exchange, with its faults."""

    exchange: Exchange
    proofreader: Proofreads

    @cached_property
    def texts(self) -> dict[Place, str]:
        """What was addressed to the customer, and the file's comment where it is as long as a sentence."""
        exchange, found = self.exchange, dict[Place, str]()
        if exchange.channel == "chat":
            found |= {turn.n: turn.text for turn in exchange.turns if turn.speaker == "agent"}
        confirmation, record = exchange.written.confirmation, exchange.written.record or {}
        if confirmation is not None and confirmation.body.strip():
            found["confirmation"] = f"{confirmation.subject}.\n{confirmation.body}"
        comment = record.get("comment") or record.get("commentaire") or ""
        if len(comment.split()) >= SENTENCE_WORDS:
            found["record"] = comment
        return found

    @property
    def is_observable(self) -> bool:
        return any(text.strip() for text in self.texts.values())

    @cached_property
    def word_count(self) -> int:
        return sum(len(text.split()) for text in self.texts.values())

    @cached_property
    def faults(self) -> tuple[PlacedFault, ...]:
        """Faults that count, each stretch of text once; names, codes and foreign words left out.

        Places are those of a text whose white space is single spaces.
        """
        places = list(self.texts)
        lists = self.proofreader.faults([" ".join(self.texts[place].split()) for place in places])
        found: list[PlacedFault] = []
        for place, faults in zip(places, lists, strict=True):
            taken: list[tuple[int, int]] = []
            for fault in sorted(faults, key=lambda one: one.at):
                end = fault.at + len(fault.excerpt)
                if self._is_a_name(fault.excerpt) or any(
                    start < end + 1 and fault.at < stop + 1 for start, stop in taken
                ):
                    continue
                taken.append((fault.at, end))
                found.append(PlacedFault(place, fault))
        return tuple(found)

    @cached_property
    def _known(self) -> frozenset[str]:
        exchange = self.exchange
        expected = exchange.expectations
        told = [exchange.company, exchange.brief, expected.client.name, *(fact.text for fact in expected.facts)]
        told += [step.text for step in expected.procedure]
        told += [turn.text for turn in exchange.turns if turn.speaker == "client"]
        return frozenset(word for text in told for word in words(text) if len(word) > 2)

    def _is_a_name(self, excerpt: str) -> bool:
        if " " in excerpt.strip():
            return False
        if fold(excerpt) in ("monsieur", "madame", "mademoiselle"):
            return True  # « Bonne soirée monsieur »: an address, no agreement
        same_spelling = any(excerpt in turn for turn in (self.exchange.company, self.exchange.brief))
        return (
            same_spelling
            or bool(re.search(r"\d|[A-Z]{2}", excerpt))
            or (excerpt[:1].isupper() and fold(excerpt) in self._known)
        )
