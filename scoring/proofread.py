"""What an adviser wrote in an exchange, with its faults underlined: for whoever explains them."""

import re
from dataclasses import dataclass

from scoring.evidence.grammalecte import shipped_proofreader
from scoring.evidence.proofreading import Place, Proofreading, Proofreads
from scoring.exchange import Exchange


@dataclass(frozen=True, slots=True)
class MarkedFault:
    """From character `start` to before `end` of the text as it was written; `problem` is French."""

    start: int
    end: int
    problem: str


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A message (by its turn's number), the file's comment or the confirmation."""

    place: Place
    text: str
    faults: tuple[MarkedFault, ...]


def proofread(exchange: Exchange, *, proofreader: Proofreads | None = None) -> list[MarkedText]:
    """All that the adviser wrote, the faults that an examiner would count marked."""
    reading = Proofreading(exchange, proofreader or shipped_proofreader())
    marked: list[MarkedText] = []
    for place, text in reading.texts.items():
        raw = _places_in(text)
        faults = (placed.fault for placed in reading.faults if placed.place == place)
        marks = (
            MarkedFault(raw[one.at], raw[one.at + len(one.excerpt) - 1] + 1, one.problem)
            for one in faults
            if one.excerpt and one.at + len(one.excerpt) <= len(raw)
        )
        marked.append(MarkedText(place, text, tuple(marks)))
    return marked


def _places_in(text: str) -> list[int]:
    """For each character of the text with single spaces, where it stands in the text as written."""
    places: list[int] = []
    for word in re.finditer(r"\S+", text):
        if places:
            places.append(word.start() - 1)
        places.extend(range(word.start(), word.end()))
    return places
